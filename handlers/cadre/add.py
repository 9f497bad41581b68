"""A further word of the asker to a question of his: it reaches whoever holds it, under the same code."""

from __future__ import annotations

from handlers import deadlines, quotation
from handlers.cadre import bank, keeping
from handlers.cadre.bank import Found
from handlers.context import Context, Effect, Heard, Turn
from handlers.group import topic
from handlers.officer import card
from handlers.outgoing import Draft, beginning
from handlers.overtaken import Overtaken, advance
from handlers.rules.lifecycle import State, Verb
from handlers.show import nothing_there, stands
from handlers.wording import Words
from storage import links, persons, questions, seats, thread
from storage.persons import Person
from storage.questions import Question
from storage.seats import Seat

MOST_OF_IT = 80
"""Characters of a question by which whoever answers is reminded of it."""


def to_question(heard: Heard, question: Question) -> Effect:
    """Adds what was said to a question of the asker's own."""

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        now_is = await questions.get(turn.tx, question.id)
        message_id = await keeping.keep_message(turn, heard, question.id, "addition")
        await pass_on(turn, heard.who, now_is, [message_id], quotation.meant(heard, now_is))

    return effect


def words_to_picture(heard: Heard, question: Question, found: Found) -> Effect:
    """A picture came first and its words just now: they are one question."""

    async def effect(turn: Turn) -> None:
        await keeping.keep_message(turn, heard, question.id, "addition")
        await questions.rewrite(turn.tx, question.id, text=heard.text)
        await bank.offer(turn, heard, found, await questions.get(turn.tx, question.id))

    return effect


async def chosen(ctx: Context, heard: Heard) -> Effect:
    """The asker says that what he wrote belongs to an open question."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        kept = await questions.get(turn.tx, int(heard.args["kept"]))
        target = await questions.get(turn.tx, int(heard.args["question"]))
        own = {kept.asker_id, target.asker_id} == {heard.who.id}
        unsent = kept.due_at is None and kept.state in (State.UNSORTED, State.OFFERED, State.CLOSED)
        if own and unsent and not _gone(target):
            await merge(turn, heard.who, kept, target)
        elif own:
            await stands(turn, heard, target if unsent else kept)
        else:
            await nothing_there(turn, heard)

    return effect


def _gone(question: Question) -> bool:
    return question.state in (State.MERGED, State.RECALLED)


async def merge(turn: Turn, asker: Person, kept: Question, target: Question) -> None:
    """Moves what was kept as a question of its own into the thread it belongs to."""
    await advance(turn, kept, Verb.MERGE, wake_at=None)
    moved = await thread.move_all(turn.tx, kept.id, target.id)
    await links.follow(turn.tx, kept.id, target.id)
    await pass_on(turn, asker, target, moved)


async def pass_on(
    turn: Turn, asker: Person, question: Question, message_ids: list[int], answered: int | None = None
) -> None:
    """Shows further messages to whoever holds the question; an answered question is open again.

    The question is written even where its state stays: so whoever answers or opens it at the same moment comes
    before this or after it, and what is told the asker is true. `answered` is the message that they quote.
    """
    if _gone(question):
        raise Overtaken
    w = turn.words(asker)
    reopened = question.state in (State.ANSWERED, State.CLOSED)
    if reopened:
        await _reopen(turn, question)
    else:
        await advance(turn, question, Verb.ADD)
    question = await questions.get(turn.tx, question.id)
    if question.due_at is None:
        key = "add-kept-with-bank" if question.state == State.OFFERED else "add-kept"
        await turn.say(asker, w(key), role="receipt", question_id=question.id)
        return
    for message_id in message_ids:
        await show_to_holder(turn, question, message_id, "relay-reopened" if reopened else "relay-addition", answered)
    due = w.time(question.due_at, turn.now)
    told = w("add-reopened" if reopened else "add-sent", code=question.code, due=due)
    quote = await links.seen_as(turn.tx, message_ids[0], asker.place)  # so he sees which of his messages it was
    await turn.say(asker, told, role="receipt", question_id=question.id, quote=quote)


async def _reopen(turn: Turn, question: Question) -> None:
    """Opens an answered question again with a clock of its own."""
    if question.due_at is None:
        raise Overtaken  # the bank closed it since this was found to belong to it: it belongs to no one's question
    plan = await deadlines.planned(turn, question.ministry or "", question.field, question.province, turn.now)
    await advance(turn, question, Verb.REOPEN, round=question.round + 1, clock_from=turn.now, due_at=plan.due_at,
                  closed_at=None)  # fmt: skip
    await deadlines.begin(turn, await questions.get(turn.tx, question.id), plan)
    await topic.resume(turn, question)


async def show_to_holder(
    turn: Turn, question: Question, message_id: int, heading: str, answered: int | None = None
) -> None:
    """Relays a message of the asker to whoever holds his question, and to its topic."""
    said = await thread.message(turn.tx, message_id)
    if said is None:
        return
    files = await thread.enclosed_with(turn.tx, [message_id])

    def drawn(w: Words) -> Draft:
        due = w.time(question.due_at or turn.now, turn.now)
        draft = Draft().bold(w(heading, code=question.code, name=question.asker_name, due=due))
        return draft.said(said.text or w("card-no-text"), said.id)

    await topic.tell(turn, question, drawn, role="relay", message_id=message_id)
    for seat in await holders(turn, question):
        person = await persons.get(turn.tx, seat.person_id)
        if person is None:
            continue
        w = turn.words(person)
        draft = drawn(w)
        if question.text and said.kind != "asked":
            draft.line().italic(w("relay-of", start=beginning(question.text, MOST_OF_IT)))
            draft.within(beginning(question.text, MOST_OF_IT), MOST_OF_IT)
        await turn.say(
            person, draft, *card.buttons(w, question), key=f"relay:{message_id}:{person.id}", role="relay",
            question_id=question.id, message_id=message_id, seat_id=seat.id,
            attachments=tuple(card.enclosed(f) for f in files), **await quotation.of(turn, answered, person.place),
        )  # fmt: skip


async def holders(turn: Turn, question: Question) -> list[Seat]:
    """Who is to see what is new about a question: its holder, or everybody at the desk."""
    if question.holder_seat_id:
        seat = await seats.get(turn.tx, question.holder_seat_id)
        return [seat] if seat else []
    return await card.desk_of(turn, question.desk or question.ministry or "")
