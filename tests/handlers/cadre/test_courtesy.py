"""What is only polite, and what is a question however politely put."""

from __future__ import annotations

import pytest

from handlers.cadre.courtesy import is_courtesy, is_greeting


@pytest.mark.parametrize(
    "text",
    ["Cảm ơn anh", "dạ em cảm ơn anh nhiều ạ!", "cam on", "Ok", "ok anh", "vâng ạ", "Xin chào", "chào chị", "alo",
     "Hello", "Trân trọng cảm ơn!", "thank you so much", "ok, em cảm ơn 🙏", "😀", "👍", "..."],
)  # fmt: skip
def test_polite_and_no_more(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    ["", "?", "??", "? 🙏", "ok?", "em", "Chào anh, cho em hỏi về chợ", "cảm ơn anh, còn chợ hạng 3 thì sao", "rồi",
     "Cảm ơn. Vậy ai ký", "có", "chợ", "ok " * 60, "trồng rừng", "xin cấp giấy phép"],
)  # fmt: skip
def test_something_to_answer(text: str) -> None:
    assert not is_courtesy(text)


@pytest.mark.parametrize("text", ["Xin chào", "chào chị", "alo", "Hello anh", "dạ em chào anh ạ", "ok chào em"])
def test_a_greeting_is_greeted_back(text: str) -> None:
    assert is_courtesy(text)
    assert is_greeting(text)


@pytest.mark.parametrize("text", ["cảm ơn anh", "em cảm ơn, chào anh", "thanks", "ok anh", "vâng", "👍", ""])
def test_thanks_and_nods_are_no_greetings(text: str) -> None:
    assert not is_greeting(text)
