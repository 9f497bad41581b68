"""What stands under the receipt of an answer, and taking it back at once by the button there."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers import recall
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.outgoing import Draft
from handlers.wording import Words
from storage import thread
from storage.questions import Question
from storage.thread import Spoken

UNDO_WITHIN = timedelta(seconds=30)
"""So long one tap takes an answer back; after that `/thuhoi` does, which asks for a thought more."""


def buttons(turn: Turn, w: Words, question: Question, said: Spoken) -> tuple[tuple[Choice, ...], ...]:
    """For the bank, for himself, and back. What takes it back stands last: a stray "1" must not."""
    of_it = {"message": said.id}
    keep = (
        Choice(w("draft-button"), "draft", {"question": question.id, **of_it}),
        Choice(w("snippet-save"), "snippet_save", of_it),
    )
    until = (turn.now + UNDO_WITHIN).isoformat()
    undo = (Choice(w("undo-button", seconds=int(UNDO_WITHIN.total_seconds())), "undo", {**of_it, "until": until}),)
    if not said.text:
        return (undo,)
    return (keep if question.text else keep[1:]), undo


async def undo(ctx: Context, heard: Heard) -> Effect:
    """Within half a minute it is taken back like by `/thuhoi`, and its text given back; later that is offered."""
    message_id, until = int(heard.args["message"]), datetime.fromisoformat(str(heard.args["until"]))
    taking_back = await recall.recall(ctx, heard)

    async def effect(turn: Turn) -> None:
        w, said = turn.words(heard.who), await thread.message(turn.tx, message_id)
        if heard.at > until:
            await turn.toast(heard)
            back = (Choice(w("undo-recall"), "recall", {"message": message_id}),)
            await turn.say(heard.who, w("undo-too-late"), back)
            return
        await taking_back(turn)
        now_is = await thread.message(turn.tx, message_id)
        if said and said.text and not said.recalled_at and now_is and now_is.recalled_at:
            draft = Draft(w("undo-text")).line().line(said.text)
            await turn.say(heard.who, draft, role="card", question_id=said.question_id)

    return effect
