"""An inverted index over short texts: which of them share rare words with a question, however they are spelt.

Texts are rows of word numbers in flat arrays. They lie in *segments* that never change; an index is a few segments
and what was taken out of them since. So an entry is put in or taken out by making a small new index that shares
nearly everything with the old one, and whoever is still asking the old one is not disturbed.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import pairwise, repeat
from math import log
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from faq.counts import Counts
from faq.lexicon import Lexicon, Wording, Words
from faq.order import in_order
from faq.piecemeal import Piecemeal
from faq.question import Beside, Instead, Other, Others, Question, Slot
from faq.remembered import Remembered
from faq.segment import (
    Gains,
    Numbers,
    Pile,
    Rows,
    Segment,
    Weights,
    kept_of,
    rows_of,
    segment,
    sorted_once,
    starts_of,
    together,
)  # fmt: skip
from faq.spacing import is_whole, respaced
from faq.text import bare
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
_TEXTS_OF_ONE = 5
"""Texts that are compared of an owner who is asked for by name."""
_MOST_POSTINGS, _SHARE_OF_TEXTS = 30_000, 5
"""Postings that are added up for one question, or this part of the texts if that is more: of a word that stands in a
tenth of a very large bank nobody learns which text is meant."""
_DEARER_WITH_TEXTS = 0.25
"""What is likely meant comes first, then what few texts hold. By rarity alone a large bank would spend all on what
the words were hardly ever meant to be: of 100,000 made entries it did not even look at a quarter of those asked for.
"""
_MERGED_FROM = 512
"""Texts beside the first segment from which on all are put into one again, unless they are few beside it."""
_MERGED_SHARE = 8
_LARGEST = 1 << 18
"""Texts of a segment: more are put into several, so that none takes long to be made."""


class Names(Protocol):
    """Names by number."""

    def __getitem__(self, number: int, /) -> str:
        """Return the name of a number."""


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


class Index(Piecemeal):
    """Texts with their owners, ready to be searched. Never changes; safe to share between threads."""

    def __init__(
        self, lexicon: Lexicon, counts: Counts, weights: Weights,
        segments: Sequence[Segment], gone: Sequence[NDArray[np.bool_]], remembered: Remembered,
    ) -> None:  # fmt: skip
        """Put segments together: `gone` says which of their texts are taken out, `counts` how many of the others hold
        each word, `weights` what each word weighs by itself.
        """
        self._lexicon, self._vocabulary, self._counts, self._weights = lexicon, counts.vocabulary, counts, weights
        self._segments, self._gone = tuple(segments), tuple(gone)
        self._remembered, self._number = remembered, remembered.index()
        self._size = sum(map(len, self._segments)) - sum(int(np.count_nonzero(each)) for each in self._gone)
        self._others_known: dict[Words, Instead] = {}

    @classmethod
    def of(cls, texts: Iterable[tuple[int, Wording]], lexicon: Lexicon) -> "Index":
        """Make an index of texts, each with its owner's number."""
        empty = cls(lexicon, Counts.none(Vocabulary()), np.zeros(0, np.float32), (), (), Remembered())
        return empty.with_texts(texts)

    def __len__(self) -> int:
        """Return how many texts there are."""
        return self._size

    @property
    def vocabulary(self) -> Vocabulary:
        """The words that are known; it is shared with the indexes that this one was made from."""
        return self._vocabulary

    def with_texts(self, texts: Iterable[tuple[int, Wording]]) -> "Index":
        """Return an index that has these texts, too."""
        index, pile = self, Pile()
        for owner, wording in texts:
            facets = self._lexicon.facet_bits(wording.facets)
            pile.add(self._vocabulary.learn(wording.accented), owner, facets)
            if len(pile) == _LARGEST:
                index, pile = index._joined(pile.rows()), Pile()
        return index._joined(pile.rows()) if len(pile) else index

    def without(self, owner: int) -> "Index":
        """Return an index that has none of an owner's texts."""
        counts, gone = self._counts, []
        for texts, there in zip(self._segments, self._gone, strict=True):
            taken = np.flatnonzero((texts.owners == owner) & ~there)
            if len(taken):
                words, ends, _, _ = rows_of(texts, taken)
                counts = counts.changed(words, ends, -1)
                there = there.copy()
                there[taken] = True
            gone.append(there)
        return Index(self._lexicon, counts, self._weights, self._segments, gone, self._remembered)

    def question(self, wording: Wording) -> Question:
        """Put a question into the words of this index."""
        slots = self._slots(wording)
        if not all(slot.is_whole for slot in slots):
            mended = respaced(wording.accented, self._counts)
            if mended != wording.accented:
                wording = self._lexicon.reading(mended)
                slots = self._slots(wording)
        content = [slot for slot in slots if not slot.says_nothing]
        others = tuple(self._others(wording))
        return Question(
            *(wording, slots, others, len(content), sum(slot.surest < _KNOWN for slot in content)),
            weights=np.array([slot.weight for slot in slots], np.float64),
            near=Beside.of([slot.near for slot in slots], [slot.near.values() for slot in slots]),
            instead=Others.beside(others),
        )

    def candidates(
        self,
        question: Question,
        most: int,
        apart_from: Collection[str] = (),
        ids: Names | None = None,
        also: Sequence[int] = (),
    ) -> Block:
        """Find the texts that share the most with a question, at most so many, the nearest first, none of those in
        `apart_from` (their words with spaces between); of those that share as much, by the ids of their owners.
        After them those of the owners in `also`.
        """
        gains = self._gains(question)
        spread = _SPREAD / (sum(question.weights.tolist()) or 1.0)
        scores: list[float] = []
        found: list[tuple[Segment, int]] = []
        for texts, gone in zip(self._segments, self._gone, strict=True):
            score, at = _nearest(texts, gone, gains, spread, most + len(apart_from), ids)
            scores += (-score).tolist()
            found += zip(repeat(texts), at.tolist())
        order = in_order(scores, lambda place: _by_name(*found[place], ids))
        nearest = self._none_of(apart_from, [found[place] for place in order])[:most]
        if also:
            known = {(id(texts), at) for texts, at in nearest}
            more = self._none_of(apart_from, self._texts_of(also))
            nearest += [(texts, at) for texts, at in more if (id(texts), at) not in known]
        return self._block(nearest)

    # --- a question --------------------------------------------------------------------------------------------

    def _slots(self, wording: Wording) -> tuple[Slot, ...]:
        return tuple([self._slot(word, marked=wording.marked) for word in wording.accented])

    def _slot(self, word: str, *, marked: bool) -> Slot:
        known = self._remembered.get((word, marked), self._number)
        if known is None:
            written = self._vocabulary.written(word, marked=marked)
            near = self._vocabulary.near(word, marked=marked, is_held=self._counts.is_held, written=written)
            says_nothing = self._lexicon.is_empty(word, marked=marked)
            weight = self._weight_of(near) * (_EMPTY if says_nothing else 1.0)
            known = Slot.of(
                near, weight, written, says_nothing=says_nothing, is_whole=is_whole(bare(word), self._counts)
            )
            self._remembered.put((word, marked), self._number, known)
        return known

    def _weight_of(self, near: Near) -> float:
        """Return the weight of the likeliest meaning, of several that are as likely the commonest."""
        if not near:
            return _UNKNOWN
        likeliest = max(near.values()) - _AS_LIKELY
        return min(_rarity(self._counts.of_family(word)) for word, worth in near.items() if worth >= likeliest)

    def _others(self, wording: Wording) -> Iterator[Other]:
        for start, end, words, worth in self._lexicon.others(wording):
            instead = self._others_known.get(words) or self._look_up(words)
            if instead.held:
                yield Other(instead, start, end, worth)

    def _look_up(self, words: Words) -> Instead:
        """Find the numbers of other words and their weights."""
        numbers, weights = [], []
        for word in words:
            number = self._counts.number(word)
            numbers.append(-1 if number is None else number)
            rarity = _UNKNOWN if number is None else _rarity(self._counts.of_family(number))
            weights.append(rarity * (_EMPTY if self._lexicon.is_empty(word, marked=True) else 1.0))
        found = self._others_known[words] = Instead.of(tuple(numbers), tuple(weights))
        return found

    def _gains(self, question: Question) -> Gains:
        """What each word is worth; of too many texts that hold them those of the worthiest."""
        (slots, near, worths), instead = question.near, question.instead
        words = np.concatenate((near, instead.words))
        if not len(words):
            return Gains(words, np.zeros(0), None)
        weights = question.weights.tolist()
        asked = np.array([sum(weights[other.start : other.end]) for other in question.others])
        shares = _OTHER_WORDS * instead.worths * asked / instead.wholes
        gains = np.concatenate((worths * question.weights[slots], shares[instead.of] * instead.weights))
        order = np.argsort(words, kind="stable")
        words = words[order]
        starts = starts_of(words)
        return self._worthiest(words[starts], np.rint(np.maximum.reduceat(gains[order], starts) * _WHOLE))

    def _worthiest(self, words: NDArray[np.intp], gains: NDArray[np.float64]) -> Gains:
        holders = self._counts.by_word[words]
        most = max(_MOST_POSTINGS, len(self) // _SHARE_OF_TEXTS)
        if int(holders.sum()) <= most:
            return Gains(words, gains, None)
        costs = np.maximum(holders, 1) ** _DEARER_WITH_TEXTS / np.maximum(gains, 1.0)
        order = np.argsort(costs, kind="stable")
        within = int(np.searchsorted(np.cumsum(holders[order]), most))
        alike = np.flatnonzero(costs[order] == costs[order[within]])
        order[alike] = sorted(order[alike].tolist(), key=lambda at: self._vocabulary.spelling[words[at]])
        last = order[within]
        if within > 0 and holders[last] > most:
            kept = np.sort(order[:within])
            return Gains(words[kept], gains[kept], (int(words[last]), float(gains[last])))
        kept = np.sort(order[: within + 1])
        return Gains(words[kept], gains[kept], None)

    # --- texts -------------------------------------------------------------------------------------------------

    def _none_of(self, spelt: Collection[str], found: list[tuple[Segment, int]]) -> list[tuple[Segment, int]]:
        return [(texts, at) for texts, at in found if self._spelt(texts.text(at)) not in spelt] if spelt else found

    def _texts_of(self, owners: Sequence[int]) -> list[tuple[Segment, int]]:
        found: list[tuple[Segment, int]] = []
        for texts, gone in zip(self._segments, self._gone, strict=True):
            there = np.flatnonzero(np.isin(texts.owners, np.array(owners, np.uint32)) & ~gone)
            by_owner = Counter[int]()
            for at, owner in zip(there.tolist(), texts.owners[there].tolist(), strict=True):
                by_owner[owner] += 1
                if by_owner[owner] <= _TEXTS_OF_ONE:
                    found.append((texts, at))
        return found

    def _spelt(self, text: Numbers) -> str:
        return " ".join(map(self._vocabulary.spelling.__getitem__, text.tolist()))

    def _block(self, found: list[tuple[Segment, int]]) -> Block:
        rows = [texts.text(at) for texts, at in found]
        lengths = np.array(list(map(len, rows)), np.int64)
        longest = int(lengths.max(initial=0))
        flat = np.concatenate(rows) if rows else np.zeros(0, np.uint32)
        known = sorted_once(flat)
        words = np.full((len(rows), longest), len(known), np.intp)
        words[np.arange(longest) < lengths[:, None]] = np.searchsorted(known, flat)
        own = self._weights[known]
        weights, plain = np.zeros((2, len(known) + 1), np.float32)
        weights[:-1] = own / (1 + _RARITY * np.log(np.maximum(self._counts.of_families(known), 1)))
        plain[:-1] = own * np.float32(_SURROUNDING)
        vocabulary, numbers = self._vocabulary, flat.tolist()
        spelling, bare_of, family = vocabulary.spelling, vocabulary.bare, vocabulary.family
        accented = [spelling[number] for number in numbers]
        folded = [bare_of[family[number]] for number in numbers]
        spans = list(pairwise([0, *np.cumsum(lengths).tolist()]))
        return Block(
            np.array([texts.owners[at] for texts, at in found], np.uint32),
            *(words, known, weights, plain, lengths),
            np.array([texts.facets[at] for texts, at in found], np.uint32),
            [" ".join(accented[first:end]) for first, end in spans],
            [" ".join(folded[first:end]) for first, end in spans],
        )

    def _weights_of_all(self) -> Weights:
        """Weigh the words that came since: 1, or less for one that says nothing about a subject."""
        empty = self._lexicon.is_empty
        new = self._vocabulary.spelling[len(self._weights) :]
        weights = [_EMPTY if empty(word, marked=True) else 1.0 for word in new]
        return np.append(self._weights, np.array(weights, np.float32))

    def _joined(self, added: Rows) -> "Index":
        """Add rows: small segments are put into one again, so that there are never many."""
        counts, weights = self._counts.changed(added[0], added[1], 1), self._weights_of_all()
        kept = list(zip(self._segments, self._gone, strict=True))
        rows = [added]
        size = len(added[2])
        while (
            kept
            and (size >= _MERGED_FROM or len(kept) > 1)
            and len(kept[-1][0]) <= min(_MERGED_SHARE * size, _LARGEST - size)
        ):
            last, taken_out = kept.pop()
            rows.insert(0, kept_of(last, taken_out))
            size += len(last)
        merged = segment(together(rows), weights * np.float32(_SURROUNDING))
        segments = [*(each for each, _ in kept), merged]
        gone = [*(each for _, each in kept), np.zeros(len(merged), np.bool_)]
        return Index(self._lexicon, counts, weights, segments, gone, self._remembered)


def _nearest(
    texts: Segment, gone: NDArray[np.bool_], gains: Gains, spread: float, most: int, ids: Names | None
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Find the texts that share the most, at most so many, in no order; of those as near as the last, by name.

    Their scores and where they are.
    """
    there, shared = texts.shared(gains)
    score = shared * (texts.nearness[there] + spread)
    if gone.any():
        score[gone[there]] = 0.0
    least = np.partition(score, -most)[-most] if len(score) > most else 0.0
    best = np.flatnonzero(score >= least if least > 0 else score > 0)
    if len(best) > most:
        above, tied = best[score[best] > least], best[score[best] == least]
        named = nsmallest(most - len(above), tied.tolist(), key=lambda at: _by_name(texts, int(there[at]), ids))
        best = np.concatenate((above, np.array(named, np.intp)))
    return score[best], there[best]


def _by_name(texts: Segment, at: int, ids: Names | None) -> tuple[str | int, int]:
    owner = int(texts.owners[at])
    return ids[owner] if ids else owner, at


def _rarity(holders: int) -> float:
    return 1 / (1 + _RARITY * log(max(1, holders)))
