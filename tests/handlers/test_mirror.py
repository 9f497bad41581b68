"""Replacing what somebody said in the copies of it: exactly where it stands, emphasis and buttons as they were."""

from __future__ import annotations

import pytest

from handlers.mirror import rewritten
from handlers.outgoing import Button, Draft, Message, from_json, marked_as_resent, said_again, to_json


def card(text: str, name: str = "Lan") -> Message:
    draft = Draft().bold("Câu hỏi mới 482-715-364").line(f"{name}, Xã Thất Khê").line().said(text, 1)
    draft.line().italic("Minh trả lời:").said("một", 2)
    return draft.line().italic("Đã xem:").message(((Button("Trả lời", "t.0"),),))


def emphasised(message: Message) -> list[str]:
    return [message.text[span.start : span.start + span.length] for span in message.spans]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("thuế", "thuế đất"),
        ("Lan", "Huệ"),  # the asker's own name: his heading is not what he said
        ("hai\ndòng", "một"),
        ("một", "hai\ndòng\n"),  # what another said, too
        ("😀", "😀😀"),
        ("x" * 4_000, "y"),
        ("a.*b", "(c)"),
    ],
)
def test_only_that_message_is_replaced(old: str, new: str) -> None:
    changed = rewritten(card(old, name="Lan, Lan"), (1,), new)
    assert changed == card(new, name="Lan, Lan")
    assert emphasised(changed) == ["Câu hỏi mới 482-715-364", "Minh trả lời:", "Đã xem:"]


def test_twice_in_a_row() -> None:
    assert rewritten(rewritten(card("một"), (1,), "hai"), (1,), "ba") == card("ba")


def test_what_is_not_there_is_not_replaced() -> None:
    assert rewritten(card("một"), (3,), "ba") == card("một")


def test_where_only_its_beginning_stands_only_that_is_replaced() -> None:
    asked = "Xã muốn tổ chức hội chợ hàng Việt cuối năm"

    def relay(start: str) -> Message:
        return Draft().said("20 gian hàng", 7).line().italic(f"Câu hỏi: “{start}”").within(start, 12).message()

    changed = rewritten(relay(asked[:11].rstrip() + "…"), (5, None), "Chợ\nhạng 3 ai quản lý?")
    assert changed == relay("Chợ hạng 3…")
    assert emphasised(changed) == ["Câu hỏi: “Chợ hạng 3…”"]


@pytest.mark.parametrize("mark", [marked_as_resent, said_again])
def test_a_mark_before_it_and_the_way_through_the_database_move_nothing(mark: object) -> None:
    assert callable(mark)
    marked = from_json(to_json(mark(card("một"))))
    assert isinstance(marked, Message)
    assert rewritten(marked, (1,), "hai").text == mark(card("hai")).text
