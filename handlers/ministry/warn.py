"""The ministry's admins are told at once: nobody on duty is never silence."""

from __future__ import annotations

from handlers.context import Choice, Turn
from handlers.people.naming import seat_unit
from storage import persons, queue, seats
from storage.outbox import Priority
from storage.questions import Question
from storage.queue import Holding
from storage.seats import Role

_AWAITED = (Role.OFFICER, Role.EXPERT)
"""Whose silence somebody waits at."""


async def admins(turn: Turn, question: Question, key: str, occasion: str = "", **args: str) -> None:
    """Tells each admin of the question's ministry, once per question, round, `key` and `occasion`.

    A ministry that has named no admin is everybody's concern: then the others' admins hear that a question waits, and
    nothing of what it says.
    """
    ministry, today = question.ministry or "", turn.ctx.clock.today()
    own = await seats.of_ministry(turn.tx, ministry, Role.ADMIN, today)
    for seat in own or await seats.admins(turn.tx, today):
        admin = await persons.get(turn.tx, seat.person_id)
        if admin is None:
            continue
        w = turn.words(admin)
        await turn.say(
            admin,
            w(key, code=question.code, unit=question.unit_name or "?", ministry=w.ministry(ministry), **args),
            *(((Choice(w("queue-show"), "show", {"question": question.id}),),) if own else ()),
            key=f"{key}:{question.id}:{question.round}:{occasion}:{seat.person_id}",
            seat_id=seat.id,
            priority=Priority.ALERT,
            question_id=question.id,
        )


async def of_lost(turn: Turn, person_id: int) -> None:
    """Tells the admins of his ministry, once a day, that an officer or an expert cannot be reached by any channel."""
    officer, today = await persons.get(turn.tx, person_id), turn.ctx.clock.today()
    if officer is None or officer.reachable:
        return
    for seat in await seats.of_person(turn.tx, person_id):
        if seat.role not in _AWAITED or not seat.valid_on(today):
            continue
        desk = (seat.unit,) if seat.role is Role.EXPERT else ()
        waiting = await queue.count(turn.tx, Holding((seat.id,), desk))
        for by in await seats.of_ministry(turn.tx, seat.ministry or "", Role.ADMIN, today):
            admin = await persons.get(turn.tx, by.person_id)
            if admin and admin.id != person_id:
                unit = seat_unit(turn.ctx.places, seat)
                text = turn.words(admin)("officer-lost", name=officer.name, unit=unit, count=waiting)
                key = f"lost:{seat.id}:{today}:{by.person_id}"
                await turn.say(admin, text, key=key, seat_id=by.id, priority=Priority.ALERT)
