"""The ministry's admins are told at once: nobody on duty is never silence."""

from __future__ import annotations

from handlers.context import Choice, Turn
from storage import persons, seats
from storage.outbox import Priority
from storage.questions import Question
from storage.seats import Role


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
            w(key, code=question.code, unit=question.unit_name or "?", **args),
            *(((Choice(w("queue-show"), "show", {"question": question.id}),),) if own else ()),
            key=f"{key}:{question.id}:{question.round}:{occasion}:{seat.person_id}",
            seat_id=seat.id,
            priority=Priority.ALERT,
            question_id=question.id,
        )
