"""An officer answers: by replying to the card, or by the button and then a message. The first answer wins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from handlers import access, deadlines, quotation
from handlers.cadre import keeping, standing
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.escalation import joint, through
from handlers.group import topic
from handlers.incoming import Attachment
from handlers.officer import card, responsible
from handlers.officer.acting import allowed
from handlers.outgoing import Draft, Style
from handlers.overtaken import Overtaken
from handlers.quotation import Quotation
from handlers.rules import lifecycle
from handlers.rules.lifecycle import State, Verb
from handlers.show import nothing_there
from handlers.wording import Words
from storage import audit, persons, questions, thread
from storage.opinions import Opinion
from storage.persons import Person
from storage.questions import Question
from storage.seats import Role, Seat


async def begin(ctx: Context, heard: Heard) -> Effect:
    """The button: what is written next is the answer."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        question = await allowed(turn, heard)
        if question is None:
            return
        if question.state == State.RECALLED:
            await _recalled(turn, heard, question)
            return
        first, w, supplementing = await _first_answer(turn, question), turn.words(heard.who), _supplementing(heard)
        if first and first.author_id != heard.who.id and not supplementing:
            time = w.time(first.said_at, turn.now)
            write = Choice(w("answer-write-supplement"), "answer", {"question": question.id, "supplement": True})
            there = w("answer-is-there", code=question.code, name=first.author_name or "?", time=time)
            await turn.say(heard.who, there, (write,), question_id=question.id)
            return
        await turn.expect(heard.place, "answer", question=question.id, supplement=supplementing)
        now_write = w("supplement-write" if first else "answer-write", code=question.code)
        await turn.say(heard.who, now_write, question_id=question.id)

    return effect


async def answer(ctx: Context, heard: Heard) -> Effect:
    """The answer itself, as a reply to the card or after the button."""

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        question = await allowed(turn, heard)
        if question is None:
            return
        if not heard.text and not heard.attachments:
            await turn.say(heard.who, turn.words(heard.who)("answer-empty"), question_id=question.id)
            return
        await give(turn, heard, question, supplement=_supplementing(heard))

    return effect


def _supplementing(heard: Heard) -> bool:
    """Whether he knows that somebody answered before and writes on top of it."""
    return bool(heard.args.get("supplement"))


async def supplement(ctx: Context, heard: Heard) -> Effect:
    """Sends what came second as a supplement, after being told who was first."""
    async with ctx.db.reading() as tx:
        said = await thread.message(tx, int(heard.args["message"]))

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        question = await allowed(turn, heard)
        if question is None:
            return
        if said is None or said.author_id != heard.who.id:
            await nothing_there(turn, heard)
            return
        if said.recalled_at:
            await turn.say(heard.who, turn.words(heard.who)("recall-twice"))
            return
        if question.state == State.RECALLED:
            await _recalled(turn, heard, question)
            return
        kind = "answer" if await _takes(turn, heard, question) else "supplement"  # it was reopened meanwhile
        await thread.becomes(turn.tx, said.id, question.id, kind)
        await _deliver(turn, heard, question, said.id, kind)

    return effect


async def give(turn: Turn, heard: Heard, question: Question, *, supplement: bool = False) -> None:
    """Writes an answer and sends it to the asker; whoever is not the first is told who was."""
    if question.state == State.RECALLED:
        await keeping.keep_message(turn, heard, question.id, "unsent")
        await _recalled(turn, heard, question)
        return
    if await through.handed_down(turn, heard, question):
        return
    if await _takes(turn, heard, question):
        message_id = await keeping.keep_message(turn, heard, question.id, "answer")
        await _deliver(turn, heard, question, message_id, "answer")
        return
    question = await questions.get(turn.tx, question.id)
    earlier = await _first_answer(turn, question)
    if supplement or earlier is None or earlier.author_id == heard.who.id:
        message_id = await keeping.keep_message(turn, heard, question.id, "supplement")
        await _deliver(turn, heard, question, message_id, "supplement")
    else:
        await _was_faster(turn, heard, question, earlier)


async def _recalled(turn: Turn, heard: Heard, question: Question) -> None:
    text = turn.words(heard.who)("answer-recalled", code=question.code, name=question.asker_name)
    await turn.say(heard.who, text, question_id=question.id)


async def _takes(turn: Turn, heard: Heard, question: Question) -> bool:
    """Marks an open question answered by this person; False when it is answered. Raises Overtaken."""
    if question.state not in (State.OPEN, State.WAITING):
        return False
    state = lifecycle.after(question.state, Verb.ANSWER)
    if not await questions.move(turn.tx, question, state, answered_at=question.answered_at or turn.now):
        raise Overtaken
    await deadlines.follow(turn, question, Verb.ANSWER, state)
    await joint.follow(turn, question, state)
    seat = await access.answering(turn.tx, heard.who.id, heard.seats, question, turn.ctx.clock.today())
    await audit.note(turn.tx, turn.now, heard.who.id, "answer", question.code, {"seat": seat.id if seat else None})
    return True


