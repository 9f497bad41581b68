"""Climb the ladder: what is due becomes a record, for many questions in one short transaction.

Whom it concerns and what he is told comes after that (handlers.due.alert): telling takes long, and whatever is due
next must not wait for it. Any number of processes may climb at once: each takes what nobody else is raising, and a
rung is a row with a key of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from handlers.context import Context
from handlers.rules import ladder
from storage import alerts, due
from storage.alerts import Rise
from storage.db import Tx, Unavailable
from storage.due import Due

log = logging.getLogger(__name__)

AT_ONCE = 200
AGAIN_AFTER = timedelta(minutes=5)
"""When the clock comes back to a question at which it failed."""
Found = Callable[[Tx, datetime], Awaitable[list[Due]]]


async def climb(ctx: Context) -> int:
    """Raises what is due by now, and plans what comes next on each ladder; for how many questions."""
    questions = 0
    while found := await _batch(ctx):
        questions += found
        if found < AT_ONCE:
            break
    return questions


async def _batch(ctx: Context) -> int:
    try:
        return await _raise(ctx, partial(due.earliest, limit=AT_ONCE))
    except Unavailable:
        raise
    except Exception as error:
        log.warning("one of the due questions fails, doing each alone", extra={"why": type(error).__name__})
        return await _each_alone(ctx)


async def _each_alone(ctx: Context) -> int:
    now = ctx.clock.business()
    found = await ctx.db.read(partial(due.earliest, now=now, limit=AT_ONCE))
    for question in found:
        try:
            await _raise(ctx, partial(_alone, question.id))
        except Unavailable:
            raise
        except Exception:
            log.exception("the clock failed at a question", extra={"question": question.id})
            await ctx.db.write(partial(due.plan, wakes=[(question.id, now + AGAIN_AFTER)]))
    return len(found)


async def _alone(question_id: int, tx: Tx, now: datetime) -> list[Due]:
    return await due.alone(tx, question_id, now)


async def _raise(ctx: Context, find: Found) -> int:
    async def body(tx: Tx) -> tuple[int, list[Rise]]:
        now = ctx.clock.business()  # as late as possible: what fell due while this waited for its turn comes along
        found = await find(tx, now)
        rising = [rise for question in found for rise in rungs(question, now)]
        await alerts.rise(tx, rising, now)
        await due.plan(tx, [(question.id, _following(question, now)) for question in found])
        return len(found), rising

    found, raised = await ctx.db.write(body)
    for rise in raised:
        ctx.meter.alert_raised(rise.rung)
    return found


def rungs(question: Due, now: datetime) -> list[Rise]:
    """Every rung whose time has come. Only the last one is told: the rest is past."""
    if question.due_at is None:
        return []
    passed = ladder.rungs_until(question.clock_from, question.due_at, now)
    return [
        Rise(question.id, question.round, rung.name, rung.count, rung.at, passed=rung is not passed[-1])
        for rung in passed
    ]


def _following(question: Due, now: datetime) -> datetime | None:
    return question.due_at and ladder.next_rung(question.clock_from, question.due_at, now).at
