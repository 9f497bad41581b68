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
from handlers.rules.ladder import Rung, Who
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
    """Raises what is due by now, and plans what comes next on each ladder; for how many clocks."""
    clocks = 0
    while found := await _batch(ctx):
        clocks += found
        if found < AT_ONCE:
            break
    return clocks


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
    for clock in found:
        try:
            await _raise(ctx, partial(_alone, clock.id))
        except Unavailable:
            raise
        except Exception:
            log.exception("the clock failed at a question", extra={"question": clock.question_id})
            await ctx.db.write(partial(due.plan, wakes=[(clock.id, now + AGAIN_AFTER)]))
    return len(found)


async def _alone(clock_id: int, tx: Tx, now: datetime) -> list[Due]:
    return await due.alone(tx, clock_id, now)


async def _raise(ctx: Context, find: Found) -> int:
    async def body(tx: Tx) -> tuple[int, list[Rise]]:
        now = ctx.clock.business()  # as late as possible: what fell due while this waited for its turn comes along
        found = await find(tx, now)
        rising = {clock: rungs(clock, now) for clock in found}
        await alerts.rise(tx, [rise for rises in rising.values() for rise in rises], now)
        await due.plan(tx, [(clock.id, _following(clock, now)) for clock in found])
        return len(found), [rise for clock, rises in rising.items() for rise in rises if rise.due_at >= clock.wake_at]

    found, raised = await ctx.db.write(body)
    for rise in raised:
        ctx.meter.alert_raised(rise.rung)
    return found


def rungs(clock: Due, now: datetime) -> list[Rise]:
    """Every rung whose time has come; those that were raised before stay as they are.

    Each step is told to those whom it concerns, however late; of daily repetitions that were missed only the last.
    """
    since = clock.wake_at - ladder.EACH_DAY  # what was raised yesterday is not looked for again each day for a year
    passed = [r for r in ladder.until(_ladder(clock), now) if r.name != ladder.REPEAT or r.at > since]
    return [
        Rise(clock.question_id, clock.id, rung.name, rung.count, tuple(who.value for who in rung.tell), rung.at,
             passed=rung.name == ladder.REPEAT and rung is not passed[-1])
        for rung in passed
    ]  # fmt: skip


def _following(clock: Due, now: datetime) -> datetime:
    return ladder.following(_ladder(clock), now).at


def _ladder(clock: Due) -> tuple[Rung, ...]:
    return tuple(Rung(name, count, at, tuple(map(Who, tell))) for name, count, at, tell in clock.rungs)
