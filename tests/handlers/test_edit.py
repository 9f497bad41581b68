"""Replacing what somebody said in the copies of it: only whole lines, with emphasis and buttons where they were."""

from __future__ import annotations

import pytest

from handlers.edit import rewritten
from handlers.outgoing import Button, Draft, Message


def _card(text: str, name: str = "Lan") -> Message:
    draft = Draft().bold("Câu hỏi mới 482-715-364").line(f"{name}, Xã Thất Khê").line().line(text)
    return draft.line().italic("Đã xem:").message(((Button("Trả lời", "t.0"),),))


def _emphasised(message: Message) -> list[str]:
    return [message.text[span.start : span.start + span.length] for span in message.spans]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("thuế", "thuế đất"),
        ("Lan", "Huệ"),  # the asker's own name: his heading is not what he said
        ("hai\ndòng", "một"),
        ("một", "hai\ndòng\n"),
        ("😀", "😀😀"),
        ("x" * 4_000, "y"),
        ("a.*b", "(c)"),
    ],
)
def test_the_text_is_replaced_where_it_stands_alone(old: str, new: str) -> None:
    changed = rewritten(_card(old, name="Lan, Lan"), old, new)
    assert changed is not None
    assert changed.text == _card(new, name="Lan, Lan").text
    assert _emphasised(changed) == ["Câu hỏi mới 482-715-364", "Đã xem:"]
    assert changed.rows == _card(old).rows


def test_twice_in_a_row() -> None:
    once = rewritten(_card("một"), "một", "hai")
    assert once
    twice = rewritten(once, "hai", "ba")
    assert twice
    assert twice.text == _card("ba").text


def test_what_is_not_there_is_not_replaced() -> None:
    assert rewritten(_card("một hai"), "một", "ba") is None
    assert rewritten(_card("một"), "bốn", "ba") is None


@pytest.mark.parametrize("nothing", ["(không có chữ)", "(no text)"])
def test_a_picture_gets_words_and_loses_them(nothing: str) -> None:
    with_words = rewritten(_card(nothing), "", "Biên bản.")
    assert with_words
    assert with_words.text == _card("Biên bản.").text
    without = rewritten(with_words, "Biên bản.", "")
    assert without
    assert without.text == _card("(không có chữ)").text
