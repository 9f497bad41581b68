"""What follows an answer, whichever way it was given: its source is credited, and alike questions are offered it."""

from __future__ import annotations

from functools import wraps

from handlers.comfort import twins, unfinished
from handlers.comfort.source import Source
from handlers.context import Context, Effect, Handler, Heard, Turn
from handlers.rules.lifecycle import State
from storage import audit, conversations, questions, thread
from storage.questions import OPEN_STATES, Question


def following(handler: Handler) -> Handler:
    """The same, with what follows it. What is alike is looked for before the transaction."""

    @wraps(handler)
    async def answered(ctx: Context, heard: Heard) -> Effect:
        question_id = heard.args.get("question") or (heard.reply.question_id if heard.reply else None)
        effect = await handler(ctx, heard)
        if question_id is None:
            return effect
        alike = await twins.of(ctx, heard, int(question_id))

        async def and_on(turn: Turn) -> None:
            was = await conversations.at(turn.tx, heard.place)
            await unfinished.told(turn, heard.having(question=int(question_id)), was)
            before = await questions.get(turn.tx, int(question_id))
            await effect(turn)
            if before.state in OPEN_STATES:
                await _follow(turn, heard, before, alike)

        return and_on

    return answered


async def _follow(turn: Turn, heard: Heard, before: Question, alike: tuple[int, ...]) -> None:
    kept = heard.args.get("source")
    if not (kept or alike):
        return
    now_is = await questions.get(turn.tx, before.id)
    if now_is.state != State.ANSWERED:
        return
    own = [part for part in await thread.of(turn.tx, before.id) if part.kind == "answer"]
    if not own or own[-1].author_id != heard.who.id:
        return
    if kept:
        source = Source.of(kept)
        detail = {source.kind.value: source.id, "edited": bool(heard.text)}
        await audit.note(turn.tx, turn.now, heard.who.id, "answer_from", before.code, detail)
    if alike:
        await twins.offer(turn, heard, own[-1], alike)
