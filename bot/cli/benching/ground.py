"""The ground on which all compete: a made bank and its questions as files, read again in each process of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from bot.cli.benching.asking import Asked, questions
from bot.cli.benching.made import Maker
from faq.entry import Entry, Status

CHANGES = 100
"""Entries beside the bank, to be put in and taken out."""
WARM_UP = 50


@dataclass(frozen=True, slots=True)
class Size:
    """How large a bank is to be, and how it is to be made."""

    entries: int
    wordings: int
    queries: int
    seed: int


def lay(folder: Path, size: Size) -> int:
    """Write the bank, what is put in later, and the questions; return how many different words the bank has."""
    maker = Maker(size.seed, size.wordings)
    made = list(maker.entries(size.entries + CHANGES))
    bank, beside = made[: size.entries], made[size.entries :]
    _write(folder / "bank.jsonl", map(_told, bank))
    _write(folder / "beside.jsonl", map(_told, beside))
    asked = questions(bank, maker, size.queries + WARM_UP, size.seed)
    _write(folder / "queries.jsonl", map(astuple, asked))
    return len(
        {word for entry in bank for text in (entry.question, *entry.phrasings) for word in text.lower().split()}
    )


def bank_of(folder: Path) -> list[Entry]:
    """Read the bank."""
    return list(_entries(folder / "bank.jsonl"))


def beside_of(folder: Path) -> list[Entry]:
    """Read what is put in later."""
    return list(_entries(folder / "beside.jsonl"))


def queries_of(folder: Path) -> list[Asked]:
    """Read the questions; the first are to warm up."""
    return [Asked(text, entry) for text, entry in _lines(folder / "queries.jsonl")]


def _told(entry: Entry) -> tuple[Any, ...]:
    said = entry.question, entry.phrasings, entry.answer, entry.legal_basis
    return entry.id, entry.ministry, entry.field, *said


def _entries(file: Path) -> Iterator[Entry]:
    for name, ministry, field, question, phrasings, answer, basis in _lines(file):
        yield Entry(
            name, ministry, field, question, tuple(phrasings), answer, tuple(basis), status=Status.CURRENT
        )  # fmt: skip


def _write(file: Path, records: Iterable[Any]) -> None:
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(record) + "\n" for record in records)


def _lines(file: Path) -> Iterator[Any]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
