"""Opinions: asked for before the answer goes out, of a colleague or of another desk. Never the asker's to see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, update

from storage.db import Tx
from storage.seats import Seat
from storage.tables import messages, opinions, persons, questions, seats, units


@dataclass(frozen=True, slots=True)
class Opinion:
    """What was asked of whom; of a seat, or of a desk."""

    id: int
    question_id: int
    asked_by: int
    seat_id: int | None
    desk: str | None
    """A ministry, or its bureau; it has a clock of its own."""
    named: bool
    """Whether the answer says that this desk contributed."""
    asked_in: int | None
    given_in: int | None
    asked_at: datetime
    ended_at: datetime | None
    """Since when it is waited for no more."""
    seat_name: str | None
    desk_name: str | None
    stands: bool
    """It was given, and not taken back."""


_holder = persons.alias("holder")
_SELECT = (
    select(
        opinions.c.id, opinions.c.question_id, opinions.c.asked_by, opinions.c.seat_id, opinions.c.desk,
        opinions.c.named, opinions.c.asked_in, opinions.c.given_in, opinions.c.asked_at, opinions.c.ended_at,
        _holder.c.name, units.c.full_name, and_(messages.c.id.is_not(None), messages.c.recalled_at.is_(None)),
    )
    .outerjoin_from(opinions, seats, seats.c.id == opinions.c.seat_id)
    .outerjoin(_holder, _holder.c.id == seats.c.person_id)
    .outerjoin(units, units.c.code == opinions.c.desk)
    .outerjoin(messages, messages.c.id == opinions.c.given_in)
    .order_by(opinions.c.id)
)  # fmt: skip
_WAITING = opinions.c.ended_at.is_(None)


async def ask(
    tx: Tx, question_id: int, by: int, of: Seat | str, message_id: int | None, now: datetime, *, named: bool = True
) -> int:  # fmt: skip
    """Notes that the opinion `of` a seat, or of a desk, is asked for; its id."""
    seat_id, desk = (None, of) if isinstance(of, str) else (of.id, None)
    row = {"question_id": question_id, "asked_by": by, "seat_id": seat_id, "desk": desk, "asked_in": message_id,
           "named": named and desk is not None, "asked_at": now}  # fmt: skip
    made: int = await tx.value(tx.insert(opinions).values(row).returning(opinions.c.id))
    return made


async def get(tx: Tx, opinion_id: int) -> Opinion | None:
    """One opinion."""
    row = await tx.row(_SELECT.where(opinions.c.id == opinion_id))
    return Opinion(*row) if row else None


async def of(tx: Tx, question_id: int) -> list[Opinion]:
    """All that were asked for about a question, in order."""
    return [Opinion(*row) for row in await tx.rows(_SELECT.where(opinions.c.question_id == question_id))]


async def give(tx: Tx, opinion_id: int, message_id: int, now: datetime) -> bool:
    """Notes that it was given; False where it is waited for no more."""
    waiting = update(opinions).where(opinions.c.id == opinion_id, _WAITING)
    return bool(await tx.change(waiting.values(given_in=message_id, ended_at=now)))


async def end(tx: Tx, question_id: int, now: datetime) -> list[Opinion]:
    """Ends the waiting for all that were not given; which those were."""
    waiting = update(opinions).where(opinions.c.question_id == question_id, _WAITING)
    ended = [row[0] for row in await tx.rows(waiting.values(ended_at=now).returning(opinions.c.id))]
    return [Opinion(*row) for row in await tx.rows(_SELECT.where(opinions.c.id.in_(ended)))] if ended else []


async def asked_of(tx: Tx, question_id: int, held: Iterable[Seat], desks: Sequence[str]) -> list[Opinion]:
    """What of a question was asked of these seats and desks."""
    mine = _of(held, desks)
    return [Opinion(*row) for row in await tx.rows(_SELECT.where(opinions.c.question_id == question_id, mine))]


async def waited_for(tx: Tx, held: Iterable[Seat], desks: Sequence[str], limit: int) -> list[Opinion]:
    """What is waited for from these seats and desks, of questions that are open, oldest first."""
    wanted = _SELECT.join(questions, questions.c.id == opinions.c.question_id)
    still = wanted.where(_WAITING, _of(held, desks), questions.c.state.in_(("open", "waiting")))
    return [Opinion(*row) for row in await tx.rows(still.limit(limit))]


async def desks(tx: Tx, opinion_ids: Iterable[int]) -> dict[int, str]:
    """The desks of these opinions; those that were asked of a seat are left out."""
    ids = list(opinion_ids)
    wanted = select(opinions.c.id, opinions.c.desk).where(opinions.c.id.in_(ids), opinions.c.desk.is_not(None))
    return {row[0]: row[1] for row in await tx.rows(wanted)} if ids else {}


def _of(held: Iterable[Seat], desks: Sequence[str]) -> ColumnElement[bool]:
    return or_(opinions.c.seat_id.in_([seat.id for seat in held]), opinions.c.desk.in_(list(desks)))
