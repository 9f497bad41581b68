"""From wordings that were compared to entries in their order, and what their certainty is computed from."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

from faq.answers import Answers
from faq.index import Block
from faq.likeness import NAMES, Compared
from faq.model import CERTAINTY, ENTRY, Model
from faq.order import in_order
from faq.question import Question
from faq.segment import starts_of

Floats = NDArray[np.float64]

_FARTHEST, _FARTHEST_FIFTH = 5.0, 8.0
_ALONE, _ALONE_FIFTH = 2.0, 3.0
"""How far behind what is not there is taken to be."""
_RIVALS = 10
_MOST_CONTENT = 8
_NOTHING = 1e-6
_SCORE_DIGITS = 9
"""Sums may differ in their last digits with the order of what is added; entries must not change places for that."""
_ASKED, _TEXT = NAMES.index("asked"), NAMES.index("text")


@dataclass(frozen=True, slots=True)
class Entries:
    """(E) entries with their features, in no order."""

    owners: NDArray[np.uint32]
    features: Floats
    """(E, len(ENTRY))"""
    best: NDArray[np.intp]
    """The row of each one's best wording."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """(E) entries, the best first."""

    owners: NDArray[np.uint32]
    scores: Floats
    best: NDArray[np.intp]
    shares: Floats
    """(E) Share of each among the nearest rivals."""
    features: Floats
    certainty: Floats
    """(len(CERTAINTY),) of the first one."""


def gather(
    question: Question, block: Block, compared: Compared, answers: Answers, wording_weights: Floats
) -> Entries:
    """Put the wordings of each entry together. There must be one at least."""
    scores = compared.features @ wording_weights
    order = np.lexsort((-scores, -compared.same, block.owners))
    owners = block.owners[order]
    starts = starts_of(owners)
    owners = owners[starts]
    best = order[starts]
    weights = question.weights
    whole = weights.sum() or 1.0
    together = np.maximum.reduceat(compared.covered[:, order], starts, axis=1)
    pooled = weights @ together / whole
    counts = np.log(np.append(starts[1:], len(order)) - starts)
    said = _answered(question, answers, owners)
    columns = [
        scores[best],
        pooled,
        pooled - compared.features[best, _ASKED],
        counts,
        counts * pooled,
        weights @ said / whole,
        weights @ np.maximum(said - together, 0.0) / whole,
    ]
    return Entries(owners, np.concatenate(columns).reshape(len(ENTRY), len(owners)).T, best)


def rank(
    question: Question, entries: Entries, id_of: Callable[[int], str], compared: Compared, entry_weights: Floats
) -> Ranked:
    """Order entries: first those that are worded just so, then by their score, ties by the ids of their rows."""
    scores = np.round(entries.features @ entry_weights, _SCORE_DIGITS)
    same = compared.same[entries.best]
    order = np.array(in_order(list(zip((-same).tolist(), (-scores).tolist(), strict=True)), id_of), np.intp)
    scores, features, best = scores[order], entries.features[order], entries.best[order]
    shares = _shares(scores)
    certainty = _certainty(question, scores, float(shares[0]), features[0], compared.features[best[:2]])
    return Ranked(entries.owners[order], scores, best, shares, features, certainty)


def probability(ranked: Ranked, model: Model) -> float:
    """Return how likely the first entry is what was asked."""
    logit = float(ranked.certainty @ model.certainty) + model.intercept
    return 1 / (1 + exp(-max(-30.0, min(30.0, logit))))


def _certainty(question: Question, scores: Floats, share: float, features: Floats, likenesses: Floats) -> Floats:
    """Put together what is known of the first entry; `likenesses` of its best wording and of the second one's."""
    first, *others = scores[:5].tolist()
    second, fifth = others[0] if others else first - _ALONE, others[3] if len(others) > 3 else first - _ALONE_FIFTH
    best, rival = (*likenesses.tolist(), [0.0] * len(NAMES))[:2]
    asked, text = best[_ASKED], best[_TEXT]
    of = dict(zip((*ENTRY, *NAMES), (*features.tolist(), *best), strict=True))
    of |= {
        "share": share,
        "lead": min(first - second, _FARTHEST),
        "lead_over_fifth": min(first - fifth, _FARTHEST_FIFTH),
        "content": min(question.content, _MOST_CONTENT) / _MOST_CONTENT,
        "harmonic": 2 * asked * text / (asked + text + _NOTHING),
        "asked_lead": asked - rival[_ASKED],
        "text_lead": text - rival[_TEXT],
    }
    return np.array([of[name] for name in CERTAINTY], np.float64)


def _shares(scores: Floats) -> Floats:
    likely = np.exp(scores - scores[0])
    shares: Floats = likely / likely[:_RIVALS].sum()
    return shares


def _answered(question: Question, answers: Answers, owners: NDArray[np.uint32]) -> Floats:
    """(words of the question, E) How well the answers cover each word."""
    rows, words, worths = question.written
    said = np.zeros((len(question.slots), len(owners)))
    if len(words):
        starts = starts_of(rows)
        said[rows[starts]] = np.maximum.reduceat(answers.hold(words, owners) * worths[:, None], starts, axis=0)
    return said
