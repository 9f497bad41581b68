"""How many texts of an index hold each word, and each family of words."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq.segment import Numbers, numbered, sorted_once
from faq.vocabulary import Vocabulary

Counted = NDArray[np.int32]

_AT_ONCE = 1 << 14
"""Texts that are counted at once: the interpreter is not kept from others for long, nor much memory taken."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Never changes. Words that came after it was made are held by none."""

    vocabulary: Vocabulary
    by_word: Counted
    by_family: Counted
    _family: Counted
    """The family of each word that was there when they were made."""

    @classmethod
    def none(cls, vocabulary: Vocabulary) -> "Counts":
        """Count nothing yet."""
        return cls(vocabulary, *(np.zeros(0, np.int32) for _ in range(3)))

    def changed(self, words: Numbers, ends: NDArray[np.int64], by: int) -> "Counts":
        """Return the counts after texts came (`by` 1) or went (-1); each counts once for each of its words."""
        by_word = _grown(self.by_word, len(self.vocabulary))
        by_family = _grown(self.by_family, len(self.vocabulary.bare))
        family = np.append(self._family, np.array(self.vocabulary.family[len(self._family) :], np.int32))
        families = family[words]
        for first in range(0, len(ends) - 1, _AT_ONCE):
            part = ends[first : first + _AT_ONCE + 1]
            texts = numbered(part)
            for counted, numbers in ((by_word, words), (by_family, families)):
                pairs = sorted_once(numbers[part[0] : part[-1]].astype(np.int64) << 32 | texts)
                counted += np.bincount(pairs >> 32, minlength=len(counted)).astype(np.int32) * by
        return Counts(self.vocabulary, by_word, by_family, family)

    def of_families(self, words: Numbers) -> Counted:
        """Return for each of these words, that some text holds, how many hold one of its family."""
        held: Counted = self.by_family[self._family[words]]
        return held

    def is_held(self, word: int) -> bool:
        """Say whether any text holds a word."""
        return word < len(self.by_word) and bool(self.by_word[word])

    def of_family(self, word: int) -> int:
        """Return how many texts hold a word of this one's family."""
        family = self.vocabulary.family[word]
        return int(self.by_family[family]) if family < len(self.by_family) else 0

    # --- for faq.spacing: the words that are held, as if there were no others ------------------------------------

    def has(self, bare_word: str) -> bool:
        """Say whether any word that is held is written so without its diacritics."""
        family = self.vocabulary.family_of(bare_word)
        return family is not None and family < len(self.by_family) and bool(self.by_family[family])

    def number(self, word: str) -> int | None:
        """Return the number of a word that is held, else None."""
        number = self.vocabulary.number(word)
        return number if number is not None and self.is_held(number) else None


def _grown(counted: Counted, size: int) -> Counted:
    grown = np.zeros(size, np.int32)
    grown[: len(counted)] = counted
    return grown
