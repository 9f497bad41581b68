"""A question is handed up, because it is beyond the authority of whoever has it."""

from __future__ import annotations

from datetime import datetime

from handlers import access, deadlines
from handlers.cadre import keeping
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.escalation import competence
from handlers.escalation.competence import Above
from handlers.group import topic
from handlers.ministry import warn
from handlers.officer import card
from handlers.officer.acting import acting
from handlers.outgoing import Draft
from handlers.overtaken import advance
from handlers.rules.lifecycle import Verb
from storage import audit, persons, questions
from storage.questions import Question
from storage.thread import Kind


async def begin(ctx: Context, heard: Heard) -> Effect:
    """The button: why? One tap is enough where there is nothing to add."""

    async def effect(turn: Turn) -> None:
        question = await acting(turn, heard, Verb.ESCALATE)
        if question is None:
            return
        up = await _above(turn, heard, question)
        if up is None:
            await _was_done(turn, heard, question)
            return
        w = turn.words(heard.who)
        await turn.expect(heard.place, "escalate", question=question.id)
        now = Choice(w("escalate-without-reason"), "escalate_now", {"question": question.id})
        why = w("escalate-why", code=question.code, to=await competence.named(turn, w, up))
        await turn.say(heard.who, why, (now,), question_id=question.id)

    return effect


async def escalate(ctx: Context, heard: Heard) -> Effect:
    """Up it goes, with the reason; the deadline stays and is shown."""

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        question = await acting(turn, heard, Verb.ESCALATE)
        if question is None:
            return
        up = await _above(turn, heard, question)
        if up is None:
            await _was_done(turn, heard, question)
            return
        await advance(turn, question, Verb.ESCALATE, **up.holding)
        if heard.text or heard.attachments:
            await keeping.keep_message(turn, heard, question.id, "reason")
        to = {"from": question.holder_seat_id, "to": up.lead.id if up.lead else up.desk}
        await audit.note(turn.tx, turn.now, heard.who.id, "escalate", question.code, to)
        question = await questions.get(turn.tx, question.id)
        await _tell(turn, heard, question, up, await deadlines.at_desk(turn, question))

    return effect


async def _above(turn: Turn, heard: Heard, question: Question) -> Above | None:
    by = await access.answering(turn.tx, heard.who.id, heard.seats, question, turn.ctx.clock.today())
    return await competence.above(turn, question, by)


async def _was_done(turn: Turn, heard: Heard, question: Question) -> None:
    w, key = turn.words(heard.who), "escalate-was-done"
    if heard.text or heard.attachments:
        await keeping.keep_message(turn, heard, question.id, Kind.UNSENT)
        key = "escalate-was-done-unsent"
    there = w(key, code=question.code, to=card.holder(w, question))
    await turn.say(heard.who, there, role="card", question_id=question.id)


async def _tell(turn: Turn, heard: Heard, question: Question, up: Above, until: datetime) -> None:
    receiving = [up.lead] if up.lead else await card.desk_of(turn, up.desk)
    await card.send(turn, question, receiving, "card-escalated", name=heard.who.name)
    if not receiving:
        await warn.admins(turn, question, "nobody-on-duty", turn.cause)
    w = turn.words(heard.who)
    to = await competence.named(turn, w, up)
    told = {"code": question.code, "name": heard.who.name, "to": to}
    await topic.tell(turn, question, lambda theirs: Draft(theirs("group-escalated", **told)))
    done = w("escalate-done", code=question.code, to=to, until=w.time(until, turn.now))
    await turn.say(heard.who, done, role="card", question_id=question.id)
    asker = await persons.get(turn.tx, question.asker_id)
    if asker:
        aw = turn.words(asker)
        due = aw.time(question.due_at or turn.now, turn.now)
        text = aw("escalate-told", code=question.code, to=await competence.named(turn, aw, up), due=due,
                  until=aw.time(until, turn.now))  # fmt: skip
        await turn.say(asker, text, role="receipt", question_id=question.id)
