"""A bank of any size that reads like a real one: always the same for the same seed.

A question is a wording of the starter bank, mostly one that goes over into another where both have the same word
("cấp lại giấy phép | bán lẻ rượu …"), about somebody, somewhere, under some number. No two are the same. Names
follow Heaps' law, so that the vocabulary grows with the bank; places are the communes of today. The answer is made of
sentences of the starter bank's answers, and names who it is about.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.cli.benching.names import Names
from faq.entry import Entry, Status
from faq.load import starter_bank
from faq.places import Gazetteer, Place
from faq.text import folded

MOST_WORDINGS = 5
_GOES_OVER = 0.7
_NAMED, _PLACED, _NUMBERED = 0.25, 0.25, 0.15
"""Shares of questions that say who, where, and under which number: so they are as long as the starter bank's are."""
_SHORTEST, _LONGEST = 4, 24
_SENTENCE = re.compile(r"(?<=[.;]) ")
_WHO = ("của hợp tác xã {}", "của công ty {}", "của hộ ông {}", "do cơ sở {} đề nghị", "trong dự án {}", "của bà {}")
_NUMBERS = ("theo quyết định số {}", "theo công văn {}", "với diện tích {} m2", "của hồ sơ {}", "thửa số {}")


@dataclass(frozen=True, slots=True)
class _About:
    """What a question and its other wordings have in common, behind what they ask."""

    who: str
    where: str
    number: str

    def told(self) -> str:
        return " ".join(filter(None, (self.who, self.where, self.number)))


class Maker:
    """Makes entries, one after another."""

    def __init__(self, seed: int, wordings: int) -> None:
        """Read the starter bank; each entry will have so many wordings beside its question."""
        self._dice = random.Random(seed)  # noqa: S311 - the same bank for the same seed
        self._names = Names(self._dice)
        self._wordings = wordings
        self._starter = starter_bank()
        self._texts: list[tuple[int, Sequence[str]]] = [
            (number, text.rstrip("?").split())
            for number, entry in enumerate(self._starter)
            for text in (entry.question, *entry.phrasings)
        ]
        self._with_word: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for at, (_, text) in enumerate(self._texts):
            for place, word in enumerate(text[1:], start=1):
                self._with_word[word.lower()].append((at, place))
        self._places = Gazetteer.from_package()
        self._communes = [place for place in self._places.places if place.kind == "commune"]
        self._sentences = [_SENTENCE.split(entry.answer) for entry in self._starter]
        self._seen: set[int] = set()

    def entries(self, count: int) -> Iterator[Entry]:
        """Make so many entries."""
        for number in range(count):
            base, question, about = self._question()
            yield self._entry(number, base, question, about)

    def place(self) -> str:
        """Say where, as questions do."""
        commune = self._dice.choice(self._communes)
        province: Place | None = self._places.get(commune.province_code)
        far = f", {province.full_name.lower().replace(province.name.lower(), province.name)}" if province else ""
        return f"ở {commune.type} {commune.name}" + (far if self._dice.random() < 0.5 else "")

    def _entry(self, number: int, base: int, question: str, about: _About) -> Entry:
        starter = self._starter[base]
        other = [text for at, text in self._texts if at == base and not question.startswith(" ".join(text))]
        while len(other) < self._wordings:
            other.append(self._gone_over()[1])
        phrasings = [f"{' '.join(text)} {about.told()}".strip() for text in other[: self._wordings]]
        # As many sentences as the real answer has, one of them another's.
        said = [*self._sentences[base][1:], self._dice.choice(self._dice.choice(self._sentences)), about.told()]
        return Entry(
            id=f"faq-{starter.field}-{number:07d}",
            ministry=starter.ministry,
            field=starter.field,
            question=f"{question}?",
            phrasings=tuple(phrasings),
            answer=" ".join(filter(None, said)),
            legal_basis=starter.legal_basis,
            status=Status.CURRENT,
        )

    def _question(self) -> tuple[int, str, _About]:
        """A question that nobody has asked yet."""
        while True:
            base, text = self._gone_over()
            about = self._about()
            question = f"{' '.join(text)} {about.told()}".strip()
            key = hash(folded(question))
            if key not in self._seen:
                self._seen.add(key)
                return base, question, about

    def _gone_over(self) -> tuple[int, Sequence[str]]:
        base, text = self._dice.choice(self._texts)
        if self._dice.random() < _GOES_OVER and len(text) > _SHORTEST:
            at = self._dice.randrange(2, len(text))
            other, there = self._dice.choice(self._with_word[text[at].lower()])
            spliced = [*text[:at], *self._texts[other][1][there:]]
            if _SHORTEST <= len(spliced) <= _LONGEST:
                return base, spliced
        return base, text

    def _about(self) -> _About:
        dice = self._dice
        who = dice.choice(_WHO).format(self._name()) if dice.random() < _NAMED else ""
        where = self.place() if dice.random() < _PLACED else ""
        # Small numbers are said far more often than large ones.
        number = dice.choice(_NUMBERS).format(int(10 ** (4.5 * dice.random()))) if dice.random() < _NUMBERED else ""
        return _About(who, where, number)

    def _name(self) -> str:
        return " ".join(self._names.next() for _ in range(self._dice.randint(1, 2)))
