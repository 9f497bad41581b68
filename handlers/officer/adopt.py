"""A new officer takes over what waited at the ministry's desk because nobody was on duty in his province."""

from __future__ import annotations

from handlers.context import Turn
from handlers.group import topic
from handlers.officer import card
from storage import audit, persons, questions
from storage.seats import Role, Seat


async def adopt(turn: Turn, seat: Seat) -> None:
    """Moves those questions to the officer's seat and sends him their cards; the askers see his name."""
    if seat.role is not Role.OFFICER or not seat.ministry or not seat.province:
        return
    for question in await questions.unheld_in(turn.tx, seat.ministry, seat.province):
        if not await questions.move(turn.tx, question, question.state, holder_seat_id=seat.id, desk=None):
            continue
        await audit.note(turn.tx, turn.now, seat.person_id, "adopt", question.code, {"to": seat.id})
        question = await questions.get(turn.tx, question.id)
        await card.send(turn, question, [seat])
        await topic.handed(turn, question, seat.person_name)
        asker = await persons.get(turn.tx, question.asker_id)
        if asker:
            w = turn.words(asker)
            due = w.time(question.due_at or turn.now, turn.now)
            told = w("transfer-told", code=question.code, name=seat.person_name, due=due)
            await turn.say(asker, told, role="receipt", question_id=question.id)
