"""The versions of an entry: what it said, who wrote that, when and why. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from faq.entry import Entry
from storage.bank.written import content_of, entry_of
from storage.db import Tx
from storage.tables import entry_versions, persons

_AT_ONCE = 1_000  # both databases bound the parameters of a statement


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes the bank (None: the operator), and why."""

    person_id: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an entry; `entry` is None where it was taken out of the bank."""

    number: int
    entry: Entry | None
    author_name: str | None
    reason: str
    made_at: datetime


def in_parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """These ids, as many at a time as one statement may name."""
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


async def latest(tx: Tx, ids: Sequence[str]) -> Mapping[str, int]:
    """The number of the last version of each of these entries, even of one that is there no more."""
    found: dict[str, int] = {}
    for part in in_parts(ids):
        v = entry_versions.c
        last = select(v.entry_id, func.max(v.version)).where(v.entry_id.in_(part)).group_by(v.entry_id)
        found |= {row[0]: row[1] for row in await tx.rows(last)}
    return found


async def keep(tx: Tx, entries: Iterable[tuple[str, int, Entry | None]], by: Author, now: datetime) -> None:
    """Keeps versions: id, number, and what the entry says from now on."""
    rows = [
        {
            "entry_id": entry_id, "version": number, "content": content_of(entry) if entry else None,
            "author_id": by.person_id, "reason": by.reason, "made_at": now,
        }
        for entry_id, number, entry in entries
    ]  # fmt: skip
    if rows:
        await tx.change(entry_versions.insert(), rows)


async def at(tx: Tx, entry_id: str, version: int) -> Entry | None:
    """What an entry said at a version; None where it was taken out then, or there is no such version."""
    v = entry_versions.c
    content = await tx.value(select(v.content).where(v.entry_id == entry_id, v.version == version))
    return entry_of(content) if content else None


async def of(tx: Tx, entry_id: str) -> list[Version]:
    """All versions of an entry, oldest first."""
    v = entry_versions.c
    wanted = (
        select(v.version, v.content, persons.c.name, v.reason, v.made_at)
        .outerjoin(persons, persons.c.id == v.author_id)
        .where(v.entry_id == entry_id)
        .order_by(v.version)
    )
    return [
        Version(number, entry_of(content) if content else None, name, reason, made_at)
        for number, content, name, reason, made_at in await tx.rows(wanted)
    ]
