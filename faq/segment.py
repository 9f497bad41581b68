"""Texts as rows of word numbers in flat arrays that never change, and for each word the texts that hold it."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]
Weights = NDArray[np.float32]
Rows = tuple[Numbers, NDArray[np.int64], Numbers, NDArray[np.uint32]]
"""Words of all texts in a row, where each text ends (from 0 on), owners, facets."""

_Number = TypeVar("_Number", bound=np.integer[Any])

_SHORTEST = 0.5
"""Weight that every text has beside its words: of two that share the same the shorter is not far nearer."""
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Segment:
    """Texts, one after another, and for each word the texts that hold it."""

    words: Numbers
    ends: NDArray[np.int64]
    owners: Numbers
    facets: NDArray[np.uint32]
    nearness: Weights
    """What turns the weight that a text shares into how near it is."""
    begins: "array[int]"
    """Where in `held_by` the texts of each word begin, and at last where they end."""
    held_by: Numbers

    def __len__(self) -> int:
        """Return how many texts there are."""
        return len(self.owners)

    def holding(self, word: int) -> Numbers:
        """Return the texts that hold a word."""
        if word + 1 >= len(self.begins):  # a word that came later
            return self.held_by[:0]
        return self.held_by[self.begins[word] : self.begins[word + 1]]

    def text(self, at: int) -> Numbers:
        """Return the words of a text."""
        return self.words[self.ends[at] : self.ends[at + 1]]

    def shared(self, gains: Sequence[tuple[int, float]]) -> NDArray[np.float64]:
        """Add up for each text what the words that it holds are worth.

        Whole numbers, so that the sum is the same in whatever order it is made.
        """
        holding = [self.holding(word) for word, _ in gains]
        if not holding:
            return np.zeros(len(self))
        worth = np.repeat([gain for _, gain in gains], [len(texts) for texts in holding])
        return np.bincount(np.concatenate(holding), worth, len(self)).astype(np.float64, copy=False)


def segment(rows: Rows, weights: Weights) -> Segment:
    """Make a segment of rows; `weights` are those of all words by themselves."""
    words, ends, owners, facets = rows
    texts = np.repeat(np.arange(len(owners), dtype=np.uint64), np.diff(ends))
    pairs = sorted_once(words.astype(np.uint64) << _HALF | texts)
    pair_words = (pairs >> _HALF).astype(np.uint32)
    begins = np.searchsorted(pair_words, np.arange(len(weights) + 1, dtype=np.uint32)).astype(np.uint32)
    held_by = pairs.astype(np.uint32)  # the lower half
    whole = np.bincount(held_by, weights[pair_words], len(owners))
    nearness = (1 / np.sqrt(np.round(whole, 4) + _SHORTEST)).astype(np.float32)
    return Segment(words, ends, owners, facets, nearness, array("I", begins.tobytes()), held_by)


def sorted_once(numbers: NDArray[_Number]) -> NDArray[_Number]:
    """Sort numbers and leave each once. `numpy.unique` hashes them first, which takes sixty times as long."""
    ordered = np.sort(numbers)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def flat(rows: list[list[int]]) -> tuple[Numbers, NDArray[np.int64]]:
    """Put rows one after another; where each ends."""
    ends = np.zeros(len(rows) + 1, np.int64)
    np.cumsum([len(row) for row in rows], out=ends[1:])
    return np.fromiter(chain.from_iterable(rows), np.uint32, int(ends[-1])), ends


def kept_of(segment: Segment, gone: NDArray[np.bool_]) -> Rows:
    """Take out of a segment what is still there."""
    if not gone.any():
        return segment.words, segment.ends, segment.owners, segment.facets
    lengths = np.diff(segment.ends)
    words = segment.words[np.repeat(~gone, lengths)]
    ends = np.concatenate(([0], np.cumsum(lengths[~gone])))
    return words, ends, segment.owners[~gone], segment.facets[~gone]


def together(parts: list[Rows]) -> Rows:
    """Put rows behind rows."""
    if len(parts) == 1:
        return parts[0]
    lengths = np.concatenate([np.diff(ends) for _, ends, _, _ in parts])
    words, owners, facets = (np.concatenate([part[at] for part in parts]) for at in (0, 2, 3))
    return words, np.concatenate(([0], np.cumsum(lengths))), owners, facets
