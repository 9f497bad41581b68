"""The field was wrong: a question goes to whoever is responsible for the right one, with the clock it has.

What it was and what it is stay in the audit, for the guess to be learned from.
"""

from __future__ import annotations

from dataclasses import replace

from faq.field_names import fields_called
from faq.fields import Field, catalogue
from faq.match import FieldGuess
from handlers import deadlines
from handlers.cadre import add, opening
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.group import topic
from handlers.officer import card, responsible
from handlers.officer.acting import acting
from handlers.overtaken import Overtaken, advance
from handlers.rules.lifecycle import Verb
from handlers.rules.routing import Asked, Target, Why
from storage import audit, clocks, desks, persons, questions, seats
from storage.persons import Person
from storage.questions import Question

MOST_FOUND = 8


async def begin(ctx: Context, heard: Heard) -> Effect:
    """The button: which field is it? The nearest ones, then each ministry."""
    guesses = await near(ctx, int(heard.args["question"]))

    async def effect(turn: Turn) -> None:
        question = await acting(turn, heard, Verb.CORRECT)
        if question is None:
            return
        w = turn.words(heard.who)
        await turn.expect(heard.place, "wrong_field", question=question.id, was=question.field)
        rows = opening.field_choices(w, question.id, guesses, "field_is", question.field)
        which = w("correct-which", code=question.code, field=w.field(question.field or ""))
        await turn.say(heard.who, which, *rows, question_id=question.id)

    return effect


async def typed(ctx: Context, heard: Heard) -> Effect:
    """The name of a field, or some words of it: one is taken, of several he chooses."""
    found = [code for code in fields_called(heard.text.replace("-", " ")) if code != heard.args.get("was")]
    if len(found) == 1:
        return await corrected(ctx, replace(heard.having(field=found[0]), text=""))

    async def effect(turn: Turn) -> None:
        question = await acting(turn, heard, Verb.CORRECT)
        if question is None:
            return
        w, args = turn.words(heard.who), {"question": question.id, "was": question.field}
        shown = found[:MOST_FOUND]
        if not shown:
            await turn.say(heard.who, w("correct-no-such-field"), question_id=question.id)
            return
        rows = [(Choice(w.field(code), "field_is", {**args, "field": code}),) for code in shown]
        await turn.say(heard.who, w("correct-which-of-these"), *rows, question_id=question.id)

    return effect


async def near(ctx: Context, question_id: int) -> tuple[FieldGuess, ...]:
    """The fields that a question may belong to."""
    async with ctx.db.reading() as tx:
        question = await questions.get(tx, question_id)
    return tuple(ctx.bank.guess_field(await ctx.matches(question.text)))


async def corrected(ctx: Context, heard: Heard) -> Effect:
    """This is the field."""
    chosen = catalogue().fields[str(heard.args["field"])]

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        question = await acting(turn, heard, Verb.CORRECT)
        if question is None:
            return
        if question.field != heard.args["was"]:  # a double tap, or somebody was faster
            w = turn.words(heard.who)
            text = w("correct-was-done", code=question.code, field=w.field(question.field or ""),
                     holder=card.holder(w, question))  # fmt: skip
            await turn.say(heard.who, text, role="card", question_id=question.id)
            return
        await move(turn, heard.who, question, chosen)

    return effect


async def move(turn: Turn, by: Person, question: Question, field: Field) -> None:
    """Gives a question its right field, and to whoever answers that; everybody whom it concerns is told."""
    target = await _target(turn, question, field)
    stays = (target.seat.id if target.seat else None, target.desk) == (question.holder_seat_id, question.desk)
    before = [seat for seat in await add.holders(turn, question) if seat.person_id != by.id]
    sorted_ = {"bank_said": "route"} if question.guessed else {}
    changes = {**target.holding, **sorted_, "field": field.code}
    if not stays:
        had_a_clock = await clocks.running_until(turn.tx, question.id, clocks.Kind.DESK)
        await advance(turn, question, Verb.CORRECT, **changes)
        if had_a_clock and target.desk:  # from desk to desk: the next one has time of its own
            await deadlines.at_desk(turn, await questions.get(turn.tx, question.id))
    elif not await questions.move(turn.tx, question, question.state, **changes):  # its clocks stay as they are, too
        raise Overtaken
    detail = {
        "was": question.field, "is": field.code, "guessed": question.guessed, "from": question.holder_seat_id,
        "to": target.seat.id if target.seat else None, **target.noted,
    }  # fmt: skip
    await audit.note(turn.tx, turn.now, by.id, "correct", question.code, detail)
    now_is = await questions.get(turn.tx, question.id)
    for seat in before:
        if person := await persons.get(turn.tx, seat.person_id):
            await _say(turn, person, now_is, "correct-told-holder" if stays else "correct-told-before", by=by.name)
    if not stays:
        await _hand_over(turn, by, now_is, target)
    if by.id != question.asker_id:
        await _say(turn, by, now_is, "correct-done-same" if stays else "correct-done")
    asker = await persons.get(turn.tx, question.asker_id)
    if asker and not (stays and by.id != asker.id):
        await _say(turn, asker, now_is, "correct-told")


async def _target(turn: Turn, question: Question, field: Field) -> Target:
    today = turn.ctx.clock.today()
    if field.ministry == question.ministry and await _is_with_lead(turn, question):
        return Target(field.ministry, await seats.get(turn.tx, question.holder_seat_id or 0), Why.OFFICER)
    if question.escalated and field.ministry == question.ministry:
        was = await responsible.find(turn.tx, responsible.asked_of(question, today))
        if not was.meant_for_desk:  # what is beyond an officer's authority in one field is so in the next
            bureau = await desks.of_field(turn.tx, field.ministry, field.code, today)
            return Target(field.ministry, None, Why.RULE_DESK, bureau=bureau)
    asked = Asked(field.ministry, field.code, question.province, question.unit, today)
    return await responsible.find(turn.tx, asked, holder=question.holder_seat_id)


async def _is_with_lead(turn: Turn, question: Question) -> bool:
    """Whether it was handed up to the lead of the province: what was beyond an officer's authority still is."""
    if not question.with_lead:
        return False
    return await clocks.running_until(turn.tx, question.id, clocks.Kind.DESK) is not None


async def _hand_over(turn: Turn, by: Person, question: Question, target: Target) -> None:
    if target.seat:
        await card.send(turn, question, [target.seat], "card-corrected", name=by.name)
    else:
        await card.to_holder(turn, question, target)
    await topic.handed(turn, question, card.holder(turn.words(by), question))


async def _say(turn: Turn, to: Person, question: Question, key: str, **args: str) -> None:
    w = turn.words(to)
    due = w.time(question.due_at or turn.now, turn.now)
    told = w(key, code=question.code, field=w.field(question.field or ""), holder=card.holder(w, question),
             due=due, **args)  # fmt: skip
    role = "receipt" if to.id == question.asker_id else "card"
    await turn.say(to, told, role=role, question_id=question.id)
