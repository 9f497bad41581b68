"""A desk gives a question back to the province, with its advice: whoever is responsible there answers it."""

from __future__ import annotations

from handlers.cadre import keeping
from handlers.context import Context, Effect, Heard, Turn
from handlers.group import topic
from handlers.officer import card, handed, responsible
from handlers.officer.acting import acting
from handlers.overtaken import advance
from handlers.rules.lifecycle import Verb
from handlers.rules.routing import Target
from handlers.show import stands
from storage import audit, opinions, questions
from storage.questions import Question
from storage.thread import Kind


async def begin(ctx: Context, heard: Heard) -> Effect:
    """The button: with which advice?"""

    async def effect(turn: Turn) -> None:
        found = await _to_whom(turn, heard)
        if found is None:
            return
        question, target = found
        name = target.seat.person_name if target.seat else ""
        await turn.expect(heard.place, "give_back", question=question.id)
        write = turn.words(heard.who)("give-back-write", code=question.code, name=name)
        await turn.say(heard.who, write, question_id=question.id)

    return effect


async def give_back(ctx: Context, heard: Heard) -> Effect:
    """The advice: with it the question goes back, with the deadline that it has."""

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        found = await _to_whom(turn, heard)
        if found is None:
            return
        question, target = found
        await hand(turn, heard, question, target, Kind.ADVICE)
        w, name = turn.words(heard.who), target.seat.person_name if target.seat else ""
        due = w.time(question.due_at or turn.now, turn.now)
        done = w("give-back-done", code=question.code, name=name, due=due)
        await turn.say(heard.who, done, role="opinion", question_id=question.id)

    return effect


async def hand(turn: Turn, heard: Heard, question: Question, target: Target, kind: Kind) -> int:
    """Hands a question down with what was said about it, as a message of this kind; everybody whom it concerns hears
    of it. The message's id. Raises Overtaken."""
    await advance(turn, question, Verb.RETURN, **target.holding)
    message_id = await keeping.keep_message(turn, heard, question.id, kind)
    # What the desk said stays its own to correct; its advice is the officer's to use, and not named to the asker.
    desk, named = question.desk or "", kind is Kind.FOR_ASKER
    given = await opinions.ask(turn.tx, question.id, heard.who.id, desk, None, turn.now, named=named)
    await opinions.give(turn.tx, given, message_id, turn.now)
    to = target.seat.id if target.seat else None
    await audit.note(turn.tx, turn.now, heard.who.id, "return", question.code, {"from": question.desk, "to": to})
    now_is = await questions.get(turn.tx, question.id)
    if target.seat:
        passing = message_id if kind is Kind.FOR_ASKER else None
        heading = "card-to-pass-on" if passing else "card-returned"
        await card.send(turn, now_is, [target.seat], heading, passing=passing, name=heard.who.name)
        await topic.handed(turn, now_is, target.seat.person_name)
        await handed.tell_asker(turn, now_is, target.seat.person_name)
    return message_id


async def down(turn: Turn, question: Question) -> Target:
    """Who is responsible in the province for what lies at a desk."""
    return await responsible.find(turn.tx, responsible.asked_of(question, turn.ctx.clock.today()))


async def _to_whom(turn: Turn, heard: Heard) -> tuple[Question, Target] | None:
    """The question, if it can be given back, and to whom; else he hears why it cannot."""
    question = await acting(turn, heard, Verb.RETURN)
    if question is None:
        return None
    if not question.escalated:
        await stands(turn, heard, question)
        return None
    target = await down(turn, question)
    if target.seat:
        return question, target
    key = "give-back-rule" if target.meant_for_desk else "give-back-nobody"
    if heard.text or heard.attachments:
        await keeping.keep_message(turn, heard, question.id, Kind.UNSENT)
    await turn.say(heard.who, turn.words(heard.who)(key, code=question.code), role="card", question_id=question.id)
    return None
