"""Questions that are nearly the same: told to who puts entries in, because two answers to one question will part.

Questions are compared by the words that say something, without diacritics and in any order. Two are candidates when
they have the same words after each has lost at most one, long questions two. That is found without comparing any
two: the numbers of words add up to a sum, and so do those of what is left without a word; equal sums lie side by side
once they are sorted. Of the candidates those are kept whose differing words are slips of each other, or a word more.
"""

from array import array
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, combinations

import numpy as np
from rapidfuzz import fuzz

from faq.lexicon import Wording, lexicon
from faq.shelf import Shelf

_LEAST = 86
"""Percent by which two questions must be alike, letter by letter."""
_SLIP = 66
"""Percent by which two words must be alike to be one with a slip."""
_FROM = 4
"""Words that a question must have for another to be near: of three, two make no question."""
_LONG_FROM, _LONG_TO = 8, 20
"""Of so many words two may differ. Longer questions would have too many sums: of theirs, one."""
_MOST_SUMS = 12_000_000
"""A hundred megabytes. Beyond, only questions are looked at, not their other wordings."""
_MOST_WORDS = 40
_NEIGHBOURS = 5
"""Of many that are alike each is compared with the next ones: a chain names them all."""

_ALL = (1 << 32) - 1
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Alike:
    """Two entries with the wordings by which they are nearly the same; 100 percent is the same word by word."""

    entry: str
    other: str
    percent: int
    text: str
    other_text: str


def alike(brought: Shelf, looked_at: Collection[str], there: Shelf) -> tuple[Alike, ...]:
    """Find which of the entries `looked_at` among those that are `brought` ask nearly what another one asks.

    Others are those that are brought and those that are `there` and not replaced; each pair is told once, by its
    nearest wordings, one of which is a question itself.
    """
    if not looked_at:
        return ()
    texts = _Texts(brought, set(looked_at), there)
    nearest: dict[tuple[str, str], Alike] = {}
    for one, other in texts.candidates():
        pair = texts.compared(one, other)
        if pair:
            key = (min(pair.entry, pair.other), max(pair.entry, pair.other))
            known = nearest.get(key)
            if known is None or (-pair.percent, pair.entry) < (-known.percent, known.entry):
                nearest[key] = pair
    return tuple(sorted(nearest.values(), key=lambda pair: (-pair.percent, pair.entry, pair.other)))


