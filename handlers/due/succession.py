"""Changes of units happen on their day: what follows, follows in one transaction; then whom it concerns is told.

Several clocks, or one after an outage, carry each out once: whoever notes it first does it.
"""

from __future__ import annotations

import logging
from datetime import datetime, time
from functools import partial

from faq.fields import catalogue
from handlers import places
from handlers.clock import VIETNAM
from handlers.context import Context, Turn
from handlers.due import succession_seen, succession_told
from handlers.succession.handing_on import hand_on
from handlers.succession.map import Place
from storage import audit, following, succession, units
from storage.db import Tx, Unavailable
from storage.succession import Concerned, Pair
from storage.units import Unit, department

log = logging.getLogger(__name__)


async def follow(ctx: Context) -> int:
    """Carries out what is due and tells whom it concerns; how many. Raises what failed, after the rest."""
    done, failed, held_back = 0, list[Exception](), list[Concerned]()
    for event in await ctx.db.read(partial(succession.due, today=ctx.clock.today())):
        codes = await ctx.db.read(partial(succession.concerned_by, event=event))
        if any(codes.touches(earlier) for earlier in held_back):
            held_back.append(codes)  # it begins where that one was to end
            log.warning("a change of units waits for an earlier one", extra={"event": event})
            continue
        try:
            done += await ctx.db.write_many(partial(_carry_out, ctx, event))
        except Unavailable:
            raise
        except Exception as error:
            log.exception("a change of units cannot be carried out", extra={"event": event})
            failed.append(error)
            held_back.append(codes)
    await places.follow(ctx)
    done += await succession_told.tell(ctx)
    if failed:
        raise ExceptionGroup("some changes of units cannot be carried out", failed)
    return done


async def next_change(ctx: Context) -> datetime | None:
    """When the next one happens: a midnight in Viet Nam."""
    day = await ctx.db.read(succession.next_day)
    return datetime.combine(day, time(), VIETNAM) if day else None


async def _carry_out(ctx: Context, event: int, tx: Tx) -> bool:
    now = ctx.clock.business()
    turn = Turn(ctx, tx, f"units:{event}:{now.timestamp():.6f}", now)
    pairs = await succession.take(tx, event, ctx.clock.machine())
    moved: list[int] = []
    for pair in {pair.successor: pair for pair in pairs}.values():
        await following.put(tx, _unit(pair), pair.on)
        if pair.parent is None:
            await _departments(tx, pair)
    for old in {pair.predecessor for pair in pairs if not pair.main}:
        parts = [pair.successor for pair in pairs if pair.predecessor == old and not pair.main]
        await following.rules_for(tx, old, await units.named(tx, parts))
    # Where it lives on it is changed first: what comes to it then finds it as it is.
    for pair in sorted((p for p in pairs if p.main), key=lambda p: p.predecessor != p.successor):
        moved += await _follow(turn, pair)
    for pair in pairs:
        if pair.main and pair.predecessor != pair.successor:
            await following.end(tx, pair.predecessor, pair.successor, pair.on)
    await hand_on(turn, moved)
    await succession_seen.officers_of_split(turn, pairs)
    if pairs:
        detail = {"event": event, "kind": pairs[0].kind, "units": [[p.predecessor, p.successor] for p in pairs]}
        await audit.note(tx, now, None, "unit-change", f"unit-change:{event}", detail)
    return bool(pairs)


def _unit(pair: Pair) -> Unit:
    full_name = Place(pair.successor, pair.type, pair.name, pair.parent).full_name
    kind = "commune" if pair.parent else "province"
    return Unit(pair.successor, kind, pair.type, pair.name, full_name, pair.parent, None)


async def _departments(tx: Tx, pair: Pair) -> None:
    """A province has one of each ministry, which bears its name."""
    for ministry in catalogue().ministries.values():
        await following.put(tx, department(pair.successor, pair.name, ministry), pair.on)


async def _follow(turn: Turn, pair: Pair) -> list[int]:
    """Who and what is in a unit is in its successor; the open questions that are in another province now."""
    tx, today, unit = turn.tx, turn.ctx.clock.today(), _unit(pair)
    went = [await following.follow(tx, pair.predecessor, unit, today)]
    if pair.parent is None:
        for ministry in catalogue().ministries.values():
            old, new = f"{pair.predecessor}-{ministry.code}", department(pair.successor, pair.name, ministry)
            went.append(await following.follow(tx, old, new, today))
            if old != new.code:
                await following.end(tx, old, new.code, pair.on)
        if pair.predecessor != pair.successor:
            await following.moved_in(tx, pair.predecessor, pair.successor, pair.on)
            went.append(await following.follow_province(tx, pair.predecessor, pair.successor, today))
            left = await following.groups_left(tx, pair.predecessor)
            await succession_seen.groups_left(turn, left, pair.successor)
    came = {seat for each in went for seat in each.seats}
    await succession.went(tx, pair.event, pair.predecessor, came)
    if pair.parent is None:
        taken = await following.one_lead(tx, pair.successor, came)
        await succession_seen.leads_taken(turn, pair.successor, taken)
    return [question for each in went for question in each.questions]
