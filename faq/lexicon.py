"""What words of a question stand for: abbreviations spelt out, official terms, facets, and empty words.

The tables are data (`data/words.yaml`). One lexicon serves both the bank and the questions, so that both sides
are read alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from faq.text import bare, words

Words = tuple[str, ...]
_LONGEST_TERM = 4
_MOST_WORDS = 400
"""Words of a text that are compared: what a person wants to know stands in far fewer."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A text made ready to be compared: accented and folded words side by side, and the facets it asks about.

    `marked` says whether the writer used diacritics, so that a bare word is meant to be bare.
    """

    accented: Words
    folded: Words
    facets: frozenset[str]
    marked: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables, keyed for look-up: folded short forms, accented everyday terms, folded cues and words."""

    short: Mapping[str, Words]
    official: Mapping[Words, Words]
    official_begins: frozenset[str]
    cues: tuple[tuple[str, str], ...]
    empty: frozenset[str]
    empty_when_bare: frozenset[str]

    def wording(self, text: str, *, asked: bool) -> Wording:
        """Prepare a text; official terms are added to what is `asked`, never to the bank's own texts."""
        typed = words(text)[:_MOST_WORDS]
        spelt = self._spelt_out(typed)
        facets = self._facets(spelt)
        if asked:
            spelt = spelt + self._official_terms(spelt)
        return Wording(spelt, tuple(map(bare, spelt)), facets, tuple(map(bare, typed)) != typed)

    def content(self, wording: Wording) -> frozenset[str]:
        """Return the folded words that say something about the subject."""
        empty = self.empty if wording.marked else self.empty_when_bare
        pairs = zip(wording.accented, wording.folded, strict=True)
        return frozenset(folded for accented, folded in pairs if len(folded) > 1 and accented not in empty)

    def _spelt_out(self, typed: Words) -> Words:
        spelt: list[str] = []
        for word in typed:
            spelt.extend(self.short.get(bare(word), (word,)))
        return tuple(spelt)

    def _official_terms(self, spelt: Words) -> Words:
        added: dict[str, None] = {}
        begins = [at for at, word in enumerate(spelt) if word in self.official_begins]
        for size in range(1, _LONGEST_TERM + 1):
            for at in begins:
                added.update(dict.fromkeys(self.official.get(spelt[at : at + size], ())))
        return tuple(word for word in added if word not in spelt)

    def _facets(self, spelt: Words) -> frozenset[str]:
        line = f" {' '.join(map(bare, spelt))} "
        return frozenset(facet for cue, facet in self.cues if cue in line)


@cache
def lexicon() -> Lexicon:
    """Load the shipped tables; they are read once per process."""
    raw = yaml.safe_load((files("faq") / "data" / "words.yaml").read_text(encoding="utf-8"))
    empty = words(raw["empty"])
    official: dict[Words, Words] = {}
    for everyday, term in raw["official"].items():
        # Typed bare as well: "so do" is how most people type sổ đỏ.
        official[words(everyday)] = official[tuple(map(bare, words(everyday)))] = words(term)
    return Lexicon(
        short={key: words(value) for key, value in raw["short"].items()},
        official=official,
        official_begins=frozenset(term[0] for term in official),
        cues=tuple((f" {cue} ", facet) for facet, cues in raw["facets"].items() for cue in cues),
        empty=frozenset(empty),
        empty_when_bare=frozenset(map(bare, empty)) - set(raw["not_empty_when_bare"]),
    )
