"""How deadlines are computed was changed: those that are open are computed anew, and who is affected is told."""

from __future__ import annotations

import logging
from functools import partial

from handlers import deadlines
from handlers.context import Context, Turn
from handlers.due.alert import ASKER, MOVED
from handlers.rules.ladder import Who
from storage import alerts, clocks, rulings
from storage.alerts import Rise
from storage.clocks import Clock, Kind
from storage.db import Tx, Unavailable

log = logging.getLogger(__name__)

AT_ONCE = 50


async def recompute(ctx: Context) -> int:
    """Computes every running clock by what holds now; how many."""
    done = 0
    for ministry, newest in (await ctx.db.read(rulings.newest_of_all)).items():
        after: Clock | None = None
        while found := await ctx.db.read(
            partial(clocks.computed_before, ministry=ministry, ruling=newest, after=after, limit=AT_ONCE)
        ):
            done += await _all(ctx, found)
            after = found[-1]
    return done


async def _all(ctx: Context, found: list[Clock]) -> int:
    try:
        return await ctx.db.write_many(partial(_each, ctx, found))
    except Unavailable:
        raise
    except Exception:
        log.exception("one of the clocks cannot be computed anew, doing each alone")
    done = 0
    for clock in found:
        try:
            done += await ctx.db.write(partial(_each, ctx, [clock]))
        except Unavailable:
            raise
        except Exception:
            log.exception("a clock cannot be computed anew", extra={"question": clock.question_id})
    return done


async def _each(ctx: Context, found: list[Clock], tx: Tx) -> int:
    turn = Turn(ctx, tx, f"recompute:{found[0].id}", ctx.clock.business())
    moved = []
    for was in found:
        clock = await clocks.get(tx, was.id)
        if clock is None or clock.stopped_at:
            continue
        rules = await deadlines.rules_of(turn, clock.ministry)
        due = await deadlines.recompute(turn, clock, rules)
        if due != clock.due_at:
            concerned = (Who.HOLDER, ASKER) if clock.kind is Kind.ANSWER else (Who.HOLDER,)
            moved.append(
                Rise(clock.question_id, clock.id, MOVED, rules.ruling, tuple(map(str, concerned)), turn.now, False)
            )
    await alerts.rise(tx, moved, turn.now)
    return len(found)
