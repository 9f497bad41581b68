"""`Việc khác`: what else can be done with a question, behind one button under its card."""

from __future__ import annotations

from handlers.comfort import awaiting, twins
from handlers.comfort.reminding import open_one
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft
from storage import reminders


async def more(ctx: Context, heard: Heard) -> Effect:
    """Shows what was noted about the question, and the rest of what can be done."""
    alike = await twins.of(ctx, heard, int(heard.args["question"]))

    async def effect(turn: Turn) -> None:
        question = await open_one(turn, heard)
        if question is None:
            return
        w, args = turn.words(heard.who), {"question": question.id}
        draft = Draft().bold(w("more-title", code=question.code))
        if noted := await awaiting.line(turn, w, question):
            draft.line(noted)
        if at := await reminders.at(turn.tx, heard.who.id, question.id):
            draft.line(w("remind-set-for", at=w.time(at, turn.now)))
        if alike:
            draft.line(w("twins-more", count=len(alike)))
        await turn.say(
            heard.who, draft.line(w("more-how")),
            (Choice(w("suggest-button"), "suggest", args), Choice(w("snippet-use"), "snippets", args)),
            (Choice(w("card-opinion-button"), "opinion", args), Choice(w("card-wrong-field"), "wrong_field", args)),
            (Choice(w("remind-button"), "remind", args), Choice(w("awaiting-button"), "awaiting", args)),
            role="card", question_id=question.id,
        )  # fmt: skip

    return effect
