"""Words that no bank has yet, at the rate at which real banks get them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from faq.syllable import is_syllable
from faq.text import toned

if TYPE_CHECKING:
    from collections.abc import Sequence

_COINED, _GROWTH = 20.0, 0.55
"""After n names 20 · n ** 0.55 of them are different ones: Heaps' law."""
_ONSETS = (
    *("b", "c", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n"),
    *("ng", "nh", "ph", "r", "s", "t", "th", "tr", "v", "x"),
)
_RIMES = (
    "a", "ai", "an", "ang", "ao", "ăn", "ăng", "âm", "ân", "âu", "en", "eo", "ênh", "i", "iên", "iêu", "inh", "oan",
    "oăn", "oi", "on", "ong", "ôn", "ông", "ơi", "ơn", "uân", "ui", "ung", "uyên", "uynh", "ưa", "ương", "ươi", "ưu",
)  # fmt: skip
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_GLUED = 0.3
"""Share of names in one run of bare letters, as companies write themselves: there is no end of these."""


class Names:
    """Names of firms, people and places of work: often one that was said before, the oftener the likelier."""

    def __init__(self, dice: random.Random) -> None:
        """Know no name yet."""
        self._dice = dice
        self._said: list[str] = []

    def next(self) -> str:
        """Return a name, now and then one that nobody has said."""
        said = len(self._said)
        fresh = _COINED * _GROWTH * (said + 1) ** (_GROWTH - 1)
        name = self._coined() if self._dice.random() < fresh else self._said[self._dice.randrange(said)]
        self._said.append(name)
        return name

    def _coined(self) -> str:
        if self._dice.random() < _GLUED:
            end = self._dice.choice(("", "", "co", "vn"))
            return f"{self._syllable(('',))}{self._syllable(('',))}{end}".title()
        return self._syllable(_TONES).title()

    def _syllable(self, tones: Sequence[str]) -> str:
        while True:
            letters = self._dice.choice(_ONSETS) + self._dice.choice(_RIMES)
            if is_syllable(letters):
                return toned(letters, self._dice.choice(tones))
