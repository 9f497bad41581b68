"""`Chờ ai…`: for whom a question waits, noted by whoever holds it. Its asker never sees it, and no clock stands."""

from __future__ import annotations

from handlers.comfort import kept
from handlers.comfort.reminding import open_one
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft
from handlers.wording import Words
from storage import audit, waits
from storage.questions import Question

LONGEST = 200
"""Characters of a note."""


async def begin(ctx: Context, heard: Heard) -> Effect:
    """The button: for whom, and for what?"""

    async def effect(turn: Turn) -> None:
        question = await open_one(turn, heard)
        if question:
            w = turn.words(heard.who)
            await turn.expect(heard.place, "awaiting", question=question.id)
            noted = await waits.of(turn.tx, question.id)
            draft = Draft(w("awaiting-write", code=question.code))
            if noted:
                draft.line(w("awaiting-noted", text=noted.text))
            rows = ((Choice(w("awaiting-no-more"), "awaiting_not", {"question": question.id}),),) if noted else ()
            await turn.say(heard.who, draft, *rows, question_id=question.id)

    return effect


async def written(ctx: Context, heard: Heard) -> Effect:
    """What is waited for."""
    text = " ".join(heard.text.split())

    async def effect(turn: Turn) -> None:
        question = await open_one(turn, heard)
        if question is None:
            return
        w = turn.words(heard.who)
        if not text or heard.attachments or len(text) > LONGEST:
            rows = ((kept.as_answer(w, heard, question),),) if heard.message_id else ()
            await turn.say(heard.who, w("awaiting-bad", most=LONGEST), *rows, question_id=question.id)
            return
        await turn.expect(heard.place, None)
        await waits.note(turn.tx, question, text, heard.who.id, turn.now)
        await audit.note(turn.tx, turn.now, heard.who.id, "await", question.code)
        due = w.time(question.due_at or turn.now, turn.now)
        await turn.say(heard.who, w("awaiting-done", code=question.code, text=text, due=due), role="card",
                       question_id=question.id)  # fmt: skip

    return effect


async def no_more(ctx: Context, heard: Heard) -> Effect:
    """It waits for nobody."""

    async def effect(turn: Turn) -> None:
        question = await open_one(turn, heard)
        if question:
            await turn.expect(heard.place, None)
            await waits.forget(turn.tx, question.id)
            done = turn.words(heard.who)("awaiting-over", code=question.code)
            await turn.say(heard.who, done, role="card", question_id=question.id)

    return effect


async def line(turn: Turn, w: Words, question: Question) -> str:
    """What stands on the card of a question that waits for somebody; nothing of one that does not."""
    noted = await waits.of(turn.tx, question.id)
    return w("awaiting-noted", text=noted.text) if noted else ""
