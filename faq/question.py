"""A question in the words of an index: what each word may have meant, and other words for parts of it.

The same is there twice: word by word, and side by side in arrays, for all that is done with it at once.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from faq.lexicon import Wording
from faq.vocabulary import Near

Places = NDArray[np.intp]
Floats = NDArray[np.float64]

_WRITTEN_SO = 0.8
"""An answer is long: of words that were only perhaps meant it would hold some by chance."""


class Slot(NamedTuple):
    """A word of a question: what it may have meant, and its weight."""

    near: Near
    surest: float
    """How likely the likeliest of them is."""
    weight: float
    says_nothing: bool
    """About a subject."""
    is_whole: bool
    """`faq.spacing.is_whole`."""
    written: Near
    """Words of the vocabulary that are written nearly so but for diacritics, whether or not a text holds them."""

    @classmethod
    def of(cls, near: Near, weight: float, written: Near, *, says_nothing: bool, is_whole: bool) -> "Slot":
        """Put a slot together; `written` may hold words that are written quite otherwise, too."""
        surest = max(near.values(), default=0.0)
        written_so = {word: worth for word, worth in written.items() if worth >= _WRITTEN_SO}
        return cls(near, surest, weight, says_nothing, is_whole, written_so)


class Instead(NamedTuple):
    """Words that stand for others: their numbers, -1 for one that no text holds, and their weights."""

    words: tuple[int, ...]
    held: tuple[int, ...]
    """Those that some text holds."""
    weights: tuple[float, ...]
    """Of these."""
    whole: float
    """What all of them weigh together."""

    @classmethod
    def of(cls, words: tuple[int, ...], weights: tuple[float, ...]) -> "Instead":
        """Tell those that some text holds from the others."""
        held = [(word, weight) for word, weight in zip(words, weights, strict=True) if word >= 0]
        return cls(words, tuple(word for word, _ in held), tuple(weight for _, weight in held), sum(weights))


class Other(NamedTuple):
    """Other words for a part of a question: these, the part from and to, and what they are worth beside it."""

    instead: Instead
    start: int
    end: int
    worth: float


class Beside(NamedTuple):
    """Meanings of several slots side by side: of which, the word, its worth."""

    slots: Places
    """Sorted."""
    words: Places
    worths: Floats

    @classmethod
    def of(cls, words: Sequence[Collection[int]], worths: Sequence[Iterable[float]]) -> "Beside":
        """Put words for each slot, and what each of these is worth, side by side."""
        slots = np.arange(len(words)).repeat(np.fromiter(map(len, words), np.intp))
        return cls(
            slots,
            np.fromiter(chain.from_iterable(words), np.intp),
            np.fromiter(chain.from_iterable(worths), np.float64),
        )


class Others(NamedTuple):
    """O wordings of N words together that stand for S parts of a question, side by side."""

    of: Places
    """(N,) of which wording each word is: its place in `wholes` and `worths`."""
    words: Places
    """(N,) those that some text holds, sorted."""
    weights: Floats
    """(N,)"""
    wholes: Floats
    """(O,) what all words of a wording weigh together, also those that no text holds."""
    worths: Floats
    """(O,) what it is worth beside the part."""
    parts: tuple[tuple[int, int], ...]
    """(S,) the parts, each once: from and to."""
    first_for: Places
    """(S,) where in `worths` those for each part begin; they follow each other."""

    @classmethod
    def beside(cls, others: Sequence[Other]) -> "Others":
        """Put them side by side; those for the same part have to follow each other."""
        of, words, weights = Beside.of(
            [other.instead.held for other in others], [other.instead.weights for other in others]
        )
        order = np.argsort(words, kind="stable")
        parts: dict[tuple[int, int], int] = {}
        for at, other in enumerate(others):
            parts.setdefault((other.start, other.end), at)
        return cls(
            *(of[order], words[order], weights[order]),
            *(np.array([other.instead.whole for other in others]), np.array([other.worth for other in others])),
            *(tuple(parts), np.array(list(parts.values()), np.intp)),
        )


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
    instead: Others
    """The other words."""

    @property
    def written(self) -> Beside:
        """How the slots may be written."""
        return Beside.of([slot.written for slot in self.slots], [slot.written.values() for slot in self.slots])
