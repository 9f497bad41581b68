"""What a race left behind, as the rows say it; and which of our sentences each person was told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Table, select

from handlers.outgoing import Message, from_json
from handlers.wording import words
from storage.db import AnyRow, Tx
from storage.tables import alerts, audit, clocks, inbox, messages, outbox, pauses, questions, revisions, seats
from tests.handlers.test_wording import sentences

_GAP = "\u00a7"


@dataclass(frozen=True, slots=True)
class Told:
    """A message to somebody."""

    id: int
    place: str
    role: str | None
    question_id: int | None
    message_id: int | None
    text: str
    buttons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """Everything about one batch, by question where that is asked for."""

    questions: Mapping[int, AnyRow]
    messages: Mapping[int, Sequence[AnyRow]]
    clocks: Mapping[int, Sequence[AnyRow]]
    pauses: Mapping[int, Sequence[AnyRow]]
    audit: Mapping[str, Sequence[AnyRow]]
    alerts: Mapping[int, Sequence[AnyRow]]
    seats: Mapping[int, AnyRow]
    revised: Sequence[str]
    told: Sequence[Told]
    undone: int
    """Updates that are not done."""

    def to(self, place: str, since: int = 0) -> list[Told]:
        """What was told at a place after outbox row `since`."""
        return [told for told in self.told if told.place == place and told.id > since]


async def read(tx: Tx) -> Record:
    """Everything that stands in the rows."""
    told = []
    o = outbox.c
    wanted = select(o.id, o.place, o.role, o.question_id, o.message_id, o.content).order_by(o.id)
    for row in await tx.rows(wanted):
        out = from_json(row.content)
        if isinstance(out, Message):
            labels = tuple(button.label for button in out.buttons)
            told.append(Told(row.id, row.place, row.role, row.question_id, row.message_id, out.text, labels))
    return Record(
        {row.id: row for row in await _all(tx, questions)},
        _by(await _all(tx, messages), "question_id"),
        _by(await _all(tx, clocks), "question_id"),
        _by(await _all(tx, pauses), "question_id"),
        _by(await _all(tx, audit), "object"),
        _by(await _all(tx, alerts), "question_id"),
        {row.id: row for row in await _all(tx, seats)},
        [row.text for row in await tx.rows(select(revisions.c.text))],
        told,
        len(await tx.rows(select(inbox.c.id).where(inbox.c.state != "done"))),
    )


async def last_said(tx: Tx) -> int:
    """The newest message's row."""
    return int(await tx.value(select(outbox.c.id).order_by(outbox.c.id.desc()).limit(1)) or 0)


async def _all(tx: Tx, table: Table) -> Sequence[AnyRow]:
    return await tx.rows(select(table).order_by(table.c.id))


def _by(rows: Iterable[AnyRow], name: str) -> dict[Any, list[AnyRow]]:
    found: dict[Any, list[AnyRow]] = {}
    for row in rows:
        found.setdefault(row._mapping[name], []).append(row)
    return found


@cache
def pattern(key: str) -> re.Pattern[str]:
    """Any message that begins with this sentence, whatever it names."""
    text = words("vi")(key, **dict.fromkeys(sentences("vi")[key], _GAP))
    return re.compile(".*?".join(map(re.escape, text.split(_GAP))), re.DOTALL)


def said(told: Iterable[Told], *keys: str) -> list[Told]:
    """Those of these messages that begin with one of these sentences."""
    return [each for each in told if any(pattern(key).match(each.text) for key in keys)]


def kinds_of(spoken: Iterable[AnyRow]) -> Counter[tuple[str, int | None]]:
    """How many messages of each kind and author."""
    return Counter((row.kind, row.author_id) for row in spoken)
