"""An officer answers: by replying to the card, or by the button and then a message. The first answer wins."""

from __future__ import annotations

from handlers import access, deadlines, quotation
from handlers.cadre import keeping, standing
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.group import topic
from handlers.officer import card, moved, receipt
from handlers.outgoing import Draft, Style
from handlers.overtaken import Overtaken
from handlers.quotation import Quotation
from handlers.rules import lifecycle
from handlers.rules.lifecycle import State, Verb
from handlers.show import nothing_there
from handlers.wording import Words
from storage import audit, persons, questions, thread
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
    draft = _shown(turn, turn.words(asker), question, said, seat)
    await turn.say(
        asker, draft, *standing.after_answer(turn.words(asker), question.id), key=f"answer:{message_id}",
        role="answer", question_id=question.id, message_id=message_id, attachments=files,
        **await quoted(turn, heard, question, asker),
    )  # fmt: skip
    await topic.tell(turn, question, lambda theirs: _shown(turn, theirs, question, said, seat), role="card",
                     message_id=message_id, but=heard.place)  # fmt: skip
    w = turn.words(heard.who)
    await turn.say(heard.who, w(f"{kind}-sent", code=question.code, name=question.asker_name),
                   *receipt.buttons(turn, w, question, said), role="card", question_id=question.id,
                   message_id=message_id)  # fmt: skip


def _shown(turn: Turn, w: Words, question: Question, said: thread.Spoken, seat: Seat | None) -> Draft:
    """An answer as the asker sees it: what was written, by whom, and from which office."""
    ministry = w.ministry(seat.ministry) if seat and seat.ministry else ""
    office = w("answer-office-officer", ministry=ministry) if seat and seat.role is Role.OFFICER else ministry
    draft = Draft().bold(w(f"{said.kind}-heading", code=question.code))
    draft.said(said.text or w("card-no-text"), said.id).line()
    return draft.italic(
        w("answer-by", name=said.author_name or "?", office=office, time=w.time(said.said_at, turn.now))
    )


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


async def allowed(turn: Turn, heard: Heard) -> Question | None:
    """The question meant, if this person may answer it now; else says so in the words for what does not exist."""
    question_id = heard.args.get("question") or (heard.reply.question_id if heard.reply else None)
    question = await questions.get(turn.tx, int(question_id)) if question_id else None
    if question and await access.answering(turn.tx, heard.who.id, heard.seats, question, turn.ctx.clock.today()):
        return question
    await turn.expect(heard.place, None)
    if question is None or not await moved.told(turn, heard, question):
        await nothing_there(turn, heard)
    return None