async def _deliver(turn: Turn, heard: Heard, question: Question, message_id: int, kind: str) -> None:
    asker = await persons.get(turn.tx, question.asker_id)
    said = await thread.message(turn.tx, message_id)
    if asker is None or said is None:
        raise LookupError(f"question {question.id} has lost its asker or its answer")
    files = tuple(card.enclosed(f) for f in await thread.enclosed_with(turn.tx, [message_id]))
    asker = await where_he_asked(turn, question, asker)
    seat = await access.answering(turn.tx, heard.who.id, heard.seats, question, turn.ctx.clock.today())
    shown = partial(_shown, turn, question, said, seat, await joint.contributors(turn, question))
    w = turn.words(asker)
    await turn.say(
        asker, shown(w), *standing.after_answer(w, question.id), key=f"answer:{message_id}", role="answer",
        question_id=question.id, message_id=message_id, attachments=files,
        **await quoted(turn, heard, question, asker),
    )  # fmt: skip
    await topic.tell(turn, question, shown, role="card", message_id=message_id, but=heard.place)
    if seat and seat.role is not Role.OFFICER:
        await _copy_to_officer(turn, heard, question, shown, files)
    w = turn.words(heard.who)
    args = {"question": question.id, "message": message_id}
    into_bank = ((Choice(w("draft-button"), "draft", args),),) if question.text and said.text else ()
    await turn.say(heard.who, w(f"{kind}-sent", code=question.code, name=question.asker_name), *into_bank,
                   role="card", question_id=question.id, message_id=message_id)  # fmt: skip


async def _copy_to_officer(
    turn: Turn, heard: Heard, question: Question, shown: Callable[[Words], Draft], files: tuple[Attachment, ...]
) -> None:
    """Whoever is responsible in the province reads what the ministry answered there."""
    target = await responsible.find(turn.tx, responsible.asked_of(question, turn.ctx.clock.today()))
    officer = await persons.get(turn.tx, target.seat.person_id) if target.seat else None
    if officer and target.seat and officer.id != heard.who.id:
        w = turn.words(officer)
        draft = shown(w).line().italic(w("answer-copy", name=question.asker_name))
        await turn.say(officer, draft, role="card", question_id=question.id, seat_id=target.seat.id,
                       attachments=files)  # fmt: skip


def _shown(
    turn: Turn, question: Question, said: thread.Spoken, seat: Seat | None, jointly: Sequence[Opinion], w: Words
) -> Draft:
    """An answer as the asker sees it: what was written, by whom, from which office, and who contributed."""
    draft = Draft().bold(w(f"{said.kind}-heading", code=question.code))
    draft.said(said.text or w("card-no-text"), said.id).line()
    time = w.time(said.said_at, turn.now)
    draft.italic(w("answer-by", name=said.author_name or "?", office=_office(w, seat), time=time))
    return draft.line().italic(w("answer-joint", desks=joint.named(w, jointly))) if jointly else draft


def _office(w: Words, seat: Seat | None) -> str:
    ministry = w.ministry(seat.ministry) if seat and seat.ministry else ""
    if seat and seat.role is Role.OFFICER:
        return w("answer-office-officer", ministry=ministry)
    return f"{seat.unit_name}, {ministry}" if seat and seat.unit != seat.ministry else ministry


async def where_he_asked(turn: Turn, question: Question, asker: Person) -> Person:
    """The asker at the place where he asked, as long as he can still be reached there and chose no other."""
    if asker.chosen and asker.reachable:
        return asker
    there = await persons.of_account(turn.tx, question.asker_place.channel, question.asker_place.chat)
    if there is None or there.id != asker.id or not await persons.reachable_at(turn.tx, question.asker_place):
        return asker
    return Person(asker.id, asker.name, asker.locale, question.asker_place, True, asker.account_id)


async def quoted(turn: Turn, heard: Heard, question: Question, asker: Person) -> Quotation:
    """What is said to the asker quotes what it answers; else, like an answer to a card, his last word."""
    message_id = quotation.meant(heard, question)
    if message_id:
        return await quotation.of(turn, message_id, asker.place)
    spoken = await thread.of(turn.tx, question.id)
    asked = [part for part in spoken if part.author_id == question.asker_id and not part.recalled_at]
    return await quotation.of(turn, asked[-1].id if asked else None, asker.place)


async def _first_answer(turn: Turn, question: Question) -> thread.Spoken | None:
    """The answer that stands in the present round, if one does."""
    if question.state in (State.OPEN, State.WAITING):
        return None
    spoken = await thread.of(turn.tx, question.id)
    answers = [part for part in spoken if part.kind == "answer" and not part.recalled_at]
    return answers[-1] if answers else None


async def _was_faster(turn: Turn, heard: Heard, question: Question, first: thread.Spoken) -> None:
    w = turn.words(heard.who)
    kept = await keeping.keep_message(turn, heard, question.id, "unsent")
    send = Choice(w("answer-as-supplement"), "supplement", {"question": question.id, "message": kept}, Style.PRIMARY)
    text = w("answer-was-faster", code=question.code, name=first.author_name or "?",
             time=w.time(first.said_at, turn.now))  # fmt: skip
    await turn.say(heard.who, text, (send,), question_id=question.id)
