"""Everybody whose seat followed a change of units is told once what his unit is now, whatever happened together."""

from __future__ import annotations

import logging
from functools import partial

from handlers.context import Choice, Context, Turn
from handlers.outgoing import Draft
from handlers.people.naming import label, place_name, unit_name
from handlers.wording import Words
from storage import persons, seats, succession, units
from storage.db import Tx, Unavailable
from storage.outbox import Priority
from storage.seats import Seat
from storage.succession import Pair

log = logging.getLogger(__name__)

AT_ONCE = 50


async def tell(ctx: Context) -> int:
    """Tells all who were not told; how many people."""
    told = after = 0
    while people := await ctx.db.read(partial(succession.to_tell, limit=AT_ONCE, after=after)):
        for person_id in people:
            try:
                told += await ctx.db.write_many(partial(_tell, ctx, person_id))
            except Unavailable:
                raise
            except Exception:
                log.exception("somebody cannot be told of a change of units", extra={"person": person_id})
        after = people[-1]
    return told


async def _tell(ctx: Context, person_id: int, tx: Tx) -> bool:
    now = ctx.clock.business()
    turn = Turn(ctx, tx, f"units-told:{person_id}:{now.timestamp():.6f}", now)
    went, person = await succession.tell(tx, person_id, ctx.clock.machine()), await persons.get(tx, person_id)
    if not went or person is None:
        return False
    w, draft, rows = turn.words(person), Draft(), list[tuple[Choice, ...]]()
    held = {seat.id: seat for seat in await seats.of_person(tx, person_id)}
    said: set[str] = set()
    for event, seat_id, was in went:
        pairs = await succession.of_event(tx, event)
        line = await _what(turn, w, pairs, was)
        if line not in said:  # of several seats in one province
            said.add(line)
            draft.line(line)
        rows += await _parts(turn, w, pairs, was, held[seat_id])
    for seat in (held[seat_id] for seat_id in dict.fromkeys(seat_id for _, seat_id, _ in went)):
        draft.line(w("units-seat", unit=unit_name(ctx.places, seat.unit, seat.unit_name, seat.province)))
    draft.line(w("units-choose" if rows else "units-all-stays"))
    await turn.say(person, draft, *rows, priority=Priority.BROADCAST)
    return True


async def _what(turn: Turn, w: Words, pairs: list[Pair], was: str) -> str:
    """`Từ ngày 01/01/2027, Xã A sáp nhập vào Xã B.`"""
    own = next(pair for pair in pairs if pair.predecessor == was and pair.main)
    day = w.day(own.on, turn.now)
    unit = await units.get(turn.tx, own.successor)
    new = unit.full_name if unit else own.name
    if own.kind == "split":
        return w("units-split", day=day, old=own.was_name)
    if own.kind == "merge" and own.predecessor == own.successor:
        others = ", ".join(pair.was_name for pair in pairs if pair.predecessor != was)
        return w("units-grown", day=day, old=others, new=new)
    if own.kind == "merge":
        return w("units-merged", day=day, old=own.was_name, new=new)
    return w("units-renamed", day=day, old=own.was_name, new=place_name(turn.ctx.places, own.successor))


async def _parts(turn: Turn, w: Words, pairs: list[Pair], was: str, seat: Seat) -> list[tuple[Choice, ...]]:
    """Of a split: the other parts, one of which may be his."""
    others = [pair.successor for pair in pairs if pair.predecessor == was and not pair.main]
    if seat.unit not in [pair.successor for pair in pairs]:
        return []  # he has another unit by now, or is of one within it
    there = await units.named(turn.tx, others)
    return [
        (Choice(label(w("units-mine", unit=there[code].full_name)), "unit_is",
                {"event": pairs[0].event, "seat": seat.id, "unit": code}),)
        for code in others if code in there
    ]  # fmt: skip