class _Texts:
    """All wordings, as numbers alone: what a candidate says is read again when it is compared."""

    def __init__(self, brought: Shelf, looked_at: set[str], there: Shelf) -> None:
        self._lexicon = lexicon()
        self._brought, self._there, self._looked_at = brought, there, looked_at
        self._entries: list[str] = []
        self._entry_of, self._place_of, self._facets = array("I"), array("H"), array("I")
        self._sums = array("Q")  # the sum above the number of the text: one piece that is sorted where it lies
        self._numbers: dict[str, int] = {}
        for entry in chain(brought, (kept for kept in there if brought.number(kept.id) is None)):
            self._entries.append(entry.id)
            for place, text in enumerate((entry.question, *entry.phrasings)):
                if place and len(self._sums) > _MOST_SUMS:
                    break
                self._add(place, self._lexicon.wording(text))

    def candidates(self) -> Iterator[tuple[int, int]]:
        """Yield pairs of texts that may be nearly the same; the first is of an entry that is looked at."""
        sorted_sums = np.frombuffer(self._sums, np.uint64)
        sorted_sums.sort()
        sums, owners = (sorted_sums >> _HALF).astype(np.uint32), sorted_sums.astype(np.uint32)
        entries, facets = np.frombuffer(self._entry_of, np.uint32), np.frombuffer(self._facets, np.uint32)
        questions = np.frombuffer(self._place_of, np.uint16) == 0
        looked_at = np.array([entry in self._looked_at for entry in self._entries])[entries]
        found = []
        for step in range(1, _NEIGHBOURS + 1):
            same = np.flatnonzero(sums[step:] == sums[:-step])
            one, other = owners[same], owners[same + step]
            fits = (entries[one] != entries[other]) & (facets[one] == facets[other])
            fits &= (questions[one] | questions[other]) & (looked_at[one] | looked_at[other])
            one, other = one[fits], other[fits]
            first, second = np.where(looked_at[one], one, other), np.where(looked_at[one], other, one)
            found.append(np.unique(first.astype(np.uint64) << _HALF | second))
        for pair in np.unique(np.concatenate(found)).tolist():
            yield pair >> 32, pair & 0xFFFFFFFF

    def compared(self, one: int, other: int) -> Alike | None:
        """Compare two texts closely; None where they are not nearly the same."""
        (entry, text), (its, its_text) = self._text(one), self._text(other)
        first, second = self._lexicon.wording(text), self._lexicon.wording(its_text)
        if not _slips(self._telling(first), self._telling(second)):
            return None
        marked = first.marked and second.marked
        said, its_said = (first.accented, second.accented) if marked else (first.folded, second.folded)
        near = fuzz.token_sort_ratio(" ".join(said), " ".join(its_said))
        if near < _LEAST:
            return None
        return Alike(entry, its, 100 if said == its_said else min(99, int(near)), text, its_text)

    def _text(self, number: int) -> tuple[str, str]:
        entry = self._entries[self._entry_of[number]]
        kept = self._brought.get(entry) or self._there.get(entry)
        assert kept is not None  # noqa: S101 - it was numbered because it is there
        return entry, (kept.question, *kept.phrasings)[self._place_of[number]]

    def _telling(self, wording: Wording) -> list[str]:
        """Return the words that say something, and numbers; all where none does.

        As if all were typed without diacritics: some are, and the same words must be left out of both.
        """
        is_empty = self._lexicon.is_empty
        told = [word for word in wording.folded if word.isdigit() or not is_empty(word, marked=False)]
        return (told or list(wording.folded))[:_MOST_WORDS]

    def _add(self, place: int, wording: Wording) -> None:
        words = self._telling(wording)
        owner = len(self._entry_of)
        self._entry_of.append(len(self._entries) - 1)
        self._place_of.append(place)
        self._facets.append(self._lexicon.facet_bits(wording.facets))
        known = self._numbers
        numbers = [known.get(word) or known.setdefault(word, _scattered(len(known))) for word in words]
        self._sums.extend([number << 32 | owner for number in _sums(numbers, most=2 if place == 0 else 1)])


def _sums(words: list[int], most: int) -> set[int]:
    """Add up the numbers of words: of all, and of what is left without one, or up to `most`."""
    whole = sum(words)
    left = {whole & _ALL}
    if len(words) >= _FROM:
        left.update([whole - word & _ALL for word in words])
    if _LONG_FROM <= len(words) <= _LONG_TO and most > 1:
        left.update([whole - one - other & _ALL for one, other in combinations(words, 2)])
    return left


def _scattered(number: int) -> int:
    """Spread small numbers over 32 bits, so that sums are seldom the same by chance; then words are compared."""
    mixed = (number + 1) * 0x9E3779B9 & _ALL
    mixed = (mixed ^ mixed >> 16) * 0x85EBCA6B & _ALL
    mixed = (mixed ^ mixed >> 13) * 0xC2B2AE35 & _ALL
    return mixed ^ mixed >> 16


def _slips(first: list[str], second: list[str]) -> bool:
    """Say whether words differ by slips, or by one more; a number is never a slip of another one."""
    lost, added = Counter(first) - Counter(second), Counter(second) - Counter(first)
    fewer, more = sorted((list(lost.elements()), list(added.elements())), key=len)
    if any(word.isdigit() for word in (*fewer, *more)) or len(more) - len(fewer) > 1:
        return False
    for word in fewer:
        nearest = max(more, key=partial(fuzz.ratio, word))
        if fuzz.ratio(word, nearest) < _SLIP:
            return False
        more.remove(nearest)
    return True
