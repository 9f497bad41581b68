"""Short things that people say, found in any spelling: with marks or without, in chat's short forms, politely or not.

A message counts only where it says one of them and nothing else: whatever has a word more may be a question, or the
answer to one, and must reach somebody.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from faq.text import bare, words

Words = tuple[str, ...]

_LONGEST = 100
"""Characters; what is longer says more."""
_IN_CHAT = {"ko": "không", "k": "không", "hok": "không", "hong": "không", "kh": "không", "thui": "thôi", "dc": "được"}
_POLITE = ("à", "ạ", "anh", "bạn", "chị", "dạ", "đâu", "em", "mình", "nha", "nhá", "nhé", "nhỉ", "ok",
           "oke", "okie", "ơi", "tôi", "vâng", "xin")  # fmt: skip
_COURTESIES = (("cảm", "ơn"), ("cám", "ơn"), ("xin", "lỗi"), ("nhiều",), ("thank", "you"), ("thanks",))


class Phrases:
    """Things to be recognised, written with their marks."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases: dict[Words, list[Words]] = {}
        for phrase in map(words, phrases):
            self._phrases.setdefault(_bare(phrase), []).append(phrase)

    def say(self, text: str) -> bool:
        """Whether a text is one of them, with nothing but politeness around it."""
        return self.are(text) or self._hold(_without_politeness(_said(text)))

    def are(self, text: str) -> bool:
        """Whether a text is one of them as it stands."""
        return self._hold(_said(text))

    def _hold(self, said: Words) -> bool:
        return any(all(map(_is, said, phrase)) for phrase in self._phrases.get(_bare(said), ()))


@lru_cache(maxsize=8)
def _said(text: str) -> Words:
    return tuple(_IN_CHAT.get(word, word) for word in words(text)) if len(text) <= _LONGEST else ()


@lru_cache(maxsize=8)  # one message is held against many phrases
def _without_politeness(said: Words) -> Words:
    left: list[str] = []
    at = 0
    while at < len(said):
        courtesy = next((each for each in _COURTESIES if _begins(said[at:], each)), ())
        if not courtesy and said[at] not in _POLITELY:
            left.append(said[at])
        at += len(courtesy) or 1
    return tuple(left)


def _begins(said: Words, phrase: Words) -> bool:
    return len(said) >= len(phrase) and all(map(_is, said, phrase))


def _bare(said: Words) -> Words:
    return tuple(map(bare, said))


def _is(said: str, word: str) -> bool:
    """Whether it is this word, or was typed without its marks: "thoi" may be "thôi", "thời" may not."""
    return said in (word, bare(word))


_POLITELY = frozenset((*_POLITE, *_bare(_POLITE)))
