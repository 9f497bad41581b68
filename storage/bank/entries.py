"""The bank's entries with their phrasings.

Whatever changes the bank counts its version up in the same transaction and notes which entries that were: a process
that holds the bank in memory compares versions and loads those alone. Each change of an entry is kept as a version of
it, with who made it and why.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, or_, select, update

from faq.entry import Entry, Hold, Status
from storage.bank import history, law
from storage.bank.history import Author, in_parts
from storage.bank.version import count_up, lock, version
from storage.db import AnyRow, Tx
from storage.prepared import Prepared
from storage.tables import entries, fields, holds, phrasings, reviews

IMPORT = Author(None, "import")
CHECK_AFTER = timedelta(days=180)
"""So long after it was checked an entry is to be checked again."""
LAPSES_SOON = timedelta(days=14)
"""So long before its last day an entry is to be looked at, so that what comes after it is there in time."""
_IN_A_PART = 100  # some milliseconds of work: on PostgreSQL the event loop does it
_PART = Prepared(select(entries).where(entries.c.id > bindparam("after")).order_by(entries.c.id).limit(_IN_A_PART))
_SAID_IN_PART = Prepared(
    select(phrasings.c.entry_id, phrasings.c.text)
    .where(phrasings.c.entry_id > bindparam("after"), phrasings.c.entry_id <= bindparam("last"))
    .order_by(phrasings.c.id)
)
_HELD_IN_PART = Prepared(
    law.holding().where(holds.c.entry_id > bindparam("after"), holds.c.entry_id <= bindparam("last"))
)


class UnknownField(Exception):
    """An entry names a field that its ministry does not have; nothing of the import may be kept."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(f"{entry.id}: {entry.ministry} has no field {entry.field!r}")
        self.entry = entry


@dataclass(frozen=True, slots=True)
class Stored:
    """What an import did, in numbers of entries."""

    added: int
    changed: int
    unchanged: int


async def get(tx: Tx, entry_id: str) -> Entry | None:
    """The entry of an id, or None."""
    return (await _of(tx, [entry_id])).get(entry_id)


async def named(tx: Tx, ids: Iterable[str]) -> dict[str, Entry]:
    """The entries of these ids; unknown ids are left out."""
    return await _of(tx, list(dict.fromkeys(ids)))


async def parts(tx: Tx) -> AsyncIterator[list[Entry]]:
    """The whole bank by id, a few at a time, so that its rows are never all in memory."""
    after = ""
    while True:
        rows = await tx.rows(_PART, after=after)
        if not rows:
            return
        said = await tx.rows(_SAID_IN_PART, after=after, last=rows[-1].id)
        held = await tx.rows(_HELD_IN_PART, after=after, last=rows[-1].id)
        after = rows[-1].id
        yield _put_together(rows, said, held)


async def load_all(tx: Tx) -> tuple[int, tuple[Entry, ...]]:
    """The whole bank by id, with the version it has at least."""
    # The version first: on PostgreSQL each statement sees its own moment, and what changes in between must be
    # loaded again, not be taken for known.
    now_is = await version(tx)
    return now_is, tuple([entry async for part in parts(tx) for entry in part])


async def to_check(tx: Tx, ministries: Sequence[str], today: date, limit: int) -> list[str]:
    """What of these ministries has to be checked anew and is not under review for it, the longest unchecked first."""
    wanted = select(entries.c.id).where(_to_check(ministries, today))
    return [row.id for row in await tx.rows(wanted.order_by(entries.c.checked_on, entries.c.id).limit(limit))]


async def count_to_check(tx: Tx, ministries: Sequence[str], today: date) -> int:
    """How much that is."""
    return int(await tx.value(select(func.count()).select_from(entries).where(_to_check(ministries, today))))


def _to_check(ministries: Sequence[str], today: date) -> ColumnElement[bool]:
    """It was checked long ago, or lapses soon and nobody has looked at it in view of that."""
    e, r = entries.c, reviews.c
    soon = and_(e.valid_to.between(today, today + LAPSES_SOON), e.checked_on < today - LAPSES_SOON)
    under_review = select(r.id).where(r.entry_id == e.id, r.state == "open", r.kind == "check").exists()
    due = or_(e.checked_on.is_(None), e.checked_on <= today - CHECK_AFTER, soon)
    return and_(e.ministry.in_(list(ministries)), due, ~under_review)


