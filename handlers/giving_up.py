"""Words by which somebody gives up what he began to write, or a question that he began to ask."""

from __future__ import annotations

from faq.text import folded

_LONGEST = 60
_BEGUN = frozenset(("thoi", "thoi khong gui", "huy", "huy bo", "bo qua", "cancel"))
_ASKED = _BEGUN | frozenset(
    ("thoi khong can", "thoi khong can nua", "thoi khong hoi", "thoi khong hoi nua", "thoi khoi", "khoi", "khoi can",
     "khoi hoi", "khoi tra loi", "khong can nua", "khong can hoi nua", "khong can tra loi", "khong can tra loi nua",
     "khong hoi", "khong hoi nua", "khong gui nua", "bo cau nay", "bo qua cau nay", "huy cau hoi", "huy cau hoi nay",
     "never mind")
)  # fmt: skip
_POLITE = frozenset("a ah anh ban chi da em minh nha nhe oi toi vang".split())  # noqa: SIM905 - easier to read
_SHORT = {"ko": "khong", "k": "khong", "hok": "khong", "thui": "thoi"}


def gives_up_writing(text: str) -> bool:
    """Whether this is no answer, reason or name that was asked for, but a wish to leave it."""
    return _may_be(text) and folded(text) in _BEGUN


def gives_up_asking(text: str) -> bool:
    """Whether somebody says, however politely, that he needs no answer."""
    if not _may_be(text):
        return False
    plain = [word for word in folded(text).split() if word not in _POLITE]
    return " ".join(_SHORT.get(word, word) for word in plain) in _ASKED


def _may_be(text: str) -> bool:
    return len(text) <= _LONGEST and "?" not in text
