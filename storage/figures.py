"""Figures: counts over questions, for /thongke and the demo's counter strip. No texts, no names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, case, func, select

from storage.db import Tx
from storage.questions import DROPPED, MERGED, OPEN_STATES, RECALLED
from storage.tables import questions, units


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over the questions of one province, or of all."""

    province: str | None
    asked: int
    by_bank: int
    """Shown the bank's answer and not asked further: they never went to a person."""
    open: int
    overdue: int
    answered: int
    in_time: int
    """First answers of the first round that came before the deadline."""
    late: int
    """First answers that came after the deadline, or are still owed after it."""


# What is no question of its own, was taken back, or was given up before anybody had it, was not asked.
_GIVEN_UP = (questions.c.bank_said == DROPPED) & questions.c.due_at.is_(None) & (questions.c.state == "closed")
_COUNTS = questions.c.state.not_in((MERGED, RECALLED)) & ~_GIVEN_UP


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0).cast(Integer)


def _columns(now: datetime) -> list[ColumnElement[int]]:
    q = questions.c
    is_open = q.state.in_(OPEN_STATES)
    first_due = func.coalesce(q.first_due_at, q.due_at)
    return [
        func.count(q.id),
        _count((q.bank_said == "answer") & q.due_at.is_(None) & q.state.in_(("offered", "closed"))),
        _count(is_open),
        _count(is_open & (q.due_at <= now)),
        _count(q.answered_at.is_not(None)),
        _count(q.answered_at.is_not(None) & (q.answered_at <= first_due)),
        _count((q.answered_at > first_due) | (q.answered_at.is_(None) & (q.state == "open") & (first_due <= now))),
    ]


async def by_province(tx: Tx, now: datetime, ministry: str, province: str | None = None) -> list[Figures]:
    """A ministry's figures for each province from which something was asked, most overdue first."""
    wanted = (
        select(units.c.full_name, *_columns(now))
        .join_from(questions, units, units.c.code == questions.c.province)
        .where(questions.c.ministry == ministry, _COUNTS)
        .group_by(units.c.full_name)
    )
    if province:
        wanted = wanted.where(questions.c.province == province)
    found = [Figures(*row) for row in await tx.rows(wanted)]
    return sorted(found, key=lambda f: (-f.overdue, -f.open, f.province or ""))


async def overall(tx: Tx, now: datetime) -> Figures:
    """Figures over everything."""
    row = await tx.row(select(*_columns(now)).where(_COUNTS))
    return Figures(None, *row) if row else Figures(None, 0, 0, 0, 0, 0, 0, 0)


async def asked_by(tx: Tx, person_id: int) -> int:
    """How many questions are kept that a person asked."""
    own = (questions.c.asker_id == person_id) & questions.c.state.not_in((MERGED, RECALLED))
    return int(await tx.value(select(func.count()).select_from(questions).where(own)))
