"""What the clock does. One sweep does all that is due by now; the next is planned for the earliest row that is not.

Due times are rows: nothing is scheduled in memory, so nothing is forgotten in a crash, and after an outage one
sweep catches up. Every step is one short transaction that a second sweep, here or elsewhere, finds done.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from handlers.context import Context, Turn
from handlers.due import alert, orphans, unsaid
from handlers.ministry import broadcast
from handlers.rules.lifecycle import State
from storage import alerts, questions
from storage.db import Tx
from storage.questions import Question

AT_ONCE = 100


async def sweep(ctx: Context) -> None:
    """Does everything that is due by now."""
    while await _due_questions(ctx):
        pass
    for person_id in await ctx.db.read(alerts.people_to_tell):
        await ctx.db.write(partial(_tell, ctx, person_id))
    while await broadcast.spread(ctx):
        pass


async def safety_sweep(ctx: Context) -> None:
    """The slow one: what no time tells. Questions whose holder has no seat any more, hints that were lost."""
    await ctx.db.write(lambda tx: orphans.rescue(_turn(ctx, tx, "orphans")))
    await sweep(ctx)


async def next_due(ctx: Context) -> datetime | None:
    """When there is something to do next (business time)."""
    return await ctx.db.read(questions.next_wake)


async def _tell(ctx: Context, person_id: int, tx: Tx) -> None:
    await alert.tell(_turn(ctx, tx, f"tell:{person_id}"), person_id)


def _turn(ctx: Context, tx: Tx, cause: str) -> Turn:
    # A cause that repeats needs a number that does not: keys of the outbox are unique for ever.
    now = ctx.clock.business()
    return Turn(ctx, tx, f"{cause}:{now.timestamp():.6f}", now)


async def _due_questions(ctx: Context) -> int:
    now = ctx.clock.business()

    async def body(tx: Tx) -> int:
        due = await questions.due_for_clock(tx, now, AT_ONCE)
        for question in due:
            await _one(_turn(ctx, tx, f"due:{question.id}"), question)
        return len(due)

    return await ctx.db.write(body)


async def _one(turn: Turn, question: Question) -> None:
    match question.state:
        case State.OPEN | State.WAITING:
            await alert.climb(turn, question)
        case State.OFFERED | State.UNSORTED:
            await unsaid.go_on(turn, question)
        case _:
            await questions.rewind(turn.tx, question, None)
