"""An inverted index over short texts: which of them share rare pieces with a question.

Pieces are folded words, pairs of them, accented words, and three-letter runs that forgive slips and missing
spaces. What every text shares with a question is added up for all texts at once (`faq.planes`).

Texts are kept as numbers of words and runs, and put together only when one is compared: strings and sets of every
text of a large bank would take ten times the memory.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, pairwise
from math import fsum, log, sqrt
from operator import attrgetter
from typing import NamedTuple

from faq.lexicon import Lexicon, Wording
from faq.likeness import Asked, Text, Worth
from faq.planes import Levels, Mask, mask, total
from faq.vocabulary import Numbers, Rows, Vocabulary, narrowest

_FINEST = 100
"""Parts into which the worth of a word that only one text has is divided when worths are added up."""

_SPARSE = 64
"""A piece of fewer than one text in so many is kept as their numbers, and made a set of when it is asked for."""

_WORD, _PAIR, _ACCENTED, _RUN = 1.0, 0.8, 0.5, 0.45
"""What a shared word, pair of words, accented word and three-letter run are worth beside each other."""

_SECOND = 32
"""Bits by which the second word of a pair stands above the text's number: sorting brings equal pairs together."""


Held = tuple[int, Mask]
"""The whole weight of a piece, and the texts that hold it."""


class Question(NamedTuple):
    """A question in the pieces of one index: as it is compared, and each piece's whole weight and texts."""

    asked: Asked
    held: list[Held]


class _Piece(NamedTuple):
    number: int
    weight: float
    square: float
    texts: "array[int]"
    common: Mask | None = None


_SQUARE, _NUMBER_AND_SQUARE = attrgetter("square"), attrgetter("number", "square")
Pieces = Mapping[str, _Piece]
PairsOfWords = Mapping[tuple[str, str], float]


class _Pairs(NamedTuple):
    """The pairs that begin with one word: their second words, sorted, each beside a text that holds it."""

    seconds: Numbers
    texts: Numbers


class _Gathering:
    """What is known of an index while its texts come in."""

    def __init__(self, most: int) -> None:
        code = narrowest(most)
        self.words: defaultdict[int, array[int]] = defaultdict(lambda: array(code))
        self.accented: defaultdict[int, array[int]] = defaultdict(lambda: array(code))
        self.runs: defaultdict[str, array[int]] = defaultdict(lambda: array(code))
        self.pairs: defaultdict[int, array[int]] = defaultdict(lambda: array("Q"))


