"""A question whose holder is gone goes to whoever is on duty now: it is never nobody's."""

from __future__ import annotations

from handlers import deadlines
from handlers.context import Turn
from handlers.group import topic
from handlers.officer import adopt, card, handed, responsible
from handlers.rules.routing import Target
from storage import audit, questions
from storage.questions import Question


async def rescue(turn: Turn, question: Question) -> None:
    """Moves an open question away from an ended seat, with the deadline it has."""
    await _hand(turn, question, await _responsible(turn, question))


async def hand_on(turn: Turn, question: Question) -> bool:
    """Moves an open question away from an officer who cannot be reached; False when there is nobody else."""
    target = await _responsible(turn, question, without=question.holder_seat_id)
    if target.seat:
        await _hand(turn, question, target)
    return target.seat is not None


async def give_to_who_came(turn: Turn, ministry: str, province: str) -> None:
    """What lies at the desk because nobody was on duty goes to whoever is now: his term began, he is back."""
    await adopt.in_province(turn, ministry, province)


async def _responsible(turn: Turn, question: Question, without: int | None = None) -> Target:
    asked = responsible.asked_of(question, turn.ctx.clock.today())
    return await responsible.find(turn.tx, asked, without=without)


async def _hand(turn: Turn, question: Question, target: Target) -> None:
    if not await questions.move(turn.tx, question, question.state, **target.holding):
        return
    await deadlines.handed_on(turn, question)
    to = target.seat.id if target.seat else None
    await audit.note(turn.tx, turn.now, None, "rescue", question.code,
                     {"from": question.holder_seat_id, "to": to, **target.noted})  # fmt: skip
    question = await questions.get(turn.tx, question.id)
    await card.to_holder(turn, question, target)
    if target.seat:
        await topic.handed(turn, question, target.seat.person_name)
    await handed.tell_asker(turn, question, target.seat.person_name if target.seat else None)
