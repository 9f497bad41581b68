"""The project's own labelled questions for the starter bank: what was asked, and which entry it is, or none.

Written by hand, in the words of people who do not know the entry's. They are split into training and test by entry
(and by text, where there is none), so that nothing of what is tested was ever trained on.
"""

from __future__ import annotations

import random
import zlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

from faq.noise import KINDS

_DATA = Path(__file__).parent / "data"


class Part(StrEnum):
    """What a question is for."""

    TRAINING = "training"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Query:
    """A question: the entry it asks for, or None when nothing in the bank answers it, and then why."""

    text: str
    entry: str | None
    why: str = ""
    noise: str = ""
    base: str = ""
    """The clean text it was made from."""

    @property
    def part(self) -> Part:
        """The part that its entry, or its text, belongs to."""
        key = self.entry or self.base or self.text
        return Part.TEST if zlib.crc32(key.encode()) % 2 else Part.TRAINING


def written() -> tuple[Query, ...]:
    """Every question as it was written."""
    asked = yaml.safe_load((_DATA / "asked.yaml").read_text(encoding="utf-8"))
    refused = yaml.safe_load((_DATA / "refused.yaml").read_text(encoding="utf-8"))
    answerable = [Query(text, entry) for entry, texts in asked.items() for text in texts]
    return (*answerable, *(Query(text, None, why) for why, texts in refused.items() for text in texts))


def typed(queries: tuple[Query, ...], each: int, seed: int) -> tuple[Query, ...]:
    """Each question as so many different kinds of hands type it."""
    dice = random.Random(seed)
    found = []
    for query in queries:
        for kind in dice.sample(sorted(KINDS), each):
            text = KINDS[kind](query.text, dice)
            if text != query.text:
                found.append(Query(text, query.entry, query.why, kind, query.text))
    return tuple(found)
