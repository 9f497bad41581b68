"""Which words stand in the answer of which entry: what a wording leaves out, its answer often says.

A pair is one number, the word above the owner. The pairs lie sorted in a few arrays that never change.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from faq.segment import sorted_once

Pairs = NDArray[np.uint64]

_HALF = np.uint64(32)
_MOST_ARRAYS = 8
_MERGED_SHARE = 8


class Answers:
    """Words by owner. Never changes; safe to share between threads."""

    def __init__(self, arrays: tuple[Pairs, ...] = ()) -> None:
        """Put sorted arrays together."""
        self._arrays = arrays

    def with_words(self, texts: Iterable[tuple[int, Sequence[int]]]) -> "Answers":
        """Return the same and these, too: owners with the numbers of words."""
        owners: list[int] = []
        lengths: list[int] = []
        words: list[int] = []
        for owner, numbers in texts:
            owners.append(owner)
            lengths.append(len(numbers))
            words += numbers
        if not words:
            return self
        held = np.repeat(np.array(owners, np.uint64), lengths)
        added = sorted_once(np.array(words, np.uint64) << _HALF | held)
        kept = list(self._arrays)
        while kept and (len(kept) >= _MOST_ARRAYS or len(kept[-1]) <= _MERGED_SHARE * len(added)) and len(kept) > 1:
            added = sorted_once(np.concatenate((kept.pop(), added)))
        return Answers((*kept, added))

    def hold(self, words: Sequence[int], owners: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """(words, owners) Say which of the words stand in the answers of which owners."""
        wanted = np.array(words, np.uint64)[:, None] << _HALF | owners.astype(np.uint64)
        found = np.zeros(wanted.shape, np.bool_)
        for pairs in self._arrays:
            at = np.searchsorted(pairs, wanted)
            found |= pairs[np.minimum(at, len(pairs) - 1)] == wanted
        return found
