"""What a desk answers may go to the officer, to be passed on by him, where the ministry has laid that down."""

from __future__ import annotations

from handlers import access
from handlers.context import Heard, Turn
from handlers.escalation import give_back
from storage import desks
from storage.questions import OPEN_STATES, Question
from storage.seats import Role
from storage.thread import Kind


async def handed_down(turn: Turn, heard: Heard, question: Question) -> bool:
    """Whether what somebody at a desk answers went to the officer; False where it goes to the asker. Raises
    Overtaken."""
    desk, ministry = question.desk, question.ministry or ""
    if not (desk and question.escalated and question.state in OPEN_STATES):
        return False
    seat = await access.answering(turn.tx, heard.who.id, heard.seats, question, turn.ctx.clock.today())
    if seat is None or seat.role is Role.OFFICER or not await desks.through_officer(turn.tx, ministry):
        return False
    target = await give_back.down(turn, question)
    if target.seat is None:
        return False  # nobody is there to pass it on, and the asker waits
    await give_back.hand(turn, heard, question, target, Kind.FOR_ASKER)
    w = turn.words(heard.who)
    told = w("through-done", code=question.code, name=target.seat.person_name)
    await turn.say(heard.who, told, role="opinion", question_id=question.id)
    return True
