"""Alerts, each raised exactly once, and whom each still has to be told.

Three steps, each committed for itself, so that raising never waits for telling: an alert is *raised* (a row), then
*addressed* (a notice for each person it concerns), then *told* (the person's notices in one message).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date, and_, bindparam, or_, select, update

from storage.prepared import Prepared
from storage.seats import in_force
from storage.tables import alerts, notices, questions, seats
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Rise:
    """An alert to be raised; what is `passed` is recorded, and nobody has to be told of it any more."""

    question_id: int
    round: int
    rung: str
    count: int
    due_at: datetime
    passed: bool


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert of which it is not known yet whom it has to be told, and where its question stands."""

    id: int
    rung: str
    is_true: bool
    """Its question is still open in the same round."""
    holder_seat_id: int | None
    desk: str | None
    ministry: str | None


@dataclass(frozen=True, slots=True)
class Untold:
    """An alert somebody has not been told yet, and what became of its question meanwhile."""

    notice_id: int
    question_id: int
    rung: str
    count: int
    seat_id: int
    is_true: bool
    """Its question is still open in the same round, and its reader still has a right to it."""
    due_at: datetime | None


_RISE = Prepared(
    lambda insert: insert(alerts).on_conflict_do_nothing(index_elements=["question_id", "round", "rung", "count"]),
    "question_id", "round", "rung", "count", "due_at", "raised_at", "addressed_at",
)  # fmt: skip
_NOTE = Prepared(
    lambda insert: insert(notices).on_conflict_do_nothing(index_elements=["alert_id", "person_id"]),
    "alert_id", "person_id", "seat_id",
)  # fmt: skip
_STILL_OPEN = and_(
    or_(questions.c.state == "open", questions.c.state == "waiting"), questions.c.round == alerts.c.round
)
# Locked for this transaction, and what another one holds is left to it: neither waits, and nobody is told twice.
_UNADDRESSED = Prepared(
    select(
        alerts.c.id, alerts.c.rung, _STILL_OPEN, questions.c.holder_seat_id, questions.c.desk, questions.c.ministry
    )
    .join_from(alerts, questions)
    .where(alerts.c.addressed_at.is_(None))
    .order_by(alerts.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=alerts, skip_locked=True)
)
_ADDRESSED = Prepared(update(alerts).where(alerts.c.id == bindparam("of")).values(addressed_at=bindparam("at")))
_PEOPLE = Prepared(
    select(notices.c.person_id)
    .where(notices.c.told_at.is_(None), notices.c.person_id > bindparam("after"))
    .distinct()
    .order_by(notices.c.person_id)
    .limit(bindparam("most"))
)
_UNTOLD = Prepared(
    select(
        notices.c.id, alerts.c.question_id, alerts.c.rung, alerts.c.count, notices.c.seat_id,
        and_(_STILL_OPEN, in_force(bindparam("day", type_=Date))), questions.c.due_at,
    )
    .join_from(notices, alerts)
    .join(questions, questions.c.id == alerts.c.question_id)
    .join(seats, seats.c.id == notices.c.seat_id)
    .where(notices.c.person_id == bindparam("person"), notices.c.told_at.is_(None))
    .order_by(questions.c.due_at, questions.c.asked_at, notices.c.id)
    .with_for_update(of=notices, skip_locked=True)
)  # fmt: skip
_TOLD = Prepared(update(notices).where(notices.c.id == bindparam("of")).values(told_at=bindparam("at")))


async def rise(tx: Tx, rising: Iterable[Rise], now: datetime) -> None:
    """Records alerts; what was raised before stays as it is."""
    rows = [
        {"question_id": r.question_id, "round": r.round, "rung": r.rung, "count": r.count, "due_at": r.due_at,
         "raised_at": now, "addressed_at": now if r.passed else None} for r in rising
    ]  # fmt: skip
    await tx.change_each(_RISE, rows)


async def unaddressed(tx: Tx, limit: int) -> list[Raised]:
    """Alerts that nobody has to be told yet, in the order of their ids; this transaction's to address."""
    return [Raised(*row) for row in await tx.rows(_UNADDRESSED, most=limit)]


async def address(tx: Tx, alert_ids: Iterable[int], to: Iterable[tuple[int, int, int]], now: datetime) -> None:
    """Notes whom alerts have to be told: (alert id, person id, the seat by whose right)."""
    rows = [{"alert_id": alert, "person_id": person, "seat_id": seat} for alert, person, seat in to]
    await tx.change_each(_NOTE, rows)
    await tx.change_each(_ADDRESSED, [{"of": alert, "at": now} for alert in alert_ids])


async def people_to_tell(tx: Tx, after: int = 0, limit: int = 500) -> list[int]:
    """Who has alerts waiting to be told, by id, from beyond `after` on."""
    return [row[0] for row in await tx.rows(_PEOPLE, after=after, most=limit)]


async def untold(tx: Tx, person_id: int, day: date) -> list[Untold]:
    """What one person has not been told yet, most urgent first; this transaction's to tell."""
    return [Untold(*row) for row in await tx.rows(_UNTOLD, person=person_id, day=day)]


async def told(tx: Tx, notice_ids: Iterable[int], now: datetime) -> None:
    """Marks notices of this transaction as told."""
    await tx.change_each(_TOLD, [{"of": notice, "at": now} for notice in notice_ids])
