"""What is done about small talk: nobody at a ministry shall have a deadline for "dạ em cảm ơn anh"."""

from __future__ import annotations

from handlers.cadre import feedback, standing
from handlers.cadre.small_talk import (
    asks_who_we_are,
    is_greeting,
    is_no,
    is_stray_number,
    only_courtesy,
    only_nudge,
)
from handlers.context import Effect, Heard, Turn
from handlers.giving_up import gives_up_asking
from handlers.people import start
from handlers.rules.lifecycle import State
from storage import questions
from storage.questions import Question


def aside(heard: Heard, question: Question | None, newest: Question | None) -> Effect | None:
    """What is done about a message that asks no ministry anything; None where it may.

    `question` is the newest that a person has or is to have, `newest` counts what the bank alone had, too.
    """
    if only_nudge(heard):
        return nudged(heard, question)
    if only_courtesy(heard):
        return returned(heard, question)
    if heard.attachments:
        return None
    if gives_up_asking(heard.text):
        return given_up(heard, newest)
    if is_stray_number(heard.text) and (question is None or question.state == State.UNSORTED):
        return nudged(heard, question)
    if question is None and is_no(heard.text):
        return returned(heard, None)
    if asks_who_we_are(heard.text) and (question is None or question.text):
        return introduced(heard)  # whoever has sent a picture may well ask about that
    return None


def nudged(heard: Heard, question: Question | None) -> Effect:
    """Says where his question stands, or how to ask."""

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        if question:
            await standing.tell(turn, heard.who, await questions.get(turn.tx, question.id))
        else:
            await turn.say(heard.who, turn.words(heard.who)("courtesy-how"))

    return effect


def introduced(heard: Heard) -> Effect:
    """Says what this is, and how to ask."""

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        if not heard.seats:
            await (await start.start(turn.ctx, heard))(turn)
        else:
            await turn.say(heard.who, turn.words(heard.who)("courtesy-about"))

    return effect


def given_up(heard: Heard, question: Question | None) -> Effect:
    """He needs no answer: what nobody has yet goes to nobody; what somebody has he may take back."""
    if question is None or question.state == State.ANSWERED:
        return returned(heard, question)

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        await feedback.drop(turn, heard, await questions.get(turn.tx, question.id))

    return effect


def returned(heard: Heard, question: Question | None) -> Effect:
    """Says what comes next: whether the answered question is solved, or how to ask."""

    async def effect(turn: Turn) -> None:
        await turn.expect(heard.place, None)
        w = turn.words(heard.who)
        if question and question.state == State.ANSWERED:
            asked = w("courtesy-solved", code=question.code)
            await turn.say(heard.who, asked, *standing.after_answer(w, question.id), question_id=question.id)
        else:
            await turn.say(heard.who, w("courtesy-greeted" if is_greeting(heard.text) else "courtesy-returned"))

    return effect
