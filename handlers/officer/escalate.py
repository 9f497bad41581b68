"""An officer hands a question up to the ministry, because it is beyond his authority."""

from __future__ import annotations

from datetime import datetime

from handlers import deadlines
from handlers.cadre import keeping
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.group import topic
from handlers.ministry import warn
from handlers.officer import card
from handlers.officer.acting import acting, refused
from handlers.outgoing import Draft
from handlers.overtaken import advance
from handlers.rules.lifecycle import Verb
from storage import audit, persons, questions
from storage.questions import Question


async def begin(ctx: Context, heard: Heard) -> Effect:
    """The button: why? One tap is enough where there is nothing to add."""

    async def effect(turn: Turn) -> None:
        question = await acting(turn, heard, Verb.ESCALATE)
        if question is None:
            return
        if question.escalated:
            await _was_done(turn, heard, question)
            return
        w = turn.words(heard.who)
        await turn.expect(heard.place, "escalate", question=question.id)
        now = Choice(w("escalate-without-reason"), "escalate_now", {"question": question.id})
        await turn.say(heard.who, w("escalate-why", code=question.code), (now,), question_id=question.id)

    return effect


async def escalate(ctx: Context, heard: Heard) -> Effect:
    """Up it goes, with the reason; the deadline stays and is shown."""

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        question = await acting(turn, heard, Verb.ESCALATE)
        if question is None:
            return
        if question.escalated:
            await _was_done(turn, heard, question)
            return
        await advance(turn, question, Verb.ESCALATE, holder_seat_id=None, desk=question.ministry, escalated=True)
        if heard.text or heard.attachments:
            await keeping.keep_message(turn, heard, question.id, "reason")
        await audit.note(turn.tx, turn.now, heard.who.id, "escalate", question.code)
        question = await questions.get(turn.tx, question.id)
        await _tell(turn, heard, question, await deadlines.at_desk(turn, question))

    return effect


async def _was_done(turn: Turn, heard: Heard, question: Question) -> None:
    if heard.text or heard.attachments:
        await refused(turn, heard, question)  # what he wrote is kept
        return
    w = turn.words(heard.who)
    there = w("escalate-was-done", code=question.code, ministry=w.ministry(question.ministry or ""))
    await turn.say(heard.who, there, role="card", question_id=question.id)


async def _tell(turn: Turn, heard: Heard, question: Question, until: datetime) -> None:
    ministry = question.ministry or ""
    desk = await card.desk_of(turn, ministry)
    await card.send(turn, question, desk, "card-escalated", name=heard.who.name)
    if not desk:
        await warn.admins(turn, question, "nobody-on-duty", turn.cause)
    await topic.tell(
        turn, question, lambda theirs: Draft(theirs("group-escalated", code=question.code, name=heard.who.name))
    )
    w = turn.words(heard.who)
    await turn.say(
        heard.who,
        w("escalate-done", code=question.code, ministry=w.ministry(ministry), until=w.time(until, turn.now)),
    )
    asker = await persons.get(turn.tx, question.asker_id)
    if asker:
        aw = turn.words(asker)
        due = aw.time(question.due_at or turn.now, turn.now)
        text = aw("escalate-told", code=question.code, ministry=aw.ministry(ministry), due=due,
                  until=aw.time(until, turn.now))  # fmt: skip
        await turn.say(asker, text, role="receipt", question_id=question.id)
