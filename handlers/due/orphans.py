"""A question whose holder is gone goes to whoever is on duty now: it is never nobody's."""

from __future__ import annotations

from handlers.cadre import opening
from handlers.context import Turn
from handlers.group import topic
from handlers.officer import card
from handlers.officer.adopt import adopt
from handlers.rules.routing import Target
from storage import audit, persons, questions
from storage.questions import Question


async def rescue(turn: Turn, question: Question) -> None:
    """Moves an open question away from an ended seat, with the deadline it has."""
    await _hand(turn, question, await opening.find_target(turn, question.ministry or "", question.province or ""))


async def hand_on(turn: Turn, question: Question) -> bool:
    """Moves an open question away from an officer who cannot be reached; False when there is nobody else."""
    away_from = question.holder_seat_id
    target = await opening.find_target(turn, question.ministry or "", question.province or "", without=away_from)
    if target.seat:
        await _hand(turn, question, target)
    return target.seat is not None


async def give_to_who_came(turn: Turn, ministry: str, province: str) -> None:
    """What lies at the desk because nobody was on duty goes to whoever is now: his term began, he is back."""
    target = await opening.find_target(turn, ministry, province)
    if target.seat:
        await adopt(turn, target.seat)


async def _hand(turn: Turn, question: Question, target: Target) -> None:
    to = target.seat.id if target.seat else None
    if not await questions.move(turn.tx, question, question.state, holder_seat_id=to, desk=target.desk):
        return
    await audit.note(turn.tx, turn.now, None, "rescue", question.code, {"to": to})
    question = await questions.get(turn.tx, question.id)
    await card.to_holder(turn, question, target)
    if target.seat:
        await topic.handed(turn, question, target.seat.person_name)
    asker = await persons.get(turn.tx, question.asker_id)
    if asker and target.seat:
        w = turn.words(asker)
        due = w.time(question.due_at or turn.now, turn.now)
        told = w("transfer-told", code=question.code, name=target.seat.person_name, due=due)
        await turn.say(asker, told, role="receipt", question_id=question.id)
