"""Lay changes down: all of a file or nothing. What is laid down already is left alone; they happen on their day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers.clock import Clock
from handlers.succession.line import Line
from handlers.succession.map import Map
from handlers.succession.plan import Plan, planned
from storage import audit, succession, units
from storage.db import Database, Tx
from storage.succession import Pair, Touched


@dataclass(frozen=True, slots=True)
class Done:
    """What was laid down, or would be, in plain values."""

    plan: Plan
    events: tuple[dict[str, Any], ...]


class _OnlyLooked(Exception):
    """Undoes what was only to be looked at."""

    def __init__(self, done: Done) -> None:
        self.done = done


async def put_in(db: Database, clock: Clock, lines: Sequence[Line], *, undo: bool) -> Done:
    """Lays down what a file says, all or nothing; with `undo` only says what would be."""

    async def body(tx: Tx) -> Done:
        await succession.alone(tx)
        kept = await succession.every(tx)
        there = [unit for kind in ("province", "commune", "department", "bureau", "ministry")
                 for unit in await units.of_kind(tx, kind)]  # fmt: skip
        plan = planned(Map(there, await units.heirs(tx)), kept, lines)
        done = Done(plan, tuple(await told(tx, clock, [*plan.new, *plan.mended])))
        if undo or plan.refused:
            raise _OnlyLooked(done)
        await succession.add(tx, plan.new, clock.machine())
        for pair in plan.mended:
            values = {"type": pair.type, "name": pair.name, "parent": pair.parent, "main": pair.main}
            await succession.mend(tx, pair, values)
        if plan.new or plan.mended:
            detail = {"new": len(plan.new), "mended": len(plan.mended)}
            await audit.note(tx, clock.business(), None, "unit-changes", "units", detail)
        return done

    try:
        return await db.write_many(body)
    except _OnlyLooked as looked:
        return looked.done


async def drop(db: Database, clock: Clock, event: int) -> int:
    """Takes back a change that is still to come; how many pairs of units."""

    async def body(tx: Tx) -> int:
        gone = await succession.drop(tx, event)
        if gone:
            await audit.note(
                tx, clock.business(), None, "unit-change-dropped", f"unit-change:{event}", {"pairs": gone}
            )
        return gone

    return await db.write(body)


async def listed(db: Database, clock: Clock) -> list[dict[str, Any]]:
    """Every change that is laid down, in the order of their days."""

    async def look(tx: Tx) -> list[dict[str, Any]]:
        return await told(tx, clock, await succession.every(tx))

    return await db.read_many(look)


async def told(tx: Tx, clock: Clock, pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """Pairs in plain values, each with how many seats and open questions go along where it is still to come."""
    found = []
    for pair in pairs:
        along = Touched()
        if pair.applied_at is None:
            along = await succession.touched(tx, pair.predecessor, clock.today())
        found.append({
            "number": pair.event, "kind": pair.kind, "on": pair.on.isoformat(), "from": pair.predecessor,
            "from_name": pair.was_name, "to": pair.successor, "type": pair.type, "name": pair.name,
            "province": pair.parent, "main": pair.main, "seats": along.seats, "open_questions": along.questions,
            "bank_entries": along.entries,
            "done_at": pair.applied_at.isoformat() if pair.applied_at else None,
        })  # fmt: skip
    return found
