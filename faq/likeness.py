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
from faq.segment import starts_of

Floats = NDArray[np.float64]

_ENOUGH = 0.3
"""Share of other words that a text must hold before they count as meant."""
_SAME = 0.999
_MOST_CHARS = 600
"""Letters that the ratios look at: they are quadratic in length."""
_MOST_STRANGE = 5
_MOST_SQUARES = 1.5
_NOTHING = 1e-9
_ALL_BITS = (1 << 32) - 1


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


class _Side(NamedTuple):
    """How well C texts cover the W words of a question, or how well it covers the L words of the longest of them."""

    weights: Floats
    """(W,) or (C, L) of the words."""
    directly: Floats
    """(W, C) or (C, L) how well words that mean the same cover each."""
    covered: Floats
    """The same with other words that stand for it."""
    pairs: Floats
    """(C,) share of neighbours that are neighbours on the other side, too."""


def compare(question: Question, block: Block, lexicon: Lexicon, meaning: Floats | None = None) -> Compared:
    """Compare a question with the texts of a block; `meaning`: how near each is to an encoder."""
    meant = _meant(question, block)
    # (words of a text, asked words, texts): the best of a text is found along the first axis, which is the fastest.
    each = meant.take(block.words.T, axis=1, mode="clip").transpose(1, 0, 2).copy()
    best = meant.max(0, initial=0.0)
    weights = np.where(best > 0, block.weights, block.plain)[block.words].astype(np.float64)
    directly, text_directly = each.max(0, initial=0.0), best[block.words]
    covered, text_covered = _with_other_words(question, block, directly, text_directly)
    pairs, text_pairs = _pairs(each, question.weights, weights)
    asked = _Side(question.weights, directly, covered, pairs)
    columns = _columns(question, block, lexicon, asked, _Side(weights, text_directly, text_covered, text_pairs))
    columns.append(np.zeros(len(block.lengths)) if meaning is None else meaning)
    features = np.concatenate(columns).reshape(len(NAMES), len(block.lengths)).T
    return Compared(features, covered, _same(question, block))


def _columns(question: Question, block: Block, lexicon: Lexicon, asked: _Side, text: _Side) -> list[Floats]:
    """Put the likenesses together in the order of NAMES, all but the last."""
    weights, whole, text_whole = asked.weights, asked.weights.sum() or 1.0, text.weights.sum(1) + _NOTHING
    covered, directly = weights @ asked.covered / whole, weights @ asked.directly / whole
    missed, text_missed = weights[:, None] * (1 - asked.covered), text.weights * (1 - text.covered)
    squares = np.sqrt(np.vecdot(weights, weights)) * np.sqrt(np.vecdot(text.weights, text.weights)) + _NOTHING
    accented, folded = " ".join(question.wording.accented), " ".join(question.wording.folded)
    lengths, count = block.lengths, len(weights)
    return [
        covered,
        directly,
        np.vecdot(text.weights, text.covered) / text_whole,
        np.vecdot(text.weights, text.directly) / text_whole,
        asked.pairs,
        text.pairs,
        _ratio(fuzz.token_set_ratio, folded, block.folded),
        _ratio(fuzz.token_sort_ratio, folded, block.folded),
        _ratio(fuzz.ratio, accented, block.accented),
        _facets(lexicon, question, block),
        np.full(len(lengths), min(question.strange, _MOST_STRANGE) / _MOST_STRANGE),
        missed.max(0, initial=0.0),
        text_missed.max(1, initial=0.0),
        np.minimum(lengths, count) / np.maximum(lengths, max(count, 1)),
        np.minimum(weights**2 @ asked.covered / squares, _MOST_SQUARES),
        weights @ (asked.directly >= _SAME) / whole,
        _numbers_at_odds(question, block),
        1 / np.sqrt(text_whole + 0.5),
        covered - directly,
        missed.sum(0),
        text_missed.sum(1),
    ]


def _same(question: Question, block: Block) -> NDArray[np.int8]:
    accented, folded = " ".join(question.wording.accented), " ".join(question.wording.folded)
    texts = zip(block.folded, block.accented, strict=True)
    return np.array([(bare == folded) + (marked == accented) for bare, marked in texts], np.int8)


