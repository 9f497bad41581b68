"""Words by which somebody gives up what he began to write, or a question that he began to ask."""

from __future__ import annotations

from handlers.phrases import Phrases

_BEGUN = Phrases(("thôi", "thôi không gửi", "hủy", "hủy bỏ", "bỏ qua", "cancel"))
_ASKED = Phrases(
    ("thôi", "thôi không cần", "thôi không cần nữa", "thôi không hỏi", "thôi không hỏi nữa", "thôi không gửi",
     "thôi khỏi", "thôi khỏi hỏi nữa", "thôi bỏ đi", "thôi được rồi", "khỏi", "khỏi cần", "khỏi cần nữa", "khỏi hỏi",
     "không cần", "không cần nữa", "không cần thiết", "không cần thiết nữa", "không cần hỏi nữa", "không cần trả lời",
     "không cần trả lời nữa", "không hỏi", "không hỏi nữa", "không gửi nữa", "bỏ qua", "bỏ qua câu này", "bỏ câu này",
     "bỏ câu hỏi này", "hủy", "hủy bỏ", "hủy đi", "hủy câu hỏi", "hủy câu hỏi này", "rút câu hỏi", "rút câu hỏi này",
     "rút lại câu hỏi", "hỏi nhầm", "hỏi nhầm rồi", "hỏi nhầm chỗ", "gửi nhầm", "gửi nhầm rồi", "cancel",
     "never mind")
)  # fmt: skip
_NAME = "huy"
"""A given name, and "hủy" without its mark."""


def gives_up_writing(text: str) -> bool:
    """Whether this is no answer and no reason that was asked for, but a wish to leave it."""
    return "?" not in text and _BEGUN.are(text)


def gives_up_naming(text: str) -> bool:
    """The same where a name was asked for: "Huy" is one."""
    return gives_up_writing(text) and text.strip().casefold() != _NAME


def gives_up_asking(text: str) -> bool:
    """Whether somebody says, however politely, that he needs no answer."""
    return "?" not in text and _ASKED.say(text)
