"""What is written in a question's topic without answering anything: is it the answer, or talk among colleagues?

Colleagues talk a question over before one of them answers: nothing of that may reach the asker by mistake. So only a
reply to the card is an answer at once; for anything else whoever may answer is asked.
"""

from __future__ import annotations

from datetime import timedelta

from handlers import access
from handlers.comfort import kept
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.officer import answer, ask_back
from handlers.outgoing import Style
from handlers.rules.lifecycle import State
from storage import conversations, questions
from storage.db import Tx
from storage.questions import Question

AMONG_US = timedelta(hours=1)
"""For so long nobody is asked again, once somebody said that they are talking among themselves."""
_DIALOG = "among_us"


async def answers(ctx: Context, tx: Tx, heard: Heard, question: Question) -> bool:
    """Whether this person may answer a question today."""
    return await access.answering(tx, heard.who.id, heard.seats, question, ctx.clock.today()) is not None


async def written(ctx: Context, heard: Heard) -> Effect:
    """Asks whoever may answer what his words are; to everybody else it says nothing."""

    async def effect(turn: Turn) -> None:
        question = await questions.get(turn.tx, int(heard.args["question"]))
        if question.state == State.MERGED or not await answers(ctx, turn.tx, heard, question):
            return
        now_is = await conversations.at(turn.tx, heard.place)
        if now_is.dialog == _DIALOG and now_is.since and heard.at - now_is.since < AMONG_US:
            return
        w = turn.words(heard.who)
        said = {"question": question.id, **kept.args(heard)}
        rows = [(Choice(w("group-send-answer"), "topic_answer", said, Style.PRIMARY),)]
        if question.state in (State.OPEN, State.WAITING):
            rows.append((Choice(w("group-ask-back"), "topic_ask_back", said),))
        rows.append((Choice(w("group-only-talk"), "topic_talk"),))
        await turn.say(heard.who, w("group-which", code=question.code), *rows, quote=heard.message_id,
                       question_id=question.id)  # fmt: skip

    return effect


async def refused(ctx: Context, heard: Heard) -> Effect:
    """A reply to the card by somebody who may not answer: nobody is sent it, and he hears that once."""

    async def effect(turn: Turn) -> None:
        key = f"not-sent:{heard.place.key}:{heard.args['user']}"
        await turn.say(heard.who, turn.words(heard.who)("group-not-sent"), key=key, quote=heard.message_id)

    return effect


async def as_answer(ctx: Context, heard: Heard) -> Effect:
    """It is the answer."""
    return await kept.once(ctx, heard, answer.answer)


async def as_ask_back(ctx: Context, heard: Heard) -> Effect:
    """It is what the asker is asked back."""
    return await kept.once(ctx, heard, ask_back.ask_back)


async def only_talk(ctx: Context, heard: Heard) -> Effect:
    """They are talking among themselves."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard, turn.words(heard.who)("group-talk-on"))
        await turn.expect(heard.place, _DIALOG)

    return effect
