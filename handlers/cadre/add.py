"""A further word of the asker to a question of his: it reaches whoever holds it, under the same code."""

from __future__ import annotations

from handlers.cadre import bank, keeping
from handlers.cadre.bank import Found
from handlers.context import Context, Effect, Heard, Turn
from handlers.officer import card
from handlers.outgoing import Draft
from handlers.rules import deadline, lifecycle
from handlers.rules.lifecycle import State, Verb
from handlers.show import nothing_there
from storage import fields, links, persons, questions, seats, thread
from storage.questions import Question
from storage.seats import Seat


def to_question(heard: Heard, question: Question) -> Effect:
    """Adds what was said to a question of the asker's own."""

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        now_is = await questions.get(turn.tx, question.id)
        message_id = await keeping.keep_message(turn, heard, question.id, "addition")
        await pass_on(turn, heard, now_is, [message_id])

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
        if {kept.asker_id, target.asker_id} != {heard.who.id} or kept.state != State.UNSORTED:
            await nothing_there(turn, heard)
            return
        await merge(turn, heard, kept, target)

    return effect


async def merge(turn: Turn, heard: Heard, kept: Question, target: Question) -> None:
    """Moves what was kept as a question of its own into the thread it belongs to."""
    if not await questions.move(turn.tx, kept, lifecycle.after(kept.state, Verb.MERGE), wake_at=None):
        return
    moved = await thread.move_all(turn.tx, kept.id, target.id)
    await links.follow(turn.tx, kept.id, target.id)
    await pass_on(turn, heard, target, moved)


async def pass_on(turn: Turn, heard: Heard, question: Question, message_ids: list[int]) -> None:
    """Shows further messages to whoever holds the question; an answered question is open again."""
    w = turn.words(heard.who)
    if question.due_at is None:
        key = "add-kept-with-bank" if question.state == State.OFFERED else "add-kept"
        await turn.say(heard.who, w(key), role="receipt", question_id=question.id)
        return
    if question.state in (State.ANSWERED, State.CLOSED):
        heading, told = "relay-reopened", "add-reopened"
        await reopen(turn, question)
    else:
        heading, told = "relay-addition", "add-sent"
        await questions.move(turn.tx, question, lifecycle.after(question.state, Verb.ADD))
    question = await questions.get(turn.tx, question.id)
    for message_id in message_ids:
        await show_to_holder(turn, question, message_id, heading)
    due = w.time(question.due_at or turn.now, turn.now)
    await turn.say(heard.who, w(told, code=question.code, due=due), role="receipt", question_id=question.id)


async def reopen(turn: Turn, question: Question) -> bool:
    """Opens an answered question again with a clock of its own; False when somebody was faster."""
    hours = await fields.deadline_hours(turn.tx, question.ministry or "", turn.ctx.policy.deadline_hours)
    due = deadline.due_at(turn.now, hours)
    return await questions.move(
        turn.tx, question, lifecycle.after(question.state, Verb.REOPEN), round=question.round + 1,
        clock_from=turn.now, due_at=due, closed_at=None, wake_at=deadline.next_rung(turn.now, due, turn.now).at,
    )  # fmt: skip


async def show_to_holder(turn: Turn, question: Question, message_id: int, heading: str = "relay-addition") -> None:
    """Relays a message of the asker to whoever holds his question."""
    said = await thread.message(turn.tx, message_id)
    files = await thread.enclosed_with(turn.tx, [message_id])
    for seat in await holders(turn, question):
        person = await persons.get(turn.tx, seat.person_id)
        if person is None or said is None:
            continue
        w = turn.words(person)
        due = w.time(question.due_at or turn.now, turn.now)
        draft = Draft().bold(w(heading, code=question.code, name=question.asker_name, due=due))
        draft.line(said.text or w("card-no-text"))
        if question.text and said.kind != "asked":
            draft.line().italic(w("relay-of", start=_start(question.text)))
        await turn.say(
            person, draft, *card.buttons(w, question), key=f"relay:{message_id}:{person.id}", role="relay",
            question_id=question.id, message_id=message_id, seat_id=seat.id,
            attachments=tuple(card.enclosed(f) for f in files),
        )  # fmt: skip


def _start(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79].rstrip() + "…"


async def holders(turn: Turn, question: Question) -> list[Seat]:
    """Who is to see what is new about a question: its holder, or everybody at the desk."""
    if question.holder_seat_id:
        seat = await seats.get(turn.tx, question.holder_seat_id)
        return [seat] if seat else []
    return await card.desk_of(turn, question.desk or question.ministry or "")
