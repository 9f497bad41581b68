"""How many texts of an index hold each word, and each family of words."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq.segment import Numbers, sorted_once
from faq.vocabulary import Vocabulary

Counted = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Counts:
    """Never changes. Words that came after it was made are held by none."""

    vocabulary: Vocabulary
    by_word: Counted
    by_family: Counted

    @classmethod
    def none(cls, vocabulary: Vocabulary) -> "Counts":
        """Count nothing yet."""
        return cls(vocabulary, np.zeros(0, np.int32), np.zeros(0, np.int32))

    def changed(self, words: Numbers, ends: NDArray[np.int64], by: int) -> "Counts":
        """Return the counts after texts came (`by` 1) or went (-1); each counts once for each of its words."""
        by_word = _grown(self.by_word, len(self.vocabulary))
        by_family = _grown(self.by_family, len(self.vocabulary.bare))
        texts = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
        for counted, numbers in ((by_word, words.astype(np.int64)), (by_family, self.families(words))):
            pairs = sorted_once(numbers << 32 | texts)
            counted += np.bincount(pairs >> 32, minlength=len(counted)).astype(np.int32) * by
        return Counts(self.vocabulary, by_word, by_family)

    def families(self, words: Numbers) -> NDArray[np.int64]:
        """Return the families of words."""
        family = self.vocabulary.family
        return np.fromiter((family[word] for word in words.tolist()), np.int64, len(words))

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
        return any(map(self.is_held, self.vocabulary.members(bare_word)))

    def number(self, word: str) -> int | None:
        """Return the number of a word that is held, else None."""
        number = self.vocabulary.number(word)
        return number if number is not None and self.is_held(number) else None


def _grown(counted: Counted, size: int) -> Counted:
    grown = np.zeros(size, np.int32)
    grown[: len(counted)] = counted
    return grown
