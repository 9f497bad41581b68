"""Handovers: officers' terms that end, announced once and carried out once for each last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, exists, func, not_, select, update

from storage.due import OPEN
from storage.questions import OPEN_STATES
from storage.seats import SEATS, Role, Seat, in_force, of_row
from storage.tables import audit, handovers, messages, questions, reviews, seats
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Record:
    """What an officer has done and leaves behind."""

    answered: int
    in_time: int
    unsent: int
    """Messages he wrote about open questions that went to nobody."""
    drafts: int
    """What he proposed for the bank and nobody has reviewed."""


async def ending(tx: Tx, today: date, until: date, limit: int = 100) -> list[Seat]:
    """Officers' seats whose last day comes by `until` and has not been announced."""
    announced = exists().where(handovers.c.seat_id == seats.c.id, handovers.c.ends_on == seats.c.valid_until)
    wanted = SEATS.where(
        seats.c.role == Role.OFFICER.value, seats.c.state == "valid", seats.c.valid_until >= today,
        seats.c.valid_until <= until, not_(announced),
    )  # fmt: skip
    return [of_row(row) for row in await tx.rows(wanted.order_by(seats.c.valid_until, seats.c.id).limit(limit))]


async def announce(tx: Tx, seat_id: int, ends_on: date, now: datetime) -> bool:
    """Notes that a last day is announced; False when it was before."""
    row = tx.insert(handovers).values(seat_id=seat_id, ends_on=ends_on, announced_at=now)
    return bool(await tx.change(row.on_conflict_do_nothing(index_elements=["seat_id", "ends_on"])))


async def done(tx: Tx, seat_id: int, ends_on: date, now: datetime, moved: int) -> None:
    """Notes that a term ended and how many questions were handed over."""
    await announce(tx, seat_id, ends_on, now)
    ours = update(handovers).where(handovers.c.seat_id == seat_id, handovers.c.ends_on == ends_on)
    await tx.change(ours.values(done_at=now, moved=moved))


async def left_behind(tx: Tx, day: date, limit: int = 100) -> list[int]:
    """Officers' seats that give no right on that day and still hold open questions."""
    # Driven by the seats, of which there are few: a million open questions are not looked at for it.
    holds = exists().where(questions.c.holder_seat_id == seats.c.id, OPEN)
    ended = and_(seats.c.role == Role.OFFICER.value, not_(in_force(day)))
    wanted = select(seats.c.id).where(ended, holds).order_by(seats.c.id).limit(limit)
    return [row[0] for row in await tx.rows(wanted)]


async def next_day(tx: Tx, today: date, before: int) -> date | None:
    """The next day, after today, on which a term has to be announced or has ended; `before`: days of notice."""
    officers = and_(seats.c.role == Role.OFFICER.value, seats.c.state == "valid", seats.c.valid_until >= today)
    last = await tx.value(select(func.min(seats.c.valid_until)).where(officers))
    if last is None:
        return None
    announced = exists().where(handovers.c.seat_id == seats.c.id, handovers.c.ends_on == seats.c.valid_until)
    first = await tx.value(select(func.min(seats.c.valid_until)).where(officers, not_(announced)))
    days = [date.fromordinal(last.toordinal() + 1)]
    if first is not None:
        days.append(date.fromordinal(first.toordinal() - before))
    ahead = [day for day in days if day > today]
    return min(ahead, default=None)


async def record(tx: Tx, seat: Seat) -> Record:
    """What an officer did by a seat: answers by the audit, which names the seat; and what he leaves unfinished."""
    answered = audit.c.detail["seat"].as_integer() == seat.id
    by_seat = select(audit.c.object).where(audit.c.verb == "answer", audit.c.actor_id == seat.person_id, answered)
    first = and_(questions.c.code.in_(by_seat), questions.c.answered_at.is_not(None))
    in_time = func.count().filter(
        questions.c.answered_at <= func.coalesce(questions.c.first_due_at, questions.c.due_at)
    )
    counted = await tx.row(select(func.count(), in_time).select_from(questions).where(first))
    unsent = select(func.count()).select_from(messages).join(questions, questions.c.id == messages.c.question_id)
    of_his = and_(messages.c.author_id == seat.person_id, messages.c.kind == "unsent",
                  questions.c.state.in_(OPEN_STATES), questions.c.holder_seat_id == seat.id)  # fmt: skip
    drafts = select(func.count()).select_from(reviews).where(
        reviews.c.author_id == seat.person_id, reviews.c.state == "open")  # fmt: skip
    answers, timely = (counted[0], counted[1]) if counted else (0, 0)
    return Record(answers, timely, int(await tx.value(unsent.where(of_his))), int(await tx.value(drafts)))
