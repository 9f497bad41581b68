"""What is only polite, and what is a question however politely put."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handlers.cadre.small_talk import asks_who_we_are, is_courtesy, is_greeting, only_nudge
from handlers.context import Heard
from storage.persons import Person
from storage.place import Place


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
    ["bạn là ai", "Bạn là ai vậy?", "ai đấy ạ", "bạn tên gì thế", "đây là bot à", "ban la ai the", "bạn làm được gì",
     "đang nói chuyện với người thật hay máy ạ?", "hướng dẫn sử dụng", "đây có phải bot không anh?"],
)  # fmt: skip
def test_who_asks_what_this_is(text: str) -> None:
    assert asks_who_we_are(text)
    assert not is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    ["", "?", "Chủ đầu tư cụm công nghiệp là ai?", "đất công ích là gì", "hướng dẫn sử dụng đất nông nghiệp",
     "máy cày dùng thế nào", "ai ký", "trả lời thế nào", "bạn là ai " * 20, "phí sử dụng tài liệu là gì",
     "Người phải chi trả là ai ạ?", "nguoi su dung la ai", "Người dân sử dụng kênh này có phải xin không?",
     "Cho mượn sử dụng có được không?", "chuyển sử dụng thế nào", "Chất này là gì?", "Thẻ là gì",
     "Người này là ai ạ?", "Phần mềm này sử dụng như thế nào ạ?", "Hướng dẫn người dân sử dụng phần mềm",
     "Cái này là gì ạ?"],
)  # fmt: skip
def test_who_asks_something_else(text: str) -> None:
    assert not asks_who_we_are(text)
    assert not is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    ["Chào anh, cho em xin sổ", "Em chào chị, cần xin số chi", "được rồi anh cho em gửi", "vâng có ạ", "vâng, cấm ạ",
     "em có gửi rồi ạ, vâng", "chào anh, xin giấy phép"],
)  # fmt: skip
def test_politeness_around_something(text: str) -> None:
    assert not is_courtesy(text)


def said(text: str) -> Heard:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    place = Place("web", "1")
    return Heard(Person(1, "Lan", "vi", place), (), place, now, now, "c", text=text)


@pytest.mark.parametrize(
    "text", ["?", "??", "sao lâu thế", "Bao giờ có trả lời ạ?", "chua thay tra loi", "có ai không ạ"]
)
def test_who_waits(text: str) -> None:
    assert only_nudge(said(text))


@pytest.mark.parametrize(
    "text", ["", "trả lời thế nào", "bao giờ trả lời đơn của dân", "có ai không nộp phí thì sao?"]
)
def test_who_does_not_only_wait(text: str) -> None:
    assert not only_nudge(said(text))
