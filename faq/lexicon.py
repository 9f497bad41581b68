"""What words of a question stand for: keyboards undone, abbreviations spelt out, other words for the same, facets,
and empty words.

The tables are data (`faq.tables`). One lexicon serves both the bank and the questions, so that both sides
are read alike.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from operator import itemgetter

from faq.pieces import Pieces
from faq.syllable import is_syllable, meant
from faq.tables import Tables, shipped_tables
from faq.text import UNCUT_CHARS, accented, bare, folded, split, words

Words = tuple[str, ...]
Cues = tuple[tuple[Words, str], ...]
Spelt = tuple[Words, Words]
"""What stands between two spaces is spelt out to: words with diacritics and without."""
_ACCENTED, _FOLDED = itemgetter(0), itemgetter(1)
Others = tuple[tuple[Words, float], ...]
"""Wordings that stand for another, and how much each is worth beside it (0 to 1)."""

_MOST_WORDS = 400
"""Words of a text that are compared: what a person wants to know stands in far fewer."""

_SAME, _BROADER = 0.85, 0.6
_TYPED_BARE = 0.9
"""A wording that was typed without diacritics could be another one."""

_FEE = "fee"
_SUM = re.compile(
    r"(?<![\d.,])\d[\d.,]{0,20}\s{0,3}(?:(?:nghìn|ngàn|triệu|tỷ|tỉ)\s{0,3})?"
    r"(?:đồng\b(?!\s{1,3}(?:chí|hồ|bào|sở|chủ|thời))|đ\b|vnđ\b)",
    re.IGNORECASE,
)

_SHORTEST_MARKED = 0.2
"""Share of words with diacritics from which on a bare word is meant to be bare."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A text made ready to be compared: accented and folded words side by side, and the facets it asks about.

    `marked` says whether the writer uses diacritics, so that a bare word is meant to be bare.
    """

    accented: Words
    folded: Words
    facets: frozenset[str]
    marked: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables, keyed for look-up."""

    short: Mapping[str, Words]
    same: Mapping[Words, Others]
    same_bare: Mapping[Words, Others]
    longest: Mapping[str, int]
    longest_bare: Mapping[str, int]
    """Words of the longest of these wordings that begin with a word, by that word with and without diacritics."""
    aspects: tuple[str, ...]
    """Facets of a question: what it wants to know about its subject."""
    acts: tuple[str, ...]
    """Facets, too: what is to be done with the subject."""
    bits: Mapping[str, int]
    """The bit of each facet: acts are the lowest, aspects stand above them."""
    told_bits: int
    """Those of the aspects that an entry must speak of to be what was asked."""
    cues: Mapping[str, Cues]
    """Words that give a facet away, by the first of them."""
    empty: frozenset[str]
    empty_when_bare: frozenset[str]
    own: frozenset[str]
    """Words of the tables: they are no keys of others ("visa", "gas", "photo")."""
    _spelt: Pieces[Spelt] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Remember what is spelt out."""
        object.__setattr__(self, "_spelt", Pieces(self._spelt_out))

    def wording(self, text: str) -> Wording:
        """Prepare a text."""
        pieces = text.split() if len(text) <= UNCUT_CHARS else words(text)
        spelt = [self._spelt[piece] for piece in pieces[:_MOST_WORDS]]
        accented, folded = (chain.from_iterable(map(view, spelt)) for view in (_ACCENTED, _FOLDED))
        return self._read(tuple(accented)[:_MOST_WORDS], tuple(folded)[:_MOST_WORDS])

    def reading(self, accented: Words) -> Wording:
        """Prepare words that are spelt out already."""
        return self._read(accented, tuple(map(bare, accented)))

    def _read(self, accented: Words, folded: Words) -> Wording:
        marks = sum(map(str.__ne__, folded, accented))
        return Wording(
            accented, folded, self._facets(folded), marks > 0 and marks >= _SHORTEST_MARKED * len(accented)
        )

    def is_empty(self, word: str, *, marked: bool) -> bool:
        """Say whether a word says nothing about a subject."""
        return len(word) < 2 or word in (self.empty if marked else self.empty_when_bare)

    def facet_bits(self, facets: frozenset[str]) -> int:
        """Return facets as bits of one number."""
        return sum(map(self.bits.__getitem__, facets))

    def others(self, wording: Wording) -> Iterator[tuple[int, int, Words, float]]:
        """Find what stands for parts of a text: from, to (excluded), the other wording, its worth.

        What stands for the same part comes one after the other.
        """
        count = len(wording.accented)
        lengths = self.longest if wording.marked else self.longest_bare
        for start, first in enumerate(wording.accented if wording.marked else wording.folded):
            longest = lengths.get(first, 0)
            for end in range(start + 1, min(start + longest, count) + 1):
                found, worth = self.same.get(wording.accented[start:end]), 1.0
                if found is None and not wording.marked:
                    found, worth = self.same_bare.get(wording.folded[start:end]), _TYPED_BARE
                for other, weight in found or ():
                    yield start, end, other, worth * weight

    def _spelt_out(self, piece: str) -> Spelt:
        accented = tuple(chain.from_iterable(map(self._stands_for, split(piece))))
        return accented, tuple(map(bare, accented))

    def _stands_for(self, word: str) -> Words:
        known = self.short.get(word)
        if known is None and len(word) > 1 and not is_syllable(word):
            known = self.short.get(bare(word))
        return (word if word in self.own else meant(word),) if known is None else known

    def told_in(self, answer: str) -> frozenset[str]:
        """Return the facets that an answer speaks of. A sum of money tells what is to be paid, or what one gets."""
        # Without diacritics "danh mục thủ tục" would speak of a "mức thu".
        told = self._facets(tuple(folded(accented(answer).replace("thủ tục", " ")).split()))
        return told | {_FEE} if _FEE in self.bits and _SUM.search(answer) else told

    def _facets(self, folded: Words) -> frozenset[str]:
        found = set()
        cues = self.cues
        for at, word in enumerate(folded):
            if word in cues:
                for cue, facet in cues[word]:
                    if folded[at : at + len(cue)] == cue:
                        found.add(facet)
        return frozenset(found)


@cache
def lexicon() -> Lexicon:
    """Return the shipped tables, ready for look-up; they are read once per process."""
    return lexicon_of(shipped_tables())


def lexicon_of(tables: Tables) -> Lexicon:
    """Make tables ready for look-up."""
    empty = words(" ".join(tables.empty))
    same = _same(tables.same, tables.broader)
    bits = {facet: 1 << at for at, facet in enumerate((*tables.acts, *tables.facets))}
    return Lexicon(
        short={short: words(long) for short, long in tables.short.items()},
        same=same,
        same_bare=_bare_keys(same),
        longest=_longest((wording[0], len(wording)) for wording in same),
        longest_bare=_longest((bare(wording[0]), len(wording)) for wording in same),
        aspects=tuple(tables.facets),
        acts=tuple(tables.acts),
        bits=bits,
        told_bits=sum(bits[facet] for facet in frozenset(tables.told)),
        cues=_cues({**tables.facets, **tables.acts}),
        own=frozenset(chain(empty, *same, *(words(cue) for cues in tables.acts.values() for cue in cues))),
        empty=frozenset(empty),
        empty_when_bare=frozenset(map(bare, empty)) - set(tables.not_empty_when_bare),
    )


def _cues(facets: Mapping[str, Sequence[str]]) -> dict[str, Cues]:
    found: defaultdict[str, list[tuple[Words, str]]] = defaultdict(list)
    for facet, cues in facets.items():
        for cue in cues:
            plain = tuple(map(bare, words(cue)))
            found[plain[0]].append((plain, facet))
    return {first: tuple(cues) for first, cues in found.items()}


def _same(groups: Iterable[Sequence[str]], broader: Mapping[str, Sequence[str]]) -> dict[Words, Others]:
    others: defaultdict[Words, dict[Words, float]] = defaultdict(dict)
    for group in groups:
        wordings = list(map(words, group))
        for wording in wordings:
            others[wording].update((other, _SAME) for other in wordings if other != wording)
    for narrow, broad in broader.items():
        for other in map(words, broad):
            others[words(narrow)].setdefault(other, _BROADER)
    return {wording: tuple(found.items()) for wording, found in others.items()}


def _longest(lengths: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for first, length in lengths:
        found[first] = max(found[first], length)
    return dict(found)


def _bare_keys(same: Mapping[Words, Others]) -> dict[Words, Others]:
    """Key the wordings as people type them who use no diacritics ("so do"). A single word so could be many others."""
    found: defaultdict[Words, dict[Words, float]] = defaultdict(dict)
    for wording, others in same.items():
        plain = tuple(map(bare, wording))
        if len(plain) > 1 or plain == wording:
            found[plain].update(others)
    return {wording: tuple(others.items()) for wording, others in found.items()}
