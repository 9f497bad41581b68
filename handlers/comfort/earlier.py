"""What was answered before in an officer's own province, found by its words: beside what the bank has."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from faq.kindred import holding
from handlers import beginnings
from handlers.comfort.source import is_of_province, provinces_of
from handlers.context import Choice, Context, Heard, Turn
from handlers.officer import card
from handlers.outgoing import Draft
from storage import past, questions
from storage.db import Tx

MOST_SHOWN = 5
LOOKED_THROUGH = 1_000
"""Questions of the province that were answered, the newest: some years of them."""
MOST_OF_IT = 100
"""Characters by which a question is known."""


async def found(ctx: Context, heard: Heard, words: str) -> list[int]:
    """The answered questions of his province that hold these words, in the question or in the answer."""
    if not words or not provinces_of(heard.seats):
        return []
    there = await ctx.db.read_many(partial(_texts, heard))
    ids = list(there)
    return [ids[at] for at in await asyncio.to_thread(holding, words, list(there.values()), MOST_SHOWN)]


async def _texts(heard: Heard, tx: Tx) -> dict[int, Sequence[str]]:
    there: dict[int, Sequence[str]] = {}
    for ministry, province in provinces_of(heard.seats):
        asked = await past.answered(tx, ministry, province, LOOKED_THROUGH)
        answers = await past.said_to(tx, [each.id for each in asked])
        there |= {each.id: (each.text, *answers.get(each.id, ())) for each in asked}
    return there


async def show(turn: Turn, heard: Heard, ids: Sequence[int]) -> None:
    """Lists them; a number shows one with its thread."""
    there = [question for each in ids if is_of_province(heard.seats, question := await questions.get(turn.tx, each))]
    if not there:
        return
    w = turn.words(heard.who)
    draft = Draft().bold(w("earlier-title", count=len(there)))
    starts = await beginnings.of(turn, w, there, MOST_OF_IT)
    for number, (question, start) in enumerate(zip(there, starts, strict=True), 1):
        draft.line().line(f"{number}. {question.code} · {card.whence(turn, question)}").line(start)
    numbers = tuple(Choice(str(n), "show", {"question": question.id}) for n, question in enumerate(there, 1))
    seat = next(seat for seat in heard.seats if seat.province)
    await turn.say(heard.who, draft.line().line(w("queue-how")), numbers, seat_id=seat.id)
