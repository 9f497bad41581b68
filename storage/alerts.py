"""Alerts, each raised exactly once, and whom each still has to be told.

Three steps, each committed for itself, so that raising never waits for telling: an alert is *raised* (a row), then
*addressed* (a notice for each person it concerns), then *told* (the person's notices in one message).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date, and_, bindparam, case, func, or_, select, update

from storage.clocks import Kind
from storage.prepared import Prepared
from storage.seats import in_force
from storage.tables import alerts, clocks, notices, questions, seats
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Rise:
    """An alert to be raised; what is `passed` is recorded, and nobody has to be told of it any more."""

    question_id: int
    clock_id: int
    rung: str
    count: int
    tell: tuple[str, ...]
    due_at: datetime
    passed: bool


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert of which it is not known yet whom it has to be told, and where its question stands."""

    id: int
    rung: str
    tell: tuple[str, ...]
    due_at: datetime
    is_true: bool
    """Its clock still runs."""
    asker_id: int
    holder_seat_id: int | None
    desk: str | None
    ministry: str | None
    province: str | None
    field: str | None
    part: int | None
    """The opinion whose clock it is, where it is one's."""


@dataclass(frozen=True, slots=True)
class Untold:
    """An alert somebody has not been told yet, and what became of its question meanwhile."""

    notice_id: int
    question_id: int
    clock: str
    """The kind of clock whose deadline it is."""
    rung: str
    count: int
    seat_id: int | None
    """None for the asker."""
    is_true: bool
    """Its clock still runs, and its reader still has a right to it."""
    due_at: datetime
    """When that clock is due."""
    part: int | None
    """The opinion whose clock it is, where it is one's."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody who has to be told of an alert, by the right of which seat (None: as the asker), and when."""

    alert_id: int
    person_id: int
    seat_id: int | None
    tell_at: datetime


_RISE = Prepared(
    lambda insert: insert(alerts).on_conflict_do_nothing(index_elements=["clock_id", "rung", "count"]),
    "question_id", "clock_id", "rung", "count", "tell", "due_at", "raised_at", "addressed_at",
)  # fmt: skip
_NOTE = Prepared(
    lambda insert: insert(notices).on_conflict_do_nothing(index_elements=["alert_id", "person_id"]),
    "alert_id", "person_id", "seat_id", "tell_at",
)  # fmt: skip
_STILL_RUNS = clocks.c.stopped_at.is_(None)
_PART = case((clocks.c.kind == Kind.PART.value, clocks.c.round))
# Locked for this transaction, and what another one holds is left to it: neither waits, and nobody is told twice.
_UNADDRESSED = Prepared(
    select(
        alerts.c.id, alerts.c.rung, alerts.c.tell, alerts.c.due_at, _STILL_RUNS, questions.c.asker_id,
        questions.c.holder_seat_id, questions.c.desk, questions.c.ministry, questions.c.province, questions.c.field,
        _PART,
    )
    .join_from(alerts, clocks, clocks.c.id == alerts.c.clock_id)
    .join(questions, questions.c.id == alerts.c.question_id)
    .where(alerts.c.addressed_at.is_(None))
    .order_by(alerts.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=alerts, skip_locked=True)
)  # fmt: skip
_ADDRESSED = Prepared(update(alerts).where(alerts.c.id == bindparam("of")).values(addressed_at=bindparam("at")))
_PEOPLE = Prepared(
    select(notices.c.person_id)
    .where(
        notices.c.told_at.is_(None), notices.c.tell_at <= bindparam("now"), notices.c.person_id > bindparam("after")
    )
    .distinct()
    .order_by(notices.c.person_id)
    .limit(bindparam("most"))
)
_NEXT = Prepared(
    select(func.min(notices.c.tell_at)).where(notices.c.told_at.is_(None), notices.c.tell_at > bindparam("now"))
)
_UNTOLD = Prepared(
    select(
        notices.c.id, alerts.c.question_id, clocks.c.kind, alerts.c.rung, alerts.c.count, notices.c.seat_id,
        and_(_STILL_RUNS, or_(notices.c.seat_id.is_(None), in_force(bindparam("day", type_=Date)))), clocks.c.due_at,
        _PART,
    )
    .join_from(notices, alerts, alerts.c.id == notices.c.alert_id)
    .join(clocks, clocks.c.id == alerts.c.clock_id)
    .outerjoin(seats, seats.c.id == notices.c.seat_id)
    .where(
        notices.c.person_id == bindparam("person"), notices.c.told_at.is_(None), notices.c.tell_at <= bindparam("now")
    )
    .order_by(clocks.c.due_at, notices.c.id)
    .with_for_update(of=notices, skip_locked=True)
)  # fmt: skip
_TOLD = Prepared(update(notices).where(notices.c.id == bindparam("of")).values(told_at=bindparam("at")))


