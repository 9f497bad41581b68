"""The asker says which field it is, of a question that was sent on by a guess and that nobody has answered."""

from __future__ import annotations

from faq.fields import catalogue
from handlers.cadre import opening
from handlers.context import Context, Effect, Heard, Turn
from handlers.officer import correct
from handlers.show import nothing_there, stands
from storage import questions
from storage.questions import OPEN_STATES, Question


async def begin(ctx: Context, heard: Heard) -> Effect:
    """The button under the receipt: which field is it?"""
    guesses = await correct.near(ctx, int(heard.args["question"]))

    async def effect(turn: Turn) -> None:
        question = await _own(turn, heard)
        if question is None:
            return
        w = turn.words(heard.who)
        rows = opening.field_choices(w, question.id, guesses, "own_field_is", question.field)
        which = w("correct-which-own", code=question.code, field=w.field(question.field or ""))
        await turn.say(heard.who, which, *rows, question_id=question.id)

    return effect


async def corrected(ctx: Context, heard: Heard) -> Effect:
    """This is the field."""
    chosen = catalogue().fields[str(heard.args["field"])]

    async def effect(turn: Turn) -> None:
        question = await _own(turn, heard)
        if question:
            await correct.move(turn, heard.who, question, chosen)

    return effect


async def _own(turn: Turn, heard: Heard) -> Question | None:
    """The question, while he can still say so; else he hears how it stands."""
    await turn.toast(heard)
    question = await questions.get(turn.tx, int(heard.args["question"]))
    own = question.asker_id == heard.who.id
    if own and question.guessed and question.state in OPEN_STATES:
        return question
    await (stands(turn, heard, question) if own else nothing_there(turn, heard))
    return None
