"""Changes of units happen on their day: what follows, follows in one transaction; then whom it concerns is told.

Several clocks, or one after an outage, carry each out once: whoever notes it first does it.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time
from functools import partial

from faq.fields import catalogue
from handlers import places
from handlers.clock import VIETNAM
from handlers.context import Context, Turn
from handlers.due import succession_told
from handlers.group import topic
from handlers.officer import card, handed, responsible
from handlers.succession.map import Place
from storage import audit, following, persons, questions, seats, succession
from storage.db import Tx, Unavailable
from storage.succession import Pair
from storage.units import Unit, department

log = logging.getLogger(__name__)


async def follow(ctx: Context) -> int:
    """Carries out what is due and tells whom it concerns; how many. Raises what failed, after the rest."""
    done, failed = 0, list[Exception]()
    for event in await ctx.db.read(partial(succession.due, today=ctx.clock.today())):
        try:
            done += await ctx.db.write_many(partial(_carry_out, ctx, event))
        except Unavailable:
            raise
        except Exception as error:
            log.exception("a change of units cannot be carried out", extra={"event": event})
            failed.append(error)
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
        await following.rules_for(tx, old, [pair.successor for pair in pairs if not pair.main])
    # Where it lives on it is changed first: what comes to it then finds it as it is.
    for pair in sorted((p for p in pairs if p.main), key=lambda p: p.predecessor != p.successor):
        moved += await _follow(turn, pair)
    for pair in pairs:
        if pair.main and pair.predecessor != pair.successor:
            await following.end(tx, pair.predecessor, pair.successor, pair.on)
    await _hand_on(turn, moved)
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
    came = {seat for each in went for seat in each.seats}
    await succession.went(tx, pair.event, pair.predecessor, came)
    if pair.parent is None:
        await following.one_lead(tx, pair.successor, came)
    return [question for each in went for question in each.questions]


async def _hand_on(turn: Turn, question_ids: Sequence[int]) -> None:
    """Open questions that are in another province now go to whoever is responsible there, with the clock they have.

    Where nobody is, they stay with whoever holds them.
    """
    left: dict[int, list[str]] = defaultdict(list)
    for question_id in sorted(set(question_ids)):
        question = await questions.get(turn.tx, question_id)
        if question.holder_seat_id is None or question.state not in questions.OPEN_STATES:
            continue
        asked = responsible.asked_of(question, turn.ctx.clock.today())
        target = await responsible.find(turn.tx, asked, holder=question.holder_seat_id)
        if target.seat is None or target.seat.id == question.holder_seat_id:
            continue
        if not await questions.move(turn.tx, question, question.state, **target.holding):
            continue
        detail = {"from": question.holder_seat_id, "to": target.seat.id, **target.noted}
        await audit.note(turn.tx, turn.now, None, "unit-change-moved", question.code, detail)
        left[question.holder_seat_id].append(question.code)
        now_is = await questions.get(turn.tx, question_id)
        await card.to_holder(turn, now_is, target)
        await topic.handed(turn, now_is, target.seat.person_name)
        await handed.tell_asker(turn, now_is, target.seat.person_name)
    for seat in await seats.several(turn.tx, left):
        person = await persons.get(turn.tx, seat.person_id)
        if person:
            codes = ", ".join(left[seat.id])
            await turn.say(person, turn.words(person)("units-left-you", count=len(left[seat.id]), codes=codes))
