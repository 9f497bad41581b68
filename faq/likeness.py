"""How alike a question and one text of the bank are, as a few numbers from 0 to 1.

No single ratio of rapidfuzz can be trusted alone (some give nearly every text the same score on real wordings),
so several are weighed together with how much of each side the other covers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz

from faq.lexicon import Lexicon, Wording


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


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison, with what is worked out once; `weight` and `content_weight` are sums."""

    accented: str
    folded: str
    words: frozenset[str]
    weight: float
    content: frozenset[str]
    content_weight: float
    pairs: frozenset[tuple[str, str]]
    facets: frozenset[str]


def side(wording: Wording, lexicon: Lexicon, weight: Callable[[str], float]) -> Side:
    """Prepare one side of comparisons; `weight` is that of a folded word."""
    all_words = frozenset(wording.folded)
    content = lexicon.content(wording)
    return Side(
        accented=" ".join(wording.accented),
        folded=" ".join(wording.folded),
        words=all_words,
        weight=sum(map(weight, sorted(all_words))),
        content=content,
        content_weight=sum(map(weight, sorted(content))),
        pairs=frozenset(pairwise(wording.folded)),
        facets=wording.facets,
    )


def likeness(asked: Side, text: Side, cosine: float, weight: Callable[[str], float]) -> Likeness:
    """Compare two sides; `cosine` is that of the index, `weight` that of a folded word."""
    # Sorted before they are added up: the last digit must not depend on the order of a set.
    shared = sum(map(weight, sorted(asked.words & text.words)))
    content = sum(map(weight, sorted(asked.content & text.content)))
    common = asked.facets & text.facets
    return Likeness(
        cosine=cosine,
        asked_covered=_share(shared, asked.weight),
        text_covered=_share(shared, text.weight),
        asked_content=_share(content, asked.content_weight),
        text_content=_share(content, text.content_weight),
        sorted_ratio=fuzz.token_sort_ratio(asked.folded, text.folded) / 100,
        ratio=fuzz.ratio(asked.folded, text.folded) / 100,
        accented_set_ratio=fuzz.token_set_ratio(asked.accented, text.accented) / 100,
        accented_ratio=fuzz.ratio(asked.accented, text.accented) / 100,
        pairs=len(asked.pairs & text.pairs) / max(1, min(len(asked.pairs), len(text.pairs))),
        facets=len(common) / len(asked.facets) if asked.facets else 0.0,
        other_facets=1.0 if asked.facets and text.facets and not common else 0.0,
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