async def store(
    tx: Tx, bank: Iterable[Entry], now: datetime, by: Author = IMPORT, seen: Collection[int] | None = None
) -> Stored:
    """Puts entries in, by id: new ones are added, different ones replaced, equal ones left alone.

    `seen` are the changes of the law that the author had before him (see `law.bind`). Raises UnknownField.
    """
    wanted = {entry.id: entry for entry in bank}
    await _check_fields(tx, wanted.values())
    await lock(tx)
    there = await _of(tx, list(wanted))
    new = [entry for entry in wanted.values() if entry.id not in there]
    other = [entry for entry in wanted.values() if entry.id in there and there[entry.id] != entry]
    before = await history.latest(tx, [entry.id for entry in new + other])
    numbers = {entry.id: before.get(entry.id, 0) + 1 for entry in new + other}
    if new:
        await tx.change(entries.insert(), [_row(entry, numbers[entry.id], now) for entry in new])
    if other:
        replaced = update(entries).where(entries.c.id == bindparam("of"))
        rows = (_row(entry, numbers[entry.id], now) for entry in other)
        await tx.change(replaced, [{"of": row.pop("id"), **row} for row in rows])
        await _unsay(tx, [entry.id for entry in other])
    said = [{"entry_id": entry.id, "text": text} for entry in new + other for text in entry.phrasings]
    if said:
        await tx.change(phrasings.insert(), said)
    await history.keep(tx, ((entry.id, numbers[entry.id], entry) for entry in new + other), by, now)
    await law.cite(tx, new + other)
    # What says what it said before is let go, too, by who has seen what holds it.
    looked_at = [there[entry_id] for entry_id in wanted if seen and entry_id in there and entry_id not in numbers]
    await law.bind(tx, new + other + looked_at, now, there, seen)
    await count_up(tx, [*numbers, *(entry.id for entry in looked_at)])
    return Stored(len(new), len(other), len(there) - len(other))


async def remove(tx: Tx, ids: Iterable[str], now: datetime, by: Author = IMPORT) -> int:
    """Takes entries out of the bank; how many there were. Their versions stay."""
    await lock(tx)
    gone = sorted(await _of(tx, list(set(ids))))
    if not gone:
        return 0
    before = await history.latest(tx, gone)
    await history.keep(tx, ((entry_id, before.get(entry_id, 0) + 1, None) for entry_id in gone), by, now)
    await _unsay(tx, gone)
    await law.forget(tx, gone)
    for part in in_parts(gone):
        await tx.change(delete(entries).where(entries.c.id.in_(part)))
    await count_up(tx, gone)
    return len(gone)


async def _unsay(tx: Tx, ids: Sequence[str]) -> None:
    for part in in_parts(ids):
        await tx.change(delete(phrasings).where(phrasings.c.entry_id.in_(part)))


async def _check_fields(tx: Tx, bank: Iterable[Entry]) -> None:
    known = {(row.ministry, row.code) for row in await tx.rows(select(fields.c.ministry, fields.c.code))}
    for entry in bank:
        if (entry.ministry, entry.field) not in known:
            raise UnknownField(entry)


async def _of(tx: Tx, ids: list[str]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for part in in_parts(ids):
        texts = select(phrasings.c.entry_id, phrasings.c.text).where(phrasings.c.entry_id.in_(part))
        said = await tx.rows(texts.order_by(phrasings.c.id))
        held = await tx.rows(law.holding().where(holds.c.entry_id.in_(part)))
        rows = await tx.rows(select(entries).where(entries.c.id.in_(part)))
        found |= {entry.id: entry for entry in _put_together(rows, said, held)}
    return found


def _put_together(rows: Sequence[AnyRow], said: Sequence[AnyRow], held: Sequence[AnyRow]) -> list[Entry]:
    texts, kept_back = defaultdict[str, list[str]](list), defaultdict[str, list[Hold]](list)
    for row in said:
        texts[row.entry_id].append(row.text)
    for row in held:
        kept_back[row.entry_id].append(law.hold_of(row))
    return [_entry(row, texts.get(row.id, ()), kept_back.get(row.id, ())) for row in rows]


def _row(entry: Entry, number: int, now: datetime) -> dict[str, Any]:
    return {
        "id": entry.id,
        "ministry": entry.ministry,
        "field": entry.field,
        "question": entry.question,
        "answer": entry.answer,
        "legal_basis": list(entry.legal_basis),
        "source_url": entry.source_url,
        "status": entry.status.value,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
        "confidence": entry.confidence,
        "checked_on": entry.checked_on,
        "reviewed": entry.reviewed,
        "provinces": list(entry.provinces),
        "task_id": entry.task_id,
        "version": number,
        "changed_at": now,
    }


def _entry(row: AnyRow, said: Sequence[str], held: Sequence[Hold]) -> Entry:
    return Entry(
        id=row.id,
        ministry=row.ministry,
        field=row.field,
        question=row.question,
        phrasings=tuple(said),
        answer=row.answer,
        legal_basis=tuple(row.legal_basis),
        source_url=row.source_url,
        status=Status(row.status),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        confidence=row.confidence,
        checked_on=row.checked_on,
        reviewed=row.reviewed,
        provinces=tuple(row.provinces),
        task_id=row.task_id,
        holds=tuple(held),
        version=row.version,
    )
