"""A question goes to a person: which field, whose seat, until when. He gets its card, the asker a receipt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from faq.fields import catalogue
from faq.match import FieldGuess
from handlers import deadlines
from handlers.cadre import keeping
from handlers.context import Choice, Heard, Turn
from handlers.group import topic
from handlers.officer import card, responsible
from handlers.outgoing import Draft
from handlers.overtaken import advance
from handlers.rules.lifecycle import State, Verb
from handlers.rules.routing import Asked, Target
from handlers.wording import Words
from storage import audit, links, questions, seats, thread
from storage.persons import Person
from storage.questions import Question
from storage.seats import Role, Seat

FIELD_IS_SURE = 0.6
SORT_WITHIN = timedelta(minutes=10)
"""How long the asker has to say which field it is, before the clock decides by the nearest guess."""
MOST_GUESSES = 3
"""With two ministries as many as Zalo shows as buttons."""
WORTH_OFFERING = 0.2
"""A guess below this is more often wrong than a help."""


async def to_a_person(
    turn: Turn, heard: Heard, question: Question, guesses: Sequence[FieldGuess], *, meant: bool = True
) -> None:
    """Sends a question to whoever is responsible, after asking for the field where that is not clear.

    Where nobody has said that it is `meant` as a question (a word or two), one tap is asked for in any case.
    """
    if not heard.seat(Role.CADRE):
        await enrol_first(turn, heard.who, question)
    elif meant and guesses and guesses[0].confidence >= FIELD_IS_SURE:
        await open_in(turn, heard, question, guesses[0].ministry, guesses[0].field)
    else:
        question = await as_sent(turn, question, heard.seat(Role.CADRE), heard.at)
        await ask_field(turn, heard.who, question, guesses)


async def open_in(turn: Turn, heard: Heard, question: Question, ministry: str, field: str) -> None:
    """Opens a question in a field, as one of the unit its asker has now."""
    question = await as_sent(turn, question, heard.seat(Role.CADRE), heard.at)
    await open_for(turn, heard.who, question, ministry, field)


async def enrol_first(turn: Turn, asker: Person, question: Question) -> None:
    """A question goes to nobody before its asker is of a unit; it is kept until then, however long that takes."""
    w = turn.words(asker)
    await advance(turn, question, Verb.KEEP, bank_said="route", unit=None, province=None, wake_at=None,
                  closed_at=None)  # fmt: skip
    if any(seat.state == "asked" for seat in await seats.of_person(turn.tx, asker.id)):
        await turn.say(asker, w("ask-wait-for-approval"), question_id=question.id)
    else:
        await turn.say(asker, w("ask-enrol-first"), (Choice(w("people-enrol"), "enrol"),), question_id=question.id)


async def as_sent(turn: Turn, question: Question, cadre: Seat | None, at: datetime) -> Question:
    """A question that the bank had first runs its clock from when its asker sent it on, as one of the unit he has."""
    changes: dict[str, object] = {}
    if cadre and not question.unit:
        changes = {"unit": cadre.unit, "province": cadre.province, "clock_from": at}
    elif at > question.clock_from and (
        question.state == State.CLOSED or (question.state == State.OFFERED and question.bank_said != "route")
    ):
        changes = {"clock_from": at}
    if changes:
        await questions.rewrite(turn.tx, question.id, **changes)
        question = await questions.get(turn.tx, question.id)
    return await keeping.of_today(turn, question)


async def ask_field(turn: Turn, who: Person, question: Question, guesses: Sequence[FieldGuess]) -> None:
    """Asks for the field by one tap; the nearest guess is kept for the clock."""
    best = guesses[0] if guesses else None
    guess = {"ministry": best.ministry, "field": best.field} if best else {}
    await advance(turn, question, Verb.SORT, wake_at=turn.now + SORT_WITHIN, closed_at=None, **guess)
    w, quote = turn.words(who), await first_word(turn, who, question)
    await turn.say(who, w("ask-which-field"), *unsorted_choices(w, question.id, guesses), quote=quote,
                   question_id=question.id)  # fmt: skip


def unsorted_choices(w: Words, question_id: int, guesses: Sequence[FieldGuess]) -> tuple[tuple[Choice, ...], ...]:
    """The fields that it may be, and that it is no question after all: one field less has room beside that."""
    return (*field_choices(w, question_id, guesses[: MOST_GUESSES - 1]), never_mind(w, question_id))


def never_mind(w: Words, question_id: int) -> tuple[Choice]:
    """The button of somebody who did not mean to ask, or needs no answer any more."""
    return (Choice(w("sort-never-mind"), "not_needed", {"question": question_id}),)


def field_choices(
    w: Words, question_id: int, guesses: Sequence[FieldGuess], verb: str = "field", was: str | None = None
) -> tuple[tuple[Choice, ...], ...]:
    """The nearest fields, then each ministry: one tap is always enough, for it is the ministry that decides who.

    `was` is the field that it has and that is wrong.
    """
    known, args = catalogue(), {"question": question_id, **({"was": was} if was else {})}
    near = [
        (Choice(w.field(guess.field), verb, {**args, "field": guess.field}),)
        for guess in guesses[:MOST_GUESSES]
        if guess.confidence >= WORTH_OFFERING and guess.field != was
    ]
    rest = [
        (Choice(w("ask-other-field", ministry=w.ministry(code)), verb, {**args, "field": general}),)
        for code in known.ministries
        if (general := known.fields_of(code)[0].code) != was
    ]
    return (*near, *rest)


async def open_for(
    turn: Turn, who: Person, question: Question, ministry: str, field: str, *, guessed: bool = False
) -> None:
    """Opens a question for the one who is responsible; `guessed`: its asker has not said which field it is."""
    asked = Asked(ministry, field, question.province, question.unit, turn.ctx.clock.today())
    target = await responsible.find(turn.tx, asked)
    plan = await deadlines.planned(turn, ministry, field, question.province, question.clock_from)
    due = plan.due_at
    noted = {"bank_said": questions.GUESSED} if guessed else {}
    await advance(
        turn, question, Verb.ROUTE, **target.holding, field=field, due_at=due, first_due_at=due, closed_at=None,
        wake_at=None, **noted,
    )  # fmt: skip
    question = await questions.get(turn.tx, question.id)
    await deadlines.begin(turn, question, plan)
    await audit.note(turn.tx, turn.now, question.asker_id, "route", question.code, target.noted)
    await card.to_holder(turn, question, target)
    await topic.begin(turn, question, target.group)
    await _receipt(turn, who, question, target)


async def _receipt(turn: Turn, who: Person, question: Question, target: Target) -> None:
    w = turn.words(who)
    due = w.time(question.due_at or turn.now, turn.now)
    holder = card.holder(w, question)
    rows: tuple[tuple[Choice, ...], ...] = ()
    receipt = Draft(w("ask-sent", code=question.code, holder=holder, due=due))
    if question.guessed:
        named = {"field": w.field(question.field or ""), "ministry": w.ministry(target.ministry)}
        receipt.line().line(w("ask-sent-guessed", **named))
        rows = ((Choice(w("card-wrong-field"), "own_field", {"question": question.id}),),)
    await turn.say(who, receipt, *rows, role="receipt", question_id=question.id, key=f"receipt:{question.id}",
                   quote=await first_word(turn, who, question))  # fmt: skip


async def first_word(turn: Turn, asker: Person, question: Question) -> str | None:
    """The message with which a question began, where its asker can see it: what is said about it quotes it."""
    asked = (await thread.of(turn.tx, question.id))[0]
    return await links.seen_as(turn.tx, asked.id, asker.place)
