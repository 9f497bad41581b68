"""Draws cards on A4: ten to a page, with dashed lines to cut along."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from io import BytesIO

import segno
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bot.documents.invite_cards import COLUMNS, ON_PAGE, ROWS, InviteCard, Sheets

PLAIN, BOLD = "NotoSans", "NotoSans-Bold"
_MARGIN = 10 * mm
_WIDE, _HIGH = (A4[0] - 2 * _MARGIN) / COLUMNS, 50 * mm
_TOP = _MARGIN + ROWS * _HIGH
_PADDING = 4 * mm
_QR = 31 * mm
_TEXT = _WIDE - 3 * _PADDING - _QR
"""The width of what stands beside a QR code."""
_GREY = 0.45


def drawn(sheets: Sheets) -> bytes:
    """The sheets as PDF."""
    _fonts()
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, pageCompression=1, lang="vi-VN")
    canvas.setTitle(sheets.title)
    canvas.setCreator("Cầu Nối")
    for page, number in enumerate(sheets.pages):
        _heading(canvas, sheets, number, first=page == 0)
        for at, card in enumerate(sheets.cards[page * ON_PAGE : (page + 1) * ON_PAGE]):
            row, column = divmod(at, COLUMNS)
            canvas.saveState()
            canvas.translate(_MARGIN + column * _WIDE, _TOP - (row + 1) * _HIGH)
            _card(canvas, card)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return file.getvalue()


@cache
def _fonts() -> None:
    for name in (PLAIN, BOLD):
        file = f"{name}.ttf" if "-" in name else f"{name}-Regular.ttf"
        with as_file(files("bot.documents") / "fonts" / file) as path:
            registerFont(TTFont(name, path))


def _heading(canvas: Canvas, sheets: Sheets, number: str, *, first: bool) -> None:
    """The title on each page, with its number; what all cards have in common on the first."""
    wide = A4[0] - 2 * _MARGIN
    canvas.setFont(PLAIN, 8)
    canvas.drawRightString(A4[0] - _MARGIN, A4[1] - _MARGIN - 3 * mm, number)
    room = wide - stringWidth(number, PLAIN, 8) - 6 * mm
    _line(canvas, _MARGIN, A4[1] - _MARGIN - 3 * mm, sheets.title, BOLD, 12, room)
    if first:
        for at, line in enumerate(_lines(sheets.cover, PLAIN, 8.5, wide, 3)):
            _line(canvas, _MARGIN, A4[1] - _MARGIN - (8.5 + 4 * at) * mm, line, PLAIN, 8.5, wide)


def _card(canvas: Canvas, card: InviteCard) -> None:
    canvas.setDash(2, 2)
    canvas.setLineWidth(0.4)
    canvas.setStrokeGray(_GREY)
    # Each in one direction: of two neighbours the dashes lie upon each other.
    for left, bottom, right, top in ((0, 0, 1, 0), (0, 1, 1, 1), (0, 0, 0, 1), (1, 0, 1, 1)):
        canvas.line(left * _WIDE, bottom * _HIGH, right * _WIDE, top * _HIGH)
    _name(canvas, card.name)
    _line(canvas, _PADDING, _HIGH - 13 * mm, card.role, PLAIN, 9, _TEXT)
    unit = card.unit if len(card.unit) > 1 else _lines(card.unit[0], PLAIN, 9, _TEXT, 2)
    for at, line in enumerate(unit):
        _line(canvas, _PADDING, _HIGH - (17.5 + 4 * at) * mm, line, PLAIN, 9, _TEXT)
    _line(canvas, _PADDING, _HIGH - 29 * mm, card.code, BOLD, 13, _TEXT)
    _line(canvas, _PADDING, _HIGH - 34 * mm, card.until, PLAIN, 7.5, _TEXT)
    for at, line in enumerate(_lines(card.how, PLAIN, 7.5, _WIDE - 2 * _PADDING, 3)):
        _line(canvas, _PADDING, _HIGH - (40 + 3.5 * at) * mm, line, PLAIN, 7.5, _WIDE - 2 * _PADDING)
    _qr(canvas, card.link, _WIDE - _PADDING - _QR, _HIGH - _PADDING - _QR)


def _name(canvas: Canvas, name: str) -> None:
    """A name in full, on two lines if need be: the card is nobody else's."""
    if stringWidth(name, BOLD, 10) <= _TEXT:
        _line(canvas, _PADDING, _HIGH - 8 * mm, name, BOLD, 12, _TEXT)
        return
    for at, line in enumerate(_lines(name, BOLD, 9.5, _TEXT, 2)):
        _line(canvas, _PADDING, _HIGH - (5 + 3.6 * at) * mm, line, BOLD, 9.5, _TEXT)


def _qr(canvas: Canvas, link: str, left: float, bottom: float) -> None:
    """A QR code of this size; the card's padding is the quiet zone around it."""
    rows = segno.make(link, error="m", micro=False).matrix
    side = _QR / len(rows)
    path = canvas.beginPath()
    for at, row in enumerate(rows):
        for begins, ends in _runs(row):
            path.rect(left + begins * side, bottom + _QR - (at + 1) * side, (ends - begins) * side, side)
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)


def _runs(row: bytearray) -> Iterator[tuple[int, int]]:
    """Where dark stretches begin and end."""
    begins: int | None = None
    for at, dark in enumerate([*row, 0]):
        if dark and begins is None:
            begins = at
        elif not dark and begins is not None:
            yield begins, at
            begins = None


def _line(canvas: Canvas, left: float, bottom: float, text: str, font: str, size: float, room: float) -> None:
    """One line, as much smaller as it must be; what no size of print can hold is cut."""
    wide = stringWidth(text, font, size)
    if wide > room:
        size = max(size * room / wide, 0.6 * size)
        while stringWidth(text, font, size) > room:
            text = text.removesuffix("…")[:-1] + "…"
    canvas.setFont(font, size)
    canvas.drawString(left, bottom, text)


def _lines(text: str, font: str, size: float, room: float, most: int) -> list[str]:
    """A text on at most so many lines; what is left stands on the last."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(lines) < most and stringWidth(longer, font, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
