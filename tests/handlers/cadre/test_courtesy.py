"""What is only polite, and what is a question however politely put."""

from __future__ import annotations

import pytest

from handlers.cadre.courtesy import asks_who_we_are, is_courtesy, is_greeting


@pytest.mark.parametrize(
    "text",
    ["Cảm ơn anh", "dạ em cảm ơn anh nhiều ạ!", "cam on", "Ok", "ok anh", "vâng ạ", "Xin chào", "chào chị", "alo",
     "Hello", "Trân trọng cảm ơn!", "thank you so much", "ok, em cảm ơn 🙏", "😀", "👍", "...",
     "Em hiểu rồi ạ", "dạ rõ rồi anh", "được rồi ạ, cảm ơn anh"],
)  # fmt: skip
def test_polite_and_no_more(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    ["", "?", "??", "? 🙏", "ok?", "em", "Chào anh, cho em hỏi về chợ", "cảm ơn anh, còn chợ hạng 3 thì sao", "rồi",
     "Cảm ơn. Vậy ai ký", "có", "chợ", "ok " * 60, "trồng rừng", "xin cấp giấy phép",
     "được không ạ", "hiểu sao cho đúng"],
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


@pytest.mark.parametrize(
    "text",
    ["bạn là ai", "Bạn là ai vậy?", "ai đấy, tên gì", "đây là bot à", "đang nói chuyện với người thật hay máy ạ?",
     "cái này dùng thế nào", "Hệ thống này sử dụng như thế nào?", "bạn làm được gì",
     "hướng dẫn sử dụng", "ban la ai the"],
)  # fmt: skip
def test_who_asks_what_this_is(text: str) -> None:
    assert asks_who_we_are(text)
    assert not is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    ["", "?", "Chủ đầu tư cụm công nghiệp là ai?", "đất công ích là gì", "hướng dẫn sử dụng đất nông nghiệp",
     "máy cày dùng thế nào", "ai ký", "trả lời thế nào", "bạn là ai " * 20, "phí sử dụng tài liệu là gì"],
)  # fmt: skip
def test_who_asks_something_else(text: str) -> None:
    assert not asks_who_we_are(text)
