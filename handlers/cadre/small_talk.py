"""Thanks, greetings, "??" and "bạn là ai": what asks no ministry anything, told from what may."""

from __future__ import annotations

from collections.abc import Sequence

from faq.text import folded
from handlers.context import Heard
from handlers.incoming import Kind
from handlers.phrases import Phrases

_LONGEST = 100
_MOST_DIGITS = 2
"""No list that is chosen from is longer."""
_THANKS = ("cam on", "thank", "thanks")
_GREETINGS = ("chao", "hello", "hi", "alo")
_NODS = ("ok", "oke", "okie", "okay", "vang")
_SET_PHRASES = ("tran trong", "chan thanh", "xin", "so much", "da giup")
_CORE = (*_THANKS, *_GREETINGS, *_NODS)
_FRINGE = frozenset(
    "a ah anh ban cac chi da em giup kinh lam minh nha nhe nhieu o oi qua rat thay toi very you".split()  # noqa: SIM905
)
_UNDERSTOOD = Phrases(
    ("hiểu rồi", "đã hiểu", "đã hiểu rồi", "rõ", "rõ rồi", "đã rõ", "đã rõ rồi", "biết rồi", "đã biết", "được",
     "được rồi")
)  # fmt: skip
_NO = Phrases(("không", "không phải", "không có gì", "chưa", "no"))
_WAITS = Phrases(
    ("sao lâu thế", "sao lâu vậy", "lâu thế", "lâu quá", "bao giờ có trả lời", "bao giờ trả lời",
     "khi nào có trả lời", "khi nào trả lời", "có trả lời chưa", "trả lời chưa", "chưa trả lời", "chưa thấy trả lời",
     "chưa có trả lời", "đến đâu rồi", "sao chưa trả lời", "sao chưa thấy trả lời", "có ai không")
)  # fmt: skip
# "Bạn" is politeness to a phrase, and so stands before none.
_WHO_ARE_WE = Phrases(
    f"{asked}{at_the_end}" for at_the_end in ("", " vậy", " thế", " hả") for asked in (
        "là ai", "tên gì", "tên là gì", "làm được gì", "làm gì được", "giúp được gì", "giúp gì được",
        "ai đấy", "bot là gì", "chatbot là gì", "là bot", "là chatbot", "là robot", "là máy", "đây là bot",
        "đây là chatbot", "đây là robot", "đây có phải bot không", "có phải bot không", "có phải người thật không",
        "là người hay máy", "là người hay bot", "là người thật hay máy", "là máy hay người", "đang nói chuyện với ai",
        "đang nói chuyện với bot", "đang nói chuyện với người thật hay máy", "hướng dẫn sử dụng", "cách sử dụng")
)  # fmt: skip


def only_courtesy(heard: Heard) -> bool:
    """Whether somebody said nothing but thanks or a greeting, in words or by a sticker."""
    if heard.attachments:
        return not heard.text and all(a.kind is Kind.STICKER for a in heard.attachments)
    return is_courtesy(heard.text)


def is_courtesy(text: str) -> bool:
    """Whether a text holds nothing but thanks, a greeting or a nod; a thumb is one, too."""
    if "?" in text:
        return False
    if text and not _has_words(text):
        return True
    if len(text) > _LONGEST:
        return False
    return _UNDERSTOOD.say(text) or (_has_one_of(_CORE, text) and _without((*_CORE, *_SET_PHRASES), text) <= _FRINGE)


def is_greeting(text: str) -> bool:
    """Whether a courtesy greets, and thanks for nothing."""
    return _has_one_of(_GREETINGS, text) and not _has_one_of(_THANKS, text)


def _without(phrases: Sequence[str], text: str) -> set[str]:
    """The words that are left when these are taken out."""
    plain = f" {folded(text)} "
    for phrase in phrases:
        while f" {phrase} " in plain:
            plain = plain.replace(f" {phrase} ", " ")
    return set(plain.split())


def _has_one_of(phrases: Sequence[str], text: str) -> bool:
    plain = f" {folded(text)} "
    return any(f" {phrase} " in plain for phrase in phrases)


def asks_who_we_are(text: str) -> bool:
    """Whether somebody wants to know whom he is talking with, or how to: "bạn là ai", "hướng dẫn sử dụng"."""
    return _WHO_ARE_WE.say(text)


def only_nudge(heard: Heard) -> bool:
    """Whether somebody waits, and wants to know where things stand: "?", "sao lâu thế"."""
    return only_question_mark(heard) or (not heard.attachments and _WAITS.say(heard.text))


def only_question_mark(heard: Heard) -> bool:
    """Whether somebody said nothing but "?"."""
    return "?" in heard.text and not _has_words(heard.text) and not heard.attachments


def is_no(text: str) -> bool:
    """Whether a text is a plain no."""
    return _NO.say(text)


def is_stray_number(text: str) -> bool:
    """Whether this chose from a list: what reaches us is on none that is there."""
    return text.isdecimal() and len(text) <= _MOST_DIGITS


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)
