"""Cards on paper: every letter that a Vietnamese name may have, and nothing that runs out of its place."""

from __future__ import annotations

import re
import unicodedata
from importlib.resources import files
from itertools import product

import pytest
from reportlab.pdfbase.pdfmetrics import getFont, stringWidth

from bot.control import Declined
from bot.documents import drawing, workshop
from bot.documents.invite_cards import ON_PAGE, InviteCard, Sheets, pages_of
from bot.documents.printing import pdf

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VIETNAMESE = {
    unicodedata.normalize("NFC", form(letter) + tone)
    for letter, tone, form in product("aăâeêioôơuưy", TONES, (str.lower, str.upper))
} | {"đ", "Đ"}
OTHERS = "ČčĔĕĬĭŎŏŬŭÑñɃƀʼ’“”–…·@:/.-"
"""Of names of Ê Đê, Gia Rai and Ba Na, and what our own sentences have."""
LONG = "Nguyễn Phước Công Tằng Tôn Nữ Thị Hoàng Ánh Tuyết Quỳnh Như Ngọc"


def card(**values: str) -> InviteCard:
    unit = ("Phường Sài Gòn", "thành phố Hồ Chí Minh")
    made = {"name": "Nông Thị Lan", "role": "Cán bộ cấp xã", "code": "K7Q2-9XMD-4TRP", "link": "https://t.me/x?start=K",
            "until": "Dùng một lần.", "how": "Quét mã QR."}  # fmt: skip
    return InviteCard(unit=unit, **{**made, **values})


def sheets(*cards: InviteCard) -> Sheets:
    count = pages_of(len(cards))
    pages = tuple(f"{number + 1}/{count}" for number in range(count))
    return Sheets("Mã mời – Tỉnh Lạng Sơn", "Xin cắt theo nét đứt.", pages, cards)


@pytest.mark.parametrize("font", [drawing.PLAIN, drawing.BOLD])
def test_the_fonts_have_every_letter(font: str) -> None:
    drawing._fonts()
    assert len(VIETNAMESE) == 146
    glyphs = getFont(font).face.charToGlyph
    assert [letter for letter in sorted({*VIETNAMESE, *OTHERS}) if not glyphs.get(ord(letter))] == []


def test_the_licence_of_the_fonts_is_shipped_with_them() -> None:
    folder = files("bot.documents") / "fonts"
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text("utf-8")
    assert {file.name for file in folder.iterdir() if file.name.endswith(".ttf")} == {
        "NotoSans-Regular.ttf", "NotoSans-Bold.ttf",
    }  # fmt: skip


@pytest.mark.parametrize("count", [1, ON_PAGE, ON_PAGE + 1])
def test_there_are_as_many_pages_as_it_takes(count: int) -> None:
    made = pdf(sheets(*[card()] * count))
    assert made.startswith(b"%PDF-")
    assert re.findall(rb"/Count (\d+)", made) == [str(pages_of(count)).encode()]
    assert b"/Lang (vi-VN)" in made


class Written:
    """A page that only notes what is written on it."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str, float]] = []
        self.font = ("", 0.0)

    def setFont(self, name: str, size: float) -> None:  # noqa: N802
        self.font = (name, size)

    def drawString(self, _left: float, _bottom: float, text: str) -> None:  # noqa: N802
        self.lines.append((text, *self.font))


@pytest.mark.parametrize("text", ["Nông Thị Lan", LONG, LONG * 5, ""])
def test_a_line_keeps_to_its_room(text: str) -> None:
    drawing._fonts()
    page = Written()
    drawing._line(page, 0, 0, text, drawing.BOLD, 12, 150)
    [(written, font, size)] = page.lines
    assert stringWidth(written, font, size) <= 150.01
    assert size >= 12 * 0.6
    assert written == text or written.endswith("…")


@pytest.mark.parametrize("name", ["Nông Thị Lan", "Nguyễn Thị Hoàng Ánh Tuyết Như", LONG[:64].strip()])
def test_a_name_is_never_cut(name: str) -> None:
    drawing._fonts()
    page = Written()
    drawing._name(page, name)
    assert " ".join(text for text, *_ in page.lines) == name


def test_a_long_text_has_no_more_lines_than_there_is_room_for() -> None:
    drawing._fonts()
    lines = drawing._lines("từ " * 200, drawing.PLAIN, 8, 100, 3)
    assert len(lines) == 3
    assert " ".join(lines).split() == ["từ"] * 200


async def test_it_is_made_in_a_process_of_its_own() -> None:
    assert (await workshop.made(pdf, sheets(card(name=LONG)))).startswith(b"%PDF-")


def dies(_nothing: object) -> bytes:
    import os

    os._exit(1)


async def test_a_process_that_dies_is_a_sentence() -> None:
    with pytest.raises(Declined, match="chạy lại"):
        await workshop.made(dies, None)
