"""A message as the texts it takes where there are no buttons, files or edits: three at most."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.cutting import utf16_length
from bot.channels.zalo_bot.parts import (
    CHOOSE,
    CHOOSE_ABOVE,
    CHOOSE_BELOW,
    CHOOSE_BY_NAME,
    MAX_TEXT,
    MOST_PARTS,
    texts_of,
)
from handlers.incoming import Attachment, Kind
from handlers.outgoing import RESENT, Button, Message, marked_as_resent, unnumbered
from tests.bot.channels.zalo_bot.conftest import PAGE

YES, NO = Button("Đã giải quyết", "a.0", number=1), Button("Chưa rõ, hỏi cán bộ", "a.1", number=2)
SENTENCE = "Uỷ ban nhân dân xã lập hồ sơ. "


def long(units: int) -> str:
    return (SENTENCE * (units // len(SENTENCE) + 1))[:units].strip()


def test_choices_are_numbered_below_the_text() -> None:
    [text] = texts_of(Message("Theo Điều 20.", rows=((YES,), (NO,))), PAGE)
    assert text == f"Theo Điều 20.\n\n{CHOOSE}\n1. Đã giải quyết\n2. Chưa rõ, hỏi cán bộ"


def test_numbers_run_over_all_rows_and_links_have_none() -> None:
    link = Button("Văn bản", url="https://vanban.chinhphu.vn/1")
    [text] = texts_of(Message("x", rows=((YES, link), (NO,))), PAGE)
    assert text.endswith("1. Đã giải quyết\n2. Chưa rõ, hỏi cán bộ\nVăn bản: https://vanban.chinhphu.vn/1")
    assert texts_of(Message("x", rows=((link,),)), PAGE) == ["x\n\nVăn bản: https://vanban.chinhphu.vn/1"]


def test_what_stands_numbered_in_the_text_is_not_numbered_twice() -> None:
    listed = "Chọn:\n1. Chợ hạng 3\n2. Chợ hạng 2"
    numbers = (Button("1", "a.0", number=1), Button("2", "a.1", number=2))
    [text] = texts_of(Message(listed, rows=(numbers, (Button("Không câu nào", "a.2", number=3),))), PAGE)
    assert text == f"{listed}\n\n{CHOOSE_BELOW}\n3. Không câu nào"
    assert texts_of(Message(listed, rows=(numbers,)), PAGE) == [f"{listed}\n\n{CHOOSE_ABOVE}"]


def test_what_numbers_do_not_mean_just_now_is_typed_by_its_name() -> None:
    [text] = texts_of(unnumbered(Message("Theo Điều 20.", rows=((YES,), (NO,)))), PAGE)
    assert text == f"Theo Điều 20.\n\n{CHOOSE_BY_NAME}\n• Đã giải quyết\n• Chưa rõ, hỏi cán bộ"


@pytest.mark.parametrize(
    ("attachment", "line"),
    [
        (Attachment(Kind.FILE, "ref", "van-ban.pdf"), f"📎 van-ban.pdf – mở trên {PAGE}"),
        (Attachment(Kind.PHOTO, "ref"), f"📎 ảnh – mở trên {PAGE}"),
        (Attachment(Kind.VOICE, "ref"), f"📎 tin thoại – mở trên {PAGE}"),
        (Attachment(Kind.FILE, "ref", "hai\ndòng.doc"), f"📎 hai dòng.doc – mở trên {PAGE}"),
        (Attachment(Kind.LOCATION, "21.03,105.85"), "📍 https://www.google.com/maps?q=21.03,105.85"),
        (Attachment(Kind.CONTACT, "0912345678", "Chị Lan"), "👤 Chị Lan – 0912345678"),
    ],
)
def test_files_are_named_and_places_and_people_told(attachment: Attachment, line: str) -> None:
    assert texts_of(Message("", attachments=(attachment,)), PAGE) == [line]
    assert texts_of(Message("Kèm theo", attachments=(attachment, attachment)), PAGE) == [f"Kèm theo\n{line}\n{line}"]


def test_every_kind_has_its_word() -> None:
    for kind in Kind:
        assert texts_of(Message("", attachments=(Attachment(kind, "1,2"),)), PAGE)


def test_a_text_is_composed_before_it_is_counted() -> None:
    spelt = unicodedata.normalize("NFD", "Chợ Kỳ Lừa. ")
    texts = texts_of(Message(spelt * 150), PAGE)
    assert texts == [unicodedata.normalize("NFC", text) for text in texts]
    assert len(texts) == 1


def test_up_to_three_parts_all_is_said() -> None:
    body = long(3 * MAX_TEXT - 300)
    texts = texts_of(Message(body, rows=((YES,), (NO,))), PAGE)
    assert len(texts) == MOST_PARTS
    assert " ".join(texts).startswith(body[:4000])
    assert texts[-1].endswith("2. Chưa rõ, hỏi cán bộ")
    assert "còn nữa" not in "".join(texts)


def test_what_is_left_is_offered_on_our_page_and_the_choices_stay() -> None:
    texts = texts_of(Message(long(20_000), rows=((YES,), (NO,))), PAGE)
    assert len(texts) == MOST_PARTS
    assert all(utf16_length(text) <= MAX_TEXT for text in texts)
    assert f"còn nữa, đọc đủ tại {PAGE}" in texts[-1]
    assert texts[-1].endswith("2. Chưa rõ, hỏi cán bộ")
    assert utf16_length(texts[-1]) > MAX_TEXT // 2  # and as much is said as there is room for
    assert "".join(texts).count(SENTENCE.strip()) > 180


def test_choices_that_fill_a_message_are_not_lost() -> None:
    rows = tuple((Button(f"Xã số {n} của tỉnh Lạng Sơn", f"a.{n}", number=n + 1),) for n in range(70))
    texts = texts_of(Message(long(9_000), rows=rows), PAGE)
    assert len(texts) == MOST_PARTS
    assert "70. Xã số 69 của tỉnh Lạng Sơn" in texts[-1]


@pytest.mark.parametrize("units", [1_890, 3_300, 3_700, 3_799, 3_850])
def test_nothing_is_said_to_be_missing_that_is_not(units: int) -> None:
    rows = tuple((Button(f"Xã số {n} của tỉnh Lạng Sơn", f"a.{n}", number=n + 1),) for n in range(58))
    body = long(units)
    texts = texts_of(Message(body, rows=rows), PAGE)
    assert len(texts) <= MOST_PARTS
    said = " ".join(" ".join(texts).split())
    assert ("còn nữa" in said) == (" ".join(body.split()) not in said)


def test_of_a_copy_each_part_says_so() -> None:
    texts = texts_of(marked_as_resent(Message(long(5_000))), PAGE, again=True)
    assert len(texts) == MOST_PARTS
    assert all(text.startswith(RESENT) for text in texts)
    assert all(utf16_length(text) <= MAX_TEXT for text in texts)


def test_nothing_is_nothing() -> None:
    assert texts_of(Message(" \n "), PAGE) == []


@given(
    st.text(max_size=400), st.integers(1, 60), st.lists(st.text(max_size=60), max_size=30), st.booleans(),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_no_part_is_ever_empty_or_too_long(piece: str, times: int, labels: list[str], again: bool) -> None:
    rows = tuple((Button(label, f"a.{n}", number=n + 1),) for n, label in enumerate(labels))
    texts = texts_of(Message(piece * times, rows=rows), PAGE, again=again)
    assert all(text.strip() and utf16_length(text) <= 2_000 for text in texts)
    assert len(texts) <= MOST_PARTS
