"""Short things that people say, in any spelling."""

from __future__ import annotations

import pytest

from handlers.phrases import Phrases

LEAVE = Phrases(("thôi", "không cần nữa"))


@pytest.mark.parametrize(
    "text", ["thôi", "THOI", "Thui", "dạ thôi ạ", "thôi, cảm ơn anh nhiều", "ko can nua", "Dạ em k cần nữa ạ"]
)
def test_said(text: str) -> None:
    assert LEAVE.say(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "dạ", "cảm ơn", "thời", "Thổi", "thôi việc", "không cần", "cần nữa không", "thôi thôi", "thôi " * 90],
)
def test_not_said(text: str) -> None:
    assert not LEAVE.say(text)
