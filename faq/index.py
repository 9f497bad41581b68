"""An inverted index over short texts: which of them share rare pieces with a question.

Pieces are folded words, pairs of them, accented words, and three-letter runs that forgive slips and missing
spaces. Rare pieces are looked up first and the work is bounded, so that a bank of any size answers at once.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from math import fsum, log, sqrt

from faq.lexicon import Wording

_VISITS = 8_000
"""Postings looked at for one question (about a millisecond); the rarest pieces use them up first."""

_WORD, _PAIR, _ACCENTED, _RUN = 1.0, 0.8, 0.5, 0.45
"""What a shared word, pair of words, accented word and three-letter run are worth beside each other."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question in the pieces of one index: those that it knows, and the norm over all."""

    known: frozenset[int]
    norm: float


class Index:
    """Texts by number (0, 1, 2 … in the order given) and the pieces they are made of."""

    def __init__(self, texts: Iterable[Wording]) -> None:
        """Build the index; every weight comes from how many texts hold a piece."""
        self._numbers: dict[str, int] = {}
        kinds = array("f")
        postings: list[array[int]] = []
        self._pieces: list[frozenset[int]] = []
        for number, wording in enumerate(texts):
            held: set[int] = set()
            for piece, worth in _pieces(wording):
                at = self._numbers.setdefault(piece, len(postings))
                if at == len(postings):
                    postings.append(array("I"))
                    kinds.append(worth)
                if at not in held:
                    held.add(at)
                    postings[at].append(number)
            self._pieces.append(frozenset(held))
        count = max(1, len(self._pieces))
        self._rarest = log(1 + count)
        self._weights = [worth * log(1 + count / len(held)) for worth, held in zip(kinds, postings, strict=True)]
        self._squares = [weight * weight for weight in self._weights]
        self._postings = postings
        self._norms = array("f", (self._norm(held) for held in self._pieces))

    def look_up(self, wording: Wording) -> Question:
        """Break a question into pieces; those that no text holds count with the weight of the rarest."""
        known: set[int] = set()
        squares = 0.0
        for piece, worth in dict(_pieces(wording)).items():
            at = self._numbers.get(piece)
            weight = self._weights[at] if at is not None else worth * self._rarest
            squares += weight * weight
            if at is not None:
                known.add(at)
        return Question(frozenset(known), sqrt(squares))

    def word_weight(self, folded: str) -> float:
        """Return the weight of a folded word, the highest there is for a word that no text holds."""
        at = self._numbers.get(_word(folded))
        return self._weights[at] if at is not None else self._rarest

    def nearest(self, question: Question, most: int) -> list[int]:
        """Return the numbers of at most `most` texts that share the most with a question, best first."""
        scores: defaultdict[int, float] = defaultdict(float)
        left = _VISITS
        for at in sorted(question.known, key=lambda at: (len(self._postings[at]), at)):
            numbers = self._postings[at]
            left -= len(numbers)
            if left < 0 and scores:
                break
            weight = self._squares[at]
            for number in numbers:
                scores[number] += weight
        norms = self._norms
        best = nlargest(most, ((score / norms[number], -number) for number, score in scores.items()))
        return [-negative for _, negative in best]

    def likeness(self, question: Question, number: int) -> float:
        """Return the cosine of a question and a text over all pieces, 0 to 1."""
        shared = fsum(map(self._squares.__getitem__, question.known & self._pieces[number]))
        bottom = question.norm * self._norms[number]
        return min(1.0, shared / bottom) if bottom else 0.0

    def _norm(self, held: frozenset[int]) -> float:
        return sqrt(fsum(map(self._squares.__getitem__, held))) or 1.0


def _word(folded: str) -> str:
    return f"w {folded}"


def _pieces(wording: Wording) -> Iterator[tuple[str, float]]:
    for word in wording.folded:
        yield _word(word), _WORD
    for one, other in pairwise(wording.folded):
        yield f"p {one} {other}", _PAIR
    for word in wording.accented:
        yield f"a {word}", _ACCENTED
    line = "".join(wording.folded)
    for at in range(len(line) - 2):
        yield line[at : at + 3], _RUN
