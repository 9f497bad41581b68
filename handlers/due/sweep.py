"""What the clock does. One sweep does all that is due by now; the next is planned for the earliest row that is not.

Due times are rows: nothing is scheduled in memory, so nothing is forgotten in a crash, and after an outage one
sweep catches up. Every step is one short transaction that a second sweep, here or elsewhere, finds done.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import partial

from handlers.context import Context, Turn
from handlers.due import alert, orphans, unsaid
from handlers.ministry import broadcast
from handlers.rules.lifecycle import State
from storage import alerts, broadcasts, questions
from storage.db import Body, Tx, Unavailable
from storage.questions import Question

log = logging.getLogger(__name__)

AT_ONCE = 100
AGAIN_AFTER = timedelta(minutes=5)
"""When the clock comes back to a question at which it failed."""


async def sweep(ctx: Context) -> None:
    """Does everything that is due by now."""
    while await _due_questions(ctx):
        pass
    after = 0
    while people := await ctx.db.read(partial(_people, after)):
        for person_id in people:
            await _succeeds(ctx, partial(_tell, ctx, person_id), "person", person_id)
        after = people[-1]
    while await broadcast.spread(ctx):
        pass


async def safety_sweep(ctx: Context) -> None:
    """The slow one: what no time tells. Seats that ended or began, absences that are over, hints that were lost."""
    for question in await ctx.db.read(lambda tx: questions.held_by_ended(tx, ctx.clock.today(), limit=500)):
        await _succeeds(ctx, partial(_rescue, ctx, question), "question", question.id)
    for ministry, province in await ctx.db.read(questions.desks_with_unheld):
        await _succeeds(ctx, partial(_give, ctx, ministry, province), "province", int(province))
    await sweep(ctx)


async def _give(ctx: Context, ministry: str, province: str, tx: Tx) -> None:
    await orphans.give_to_who_came(_turn(ctx, tx, f"give:{ministry}:{province}"), ministry, province)


async def next_due(ctx: Context) -> datetime | None:
    """When there is something to do next (business time): now, where a broadcast waits for its recipients' rows."""
    async with ctx.db.reading() as tx:
        if await broadcasts.being_sent(tx):
            return ctx.clock.business()
        return await questions.next_wake(tx)


async def _succeeds(ctx: Context, body: Body[None], what: str, number: int) -> bool:
    """Runs a step; one that fails is told to the log and must not keep the clock from all others."""
    try:
        await ctx.db.write(body)
    except Unavailable:
        raise
    except Exception:
        log.exception("the clock failed at a %s", what, extra={what: number})
        return False
    return True


async def _people(after: int, tx: Tx) -> list[int]:
    return await alerts.people_to_tell(tx, after)


async def _rescue(ctx: Context, question: Question, tx: Tx) -> None:
    await orphans.rescue(_turn(ctx, tx, f"orphan:{question.id}"), question)


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

    try:
        return await ctx.db.write(body)
    except Unavailable:
        raise
    except Exception as error:
        log.warning("one of the due questions fails, doing each alone", extra={"why": type(error).__name__})
        return await _each_alone(ctx, now)


async def _each_alone(ctx: Context, now: datetime) -> int:
    due = await ctx.db.read(lambda tx: questions.due_for_clock(tx, now, AT_ONCE))
    for question in due:

        async def body(tx: Tx, question: Question = question) -> None:
            await _one(_turn(ctx, tx, f"due:{question.id}"), question)

        if not await _succeeds(ctx, body, "question", question.id):
            await ctx.db.write(partial(questions.rewind, question=question, wake_at=now + AGAIN_AFTER))
    return len(due)


async def _one(turn: Turn, question: Question) -> None:
    match question.state:
        case State.OPEN | State.WAITING:
            await alert.climb(turn, question)
        case State.OFFERED | State.UNSORTED:
            await unsaid.go_on(turn, question)
        case _:
            await questions.rewind(turn.tx, question, None)
