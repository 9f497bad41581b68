"""An officer asks back: the next word is the asker's. The clock stands until then, and not for ever."""

from __future__ import annotations

from datetime import datetime

from handlers.cadre import keeping
from handlers.context import Context, Effect, Heard, Turn
from handlers.group import topic
from handlers.officer import card
from handlers.officer.acting import acting
from handlers.officer.answer import quoted, where_he_asked
from handlers.outgoing import Draft
from handlers.overtaken import advance
from handlers.rules.lifecycle import Verb
from handlers.wording import Words
from storage import clocks, persons, thread
from storage.questions import Question
from storage.thread import Spoken


async def begin(ctx: Context, heard: Heard) -> Effect:
    """The button: what is written next is what is asked back."""

    async def effect(turn: Turn) -> None:
        question = await acting(turn, heard, Verb.ASK_BACK)
        if question:
            await turn.expect(heard.place, "ask_back", question=question.id)
            now_write = turn.words(heard.who)("ask-back-write", code=question.code)
            await turn.say(heard.who, now_write, question_id=question.id)

    return effect


async def ask_back(ctx: Context, heard: Heard) -> Effect:
    """What is asked back."""

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        question = await acting(turn, heard, Verb.ASK_BACK)
        if question:
            await advance(turn, question, Verb.ASK_BACK)
            message_id = await keeping.keep_message(turn, heard, question.id, "ask_back")
            await _deliver(turn, heard, question, message_id)

    return effect


async def _deliver(turn: Turn, heard: Heard, question: Question, message_id: int) -> None:
    asker = await persons.get(turn.tx, question.asker_id)
    said = await thread.message(turn.tx, message_id)
    if asker is None or said is None:
        raise LookupError(f"question {question.id} has lost its asker or what was asked back")
    asker = await where_he_asked(turn, question, asker)
    w = turn.words(asker)
    draft = Draft().bold(w("ask-back-heading", code=question.code, name=heard.who.name))
    draft.said(said.text or w("card-no-text"), said.id).line().italic(w("ask-back-how"))
    if until := await _stands_until(turn, question):
        draft.line().italic(w("ask-back-stands", until=w.time(until, turn.now)))
    files = tuple(card.enclosed(f) for f in await thread.enclosed_with(turn.tx, [message_id]))
    await turn.say(asker, draft, key=f"ask-back:{message_id}", role="asked_back", question_id=question.id,
                   message_id=message_id, attachments=files,
                   **await quoted(turn, heard, question, asker))  # fmt: skip
    await turn.expect_reply(asker, question.id)
    await _tell_topic(turn, heard, question, said)
    await turn.say(heard.who, await _sent(turn, heard, question), role="notice", question_id=question.id)


async def _sent(turn: Turn, heard: Heard, question: Question) -> str:
    """What he hears: until when the clock stands, or that it runs on because it has stood for long enough."""
    w = turn.words(heard.who)
    names = {"code": question.code, "name": question.asker_name}
    if until := await _stands_until(turn, question):
        return w("ask-back-sent", until=w.time(until, turn.now), **names)
    return w("ask-back-sent-running", due=w.time(question.due_at or turn.now, turn.now), **names)


async def _stands_until(turn: Turn, question: Question) -> datetime | None:
    """Until when at most its clock stands, if it does."""
    stood = await clocks.pauses_of(turn.tx, question.id)
    stands = bool(stood) and stood[-1].ended_at is None and stood[-1].ends_at > turn.now
    return stood[-1].ends_at if stands else None


async def _tell_topic(turn: Turn, heard: Heard, question: Question, said: Spoken) -> None:
    def drawn(theirs: Words) -> Draft:
        draft = Draft().bold(theirs("ask-back-heading", code=question.code, name=heard.who.name))
        return draft.said(said.text or theirs("card-no-text"), said.id)

    await topic.tell(turn, question, drawn, role="card", message_id=said.id, but=heard.place)
