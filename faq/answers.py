"""Which words stand in the answer of which entry: what a wording leaves out, its answer often says.

Words lie by owner in a few arrays that never change: of a question's nearest entries all that their answers say is
looked through, which is less than looking each word up among all.
"""

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from faq.growing import Growing
from faq.piecemeal import Piecemeal
from faq.segment import Numbers, sorted_once, spans

_MOST_PARTS = 8
_MERGED_SHARE = 8


class _Part(NamedTuple):
    owners: Numbers
    """Sorted; an owner may be there several times."""
    begins: NDArray[np.int64]
    """Where in `words` those of each owner begin, and at last where they end."""
    words: Numbers


class Pile:
    """What answers say, as it comes in: small, and nothing in it has to be looked through for garbage."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._owners, self._begins, self._words = array("I"), array("q", [0]), Growing()

    def add(self, owner: int, words: Iterable[int]) -> None:
        """Put the words of an owner on it."""
        said = set(words)
        self._words.extend(said)
        self._owners.append(owner)
        self._begins.append(self._begins[-1] + len(said))

    def part(self) -> _Part:
        """Return it as arrays, once: the words go with it."""
        return _Part(
            np.frombuffer(self._owners, np.uint32),
            np.frombuffer(self._begins, np.int64),
            self._words.whole(),
        )


class Answers(Piecemeal):
    """Words by owner. Never changes; safe to share between threads."""

    def __init__(self, parts: tuple[_Part, ...] = ()) -> None:
        """Put parts together."""
        self._parts = parts

    def with_words(self, texts: Iterable[tuple[int, Iterable[int]]]) -> "Answers":
        """Return the same and these, too: owners with the numbers of words."""
        pile = Pile()
        for owner, words in texts:
            pile.add(owner, words)
        return self.with_pile(pile)

    def with_pile(self, pile: Pile) -> "Answers":
        """Return the same and what lies on a pile, to which nothing is added any more."""
        added = pile.part()
        if not len(added.words):
            return self
        added = _ordered(added)
        kept = list(self._parts)
        while len(kept) > 1 and (len(kept) >= _MOST_PARTS or len(kept[-1].words) <= _MERGED_SHARE * len(added.words)):
            added = _together(kept.pop(), added)
        return Answers((*kept, added))

    def hold(self, words: Sequence[int] | NDArray[np.intp], owners: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """(words, owners) Say which of the words stand in the answers of which owners."""
        if not len(words) or not len(owners):
            return np.zeros((len(words), len(owners)), np.bool_)
        asked = np.array(words, np.uint32)
        wanted = sorted_once(asked)
        held = np.zeros((len(wanted), len(owners)), np.bool_)
        for part in self._parts:
            first, end = (np.searchsorted(part.owners, owners, side) for side in ("left", "right"))
            begins, lengths = part.begins[first], part.begins[end] - part.begins[first]
            said = part.words.take(spans(begins, lengths))
            at = np.searchsorted(wanted, said)
            known = np.flatnonzero(wanted.take(at, mode="clip") == said)
            held[at[known], np.repeat(np.arange(len(owners)), lengths)[known]] = True
        found: NDArray[np.bool_] = held[np.searchsorted(wanted, asked)]
        return found


def _ordered(part: _Part) -> _Part:
    if (part.owners[1:] >= part.owners[:-1]).all():
        return part
    order = np.argsort(part.owners, kind="stable")
    lengths = np.diff(part.begins)[order]
    begins = np.concatenate(([0], np.cumsum(lengths)))
    return _Part(part.owners[order], begins, part.words[spans(part.begins[order], lengths)])


def _together(one: _Part, other: _Part) -> _Part:
    begins = np.concatenate((one.begins, one.begins[-1] + other.begins[1:]))
    return _ordered(
        _Part(np.concatenate((one.owners, other.owners)), begins, np.concatenate((one.words, other.words)))
    )
