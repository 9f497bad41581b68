"""An answer that was begun and not written: it goes nowhere else by mistake, and there is a way back to it."""

from __future__ import annotations

from handlers import access
from handlers.cadre import ask
from handlers.comfort import kept
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.officer import ask_back
from handlers.outgoing import beginning
from storage import questions
from storage.conversations import Conversation
from storage.questions import OPEN_STATES, Question

BEGUN = ("answer", "ask_back")
"""Dialogs in which something is written to a question's asker."""
MOST_OF_IT = 80
"""Characters by which a question, and what was written, is known."""


async def told(turn: Turn, heard: Heard, was: Conversation) -> bool:
    """Tells somebody who leaves an answer for something else that it is still owed; whether that was so.

    Said before what he asked for: numbers mean what comes last.
    """
    if was.dialog != "answer" or _same(heard.args.get("question"), was):
        return False
    question = await _owed(turn, heard, was.data.get("question"))
    if question is None:
        return False
    w = turn.words(heard.who)
    back = Choice(w("unfinished-go-on", code=question.code), "answer", {"question": question.id})
    start = beginning(question.text, MOST_OF_IT) or w("card-no-text")
    await turn.say(heard.who, w("unfinished", code=question.code, start=start), (back,), question_id=question.id)
    return True


async def lapsed(ctx: Context, heard: Heard) -> Effect:
    """He began to write long ago, and writes now: is this what it was to be? His text waits for his word."""
    otherwise = await ask.ask(ctx, heard)

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        question = await _owed(turn, heard, heard.args.get("question"))
        if question is None:
            await otherwise(turn)
            return
        w = turn.words(heard.who)
        start = beginning(question.text, MOST_OF_IT) or w("card-no-text")
        asked_back = heard.args.get("dialog") == "ask_back"
        which = w("lapsed-which-ask-back" if asked_back else "lapsed-which", code=question.code, start=start)
        meant = kept.as_asked_back(w, heard, question) if asked_back else kept.as_answer(w, heard, question)
        other = Choice(w("lapsed-other"), "not_answer", kept.args(heard))
        await turn.say(heard.who, which, (meant,), (other,), question_id=question.id)

    return effect


async def other(ctx: Context, heard: Heard) -> Effect:
    """It was nothing for that question: it goes where it would have gone."""
    return await kept.once(ctx, heard, ask.ask)


async def as_ask_back(ctx: Context, heard: Heard) -> Effect:
    """It is what he needs to know."""
    return await kept.once(ctx, heard, ask_back.ask_back)


async def _owed(turn: Turn, heard: Heard, question_id: object) -> Question | None:
    """The question, if he still owes it an answer."""
    if not isinstance(question_id, int):
        return None
    question = await questions.get(turn.tx, question_id)
    his = await access.answering(turn.tx, heard.who.id, heard.seats, question, turn.ctx.clock.today())
    return question if his and question.state in OPEN_STATES else None


def _same(question_id: object, was: Conversation) -> bool:
    return question_id is not None and question_id == was.data.get("question")
