"""The queue: the open questions that somebody holds, in the order of their deadlines; counted, or filtered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select

from storage.db import Tx
from storage.due import OPEN
from storage.questions import Question, those
from storage.tables import questions

WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Holding:
    """Whose open questions: those of these seats, and what lies at these desks."""

    seats: tuple[int, ...] = ()
    desks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Only:
    """Which of them; whatever is not said is no condition."""

    due_after: datetime | None = None
    due_by: datetime | None = None
    state: str | None = None
    fields: tuple[str, ...] = ()


ALL = Only()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are, and of what kind."""

    all: int
    overdue: int
    today: int
    """Due before the day is over, and not overdue."""
    waiting: int
    """The next word is the asker's."""


async def held_by(tx: Tx, holding: Holding, only: Only = ALL, *, limit: int, skip: int = 0) -> list[Question]:
    """Open questions in the order of their deadlines."""
    # Of two that are due together the one asked first, in whatever order they came to us.
    order = questions.c.due_at, questions.c.asked_at, questions.c.id
    return await those(tx, _held(holding), *_is(only), order=order, limit=limit, skip=skip)


async def count(tx: Tx, holding: Holding, only: Only = ALL) -> int:
    """How many open questions there are."""
    return int(await tx.value(_counting(holding, func.count()).where(*_is(only))))


async def counts(tx: Tx, holding: Holding, now: datetime, day_ends: datetime) -> Counts:
    """How many there are of each kind, by one look."""
    q = questions.c

    def number(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    today = and_(q.due_at > now, q.due_at <= day_ends)
    kinds = number(q.due_at <= now), number(today), number(q.state == WAITING)
    row = await tx.row(_counting(holding, func.count(), *kinds))
    return Counts(*map(int, row)) if row else Counts(0, 0, 0, 0)


async def fields(tx: Tx, holding: Holding) -> dict[str, int]:
    """The fields of what is open, with how many there are of each; most first."""
    q, many = questions.c, func.count()
    rows = await tx.rows(_counting(holding, q.field, many).where(q.field.is_not(None)).group_by(q.field))
    return dict(sorted(((row[0], int(row[1])) for row in rows), key=lambda found: (-found[1], found[0])))


def _counting(holding: Holding, *wanted: ColumnElement[Any]) -> Select[Any]:
    return select(*wanted).select_from(questions).where(_held(holding))


def _held(holding: Holding) -> ColumnElement[bool]:
    # Each alternative has a partial index of its own; one that nobody meant would cost a look at everything.
    own = list[ColumnElement[bool]]()
    if holding.seats:
        own.append(questions.c.holder_seat_id.in_(holding.seats))
    if holding.desks:
        own.append(and_(questions.c.desk.in_(holding.desks), questions.c.holder_seat_id.is_(None)))
    return and_(OPEN, or_(*own)) if own else false()


def _is(only: Only) -> Sequence[ColumnElement[bool]]:
    q, found = questions.c, list[ColumnElement[bool]]()
    if only.due_after:
        found.append(q.due_at > only.due_after)
    if only.due_by:
        found.append(q.due_at <= only.due_by)
    if only.state:
        found.append(q.state == only.state)
    if only.fields:
        found.append(q.field.in_(only.fields))
    return found
