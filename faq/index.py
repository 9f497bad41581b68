"""An inverted index over short texts: which of them share rare words with a question, however they are spelt.

Texts are rows of word numbers in flat arrays. They lie in *segments* that never change; an index is a few segments
and what was taken out of them since. So an entry is put in or taken out by making a small new index that shares
nearly everything with the old one, and whoever is still asking the old one is not disturbed.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from faq.counts import Counts
from faq.lexicon import Lexicon, Wording, Words
from faq.segment import Numbers, Rows, Segment, Weights, flat, kept_of, segment, together
from faq.spacing import respaced
from faq.vocabulary import Near, Vocabulary

_RARITY = 0.4
"""How fast a word loses weight with the texts that hold it. The number of all texts does not count: what is put into
a bank must not change the order of what it has nothing to do with."""
_EMPTY = 0.25
"""Weight of a word that says nothing about a subject, beside one that does."""
_UNKNOWN = 0.9
_SURROUNDING = 0.6
"""Weight of a word of a text that nobody asked for. Not its rarity: what is put into a bank must not change the order
of what it shares nothing with."""
_WHOLE = 1 << 20
"""Gains are whole parts of this: their sums are the same in whatever order they are made."""
_SPREAD = 0.3
"""What is shared counts a little for itself, too, whatever the length of the text."""
_OTHER_WORDS = 0.8
"""What shared other words for the same count beside shared words, while candidates are looked for."""
_KNOWN = 0.7
"""From here on a word of a question is one that the bank knows."""
_AS_LIKELY = 0.05
_REMEMBERED = 1 << 13
"""Words of questions whose meanings are remembered, for each index."""
_MOST_POSTINGS = 30_000
"""Postings that are added up for one question. The rarest words come first: of a word that stands in a tenth of a
very large bank nobody learns which text is meant."""
_MERGED_FROM = 512
"""Texts beside the first segment from which on all are put into one again, unless they are few beside it."""
_MERGED_SHARE = 8


class Slot(NamedTuple):
    """A word of a question: what it may have meant, and its weight."""

    near: Near
    weight: float
    written: Near
    """Words of the vocabulary that are written so but for diacritics, whether or not a text holds them."""


class Other(NamedTuple):
    """Other words for a part of a question: their numbers, -1 for those that no text holds, their weights, the part
    from and to, and what they are worth beside it.
    """

    words: tuple[int, ...]
    weights: tuple[float, ...]
    start: int
    end: int
    worth: float


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


class Block(NamedTuple):
    """Texts side by side, to be compared at once. `C` of them, `L` words in the longest, `K` different words."""

    owners: Numbers
    """(C,) whose each is."""
    words: NDArray[np.intp]
    """(C, L) places in `known`; K where a text has ended."""
    known: Numbers
    """(K,) the words that occur, sorted."""
    weights: Weights
    """(K + 1,) their weights by rarity, 0 for the end of a text."""
    plain: Weights
    """(K + 1,) their weights where nobody asked for them, 0 for the end of a text."""
    lengths: NDArray[np.int64]
    """(C,) words of each."""
    facets: NDArray[np.uint32]
    """(C,) facets of each, a bit for one."""
    accented: list[str]
    folded: list[str]


class Index:
    """Texts with their owners, ready to be searched. Never changes; safe to share between threads."""

    def __init__(
        self, lexicon: Lexicon, counts: Counts, weights: Weights,
        segments: Sequence[Segment], gone: Sequence[NDArray[np.bool_]],
    ) -> None:  # fmt: skip
        """Put segments together: `gone` says which of their texts are taken out, `counts` how many of the others hold
        each word, `weights` what each word weighs by itself.
        """
        self._lexicon, self._vocabulary, self._counts, self._weights = lexicon, counts.vocabulary, counts, weights
        self._segments, self._gone = tuple(segments), tuple(gone)
        self._near: dict[tuple[str, bool], Slot] = {}
        self._others_known: dict[Words, tuple[tuple[int, ...], tuple[float, ...]]] = {}

    @classmethod
    def of(cls, texts: Iterable[tuple[int, Wording]], lexicon: Lexicon) -> "Index":
        """Make an index of texts, each with its owner's number."""
        return cls(lexicon, Counts.none(Vocabulary()), np.zeros(0, np.float32), (), ()).with_texts(texts)

    def __len__(self) -> int:
        """Return how many texts there are."""
        return sum(len(each) for each in self._segments) - sum(int(gone.sum()) for gone in self._gone)

    @property
    def vocabulary(self) -> Vocabulary:
        """The words that are known; it is shared with the indexes that this one was made from."""
        return self._vocabulary

    def with_texts(self, texts: Iterable[tuple[int, Wording]]) -> "Index":
        """Return an index that has these texts, too."""
        rows, owners, facets = [], [], []
        for owner, wording in texts:
            rows.append(self._vocabulary.learn(wording.accented))
            owners.append(owner)
            facets.append(self._lexicon.facet_bits(wording.facets))
        if not rows:
            return self
        words, ends = flat(rows)
        added = words, ends, np.array(owners, np.uint32), np.array(facets, np.uint32)
        return self._joined(added, self._counts.changed(words, ends, 1), self._weights_of_all())

    def without(self, owner: int) -> "Index":
        """Return an index that has none of an owner's texts."""
        counts, gone = self._counts, []
        for texts, there in zip(self._segments, self._gone, strict=True):
            taken = (texts.owners == owner) & ~there
            if taken.any():
                words, ends, _, _ = kept_of(texts, ~taken)
                counts = counts.changed(words, ends, -1)
            gone.append(there | taken)
        return Index(self._lexicon, counts, self._weights, self._segments, gone)

    def question(self, wording: Wording) -> Question:
        """Put a question into the words of this index."""
        mended = respaced(wording.accented, self._counts)
        if mended != wording.accented:
            wording = self._lexicon.reading(mended)
        slots = [self._slot(word, marked=wording.marked) for word in wording.accented]
        content = strange = 0
        for word, slot in zip(wording.accented, slots, strict=True):
            if not self._lexicon.is_empty(word, marked=wording.marked):
                content += 1
                strange += max(slot.near.values(), default=0.0) < _KNOWN
        return Question(wording, tuple(slots), tuple(self._others(wording)), content, strange)

    def candidates(
        self, question: Question, most: int, apart_from: Collection[str] = (), ids: Sequence[str] | None = None
    ) -> Block:
        """Find the texts that share the most with a question, at most so many, the nearest first, none of those in
        `apart_from` (their words with spaces between); of those that share as much, by the ids of their owners.
        """
        gains = self._gains(question)
        spread = _SPREAD / (sum(slot.weight for slot in question.slots) or 1.0)
        found: list[tuple[float, str | int, int, Segment]] = []
        for texts, gone in zip(self._segments, self._gone, strict=True):
            score = texts.shared(gains) * (texts.nearness + spread)
            score[gone] = 0.0
            for at in _best(score, most + len(apart_from), texts.owners, ids):
                owner = int(texts.owners[at])
                found.append((-float(score[at]), ids[owner] if ids else owner, at, texts))
        found.sort(key=lambda each: each[:3])
        nearest = [(texts, at) for _, _, at, texts in found]
        if apart_from:
            nearest = [(texts, at) for texts, at in nearest if self._spelt(texts.text(at)) not in apart_from]
        return self._block(nearest[:most])

    # --- a question --------------------------------------------------------------------------------------------

    def _slot(self, word: str, *, marked: bool) -> Slot:
        known = self._near.get((word, marked))
        if known is None:
            near = self._vocabulary.near(word, marked=marked, is_held=self._counts.is_held)
            says_nothing = self._lexicon.is_empty(word, marked=marked)
            weight = self._weight_of(near) * (_EMPTY if says_nothing else 1.0)
            known = Slot(near, weight, self._vocabulary.written(word, marked=marked))
            if len(self._near) < _REMEMBERED:
                self._near[word, marked] = known
        return known

    def _weight_of(self, near: Near) -> float:
        """Return the weight of the likeliest meaning, of several that are as likely the commonest."""
        if not near:
            return _UNKNOWN
        likeliest = max(near.values()) - _AS_LIKELY
        return min(_rarity(self._counts.of_family(word)) for word, worth in near.items() if worth >= likeliest)

    def _others(self, wording: Wording) -> Iterator[Other]:
        for start, end, words, worth in self._lexicon.others(wording):
            numbers, weights = self._others_known.get(words) or self._look_up(words)
            if max(numbers) >= 0:
                yield Other(numbers, weights, start, end, worth)

    def _look_up(self, words: Words) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """Find the numbers of other words and their weights."""
        numbers, weights = [], []
        for word in words:
            number = self._counts.number(word)
            numbers.append(-1 if number is None else number)
            rarity = _UNKNOWN if number is None else _rarity(self._counts.of_family(number))
            weights.append(rarity * (_EMPTY if self._lexicon.is_empty(word, marked=True) else 1.0))
        found = self._others_known[words] = tuple(numbers), tuple(weights)
        return found

    def _gains(self, question: Question) -> list[tuple[int, float]]:
        """What each word is worth, the rarest first, while there are not too many that hold them."""
        gains: dict[int, float] = {}
        for slot in question.slots:
            for word, worth in slot.near.items():
                gains[word] = max(gains.get(word, 0.0), worth * slot.weight)
        for other in question.others:
            stood_for = sum(slot.weight for slot in question.slots[other.start : other.end])
            share = _OTHER_WORDS * other.worth * stood_for / sum(other.weights)
            for word, weight in zip(other.words, other.weights, strict=True):
                if word >= 0:
                    gains[word] = max(gains.get(word, 0.0), share * weight)
        holders = self._counts.by_word
        rarest = sorted(gains, key=lambda word: (holders[word], self._vocabulary.spelling[word]))
        enough = int(np.searchsorted(np.cumsum(holders[rarest]), _MOST_POSTINGS)) + 1
        return [(word, float(round(gains[word] * _WHOLE))) for word in rarest[:enough]]

    # --- texts -------------------------------------------------------------------------------------------------

    def _spelt(self, text: Numbers) -> str:
        return " ".join(map(self._vocabulary.spelling.__getitem__, text.tolist()))

    def _block(self, found: list[tuple[Segment, int]]) -> Block:
        rows = [texts.text(at) for texts, at in found]
        lengths = np.array([len(text) for text in rows], np.int64)
        longest = int(lengths.max(initial=0))
        flat = np.concatenate(rows) if rows else np.zeros(0, np.uint32)
        known, places = np.unique(flat, return_inverse=True)
        words = np.full((len(rows), longest), len(known), np.intp)
        words[np.arange(longest) < lengths[:, None]] = places
        accented = [self._vocabulary.spelling[word] for word in known.tolist()]
        folded = [self._vocabulary.bare[self._vocabulary.family[word]] for word in known.tolist()]
        spelt = [row[:length] for row, length in zip(words.tolist(), lengths.tolist(), strict=True)]
        return Block(
            np.array([texts.owners[at] for texts, at in found], np.uint32),
            words,
            known,
            np.append(self._weights_of(known), np.float32(0.0)),
            np.append(self._weights[known] * np.float32(_SURROUNDING), np.float32(0.0)),
            lengths,
            np.array([texts.facets[at] for texts, at in found], np.uint32),
            [" ".join([accented[place] for place in row]) for row in spelt],
            [" ".join([folded[place] for place in row]) for row in spelt],
        )

    def _weights_of(self, words: Numbers) -> Weights:
        holders = np.maximum(self._counts.by_family[self._counts.families(words)], 1)
        weights: Weights = (self._weights[words] / (1 + _RARITY * np.log(holders))).astype(np.float32)
        return weights

    def _weights_of_all(self) -> Weights:
        """Weigh the words that came since: 1, or less for one that says nothing about a subject."""
        empty = self._lexicon.is_empty
        new = self._vocabulary.spelling[len(self._weights) :]
        weights = [_EMPTY if empty(word, marked=True) else 1.0 for word in new]
        return np.append(self._weights, np.array(weights, np.float32))

    def _joined(self, added: Rows, counts: Counts, weights: Weights) -> "Index":
        """Add rows: small segments are put into one again, so that there are never many."""
        kept = list(zip(self._segments, self._gone, strict=True))
        rows = [added]
        size = len(added[2])
        while kept and (size >= _MERGED_FROM or len(kept) > 1) and len(kept[-1][0]) <= _MERGED_SHARE * size:
            last, gone = kept.pop()
            rows.insert(0, kept_of(last, gone))
            size += len(last)
        merged = segment(together(rows), weights * np.float32(_SURROUNDING))
        segments = [*(each for each, _ in kept), merged]
        return Index(
            self._lexicon, counts, weights, segments, [*(g for _, g in kept), np.zeros(len(merged), np.bool_)]
        )


def _best(score: NDArray[np.float64], most: int, owners: Numbers, ids: Sequence[str] | None) -> list[int]:
    """Find the texts with the highest scores above 0, in no order; of those as near as the last, by id."""
    if len(score) <= most:
        return np.flatnonzero(score > 0).tolist()
    least = np.partition(score, -most)[-most]
    if least <= 0:
        return np.flatnonzero(score > 0).tolist()
    above, tied = np.flatnonzero(score > least).tolist(), np.flatnonzero(score == least).tolist()
    if len(above) + len(tied) > most:
        tied = nsmallest(most - len(above), tied, key=lambda at: (ids[int(owners[at])] if ids else owners[at], at))
    return above + tied


def _rarity(holders: int) -> float:
    return 1 / (1 + _RARITY * log(max(1, holders)))
