"""Something was sent along that we could not get: the question says what is missing, and its sender what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.context import Context, Effect, Handler, Heard, Turn
from handlers.incoming import Edited, Lost, Said
from handlers.wording import Words, words


def noted(said: Said | Edited, locale: str) -> Said | Edited:
    """The message with a line for each thing that is missing; as it is where nothing else came with it, or where its
    text is a command."""
    if not said.lost or said.text.startswith("/") or not (said.text or said.attachments):
        return said
    w = words(locale)
    lines = [w("lost-note", what=_named(w, one)) for one in said.lost]
    return replace(said, text="\n".join(filter(None, (said.text, *lines))))


def telling(handler: Handler, lost: Sequence[Lost]) -> Handler:
    """The same, and afterwards its sender is told what did not arrive."""

    async def handle(ctx: Context, heard: Heard) -> Effect:
        effect = await handler(ctx, heard)

        async def and_tell(turn: Turn) -> None:
            await effect(turn)
            await _tell(turn, heard, lost)

        return and_tell

    return handle


def only_telling(lost: Sequence[Lost]) -> Handler:
    """For a message of which nothing arrived."""

    async def handle(_ctx: Context, heard: Heard) -> Effect:
        async def tell(turn: Turn) -> None:
            await _tell(turn, heard, lost)

        return tell

    return handle


async def _tell(turn: Turn, heard: Heard, lost: Sequence[Lost]) -> None:
    w = turn.words(heard.who)
    told = dict.fromkeys(w(f"lost-told-{one.why.value}", what=_named(w, one)) for one in lost)
    await turn.say(heard.who, "\n".join(told))


def _named(w: Words, lost: Lost) -> str:
    kind = w(f"lost-kind-{lost.kind.value}")
    return f"{kind} “{lost.name}”" if lost.name else kind
