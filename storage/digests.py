"""Digests: whose morning, or evening, is done on which day; who wants none; and what an evening says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import and_, delete, exists, func, not_, select, text

from storage.due import OPEN
from storage.questions import OPEN_STATES
from storage.seats import Role, in_force
from storage.tables import audit, clocks, digests, persons, questions, seats, undigested, units
from storage.tx import Tx


class Kind(StrEnum):
    """Which of the two."""

    MORNING = "morning"
    """an officer's: what waits for him today"""
    EVENING = "evening"
    """an admin's: how his ministry's day was"""


_READERS = {Kind.MORNING: Role.OFFICER, Kind.EVENING: Role.ADMIN}


@dataclass(frozen=True, slots=True)
class Owed:
    """A seat whose holder's digest of a day is not done."""

    person_id: int
    seat_id: int
    ministry: str
    province: str | None
    made_at: datetime
    """Since when there is that seat: nobody is owed the digest of a moment before it."""


@dataclass(frozen=True, slots=True)
class Day:
    """A ministry's day in figures."""

    asked: int
    """Questions that went to a person."""
    answered: int
    in_time: int
    escalated: int
    returned: int
    """By a desk, with its advice."""
    unheld: int
    """Open questions at the desk that no officer holds and nobody handed up."""

    @property
    def quiet(self) -> bool:
        """Nothing happened."""
        return not (self.asked or self.answered or self.escalated or self.returned or self.unheld)


@dataclass(frozen=True, slots=True)
class Late:
    """How many overdue questions of a province are with whom; no name for the ministry's desk."""

    province: str | None
    holder: str | None
    count: int


async def owed(tx: Tx, kind: Kind, day: date) -> list[Owed]:
    """Whose digest of that day is not done, by the seats that are in force then."""
    done = exists().where(digests.c.person_id == seats.c.person_id, digests.c.kind == kind.value,
                          digests.c.ministry == seats.c.ministry, digests.c.day == day)  # fmt: skip
    wanted = select(seats.c.person_id, seats.c.id, seats.c.ministry, seats.c.province, seats.c.created_at).where(
        seats.c.role == _READERS[kind].value, seats.c.ministry.is_not(None), in_force(day), not_(done)
    )
    return [Owed(*row) for row in await tx.rows(wanted.order_by(seats.c.id))]


async def claim(tx: Tx, person_id: int, kind: Kind, ministry: str, day: date, now: datetime) -> bool:
    """Notes that this digest is done; False when it was before."""
    row = {"person_id": person_id, "kind": kind, "ministry": ministry, "day": day, "done_at": now}
    return bool(await tx.change(tx.insert(digests).values(row).on_conflict_do_nothing()))


async def prune(tx: Tx, before: date) -> int:
    """Forgets the days before one; of how many digests."""
    return await tx.change(delete(digests).where(digests.c.day < before))


async def wants(tx: Tx, person_id: int) -> bool:
    """Whether somebody has not switched digests off for himself."""
    return await tx.value(select(undigested.c.person_id).where(undigested.c.person_id == person_id)) is None


async def switch(tx: Tx, person_id: int, on: bool) -> None:
    """Switches somebody's digests on, or off."""
    if on:
        await tx.change(delete(undigested).where(undigested.c.person_id == person_id))
    else:
        await tx.change(tx.insert(undigested).values(person_id=person_id).on_conflict_do_nothing())


async def day_of(tx: Tx, ministry: str, begins: datetime, now: datetime) -> Day:
    """A ministry's day so far. Reads all its questions."""
    q = questions.c
    open_ = q.state.in_(OPEN_STATES)
    today = and_(q.answered_at >= begins, q.answered_at <= now)
    timely = q.answered_at <= func.coalesce(q.first_due_at, q.due_at)
    unheld = and_(open_, q.desk == ministry, q.holder_seat_id.is_(None), q.escalated.is_(False))
    counted = select(
        func.count().filter(q.asked_at >= begins, q.due_at.is_not(None)), func.count().filter(today),
        func.count().filter(today, timely), func.count().filter(unheld),
    ).where(q.ministry == ministry)  # fmt: skip
    row = await tx.row(counted)
    asked, answered, in_time, waiting = row or (0, 0, 0, 0)
    up = select(func.count()).select_from(clocks).where(
        clocks.c.kind == "desk", clocks.c.ministry == ministry, clocks.c.since >= begins
    )  # fmt: skip
    back = select(func.count()).join_from(audit, questions, q.code == audit.c.object).where(
        text("audit.verb = 'return'"), audit.c.at >= begins, q.ministry == ministry
    )  # fmt: skip
    return Day(asked, answered, in_time, int(await tx.value(up)), int(await tx.value(back)), waiting)


async def late(tx: Tx, ministry: str, now: datetime) -> Sequence[Late]:
    """A ministry's overdue questions by province and holder, most first."""
    q = questions.c
    count = func.count().label("count")
    found = (
        select(units.c.full_name, persons.c.name, count)
        .select_from(questions)
        .outerjoin(units, units.c.code == q.province)
        .outerjoin(seats, seats.c.id == q.holder_seat_id)
        .outerjoin(persons, persons.c.id == seats.c.person_id)
        .where(q.ministry == ministry, OPEN, q.due_at <= now)
        .group_by(units.c.full_name, persons.c.name)
        .order_by(count.desc(), units.c.full_name)
    )
    return [Late(*row) for row in await tx.rows(found)]
