"""The version of the bank: every change counts it up, and notes which entries it was about.

A process that holds the bank in memory compares versions, and loads what was changed since its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select, update

from storage.db import Tx
from storage.tables import bank_changes, bank_version

CHANGED = "bank"
"""The wake-up hint that a change of the bank gives."""
MOST_NOTED = 1_000
"""Changes that are still noted, and loaded, one by one; after more of them the whole bank is loaded."""
_KEPT = 10_000
"""Versions of which it is known what they changed."""


async def version(tx: Tx) -> int:
    """Counts the changes of the bank; 0 before the first."""
    found: int | None = await tx.value(select(bank_version.c.version).where(bank_version.c.id == 1))
    return found or 0


async def changed_between(tx: Tx, before: int, now_is: int) -> frozenset[str] | None:
    """The entries that were changed after version `before`, up to `now_is`; None where not known, or many."""
    noted = select(bank_changes.c.version, bank_changes.c.entry_id)
    noted = noted.where(bank_changes.c.version > before, bank_changes.c.version <= now_is)
    rows = await tx.rows(noted.limit(MOST_NOTED + 1))
    if len(rows) > MOST_NOTED or len({row.version for row in rows}) != now_is - before:
        return None
    return frozenset(row.entry_id for row in rows)


async def lock(tx: Tx) -> None:
    """Makes other changes of the bank wait until this transaction has ended."""
    # Two imports at once would both insert what both found missing. (SQLite has one writer anyway.)
    first = tx.insert(bank_version).values({"id": 1, "version": 0})
    await tx.change(first.on_conflict_do_nothing(index_elements=["id"]))
    await tx.row(select(bank_version.c.version).where(bank_version.c.id == 1).with_for_update())


async def count_up(tx: Tx, changed: Iterable[str]) -> None:
    """Notes that these entries were changed. The caller has locked the bank."""
    ids = sorted(set(changed))
    if not ids:
        return
    await tx.change(update(bank_version).where(bank_version.c.id == 1).values(version=bank_version.c.version + 1))
    now_is = await version(tx)
    if len(ids) <= MOST_NOTED:
        await tx.change(bank_changes.insert(), [{"version": now_is, "entry_id": entry_id} for entry_id in ids])
    await tx.change(delete(bank_changes).where(bank_changes.c.version <= now_is - _KEPT))
    tx.wake(CHANGED)