async def rise(tx: Tx, rising: Iterable[Rise], now: datetime) -> None:
    """Records alerts; what was raised before stays as it is."""
    rows = [
        {"question_id": r.question_id, "clock_id": r.clock_id, "rung": r.rung, "count": r.count, "tell": list(r.tell),
         "due_at": r.due_at, "raised_at": now, "addressed_at": now if r.passed else None} for r in rising
    ]  # fmt: skip
    await tx.change_each(_RISE, rows)


async def unaddressed(tx: Tx, limit: int) -> list[Raised]:
    """Alerts that nobody has to be told yet, in the order of their ids; this transaction's to address."""
    return [Raised(row[0], row[1], tuple(row[2]), *row[3:]) for row in await tx.rows(_UNADDRESSED, most=limit)]


async def address(tx: Tx, alert_ids: Iterable[int], to: Iterable[Notice], now: datetime) -> None:
    """Notes whom alerts have to be told, and when."""
    rows = [
        {"alert_id": n.alert_id, "person_id": n.person_id, "seat_id": n.seat_id, "tell_at": n.tell_at} for n in to
    ]
    await tx.change_each(_NOTE, rows)
    await tx.change_each(_ADDRESSED, [{"of": alert, "at": now} for alert in alert_ids])


@dataclass(frozen=True, slots=True)
class Past:
    """An alert that was raised."""

    rung: str
    count: int
    due_at: datetime
    raised_at: datetime


async def of_clock(tx: Tx, clock_id: int, limit: int = 20) -> list[Past]:
    """What was raised about a clock, in order; of many the last."""
    a = alerts.c
    wanted = select(a.rung, a.count, a.due_at, a.raised_at).where(a.clock_id == clock_id)
    rows = await tx.rows(wanted.order_by(a.due_at.desc(), a.id.desc()).limit(limit))
    return [Past(*row) for row in reversed(rows)]


async def people_to_tell(tx: Tx, now: datetime, after: int = 0, limit: int = 500) -> list[int]:
    """Who has alerts that wait to be told by `now`, by id, from beyond `after` on."""
    return [row[0] for row in await tx.rows(_PEOPLE, now=now, after=after, most=limit)]


async def next_telling(tx: Tx, now: datetime) -> datetime | None:
    """When somebody next has to be told what waits for its hour (business time).

    Whoever could be told already and cannot be reached is no reason to try again at once.
    """
    found: datetime | None = await tx.value(_NEXT, now=now)
    return found


async def untold(tx: Tx, person_id: int, day: date, now: datetime) -> list[Untold]:
    """What one person has to be told by `now` and has not been, most urgent first; this transaction's to tell."""
    return [Untold(*row) for row in await tx.rows(_UNTOLD, person=person_id, day=day, now=now)]


async def told(tx: Tx, notice_ids: Iterable[int], now: datetime) -> None:
    """Marks notices of this transaction as told."""
    await tx.change_each(_TOLD, [{"of": notice, "at": now} for notice in notice_ids])
