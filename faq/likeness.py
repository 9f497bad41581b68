"""How alike a question and one text of the bank are, as a few numbers from 0 to 1.

No single ratio of rapidfuzz can be trusted alone (some give nearly every text the same score on real wordings),
so several are weighed together with how much of each side the other covers.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from itertools import pairwise
from math import fsum
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz import fuzz

from faq.vocabulary import Numbers

Piece = TypeVar("Piece", int, tuple[int, int])


class Likeness(NamedTuple):
    """Features of one comparison, each 0 to 1; "asked" is the question, "text" the bank's wording.

    `cosine` over all pieces; shares of the words and of the content words that the other side holds, by weight;
    ratios of the two views; shared pairs of words; share of the facets asked about, and whether they disagree.
    """

    cosine: float
    asked_covered: float
    text_covered: float
    asked_content: float
    text_content: float
    sorted_ratio: float
    ratio: float
    accented_set_ratio: float
    accented_ratio: float
    pairs: float
    facets: float
    other_facets: float


class Worth(Generic[Piece]):
    """Pieces of a question that the bank knows, and what each is worth when a text shares it."""

    __slots__ = ("known", "of")

    def __init__(self, worth: Mapping[Piece, float]) -> None:
        """Keep the pieces as a set too: looking for a text's pieces in it is quickest."""
        self.of: Callable[[Piece], float] = worth.__getitem__
        self.known: frozenset[Piece] = frozenset(worth)


class Asked(NamedTuple):
    """A question ready to be compared; sums are over all its words, known to the bank or not."""

    accented: str
    folded: str
    words: Worth[int]
    weight: float
    content: Worth[int]
    content_words: int
    content_weight: float
    pairs: Worth[tuple[int, int]]
    distinct_pairs: int
    spelt: Worth[int]
    runs: Worth[int]
    facets: frozenset[str]
    norm: float


class Text(NamedTuple):
    """A text of the bank ready to be compared: `spoken` are its accented words, `words` the bare ones."""

    accented: str
    folded: str
    spoken: Numbers
    words: Numbers
    weight: float
    content: AbstractSet[int]
    content_weight: float
    distinct_pairs: int
    runs: Numbers
    facets: frozenset[str]
    norm: float


def likeness(asked: Asked, text: Text) -> Likeness:
    """Compare a question with a text."""
    words = asked.words.known.intersection(text.words)
    pairs = asked.pairs.known.intersection(pairwise(text.words))
    weights = list(map(asked.words.of, words))
    shared = fsum(weights)
    content = fsum(map(asked.content.of, asked.content.known & text.content))
    squares = (
        sum([weight * weight for weight in weights])
        + sum(map(asked.pairs.of, pairs))
        + sum(map(asked.spelt.of, asked.spelt.known.intersection(text.spoken)))
        + sum(map(asked.runs.of, asked.runs.known.intersection(text.runs)))
    )
    common = asked.facets & text.facets
    return Likeness(
        min(1.0, _share(squares, asked.norm * text.norm)),
        _share(shared, asked.weight),
        _share(shared, text.weight),
        _share(content, asked.content_weight),
        _share(content, text.content_weight),
        fuzz.token_sort_ratio(asked.folded, text.folded) / 100,
        fuzz.ratio(asked.folded, text.folded) / 100,
        fuzz.token_set_ratio(asked.accented, text.accented) / 100,
        fuzz.ratio(asked.accented, text.accented) / 100,
        len(pairs) / max(1, min(asked.distinct_pairs, text.distinct_pairs)),
        len(common) / len(asked.facets) if asked.facets else 0.0,
        1.0 if asked.facets and text.facets and not common else 0.0,
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