def _meant(question: Question, block: Block) -> Floats:
    """Return how likely each word of the question means each known word; the last column is the end of a text."""
    rows, words, worths = question.near
    meant = np.zeros((len(question.slots), len(block.known) + 1))
    if not len(block.known):
        return meant
    at = np.searchsorted(block.known, words)
    is_known = block.known.take(at, mode="clip") == words
    meant[rows[is_known], at[is_known]] = worths[is_known]
    return meant


def _with_other_words(
    question: Question, block: Block, directly: Floats, text_directly: Floats
) -> tuple[Floats, Floats]:
    """Cover what other words stand for: by the square of their share, for half a term is seldom the same thing."""
    instead = question.instead
    at = np.searchsorted(block.known, instead.words)
    held = np.flatnonzero(block.known.take(at, mode="clip") == instead.words) if len(block.known) else at[:0]
    if not len(held):
        return directly, text_directly
    at, of = at[held], instead.of[held]
    count, known, texts = len(instead.worths), len(block.known) + 1, len(block.lengths)
    stands = np.bincount(of * known + at, instead.weights[held], count * known).reshape(count, known)
    holds = np.zeros((known, texts))
    holds[block.words.T, np.arange(texts)] = 1.0
    worth = (stands @ holds / instead.wholes[:, None]) ** 2 * instead.worths[:, None]
    covered = directly.copy()
    for (start, end), most in zip(instead.parts, np.maximum.reduceat(worth, instead.first_for), strict=True):
        np.maximum(covered[start:end], most, out=covered[start:end])
    worth[worth <= _ENOUGH] = 0.0
    if not worth.any():
        return covered, text_directly
    starts = starts_of(at)
    meant = np.zeros((known, texts))
    meant[at[starts]] = np.maximum.reduceat(worth[of], starts)
    return covered, np.maximum(text_directly, meant[block.words, np.arange(texts)[:, None]])


def _pairs(each: Floats, weights: Floats, text_weights: Floats) -> tuple[Floats, Floats]:
    """Share of neighbours in the question that are neighbours in the text, and the other way round."""
    longest, _, texts = each.shape
    if len(weights) < 2 or longest < 2:
        return np.zeros(texts), np.zeros(texts)
    both = np.minimum(each[:-1, :-1], each[1:, 1:])
    asked = weights[:-1] + weights[1:]
    text = (text_weights[:, :-1] + text_weights[:, 1:]) * (text_weights[:, 1:] > 0)  # the last has no neighbour
    shared = np.vecdot(text, both.max(1).T)
    return asked @ both.max(0) / asked.sum(), shared / (text.sum(1) + _NOTHING)


def _ratio(scorer: object, asked: str, texts: list[str]) -> Floats:
    alike: Floats = process.cdist([asked[:_MOST_CHARS]], texts, scorer=scorer, dtype=np.float64)[0]  # type: ignore[arg-type]
    return alike / 100


def _facets(lexicon: Lexicon, question: Question, block: Block) -> Floats:
    """(8 C,) What the aspects and the acts of both sides share, and where they differ."""
    acts = (1 << len(lexicon.acts)) - 1
    sides = np.array([[_ALL_BITS ^ acts], [acts]], np.uint32)
    asked = np.uint32(lexicon.facet_bits(question.wording.facets)) & sides
    texts = block.facets & sides
    count = np.bitwise_count(asked).astype(np.float64)
    shared = np.bitwise_count(texts & asked).astype(np.float64)
    held = np.bitwise_count(texts).astype(np.float64)
    of_each = np.empty((2, 4, len(block.facets)))
    of_each[:, 0] = shared / np.maximum(count + held - shared, 1)
    of_each[:, 1] = (shared == 0) & (held > 0) & (count > 0)
    of_each[:, 2] = (count - shared) / np.maximum(count, 1)
    of_each[:, 3] = (held - shared) / np.maximum(held, 1)
    return of_each.ravel()


def _numbers_at_odds(question: Question, block: Block) -> Floats:
    """1 where both sides name numbers and none is the same: a decree, a size, a class."""
    asked = frozenset(filter(str.isdigit, question.wording.folded))
    at_odds = np.zeros(len(block.lengths))
    for at, text in enumerate(block.folded if asked else ()):
        spelt = text.split()
        at_odds[at] = asked.isdisjoint(spelt) and any(map(str.isdigit, spelt))
    return at_odds
