"""Texts as rows of word numbers in flat arrays that never change, and for each word the texts that hold it."""

from array import array
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from faq.growing import Growing

Numbers = NDArray[np.uint32]
Weights = NDArray[np.float32]
Rows = tuple[Numbers, NDArray[np.int64], Numbers, NDArray[np.uint32]]
"""Words of all texts in a row, where each text ends (from 0 on), owners, facets."""

_Number = TypeVar("_Number", bound=np.integer[Any])

_SHORTEST = 0.5
"""Weight that every text has beside its words: of two that share the same the shorter is not far nearer."""
_HALF = np.uint64(32)
_REPEATED = 1 << 16
"""Numbers that are repeated in a millisecond."""
_FROM_0_ON = np.arange(_REPEATED)


class Gains(NamedTuple):
    """What words are worth for a question."""

    words: NDArray[np.intp]
    """Sorted."""
    worth: NDArray[np.float64]
    common: tuple[int, float] | None
    """A word that stands in so many texts that it counts only for those that hold another one, too."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Texts, one after another, and for each word the texts that hold it."""

    words: Numbers
    ends: NDArray[np.int64]
    owners: Numbers
    facets: NDArray[np.uint32]
    nearness: Weights
    """What turns the weight that a text shares into how near it is."""
    begins: NDArray[np.int64]
    """Where in `held_by` the texts of each word begin, and at last where they end."""
    held_by: Numbers

    def __len__(self) -> int:
        """Return how many texts there are."""
        return len(self.owners)

    def text(self, at: int) -> Numbers:
        """Return the words of a text."""
        return self.words[self.ends[at] : self.ends[at + 1]]

    def texts(self, at: NDArray[np.int64]) -> tuple[Numbers, NDArray[np.int64]]:
        """Return the words of texts, one after another, and how many each has."""
        begins = self.ends[at]
        lengths = self.ends[at + 1] - begins
        return self.words.take(spans(begins, lengths)), lengths

    def shared(self, gains: Gains) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Find the texts that share a word, and add up for each what its words are worth.

        Whole numbers, so that the sum is the same in whatever order it is made.
        """
        known = int(np.searchsorted(gains.words, len(self.begins) - 1))  # the others came later
        words = gains.words[:known]
        begins = self.begins[words]
        lengths = self.begins[words + 1] - begins
        worth = np.repeat(gains.worth[:known], lengths)
        held_by = self.held_by.take(spans(begins, lengths))
        sums = np.bincount(held_by, worth, len(self)).astype(np.float64, copy=False)
        if gains.common is not None and gains.common[0] < len(self.begins) - 1:
            word, more = gains.common
            common = self.held_by[self.begins[word] : self.begins[word + 1]]
            sums[common[sums[common] > 0]] += more
        at = np.flatnonzero(sums > 0).astype(np.int64, copy=False)  # of truths six times as fast as of numbers
        return at, sums[at]


def segment(rows: Rows, weights: Weights) -> Segment:
    """Make a segment of rows; `weights` are those of all words by themselves."""
    words, ends, owners, facets = rows
    pairs = sorted_once(words.astype(np.uint64) << _HALF | numbered(ends).astype(np.uint64))
    pair_words = (pairs >> _HALF).astype(np.uint32)
    begins = np.zeros(len(weights) + 1, np.int64)
    np.cumsum(np.bincount(pair_words, minlength=len(weights)), out=begins[1:])
    held_by = pairs.astype(np.uint32)  # the lower half
    whole = np.bincount(held_by, weights[pair_words], len(owners))
    nearness = (1 / np.sqrt(np.round(whole, 4) + _SHORTEST)).astype(np.float32)
    return Segment(words, ends, owners, facets, nearness, begins, held_by)


def sorted_once(numbers: NDArray[_Number]) -> NDArray[_Number]:
    """Sort numbers and leave each once. `numpy.unique` hashes them first, which takes sixty times as long."""
    ordered = np.sort(numbers)
    return ordered[firsts(ordered)]


def firsts(ordered: NDArray[Any]) -> NDArray[np.bool_]:
    """Say of sorted numbers which of them are other than the one before."""
    others = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=others[1:])
    return others


def starts_of(ordered: NDArray[Any]) -> NDArray[np.intp]:
    """Return where in sorted numbers each begins."""
    return firsts(ordered).nonzero()[0]


def spans(begins: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the places of several spans, one after another."""
    ends = np.cumsum(lengths)
    whole = int(ends[-1]) if len(ends) else 0
    before = begins - ends + lengths
    if whole > _REPEATED:
        return before[numbered(np.append(0, ends))] + np.arange(whole)
    places = np.repeat(before, lengths)
    places += _FROM_0_ON[:whole]
    return places


def numbered(ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each word of rows the number of its row; `ends` says where each ends, from where the first begins.

    `numpy.repeat` does the same sooner where there are few, and keeps the interpreter from all others meanwhile.
    """
    whole = int(ends[-1] - ends[0])
    return np.cumsum(np.bincount(ends[1:-1] - ends[0], minlength=whole)[:whole])


class Pile:
    """Rows as they come in: small, and nothing in them has to be looked through for garbage."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._words = Growing()
        self._ends, self._owners, self._facets = array("q", [0]), array("I"), array("I")

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._owners)

    def add(self, words: list[int], owner: int, facets: int) -> None:
        """Put a row on it."""
        self._words.extend(words)
        self._ends.append(self._ends[-1] + len(words))
        self._owners.append(owner)
        self._facets.append(facets)

    def rows(self) -> Rows:
        """Return the rows, once: the words go with them."""
        owners, facets = (np.frombuffer(each, np.uint32) for each in (self._owners, self._facets))
        return self._words.whole(), np.frombuffer(self._ends, np.int64), owners, facets


def kept_of(segment: Segment, gone: NDArray[np.bool_]) -> Rows:
    """Take out of a segment what is still there."""
    if not gone.any():
        return segment.words, segment.ends, segment.owners, segment.facets
    return rows_of(segment, np.flatnonzero(~gone))


def rows_of(segment: Segment, at: NDArray[np.int64]) -> Rows:
    """Take some texts out of a segment."""
    words, lengths = segment.texts(at)
    return words, np.concatenate(([0], np.cumsum(lengths))), segment.owners[at], segment.facets[at]


def together(parts: list[Rows]) -> Rows:
    """Put rows behind rows."""
    if len(parts) == 1:
        return parts[0]
    lengths = np.concatenate([np.diff(ends) for _, ends, _, _ in parts])
    words, owners, facets = (np.concatenate([part[at] for part in parts]) for at in (0, 2, 3))
    return words, np.concatenate(([0], np.cumsum(lengths))), owners, facets
