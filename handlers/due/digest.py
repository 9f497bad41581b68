"""Digests: each officer hears in the morning what waits for him, each admin in the evening how the day was.

Once for each person, ministry and day, by a row that is written with the message: whoever looks again, here or
elsewhere, finds it done. A digest is of its own day: after an outage that day's comes late, and none of a day before.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from handlers.clock import VIETNAM
from handlers.context import Context, Turn
from handlers.due import evening, morning
from handlers.in_force import Rules
from storage import digests
from storage.db import Tx, Unavailable
from storage.digests import Kind, Owed

log = logging.getLogger(__name__)

ON_TIME = timedelta(minutes=10)
"""Later than this an evening is no working time any more."""
KEPT = timedelta(days=60)
Tell = Callable[[Turn, Owed, Rules], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when a digest may be told."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Ready:
    """A digest that somebody is owed, and when it may be told."""

    owed: Owed
    rules: Rules
    span: Span


async def follow(ctx: Context) -> int:
    """Tells every digest whose time has come; how many."""
    now, day, done = ctx.clock.business(), ctx.clock.today(), 0
    for kind in Kind:
        ready = [r for r in await _of(ctx, kind, day) if r.span.begins <= now < r.span.ends]
        if ready:
            tell = await _teller(ctx, kind, ready, day)
            for each in ready:
                done += await _succeeds(ctx, kind, each, day, tell)
    return done


async def following(ctx: Context) -> datetime | None:
    """When the next digest has to be told: today, or from the next midnight on it is looked for anew."""
    now, day = ctx.clock.business(), ctx.clock.today()
    ahead = [max(r.span.begins, now) for kind in Kind for r in await _of(ctx, kind, day) if now < r.span.ends]
    tomorrow = day + timedelta(days=1)
    if not ahead and any([await _of(ctx, kind, tomorrow, any_day=True) for kind in Kind]):
        ahead = [datetime.combine(tomorrow, time(), VIETNAM)]
    return min(ahead, default=None)


async def tidy(ctx: Context) -> None:
    """What was told long ago is forgotten."""
    before = ctx.clock.today() - KEPT
    await ctx.db.write_many(partial(digests.prune, before=before))


def is_on(ctx: Context, rules: Rules) -> bool:
    """Whether a ministry's people hear digests."""
    on = rules.policies.digests
    return ctx.policy.digests if on is None else on


def span_of(kind: Kind, rules: Rules, province: str | None, day: date) -> Span | None:
    """When a digest of that day may be told in a province's offices; None where they do not work."""
    worked = [span for span in rules.calendar.layout(day, province) if span.counted]
    if not worked:
        return None
    if kind is Kind.MORNING:
        return Span(worked[0].begins, worked[-1].ends)
    ends = worked[-1].ends
    return Span(ends, ends + ON_TIME if rules.policies.quiet else datetime.combine(day, time.max, VIETNAM))


async def _of(ctx: Context, kind: Kind, day: date, *, any_day: bool = False) -> list[Ready]:
    """Who is owed one of that day, also where no work is done (`any_day`), in ministries that want it."""
    rules: dict[str, Rules] = {}
    spans: dict[tuple[str, str | None], Span | None] = {}
    ready = []
    midnight = datetime.combine(day, time(), VIETNAM)
    async with ctx.db.reading() as tx:
        for owed in await digests.owed(tx, kind, day):
            if owed.ministry not in rules:
                rules[owed.ministry] = await ctx.in_force.of(tx, owed.ministry, ctx.policy.deadline_hours)
            by = rules[owed.ministry]
            office = owed.ministry, owed.province
            if office not in spans:
                spans[office] = span_of(kind, by, owed.province, day)
            span = spans[office] or (Span(midnight, midnight) if any_day else None)
            if span and is_on(ctx, by) and (any_day or owed.made_at <= span.begins):
                ready.append(Ready(owed, by, span))
    return ready


async def _teller(ctx: Context, kind: Kind, ready: list[Ready], day: date) -> Tell:
    """What says it; an evening's figures are read once for a ministry, before anything is written."""
    if kind is Kind.MORNING:
        return morning.tell
    begins, now = datetime.combine(day, time(), VIETNAM), ctx.clock.business()
    figures = {}
    for ministry in {each.owed.ministry for each in ready}:
        figures[ministry] = await ctx.db.read_many(partial(evening.read, ministry=ministry, begins=begins, now=now))

    async def tell(turn: Turn, owed: Owed, rules: Rules) -> None:
        await evening.tell(turn, owed, figures[owed.ministry])

    return tell


async def _succeeds(ctx: Context, kind: Kind, ready: Ready, day: date, tell: Tell) -> bool:
    """Tells one; one that fails is told to the log, counts as done, and keeps nobody else's back."""
    owed = ready.owed

    async def body(tx: Tx) -> bool:
        turn = Turn(ctx, tx, f"digest:{kind}:{owed.ministry}:{day}:{owed.person_id}", ctx.clock.business())
        if not await digests.claim(tx, owed.person_id, kind, owed.ministry, day, turn.now):
            return False
        if await digests.wants(tx, owed.person_id):
            await tell(turn, owed, ready.rules)
        return True

    try:
        return await ctx.db.write(body)
    except Unavailable:
        raise
    except Exception:
        log.exception("the clock failed at a digest", extra={"person": owed.person_id})
        claim = partial(digests.claim, person_id=owed.person_id, kind=kind, ministry=owed.ministry, day=day,
                        now=ctx.clock.business())  # fmt: skip
        await ctx.db.write(claim)
    return False
