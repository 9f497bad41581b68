"""Reminders: when somebody wants to be told again of a question. Rows, so that no restart forgets one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text, update

from storage.db import Tx
from storage.tables import reminders

WAKE = "remind"
"""The wake-up hint that a reminder was set, or moved."""
_R = reminders.c
_UNDONE = text("reminders.done_at IS NULL")
"""In the words of the partial index."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """Who is to be told of what, and when (business time)."""

    id: int
    person_id: int
    question_id: int
    at: datetime


_ROWS = select(_R.id, _R.person_id, _R.question_id, _R.at)


async def put(tx: Tx, person_id: int, question_id: int, at: datetime, now: datetime) -> None:
    """Sets a person's reminder of a question, in place of an earlier one."""
    row = {"person_id": person_id, "question_id": question_id, "at": at, "made_at": now, "done_at": None}
    new = tx.insert(reminders).values(row)
    changed = {name: new.excluded[name] for name in ("at", "made_at", "done_at")}
    await tx.change(new.on_conflict_do_update(index_elements=["person_id", "question_id"], set_=changed))
    tx.wake(WAKE)


async def drop(tx: Tx, person_id: int, question_id: int, now: datetime) -> bool:
    """Ends a person's reminder of a question; whether there was one."""
    own = update(reminders).where(_R.person_id == person_id, _R.question_id == question_id, _UNDONE)
    return bool(await tx.change(own.values(done_at=now)))


async def done(tx: Tx, reminder: Reminder, now: datetime) -> bool:
    """Takes a reminder out of what is due; False where another sweep was faster, or it was moved meanwhile."""
    this = update(reminders).where(_R.id == reminder.id, _R.at == reminder.at, _UNDONE)
    return bool(await tx.change(this.values(done_at=now)))


async def put_off(tx: Tx, reminder: Reminder, at: datetime) -> None:
    """The telling failed: it is tried again then."""
    await tx.change(update(reminders).where(_R.id == reminder.id, _R.at == reminder.at, _UNDONE).values(at=at))


async def due(tx: Tx, now: datetime, limit: int = 100) -> list[Reminder]:
    """What is due by now, earliest first."""
    wanted = _ROWS.where(_UNDONE, _R.at <= now).order_by(_R.at, _R.id)
    return [Reminder(*row) for row in await tx.rows(wanted.limit(limit))]


async def following(tx: Tx) -> datetime | None:
    """When the next one is due."""
    found: datetime | None = await tx.value(select(func.min(_R.at)).where(_UNDONE))
    return found


async def of(tx: Tx, person_id: int, limit: int = 20) -> list[Reminder]:
    """What a person has set and was not told yet, earliest first."""
    own = _ROWS.where(_R.person_id == person_id, _UNDONE).order_by(_R.at, _R.id)
    return [Reminder(*row) for row in await tx.rows(own.limit(limit))]


async def at(tx: Tx, person_id: int, question_id: int) -> datetime | None:
    """When a person is to be reminded of a question."""
    own = select(_R.at).where(_R.person_id == person_id, _R.question_id == question_id, _UNDONE)
    found: datetime | None = await tx.value(own)
    return found
