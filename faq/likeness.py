"""How alike a question and texts of the bank are, as a row of numbers for each text.

All texts are compared at once, word by word: each word of the question finds the word of the text that it may have
meant, or the other words that stand for it. What is shared counts by weight, in both directions; neighbours that
stay neighbours count; and several ratios of rapidfuzz see what words do not. No ratio can be trusted alone: on real
wordings some give nearly every text the same score.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from faq.index import Block
from faq.lexicon import Lexicon
from faq.question import Question
from faq.segment import firsts

Floats = NDArray[np.float64]

_ENOUGH = 0.3
"""Share of other words that a text must hold before they count as meant."""
_SAME = 0.999
_MOST_CHARS = 600
"""Letters that the ratios look at: they are quadratic in length."""
_MOST_STRANGE = 5
_MOST_SQUARES = 1.5
_NOTHING = 1e-9


NAMES = (
    # Shares by weight: of the question that the text covers and the other way round, at all and without other words.
    "asked", "asked_directly", "text", "text_directly",
    # The same of neighbours that are neighbours on the other side, too.
    "asked_pairs", "text_pairs",
    # Ratios of the two views.
    "set_folded", "sort_folded", "ratio_accented",
    # What is asked about it: both, neither of the other's, asked alone, in the text alone.
    "aspects_shared", "aspects_at_odds", "aspects_missing", "aspects_added",
    # The same of what is to be done with it.
    "acts_shared", "acts_at_odds", "acts_missing", "acts_added",
    # Words that the bank does not know; the heaviest that is not covered on either side.
    "strange", "asked_heaviest_missed", "text_heaviest_missed",
    "lengths", "cosine", "exactly", "numbers_at_odds", "short", "by_other_words",
    # The weight that is not covered on either side.
    "asked_missed", "text_missed",
    # How near both are to an encoder; 0 without one.
    "meaning",
)  # fmt: skip
"""The features, in the order of the columns."""


class Compared(NamedTuple):
    """C texts beside a question of W words."""

    features: Floats
    """(C, len(NAMES))"""
    covered: Floats
    """(W, C) how well each word is covered."""
    same: NDArray[np.int8]
    """(C,) 2 where a text is the question word by word, 1 where only diacritics differ."""


def compare(question: Question, block: Block, lexicon: Lexicon, meaning: Floats | None = None) -> Compared:
    """Compare a question with the texts of a block; `meaning`: how near each is to an encoder."""
    facets, acts = lexicon.facet_bits(question.wording.facets), len(lexicon.acts)
    of_acts = (1 << acts) - 1
    weights = question.weights
    whole = weights.sum() or 1.0
    meant = _meant(question, block)
    each = meant[:, block.words.T]  # (asked words, words of a text, texts): the longest axis last is the fastest
    directly = each.max(1, initial=0.0)
    best = meant.max(0, initial=0.0)
    text_directly = best[block.words]
    covered, text_covered = _with_other_words(question, block, directly, text_directly)
    text_weights = np.where(best > 0, block.weights, block.plain)[block.words].astype(np.float64)
    text_whole = text_weights.sum(1) + _NOTHING
    asked_pairs, text_pairs = _pairs(each, weights, text_weights, block.lengths)
    missed = weights[:, None] * (1 - covered)
    text_missed = text_weights * (1 - text_covered)
    lengths, count = block.lengths, len(weights)
    squares = np.sqrt((weights**2).sum()) * np.sqrt((text_weights**2).sum(1)) + _NOTHING
    accented, folded = " ".join(question.wording.accented), " ".join(question.wording.folded)
    asked = weights @ covered / whole
    columns = [
        asked,
        weights @ directly / whole,
        (text_weights * text_covered).sum(1) / text_whole,
        (text_weights * text_directly).sum(1) / text_whole,
        asked_pairs,
        text_pairs,
        _ratio(fuzz.token_set_ratio, folded, block.folded),
        _ratio(fuzz.token_sort_ratio, folded, block.folded),
        _ratio(fuzz.ratio, accented, block.accented),
        *_facets(facets >> acts, block.facets >> np.uint32(acts)),
        *_facets(facets & of_acts, block.facets & np.uint32(of_acts)),
        np.full(len(lengths), min(question.strange, _MOST_STRANGE) / _MOST_STRANGE),
        missed.max(0, initial=0.0),
        text_missed.max(1, initial=0.0),
        np.minimum(lengths, count) / np.maximum(np.maximum(lengths, count), 1),
        np.minimum(weights**2 @ covered / squares, _MOST_SQUARES),
        weights @ (directly >= _SAME) / whole,
        _numbers_at_odds(question, block),
        1 / np.sqrt(text_whole + 0.5),
        asked - weights @ directly / whole,
        missed.sum(0),
        text_missed.sum(1),
        np.zeros(len(lengths)) if meaning is None else meaning,
    ]
    same_folded = np.array([text == folded for text in block.folded])
    same_accented = np.array([text == accented for text in block.accented])
    return Compared(np.stack(columns, 1), covered, same_folded.astype(np.int8) + same_accented)


def _meant(question: Question, block: Block) -> Floats:
    """Return how likely each word of the question means each known word; the last column is the end of a text."""
    rows, words, worths = question.near
    meant = np.zeros((len(question.slots), len(block.known) + 1))
    at = np.searchsorted(block.known, words)
    is_known = block.known.take(at, mode="clip") == words
    meant[rows[is_known], at[is_known]] = worths[is_known]
    return meant


def _with_other_words(
    question: Question, block: Block, directly: Floats, text_directly: Floats
) -> tuple[Floats, Floats]:
    """Cover what other words stand for: by the square of their share, for half a term is seldom the same thing."""
    rows, words, weights = question.instead
    at = np.searchsorted(block.known, words)
    is_known = np.flatnonzero(block.known.take(at, mode="clip") == words) if len(block.known) else at[:0]
    if not len(is_known):
        return directly, text_directly
    rows = rows[is_known]
    is_new = firsts(rows)
    others = [question.others[each] for each in rows[is_new].tolist()]
    stands = np.zeros((len(others), len(block.known) + 1))
    np.add.at(stands, (np.cumsum(is_new) - 1, at[is_known]), weights[is_known])
    holds = np.zeros((len(block.known) + 1, len(block.lengths)))
    holds[block.words.T, np.arange(len(block.lengths))] = 1.0
    share = stands @ holds / np.array([sum(other.weights) for other in others])[:, None]
    worth = share**2 * np.array([other.worth for other in others])[:, None]
    covered = directly.copy()
    for other, each in zip(others, worth, strict=True):
        part = covered[other.start : other.end]
        np.maximum(part, each, out=part)
    worth[worth <= _ENOUGH] = 0.0
    are_meant = worth.any(1)
    if not are_meant.any():
        return covered, text_directly
    is_meant = (stands[are_meant] > 0)[:, block.words] * worth[are_meant][:, :, None]
    return covered, np.maximum(text_directly, is_meant.max(0))


def _pairs(each: Floats, weights: Floats, text_weights: Floats, lengths: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Share of neighbours in the question that are neighbours in the text, and the other way round."""
    _, longest, texts = each.shape
    if len(weights) < 2 or longest < 2:
        return np.zeros(texts), np.zeros(texts)
    both = np.minimum(each[:-1, :-1], each[1:, 1:])
    asked = weights[:-1] + weights[1:]
    text = text_weights[:, :-1] + text_weights[:, 1:]
    text[np.arange(1, longest) >= lengths[:, None]] = 0.0  # the last word has no neighbour
    text_pairs = text * np.ascontiguousarray(both.reshape(len(both), -1).max(0).reshape(-1, texts).T)
    return asked @ both.max(1) / asked.sum(), text_pairs.sum(1) / (text.sum(1) + _NOTHING)


def _ratio(scorer: object, asked: str, texts: list[str]) -> Floats:
    alike: Floats = process.cdist([asked[:_MOST_CHARS]], texts, scorer=scorer, dtype=np.float64)[0]  # type: ignore[arg-type]
    return alike / 100


def _facets(asked: int, texts: NDArray[np.uint32]) -> tuple[Floats, Floats, Floats, Floats]:
    count = asked.bit_count()
    shared = np.bitwise_count(texts & asked).astype(np.float64)
    held = np.bitwise_count(texts).astype(np.float64)
    at_odds = (shared == 0) & (held > 0) & (count > 0)
    return (
        shared / np.maximum(count + held - shared, 1),
        at_odds.astype(np.float64),
        (count - shared) / max(count, 1),
        (held - shared) / np.maximum(held, 1),
    )


def _numbers_at_odds(question: Question, block: Block) -> Floats:
    """1 where both sides name numbers and none is the same: a decree, a size, a class."""
    asked = {word for word in question.wording.folded if word.isdigit()}
    at_odds = np.zeros(len(block.lengths))
    if asked:
        for at, text in enumerate(block.folded):
            numbers = {word for word in text.split() if word.isdigit()}
            at_odds[at] = bool(numbers) and not numbers & asked
    return at_odds
