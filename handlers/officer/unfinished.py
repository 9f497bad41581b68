"""An answer that was begun and not written: it goes nowhere else by mistake, and there is a way back to it."""

from __future__ import annotations

from handlers import access
from handlers.cadre import ask
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.officer import kept
from handlers.outgoing import Draft, Style, beginning
from storage import links, questions
from storage.conversations import Conversation
from storage.questions import OPEN_STATES, Question

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
    """He began to answer long ago and writes now: is this the answer? His text waits for his word."""
    otherwise = await ask.ask(ctx, heard)

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        question = await _owed(turn, heard, heard.args.get("question"))
        if question is None:
            await otherwise(turn)
            return
        w = turn.words(heard.who)
        start = beginning(question.text, MOST_OF_IT) or w("card-no-text")
        asked = Draft(w("lapsed-which", code=question.code, start=start))
        is_answer = kept.as_answer(w, heard, question)
        other = Choice(w("lapsed-other"), "not_answer", kept.args(heard))
        await turn.say(heard.who, asked, (Choice(is_answer.label, is_answer.verb, is_answer.args, Style.PRIMARY),),
                       (other,), question_id=question.id)  # fmt: skip

    return effect


async def other(ctx: Context, heard: Heard) -> Effect:
    """It was no answer to that: it goes where it would have gone."""
    written = kept.written(heard)
    effect = await ask.ask(ctx, written)

    async def went_on(turn: Turn) -> None:
        await turn.toast(heard)
        if await links.find(turn.tx, heard.place, written.message_id or ""):
            await turn.say(heard.who, turn.words(heard.who)("pick-sent-before"))  # a double tap
        else:
            await effect(turn)

    return went_on


async def _owed(turn: Turn, heard: Heard, question_id: object) -> Question | None:
    """The question, if he still owes it an answer."""
    if not isinstance(question_id, int):
        return None
    question = await questions.get(turn.tx, question_id)
    his = await access.answering(turn.tx, heard.who.id, heard.seats, question, turn.ctx.clock.today())
    return question if his and question.state in OPEN_STATES else None


def _same(question_id: object, was: Conversation) -> bool:
    return question_id is not None and question_id == was.data.get("question")
