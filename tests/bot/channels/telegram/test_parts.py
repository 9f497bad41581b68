"""A message as the calls that it takes."""

from __future__ import annotations

from bot.channels.telegram.parts import parts_of
from handlers.incoming import Attachment, Kind
from handlers.outgoing import Button, Draft, Message, Span

PHOTO = Attachment(Kind.PHOTO, "abc", channel="telegram")
STICKER = Attachment(Kind.STICKER, "abc", channel="telegram")
ROWS = ((Button("Có", "t:1"),),)


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
