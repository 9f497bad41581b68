"""Somebody is writing just now: who will read it? Nothing of it is kept, and nothing depends on it."""

from __future__ import annotations

from handlers import access
from handlers.context import Context
from storage import conversations, links, persons, questions, seats
from storage.db import Tx
from storage.place import Place
from storage.questions import Question


async def readers(ctx: Context, tx: Tx, writer: Place, reply_to: str | None) -> list[Place]:
    """The places of those for whom it is written; none where nobody knows for whom, or he may not write to them.

    A channel that shows notices alone does not show this: that somebody is being written to just now is no notice.
    """
    found = await _readers(ctx, tx, writer, reply_to)
    return [place for place in found if place.channel not in ctx.policy.notice]


async def _readers(ctx: Context, tx: Tx, writer: Place, reply_to: str | None) -> list[Place]:
    who = await persons.of_account(tx, writer.channel, writer.chat)
    question = await _meant(tx, writer, reply_to)
    if who is None or question is None or question.state not in questions.OPEN_STATES:
        return []
    if question.asker_id == who.id:
        holder = await persons.get(tx, question.holder_person_id) if question.holder_person_id else None
        return [holder.place] if holder else []
    today = ctx.clock.today()
    held = [seat for seat in await seats.of_person(tx, who.id) if seat.valid_on(today)]
    may = await access.answering(tx, who.id, held, question, today)
    reader = await persons.of_account(tx, question.asker_place.channel, question.asker_place.chat)
    return [question.asker_place] if may and reader and reader.id == question.asker_id else []


async def _meant(tx: Tx, writer: Place, reply_to: str | None) -> Question | None:
    if reply_to:
        link = await links.find(tx, writer, reply_to)
        return await questions.get(tx, link.question_id) if link and link.question_id else None
    awaits = (await conversations.at(tx, writer)).data.get("question")
    return await questions.get(tx, int(awaits)) if awaits else None
