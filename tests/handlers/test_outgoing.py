"""What goes out survives being a row, and its emphasis stands where it was put."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.incoming import Attachment, Kind
from handlers.outgoing import (
    RESENT,
    Button,
    Draft,
    Edit,
    Menu,
    Message,
    Outgoing,
    Span,
    Style,
    Toast,
    from_json,
    marked_as_resent,
    to_json,
)

FULL = Message(
    "Câu hỏi mới 😀\nNội dung",
    (Span("bold", 0, 13), Span("italic", 14, 8)),
    ((Button("Trả lời", "abc.0", Style.PRIMARY), Button("Mở", url="https://example.org")), (Button("Xoá", "abc.1"),)),
    (Attachment(Kind.PHOTO, "ref", "anh.png", "image/png", 12, "web"), Attachment(Kind.VOICE, "v")),
    "17",
)


@pytest.mark.parametrize(
    "outgoing",
    [FULL, Message(""), Edit(5, FULL), Toast("p", "Nút đã cũ"), Toast("p"), Menu((("trogiup", "trợ giúp"),), "en")],
)
def test_a_row_holds_it_whole(outgoing: Outgoing) -> None:
    assert from_json(json.loads(json.dumps(to_json(outgoing)))) == outgoing


@pytest.mark.parametrize("row", [{}, {"is": "parcel"}, {"is": None}])
def test_a_row_of_another_version_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        from_json(row)


def test_buttons_are_counted_in_reading_order() -> None:
    assert [button.label for button in FULL.buttons] == ["Trả lời", "Mở", "Xoá"]


@given(st.lists(st.tuples(st.sampled_from(["line", "bold", "italic"]), st.text(max_size=20)), max_size=8))
def test_spans_cover_exactly_what_was_emphasised(parts: list[tuple[str, str]]) -> None:
    draft = Draft("đầu")
    for style, text in parts:
        getattr(draft, style)(text)
    message = draft.message()
    covered = [message.text[span.start : span.start + span.length] for span in message.spans]
    assert covered == [text for style, text in parts if style != "line"]
    assert message.text == "\n".join(["đầu", *(text for _, text in parts)])


def test_a_resent_message_says_so_and_keeps_its_emphasis() -> None:
    marked = marked_as_resent(FULL)
    assert marked.text.splitlines()[0] == RESENT
    assert [marked.text[s.start : s.start + s.length] for s in marked.spans] == [
        FULL.text[s.start : s.start + s.length] for s in FULL.spans
    ]
    assert marked.rows == FULL.rows
