"""The bank's entries with their phrasings.

Whatever changes the bank counts its version up in the same transaction: a process that holds the bank in memory
compares versions and loads again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from faq.entry import Entry, Status
from storage.db import AnyRow, Tx
from storage.prepared import Prepared
from storage.tables import bank_version, entries, fields, phrasings

CHANGED = "bank"
"""The wake-up hint that a change of the bank gives."""
_AT_ONCE = 1_000
_IN_A_PART = 100  # some milliseconds of work: on PostgreSQL the event loop does it
_PART = Prepared(select(entries).where(entries.c.id > bindparam("after")).order_by(entries.c.id).limit(_IN_A_PART))
_SAID_IN_PART = Prepared(
    select(phrasings.c.entry_id, phrasings.c.text)
    .where(phrasings.c.entry_id > bindparam("after"), phrasings.c.entry_id <= bindparam("last"))
    .order_by(phrasings.c.id)
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


async def version(tx: Tx) -> int:
    """Counts the changes of the bank; 0 before the first."""
    found: int | None = await tx.value(select(bank_version.c.version).where(bank_version.c.id == 1))
    return found or 0


async def parts(tx: Tx) -> AsyncIterator[list[Entry]]:
    """The whole bank by id, a few at a time, so that its rows are never all in memory."""
    after = ""
    while True:
        rows = await tx.rows(_PART, after=after)
        if not rows:
            return
        said = await tx.rows(_SAID_IN_PART, after=after, last=rows[-1].id)
        after = rows[-1].id
        yield _put_together(rows, said)


async def load_all(tx: Tx) -> tuple[int, tuple[Entry, ...]]:
    """The whole bank by id, with the version it has at least."""
    # The version first: on PostgreSQL each statement sees its own moment, and what changes in between must be
    # loaded again, not be taken for known.
    now_is = await version(tx)
    return now_is, tuple([entry async for part in parts(tx) for entry in part])


async def store(tx: Tx, bank: Iterable[Entry], now: datetime) -> Stored:
    """Puts entries in, by id: new ones are added, different ones replaced, equal ones left alone.

    Raises UnknownField.
    """
    wanted = {entry.id: entry for entry in bank}
    await _check_fields(tx, wanted.values())
    await _lock(tx)
    there = await _of(tx, list(wanted))
    new = [entry for entry in wanted.values() if entry.id not in there]
    other = [entry for entry in wanted.values() if entry.id in there and there[entry.id] != entry]
    if new:
        await tx.change(entries.insert(), [_row(entry, now) for entry in new])
    if other:
        replaced = update(entries).where(entries.c.id == bindparam("of"))
        await tx.change(replaced, [{"of": row.pop("id"), **row} for row in (_row(entry, now) for entry in other)])
        await tx.change(
            delete(phrasings).where(phrasings.c.entry_id == bindparam("of")), [{"of": entry.id} for entry in other]
        )
    said = [{"entry_id": entry.id, "text": text} for entry in new + other for text in entry.phrasings]
    if said:
        await tx.change(phrasings.insert(), said)
    if new or other:
        await _count_up(tx)
    return Stored(len(new), len(other), len(there) - len(other))


async def remove(tx: Tx, ids: Iterable[str]) -> int:
    """Takes entries out of the bank; how many there were."""
    gone = [{"of": entry_id} for entry_id in set(ids)]
    if not gone:
        return 0
    await _lock(tx)
    await tx.change(delete(phrasings).where(phrasings.c.entry_id == bindparam("of")), gone)
    found = len(await _of(tx, [item["of"] for item in gone]))
    await tx.change(delete(entries).where(entries.c.id == bindparam("of")), gone)
    if found:
        await _count_up(tx)
    return found


async def _check_fields(tx: Tx, bank: Iterable[Entry]) -> None:
    known = {(row.ministry, row.code) for row in await tx.rows(select(fields.c.ministry, fields.c.code))}
    for entry in bank:
        if (entry.ministry, entry.field) not in known:
            raise UnknownField(entry)


async def _lock(tx: Tx) -> None:
    # Two imports at once would both insert what both found missing: the second waits here on PostgreSQL.
    first = tx.insert(bank_version).values({"id": 1, "version": 0})
    await tx.change(first.on_conflict_do_nothing(index_elements=["id"]))
    await tx.row(select(bank_version.c.version).where(bank_version.c.id == 1).with_for_update())


async def _count_up(tx: Tx) -> None:
    counted = update(bank_version).where(bank_version.c.id == 1)
    await tx.change(counted.values(version=bank_version.c.version + 1))
    tx.wake(CHANGED)


async def _of(tx: Tx, ids: list[str]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for start in range(0, len(ids), _AT_ONCE):  # both databases bound the parameters of a statement
        part = ids[start : start + _AT_ONCE]
        texts = select(phrasings.c.entry_id, phrasings.c.text).where(phrasings.c.entry_id.in_(part))
        said = await tx.rows(texts.order_by(phrasings.c.id))
        rows = await tx.rows(select(entries).where(entries.c.id.in_(part)))
        found |= {entry.id: entry for entry in _put_together(rows, said)}
    return found


def _put_together(rows: Sequence[AnyRow], said: Sequence[AnyRow]) -> list[Entry]:
    texts: dict[str, list[str]] = defaultdict(list)
    for row in said:
        texts[row.entry_id].append(row.text)
    return [_entry(row, texts.get(row.id, ())) for row in rows]


def _row(entry: Entry, now: datetime) -> dict[str, Any]:
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
        "changed_at": now,
    }


def _entry(row: AnyRow, said: Sequence[str]) -> Entry:
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
    )
