"""A question in the words of an index: what each word may have meant, and other words for parts of it.

The same is there twice: word by word, and side by side in arrays, for all that is done with it at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from faq.lexicon import Wording
from faq.vocabulary import Near

Places = NDArray[np.intp]
Floats = NDArray[np.float64]

_WRITTEN_SO = 0.8
"""An answer is long: of words that were only perhaps meant it would hold some by chance."""


class Meanings(NamedTuple):
    """Words of the vocabulary side by side, and what each is worth."""

    words: Places
    worths: Floats

    @classmethod
    def of(cls, near: Near, least: float = 0.0) -> "Meanings":
        """Put what is worth so much at least side by side."""
        kept = {word: worth for word, worth in near.items() if worth >= least}
        return cls(np.array(list(kept), np.intp), np.array(list(kept.values()), np.float64))


class Slot(NamedTuple):
    """A word of a question: what it may have meant, and its weight."""

    near: Near
    surest: float
    """How likely the likeliest of them is."""
    weight: float
    meant: Meanings
    """`near`, side by side."""
    written: Meanings
    """Words of the vocabulary that are written nearly so but for diacritics, whether or not a text holds them."""

    @classmethod
    def of(cls, near: Near, weight: float, written: Near) -> "Slot":
        """Put the meanings side by side."""
        surest = max(near.values(), default=0.0)
        return cls(near, surest, weight, Meanings.of(near), Meanings.of(written, _WRITTEN_SO))


class Other(NamedTuple):
    """Other words for a part of a question: their numbers, -1 for those that no text holds, their weights, the part
    from and to, and what they are worth beside it.
    """

    words: tuple[int, ...]
    weights: tuple[float, ...]
    start: int
    end: int
    worth: float


class Beside(NamedTuple):
    """Meanings of several slots, or other words, side by side: of which, the word, its worth or weight."""

    rows: Places
    words: Places
    worths: Floats

    @classmethod
    def slots(cls, meanings: Sequence[Meanings]) -> "Beside":
        """Put the meanings of slots side by side."""
        if not meanings:
            return cls(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0))
        rows = np.repeat(np.arange(len(meanings)), [len(each.words) for each in meanings])
        words, worths = zip(*meanings, strict=True)
        return cls(rows, np.concatenate(words), np.concatenate(worths))

    @classmethod
    def others(cls, others: Sequence[Other]) -> "Beside":
        """Put other words side by side, those that no text holds left out."""
        rows = np.repeat(np.arange(len(others)), [len(other.words) for other in others])
        words = np.array([word for other in others for word in other.words], np.intp)
        weights = np.array([weight for other in others for weight in other.weights], np.float64)
        held = words >= 0
        return cls(rows[held], words[held], weights[held])


@dataclass(frozen=True, slots=True)
class Question:
    """A question in the words of an index."""

    wording: Wording
    slots: tuple[Slot, ...]
    others: tuple[Other, ...]
    content: int
    """How many of its words say something about a subject."""
    strange: int
    """How many of these the bank does not know, not even spelt otherwise."""
    weights: Floats
    """Of the slots."""
    near: Beside
    """What the slots may have meant."""
    instead: Beside
    """The other words."""

    @property
    def written(self) -> Beside:
        """How the slots may be written."""
        return Beside.slots([slot.written for slot in self.slots])
