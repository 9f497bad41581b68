"""Whoever has a question asks others for their opinion: a colleague of the province, or another desk.

An opinion is an internal note. The asker is never shown it; of a desk he reads in the answer that it contributed.
"""

from __future__ import annotations

from dataclasses import dataclass

from handlers import deadlines
from handlers.cadre import keeping
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.officer import card
from handlers.officer.acting import allowed
from handlers.officer.transfer import candidates
from handlers.outgoing import Draft, Style
from handlers.overtaken import Overtaken
from handlers.show import nothing_there, stands
from handlers.wording import Words
from storage import audit, desks, opinions, questions, seats
from storage.desks import Bureau
from storage.questions import OPEN_STATES, Question
from storage.seats import Seat
from storage.thread import Kind

MOST_COLLEAGUES = 8
MOST_DESKS = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked: a seat, or a desk."""

    seat: Seat | None
    desk: str | None

    @property
    def args(self) -> dict[str, object]:
        """As a button carries it."""
        return {"seat": self.seat.id} if self.seat else {"desk": self.desk}


async def begin(ctx: Context, heard: Heard) -> Effect:
    """The button: of whom?"""

    async def effect(turn: Turn) -> None:
        question = await _open(turn, heard)
        if question is None:
            return
        w = turn.words(heard.who)
        offered = await _offered(turn, heard, w, question)
        rows = [(Choice(label, "opinion_of", {"question": question.id, **asked.args}),) for asked, label in offered]
        key = "opinion-of-whom" if rows else "opinion-of-nobody"
        await turn.say(heard.who, w(key, code=question.code), *rows, question_id=question.id)

    return effect


async def of(ctx: Context, heard: Heard) -> Effect:
    """Of him, or of that desk: what is to be asked?"""

    async def effect(turn: Turn) -> None:
        question = await _open(turn, heard)
        if question is None:
            return
        asked = await _asked(turn, heard, question)
        if asked is None:
            return
        w, args = turn.words(heard.who), {"question": question.id, **asked.args}
        await turn.expect(heard.place, "opinion_ask", **args)
        now = Choice(w("opinion-ask-now"), "opinion_ask_now", args, Style.PRIMARY)
        write = w("opinion-write-what", code=question.code, name=await _name(turn, w, asked))
        await turn.say(heard.who, write, (now,), question_id=question.id)

    return effect


async def ask(ctx: Context, heard: Heard) -> Effect:
    """What is asked; or the question as it stands, where nothing was written."""

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        question = await _open(turn, heard)
        asked = await _asked(turn, heard, question) if question else None
        if question and asked:
            await _ask(turn, heard, question, asked)

    return effect


async def again(ctx: Context, heard: Heard) -> Effect:
    """A reply to an opinion, or to the word that one was asked for, goes to whoever was asked: it stays inside."""

    async def effect(turn: Turn) -> None:
        question = await _open(turn, heard)
        if question is None:
            return
        of = await opinions.of(turn.tx, question.id)
        about = [opinion for opinion in of if heard.reply and opinion.given_in == heard.reply.message_id] or of
        if not about or not (heard.text or heard.attachments):
            await nothing_there(turn, heard)
            return
        before = about[-1]
        seat = await seats.get(turn.tx, before.seat_id) if before.seat_id else None
        waiting = before.id if before.ended_at is None else None
        await _ask(turn, heard, question, Asked(seat, before.desk), waiting)

    return effect


async def _ask(turn: Turn, heard: Heard, question: Question, asked: Asked, waiting: int | None = None) -> None:
    """Asks for an opinion; with one that is waited for already, what is said belongs to that."""
    # Written even where its state stays: whoever answers at the same moment comes before this, or after it.
    if not await questions.move(turn.tx, question, question.state):
        raise Overtaken
    message_id = None
    if heard.text or heard.attachments:
        message_id = await keeping.keep_message(turn, heard, question.id, Kind.OPINION_ASKED)
    of = asked.seat or asked.desk or ""
    made = waiting or await opinions.ask(turn.tx, question.id, heard.who.id, of, message_id, turn.now)
    await audit.note(turn.tx, turn.now, heard.who.id, "opinion", question.code, dict(asked.args))
    until = await deadlines.of_part(turn, question, made) if asked.desk and not waiting else None
    await _tell(turn, heard, question, asked, card.Ask(made, message_id, until))


async def _tell(turn: Turn, heard: Heard, question: Question, asked: Asked, ask_: card.Ask) -> None:
    to = [asked.seat] if asked.seat else await card.desk_of(turn, asked.desk or "")
    await card.send(turn, question, to, "card-opinion", ask=ask_, name=heard.who.name)
    w = turn.words(heard.who)
    name, due = await _name(turn, w, asked), w.time(question.due_at or turn.now, turn.now)
    if ask_.until:
        until = w.time(ask_.until, turn.now)
        told = w("opinion-asked-desk", code=question.code, name=name, until=until, due=due)
        if question.due_at and ask_.until > question.due_at:
            told += "\n" + w("opinion-after-deadline")
    else:
        told = w("opinion-asked", code=question.code, name=name, due=due)
    await turn.say(heard.who, told, role="note", question_id=question.id)


async def _open(turn: Turn, heard: Heard) -> Question | None:
    """The question, if he has it and it waits for its answer; else he hears how it stands."""
    await turn.toast(heard)
    question = await allowed(turn, heard)
    if question is None or question.state in OPEN_STATES:
        return question
    if heard.text or heard.attachments:
        await keeping.keep_message(turn, heard, question.id, Kind.UNSENT)
        w = turn.words(heard.who)
        unsent = w("opinion-unsent", code=question.code, stands=w(f"state-{question.state}"))
        await turn.say(heard.who, unsent, question_id=question.id)
    else:
        await stands(turn, heard, question)
    return None


async def _offered(turn: Turn, heard: Heard, w: Words, question: Question) -> list[tuple[Asked, str]]:
    """Who can be asked, and how each is called on a button: colleagues, the ministry's desks, other ministries'."""
    found: list[tuple[Asked, str]] = []
    for seat in (await candidates(turn, question))[:MOST_COLLEAGUES]:
        if seat.person_id != heard.who.id:
            label = w("transfer-to", name=seat.person_name, ministry=w.ministry(seat.ministry or ""))
            found.append((Asked(seat, None), label))
    own = {seat.unit for seat in heard.seats} | {question.desk or ""}
    at_desks = [bureau for bureau in await _desks(turn) if bureau.code not in own]
    at_desks.sort(key=lambda bureau: (bureau.ministry != question.ministry, question.field not in bureau.fields))
    return found + [(Asked(None, bureau.code), bureau.name) for bureau in at_desks[:MOST_DESKS]]


async def _desks(turn: Turn) -> list[Bureau]:
    """Desks where somebody sits: bureaus, and ministries themselves."""
    bureaus = await desks.listed(turn.tx)
    ministries = [Bureau(unit.code, unit.code, unit.type, unit.full_name) for unit in await desks.ministries(turn.tx)]
    there = [*bureaus, *ministries]
    sitting = await desks.experts(turn.tx, [one.code for one in there], turn.ctx.clock.today())
    return [one for one in there if one.code in sitting]


async def _asked(turn: Turn, heard: Heard, question: Question) -> Asked | None:
    """Who was chosen, if he can still be asked and is not being asked already; else he hears which."""
    desk, seat_id = heard.args.get("desk"), heard.args.get("seat")
    waiting = [o for o in await opinions.of(turn.tx, question.id) if o.ended_at is None]
    if any((opinion.seat_id, opinion.desk) == (seat_id, desk) for opinion in waiting):  # a double tap
        await _not_asked(turn, heard, question, "opinion-was-asked")
        return None
    if desk:
        there = any(one.code == desk for one in await _desks(turn))
        asked = Asked(None, str(desk)) if there else None
    else:
        seat = await seats.get(turn.tx, int(seat_id or 0))
        asked = Asked(seat, None) if seat and seat.valid_on(turn.ctx.clock.today()) else None
    if asked is None:
        await _not_asked(turn, heard, question, "opinion-nobody-there")
    return asked


async def _not_asked(turn: Turn, heard: Heard, question: Question, why: str) -> None:
    """He hears why; what he wrote is kept with the question, unsent."""
    w = turn.words(heard.who)
    draft = Draft(w(why, code=question.code))
    if heard.text or heard.attachments:
        await keeping.keep_message(turn, heard, question.id, Kind.UNSENT)
        draft.line().line(w("opinion-text-kept"))
    await turn.say(heard.who, draft, role="note", question_id=question.id)


async def _name(turn: Turn, w: Words, asked: Asked) -> str:
    if asked.seat:
        return asked.seat.person_name
    return await card.desk_named(turn, w, asked.desk or "")
