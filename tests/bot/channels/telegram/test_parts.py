"""Cutting long texts: nothing is lost, nothing is too long, the emphasis stays where it was."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.parts import parts_of, split, utf16_length
from handlers.incoming import Attachment, Kind
from handlers.outgoing import Button, Draft, Message, Span

TEXTS = st.text(st.sampled_from("ab ệ😀.\n!?"), max_size=300)
PHOTO = Attachment(Kind.PHOTO, "abc", channel="telegram")
STICKER = Attachment(Kind.STICKER, "abc", channel="telegram")
ROWS = ((Button("Có", "t:1"),),)


def pressed_out(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(TEXTS, st.integers(2, 40))
def test_nothing_is_lost_and_nothing_is_too_long(text: str, most: int) -> None:
    pieces = [piece for piece, _ in split(text, most=most)]
    assert pressed_out("".join(pieces)) == pressed_out(text)
    assert all(0 < utf16_length(piece) <= most for piece in pieces)
    assert all(piece == piece.strip() for piece in pieces)


@given(TEXTS, st.integers(0, 300), st.integers(1, 300), st.integers(2, 40))
def test_emphasis_stays_on_its_letters(text: str, start: int, length: int, most: int) -> None:
    pieces = split(text, [Span("bold", start, length)], most)
    bold = "".join(piece[s.start : s.start + s.length] for piece, spans in pieces for s in spans)
    assert pressed_out(bold) == pressed_out(text[start : start + length])


@given(TEXTS)
def test_length_is_counted_as_telegram_does(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("một hai.\n\nba bốn. năm", ["một hai.", "ba bốn. năm"]),
        ("một hai.\nba bốn. năm", ["một hai.", "ba bốn. năm"]),
        ("mộttt hai. ba bốn", ["mộttt hai.", "ba bốn"]),
        ("mộttt hai ba bốn", ["mộttt hai ba", "bốn"]),
        ("x" * 15, ["x" * 12, "x" * 3]),
        ("😀" * 7, ["😀" * 6, "😀"]),
        ("vừa đủ  ", ["vừa đủ"]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_texts_are_cut_where_it_hurts_least(text: str, expected: list[str]) -> None:
    assert [piece for piece, _ in split(text, most=12)] == expected


def test_entities_count_utf16_units() -> None:
    draft = Draft().line("😀 Mã:").bold("LS-0001 😀")
    (part,) = parts_of(draft.message())
    (entity,) = part.entities
    assert (entity.type, entity.offset, entity.length) == ("bold", 7, 10)


def test_spans_outside_of_the_text_or_of_unknown_style_are_left_out() -> None:
    spans = (Span("bold", 2, 50), Span("bold", 9, 1), Span("blink", 0, 1))
    (part,) = parts_of(Message("abc", spans))
    assert [(e.offset, e.length) for e in part.entities] == [(2, 1)]


def test_one_file_and_a_short_text_are_one_call() -> None:
    (part,) = parts_of(Message("xem ảnh", rows=ROWS, attachments=(PHOTO,), quote="5"))
    assert (part.text, part.attachment, part.rows, part.quote) == ("xem ảnh", PHOTO, ROWS, "5")


def test_a_text_too_long_for_a_caption_goes_first() -> None:
    text, photo = parts_of(Message("x" * 1025, rows=ROWS, attachments=(PHOTO,), quote="5"))
    assert (text.attachment, text.rows, text.quote) == (None, ROWS, "5")
    assert (photo.text, photo.attachment, photo.rows, photo.quote) == ("", PHOTO, (), None)


def test_a_sticker_has_no_caption() -> None:
    assert [part.attachment for part in parts_of(Message("x", attachments=(STICKER,)))] == [None, STICKER]


def test_buttons_are_under_the_last_text() -> None:
    parts = parts_of(Message("x " * 4000, rows=ROWS, attachments=(PHOTO, STICKER)))
    assert [bool(part.rows) for part in parts] == [False, True, False, False]


def test_files_alone_carry_the_buttons_on_the_last() -> None:
    parts = parts_of(Message("", rows=ROWS, attachments=(PHOTO, STICKER)))
    assert [bool(part.rows) for part in parts] == [False, True]


def test_nothing_to_send_is_no_part() -> None:
    assert parts_of(Message(" \n")) == []


@pytest.mark.parametrize("letter", ["👨‍👩‍👧‍👦", "👍🏽", "🇻🇳", "e\u0323\u0302", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"])
def test_no_letter_is_cut_in_two(letter: str) -> None:
    for most in range(2 * utf16_length(letter), 2 * utf16_length(letter) + 20):
        pieces = [piece for piece, _ in split("x" + letter * 40, most=most)]
        assert pieces[0].startswith("x" + letter)
        assert {piece.removeprefix("x").replace(letter, "") for piece in pieces} == {""}, (most, pieces)


def test_a_heap_of_accents_longer_than_a_message_is_cut_all_the_same() -> None:
    pieces = [piece for piece, _ in split("e" + "\u0301" * 100, most=40)]
    assert "".join(pieces) == "e" + "\u0301" * 100
    assert max(map(utf16_length, pieces)) <= 40


def test_an_accent_on_a_blank_stays_on_it() -> None:
    pieces = [piece for piece, _ in split("aaaa \u0301aaa aaaa", most=9)]
    assert pieces == ["aaaa \u0301aaa", "aaaa"]
