"""An officer acts on a question: may he, and is it still possible? Else he hears what is true now."""

from __future__ import annotations

from handlers import access
from handlers.cadre import keeping
from handlers.context import Heard, Turn
from handlers.officer import moved
from handlers.rules import lifecycle
from handlers.rules.lifecycle import Refused, Verb
from handlers.show import nothing_there, stands
from storage import questions
from storage.questions import Question
from storage.thread import Kind


async def acting(turn: Turn, heard: Heard, verb: Verb) -> Question | None:
    """The question meant, if this person may do this to it now; None after having said so.

    What he wrote for it is kept with the question, unsent, and he is told that it was not sent.
    """
    await turn.toast(heard)
    question = await allowed(turn, heard)
    if question is None:
        return None
    try:
        lifecycle.after(question.state, verb)
    except Refused:
        await refused(turn, heard, question)
        return None
    return question


async def refused(turn: Turn, heard: Heard, question: Question) -> None:
    """It is not possible as the question stands now."""
    if not heard.text and not heard.attachments:
        await stands(turn, heard, question)
        return
    await keeping.keep_message(turn, heard, question.id, Kind.UNSENT)
    w = turn.words(heard.who)
    unsent = w("acting-unsent", code=question.code, stands=w(f"state-{question.state}"))
    await turn.say(heard.who, unsent, role="card", question_id=question.id)


async def allowed(turn: Turn, heard: Heard) -> Question | None:
    """The question meant, if this person may answer it now; else says so in the words for what does not exist."""
    question_id = heard.args.get("question") or (heard.reply.question_id if heard.reply else None)
    question = await questions.get(turn.tx, int(question_id)) if question_id else None
    if question and await access.answering(turn.tx, heard.who.id, heard.seats, question, turn.ctx.clock.today()):
        return question
    await turn.expect(heard.place, None)
    if question is None or not await moved.told(turn, heard, question):
        await nothing_there(turn, heard)
    return None
