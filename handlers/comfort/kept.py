"""What an officer wrote, and nobody knows yet what for: it travels with a button until he says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handlers.context import Choice, Context, Effect, Handler, Heard, Turn
from handlers.incoming import Attachment, Kind
from handlers.outgoing import Style
from handlers.wording import Words
from storage import links
from storage.questions import Question


def args(heard: Heard) -> dict[str, Any]:
    """What was written, as arguments of a button."""
    return {
        "text": heard.text,
        "message": heard.message_id,
        "more": list(heard.more_ids),
        "files": [[a.kind, a.reference, a.name, a.mime, a.size, a.channel] for a in heard.attachments],
    }


def written(heard: Heard) -> Heard:
    """The same as if it were said now."""
    files = tuple(Attachment(Kind(f[0]), *f[1:]) for f in heard.args["files"])
    return replace(
        heard, text=str(heard.args["text"]), attachments=files, message_id=heard.args["message"],
        more_ids=tuple(heard.args.get("more", ())),
    )  # fmt: skip


def as_answer(w: Words, heard: Heard, question: Question) -> Choice:
    """The button by which it is the answer to a question."""
    told = w("kept-is-answer", code=question.code)
    return Choice(told, "pick", {"question": question.id, **args(heard)}, Style.PRIMARY)


def as_asked_back(w: Words, heard: Heard, question: Question) -> Choice:
    """The button by which it is asked back."""
    told = w("kept-is-asked-back", code=question.code)
    return Choice(told, "is_ask_back", {"question": question.id, **args(heard)}, Style.PRIMARY)


async def once(ctx: Context, heard: Heard, handler: Handler) -> Effect:
    """What was written goes its way one time, however often the button is tapped."""
    own = written(heard)
    effect = await handler(ctx, own)

    async def went_on(turn: Turn) -> None:
        await turn.toast(heard)
        if await links.find(turn.tx, heard.place, own.message_id or ""):
            await turn.say(heard.who, turn.words(heard.who)("pick-sent-before"))  # a double tap
        else:
            await effect(turn)

    return went_on
