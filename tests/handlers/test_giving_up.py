"""Who gives up what he began, and who says something else that sounds like it."""

from __future__ import annotations

import pytest

from handlers.giving_up import gives_up_asking, gives_up_naming, gives_up_writing


@pytest.mark.parametrize("text", ["thôi", "HUỶ", "hủy bỏ", "Bỏ qua.", "thôi không gửi", "cancel"])
def test_what_is_being_written_is_given_up(text: str) -> None:
    assert gives_up_writing(text)
    assert gives_up_asking(text)


@pytest.mark.parametrize(
    "text",
    ["Thôi, không hỏi nữa", "thoi ko hoi nua", "tôi không hỏi nữa", "Dạ em không cần nữa ạ", "khỏi cần nữa anh nhé",
     "thui k can nua", "huỷ câu hỏi này", "Never mind",
     "thôi không hỏi nữa, cảm ơn anh", "dạ thôi được rồi", "em hỏi nhầm, xin lỗi", "không cần đâu ạ",
     "rút câu hỏi này"],
)  # fmt: skip
def test_a_question_is_given_up(text: str) -> None:
    assert gives_up_asking(text)
    assert not gives_up_writing(text)  # it may be what an officer answers


@pytest.mark.parametrize(
    "text",
    ["", "   ", "?", "thôi?", "không", "không cần giấy phép", "Không cần gửi bản giấy", "thôi việc", "khỏi bệnh",
     "huỷ giấy chứng nhận", "bỏ qua bước thẩm định", "thôi " * 30, "em", "dạ", "Thời", "Khôi", "Không hỏi?",
     "nhầm rồi ạ", "khỏi trả lời dân"],
)  # fmt: skip
def test_nothing_is_given_up(text: str) -> None:
    assert not gives_up_asking(text)
    assert not gives_up_writing(text)


@pytest.mark.parametrize("name", ["Huy", "huy", "Thời", "Khôi", "Minh Huy", "Anh Huy", "Huy ạ"])
def test_a_name_is_a_name(name: str) -> None:
    assert not gives_up_naming(name)


@pytest.mark.parametrize("text", ["thôi", "hủy", "Huỷ", "bỏ qua", "cancel"])
def test_a_name_is_given_up(text: str) -> None:
    assert gives_up_naming(text)