class Index:
    """Texts by number (0, 1, 2 … in the order given) and the pieces they are made of."""

    def __init__(self, texts: Iterable[Wording], most: int, lexicon: Lexicon) -> None:
        """Build the index of at most so many texts; every weight comes from how many texts hold a piece."""
        self._lexicon = lexicon
        self._vocabulary = Vocabulary(lexicon)
        self._spoken, self._runs = Rows(), Rows()
        self._marked = bytearray()
        self._facets: list[frozenset[str]] = []
        gathering = _Gathering(most)
        run_numbers: dict[str, int] = {}
        facets: dict[frozenset[str], frozenset[str]] = {}
        for number, wording in enumerate(texts):
            self._marked.append(wording.marked)
            self._facets.append(facets.setdefault(wording.facets, wording.facets))
            self._take(number, wording, gathering, run_numbers)
        self._count = max(1, len(self._facets))
        self._rarest = log(1 + self._count)
        self._settle(gathering, run_numbers)
        self._weigh()
        self._keep_once()
        self._unit = _FINEST / self._rarest**2
        self._levels = Levels(self._norms, self._unit)

    def _take(self, number: int, wording: Wording, into: _Gathering, run_numbers: dict[str, int]) -> None:
        spoken = list(map(self._vocabulary.number, wording.accented, wording.folded))
        words = list(map(self._vocabulary.bare.__getitem__, spoken))
        runs = _runs(wording)
        self._spoken.append(spoken)
        self._runs.append([run_numbers.setdefault(run, len(run_numbers)) for run in runs])
        for word in dict.fromkeys(words):
            into.words[word].append(number)
        for word in dict.fromkeys(spoken):
            into.accented[word].append(number)
        for one, other in dict.fromkeys(pairwise(words)):
            into.pairs[one].append(other << _SECOND | number)
        for run in runs:
            into.runs[run].append(number)

    def _settle(self, gathering: _Gathering, run_numbers: dict[str, int]) -> None:
        spelling = self._vocabulary.spelling
        self._by_word = {spelling[at]: self._piece(at, _WORD, texts) for at, texts in gathering.words.items()}
        self._by_accented = {
            spelling[at]: self._accented_piece(at, texts) for at, texts in gathering.accented.items()
        }
        self._by_run = {run: self._piece(run_numbers[run], _RUN, texts) for run, texts in gathering.runs.items()}
        # Taken out one by one, so that there is never room for all of them twice.
        self._pairs = {at: self._sorted_pairs(gathering.pairs.pop(at)) for at in list(gathering.pairs)}

    def _piece(self, number: int, worth: float, texts: "array[int]") -> _Piece:
        weight = self._weight(worth, len(texts))
        return _Piece(number, weight, weight * weight, texts, self._common(texts))

    def _common(self, texts: Numbers) -> Mask | None:
        return mask(texts, self._count) if len(texts) * _SPARSE >= self._count else None

    def _accented_piece(self, number: int, texts: "array[int]") -> _Piece:
        weight = self._weight(_ACCENTED, len(texts))
        folded = self._by_word[self._vocabulary.spelling[self._vocabulary.bare[number]]]
        # Most words are written in one way only: their postings are the same.
        if len(folded.texts) == len(texts):
            return _Piece(number, weight, weight * weight, folded.texts, folded.common)
        return _Piece(number, weight, weight * weight, texts, self._common(texts))

    def _sorted_pairs(self, both: Numbers) -> _Pairs:
        gathered = sorted(both)
        low = (1 << _SECOND) - 1
        return _Pairs(
            array(narrowest(len(self._vocabulary)), [one >> _SECOND for one in gathered]),
            array(narrowest(self._count), [one & low for one in gathered]),
        )

    def _weight(self, worth: float, texts: int) -> float:
        return worth * log(1 + self._count / texts)

    def _weigh(self) -> None:
        """Add up the weights of each text, piece by piece: quicker than text by text."""
        vocabulary = self._vocabulary
        zeros = bytes(8 * self._count)
        self._weights, self._content_weights, squares = array("d", zeros), array("d", zeros), array("d", zeros)
        self._distinct_pairs = array("H", bytes(2 * self._count))
        weight_of = dict.fromkeys(range(-1, len(vocabulary)), 0.0)
        for piece in self._by_word.values():
            weight_of[piece.number] = piece.weight
            for text in piece.texts:
                self._weights[text] += piece.weight
        for square, texts in self._all_postings():
            for text in texts:
                squares[text] += square
        for pairs in self._pairs.values():
            for text in pairs.texts:
                self._distinct_pairs[text] += 1
        for number, spoken in enumerate(self._spoken):
            content = set(map(vocabulary.content[self._marked[number]].__getitem__, spoken))
            self._content_weights[number] = fsum(map(weight_of.__getitem__, content))
        self._norms = array("d", [sqrt(square) or 1.0 for square in squares])

    def _keep_once(self) -> None:
        """Let go of the numbers of texts wherever there is the set of them: a quarter of the index."""
        for pieces in (self._by_word, self._by_accented, self._by_run):
            for piece in pieces.values():
                if piece.common is not None:
                    del piece.texts[:]  # in place: which pieces share their texts still shows

    def _all_postings(self) -> Iterator[tuple[float, Numbers]]:
        for pieces in (self._by_word, self._by_accented, self._by_run):
            for piece in pieces.values():
                yield piece.square, piece.texts
        for pairs in self._pairs.values():
            begin = 0
            while begin < len(pairs.seconds):
                end = bisect_right(pairs.seconds, pairs.seconds[begin], begin)
                yield self._weight(_PAIR, end - begin) ** 2, pairs.texts[begin:end]
                begin = end

    def word_weight(self, folded: str) -> float:
        """Return the weight of a folded word, the highest there is for a word that no text holds."""
        piece = self._by_word.get(folded)
        return piece.weight if piece else self._rarest

    def text(self, number: int) -> Text:
        """Put a text together."""
        vocabulary = self._vocabulary
        spoken = self._spoken[number]
        words = list(map(vocabulary.bare.__getitem__, spoken))
        return Text(
            " ".join(map(vocabulary.spelling.__getitem__, spoken)),
            " ".join(map(vocabulary.spelling.__getitem__, words)),
            spoken,
            words,
            self._weights[number],
            set(map(vocabulary.content[self._marked[number]].__getitem__, spoken)),
            self._content_weights[number],
            self._distinct_pairs[number],
            self._runs[number],
            self._facets[number],
            self._norms[number],
        )

    def look_up(self, wording: Wording) -> Question:
        """Break a question into pieces; those that no text holds count with the weight of the rarest."""
        folded = dict.fromkeys(wording.folded)
        words = {word: piece for word in folded if (piece := self._by_word.get(word))}
        spelt_as = dict.fromkeys(wording.accented)
        spelt = {word: piece for word in spelt_as if (piece := self._by_accented.get(word))}
        distinct_pairs = dict.fromkeys(pairwise(wording.folded))
        pairs = {pair: found for pair in distinct_pairs if (found := self._pair(words, *pair))}
        all_runs = _runs(wording)
        runs = list(filter(None, map(self._by_run.get, all_runs)))
        squares = [*map(_SQUARE, chain(words.values(), spelt.values(), runs)), *pairs.values()]
        for worth, strange in (
            (_WORD, len(folded) - len(words)),
            (_ACCENTED, len(spelt_as) - len(spelt)),
            (_PAIR, len(distinct_pairs) - len(pairs)),
            (_RUN, len(all_runs) - len(runs)),
        ):
            squares.append(strange * (worth * self._rarest) ** 2)
        weights = {word: words[word].weight if word in words else self._rarest for word in folded}
        content = self._lexicon.content(wording)
        asked = Asked(
            accented=" ".join(wording.accented),
            folded=" ".join(wording.folded),
            words=Worth({piece.number: piece.weight for piece in words.values()}),
            weight=fsum(weights.values()),
            content=Worth({words[word].number: weights[word] for word in content if word in words}),
            content_words=len(content),
            content_weight=fsum(map(weights.__getitem__, content)),
            pairs=Worth({(words[one].number, words[other].number): square for (one, other), square in pairs.items()}),
            distinct_pairs=len(distinct_pairs),
            spelt=Worth(dict(map(_NUMBER_AND_SQUARE, spelt.values()))),
            runs=Worth(dict(map(_NUMBER_AND_SQUARE, runs))),
            facets=wording.facets,
            norm=sqrt(fsum(squares)),
        )
        unknown = [word for word in folded if word not in words]
        return Question(asked, self._held(words, spelt, pairs, unknown))

    def _held(self, words: Pieces, spelt: Pieces, pairs: PairsOfWords, unknown: Iterable[str]) -> list[Held]:
        """Weigh the sets of texts that hold the pieces of a question."""
        sets = {word: self._set(piece) for word, piece in words.items()}
        same = {id(piece.texts): piece.square for piece in spelt.values()}
        # A word that is written in one way only is one piece: both views are worth their sum.
        held = [(piece.square + same.pop(id(piece.texts), 0.0), sets[word]) for word, piece in words.items()]
        held += [(piece.square, self._set(piece)) for piece in spelt.values() if id(piece.texts) in same]
        # Who holds both words nearly always holds the pair, and that costs no more than an operation.
        held += [(square, sets[one] & sets[other]) for (one, other), square in pairs.items()]
        held += [(piece.square, self._set(piece)) for piece in self._of_unknown(unknown)]
        return [(round(square * self._unit), texts) for square, texts in held]

    def _set(self, piece: _Piece) -> Mask:
        return mask(piece.texts, self._count) if piece.common is None else piece.common

    def _pair(self, words: Pieces, one: str, other: str) -> float:
        """Return the square of the weight of a pair, or 0."""
        if one not in words or other not in words or words[one].number not in self._pairs:
            return 0.0
        seconds, second = self._pairs[words[one].number].seconds, words[other].number
        begin = bisect_left(seconds, second)
        if begin == len(seconds) or seconds[begin] != second:
            return 0.0
        return self._weight(_PAIR, bisect_right(seconds, second, begin) - begin) ** 2

    def _of_unknown(self, words: Iterable[str]) -> Iterator[_Piece]:
        """Runs are many and common: they are looked up for those words alone that the bank does not know."""
        for word in words:
            for run in _runs_of(word):
                piece = self._by_run.get(run)
                if piece:
                    yield piece

    def layers(self, question: Question) -> Iterator[list[int]]:
        """Walk through the texts that share the most with a question, layer by layer, the nearest first."""
        return self._levels.layers(total(question.held))


def _runs(wording: Wording) -> dict[str, None]:
    return _runs_of("".join(wording.folded))


def _runs_of(line: str) -> dict[str, None]:
    return dict.fromkeys([line[at : at + 3] for at in range(len(line) - 2)])
