"""Whoever was asked for his opinion gives it: to those who have the question, never to its asker."""

from __future__ import annotations

from dataclasses import replace

from handlers import access
from handlers.cadre import add, keeping
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.officer import card
from handlers.officer.acting import acting
from handlers.officer.answer import give
from handlers.outgoing import Draft, Style
from handlers.people.naming import seat_unit
from handlers.rules.lifecycle import State, Verb
from handlers.show import nothing_there
from storage import audit, clocks, desks, opinions, persons, questions, seats, thread
from storage.opinions import Opinion
from storage.questions import OPEN_STATES, Question
from storage.seats import Seat
from storage.thread import Kind


async def begin(ctx: Context, heard: Heard) -> Effect:
    """The button: what is written next is the opinion."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        found = await _meant(turn, heard)
        if found is None:
            return
        opinion, question = found
        w = turn.words(heard.who)
        await turn.expect(heard.place, "opinion_give", opinion=opinion.id)
        await turn.say(heard.who, w("opinion-write", code=question.code), role="opinion", question_id=question.id)

    return effect


async def advise(ctx: Context, heard: Heard) -> Effect:
    """The opinion, as a reply or after the button."""

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        found = await _meant(turn, heard)
        if found is None:
            return
        opinion, question = found
        w = turn.words(heard.who)
        if not heard.text and not heard.attachments:
            await turn.say(heard.who, w("answer-empty"), role="opinion", question_id=question.id)
            return
        if question.state == State.RECALLED:
            await keeping.keep_message(turn, heard, question.id, Kind.UNSENT)
            await turn.say(heard.who, w("opinion-recalled", code=question.code), question_id=question.id)
            return
        message_id = await keeping.keep_message(turn, heard, question.id, Kind.OPINION)
        if await opinions.give(turn.tx, opinion.id, message_id, turn.now):
            await _stop_clock(turn, opinion)
            await audit.note(turn.tx, turn.now, heard.who.id, "advise", question.code, {"opinion": opinion.id})
        told = await _pass_on(turn, heard, question, opinion, message_id)
        key = "opinion-given" if question.state in OPEN_STATES else "opinion-given-late"
        text = w("opinion-given-nobody", code=question.code)
        if told:
            text = w(key, code=question.code, names=", ".join(told))
        await turn.say(heard.who, text, role="opinion", question_id=question.id)

    return effect


async def forward(ctx: Context, heard: Heard) -> Effect:
    """One tap: what a desk wrote for the asker goes to him as it is. What was said inside never does."""

    async def effect(turn: Turn) -> None:
        question = await acting(turn, heard, Verb.ANSWER)
        if question is None:
            return
        said = await thread.message(turn.tx, int(heard.args["message"]))
        if said is None or said.question_id != question.id or said.kind != Kind.FOR_ASKER:
            await nothing_there(turn, heard)
            return
        if said.recalled_at:
            await turn.say(heard.who, turn.words(heard.who)("recall-twice"))
            return
        files = tuple(card.enclosed(f) for f in await thread.enclosed_with(turn.tx, [said.id]))
        await give(turn, replace(heard, text=said.text, attachments=files, message_id=None, more_ids=()), question)

    return effect


async def _meant(turn: Turn, heard: Heard) -> tuple[Opinion, Question] | None:
    """What he is asked by the seats that he has today; else he hears the words for what does not exist."""
    at = await desks.answered_by(turn.tx, heard.seats, turn.ctx.clock.today())
    chosen = heard.args.get("opinion")
    if chosen:
        one = await opinions.get(turn.tx, int(chosen))
        of = one.question_id if one else None
    else:
        of = heard.reply.question_id if heard.reply else None
    asked = await opinions.asked_of(turn.tx, of, heard.seats, at) if of else []
    fitting = [opinion for opinion in asked if chosen in (None, opinion.id)]
    question = await questions.get(turn.tx, of) if of and fitting else None
    if question is None or question.state == State.MERGED:
        await nothing_there(turn, heard)
        return None
    return next((o for o in fitting if o.ended_at is None), fitting[-1]), question


async def _stop_clock(turn: Turn, opinion: Opinion) -> None:
    for clock in await clocks.of(turn.tx, opinion.question_id):
        if clock.kind is clocks.Kind.PART and clock.round == opinion.id and clock.stopped_at is None:
            await clocks.stop_one(turn.tx, clock.id, turn.now)


async def _pass_on(turn: Turn, heard: Heard, question: Question, opinion: Opinion, message_id: int) -> list[str]:
    """Shows it to whoever has the question, and to whoever asked for it if he may answer still; their names."""
    said = await thread.message(turn.tx, message_id)
    files = tuple(card.enclosed(f) for f in await thread.enclosed_with(turn.tx, [message_id]))
    by_whose = {seat.person_id: seat for seat in await add.holders(turn, question)}
    if asked_by := await _still_his(turn, question, opinion.asked_by):
        by_whose.setdefault(opinion.asked_by, asked_by)
    told = []
    for person_id, seat in by_whose.items():
        person = await persons.get(turn.tx, person_id)
        if person is None or said is None or person_id == heard.who.id:
            continue
        told.append(person.name)
        w = turn.words(person)
        unit = await _unit(turn, heard, opinion)
        draft = Draft().bold(w("opinion-heading", code=question.code, name=heard.who.name, unit=unit))
        draft.said(said.text or w("card-no-text"), said.id).line().italic(w("opinion-inside-how"))
        answer = Choice(w("card-answer"), "answer", {"question": question.id}, Style.PRIMARY)
        rows = ((answer,),) if question.state in OPEN_STATES else ()
        await turn.say(
            person, draft, *rows, key=f"opinion:{message_id}:{person_id}", role="note", question_id=question.id,
            message_id=message_id, seat_id=seat.id, attachments=files,
        )  # fmt: skip
    return told


async def _still_his(turn: Turn, question: Question, person_id: int) -> Seat | None:
    """The seat by which somebody may answer the question today."""
    today = turn.ctx.clock.today()
    held = [seat for seat in await seats.of_person(turn.tx, person_id) if seat.valid_on(today)]
    return await access.answering(turn.tx, person_id, held, question, today)


async def _unit(turn: Turn, heard: Heard, opinion: Opinion) -> str:
    seat = next((s for s in heard.seats if s.id == opinion.seat_id or s.unit == opinion.desk), heard.seats[0])
    return seat_unit(turn.ctx.places, seat)
