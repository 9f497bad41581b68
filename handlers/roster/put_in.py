"""Put lines into the roster: new ones are added, other ones changed, the same left alone; nobody is taken out.

A line is known by its code, else by name, role, unit and ministry. Whoever has joined keeps his seat, his name and
his number whatever a file says; where it gives him another seat, or a longer term, he is waited for again, with a new
code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from handlers.clock import Clock
from handlers.roster import taking_up
from handlers.roster.fault import Args, Code, RosterCode
from handlers.roster.line import Line, Seat
from storage import audit, roster, units
from storage.db import Database, Tx
from storage.roster import Expected
from storage.seats import Role
from storage.units import Unit

_COMPARED = ("key", "name", "phone", "role", "unit", "ministry", "seat_from", "seat_until")
_UNSAID = {"capacity": None, "lead": False, "fields": (), "deputies": (), "away_from": None, "away_until": None}
"""What holds of an officer of whom a list says nothing else."""
_OF_SEAT = ("role", "unit", "ministry")


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that cannot go in: the `at`-th, and why."""

    at: int
    key: str
    code: Code
    args: Args = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """A line that is there already and says something else now: column → (before, now)."""

    at: int
    line_id: int
    values: dict[str, tuple[Any, Any]]
    again: bool
    """He has joined and needs a new code, for another seat or a longer term."""


@dataclass(slots=True)
class Plan:
    """What is to be done."""

    new: list[int] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Refused] = field(default_factory=list)


class _OnlyLooked(Exception):
    """Undoes an import that was only to be looked at."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan


async def put_in(db: Database, clock: Clock, lines: Sequence[Line], *, undo: bool) -> Plan:
    """Puts in all that can go in, at once; with `undo` only says what would be done."""

    async def body(tx: Tx) -> Plan:
        await roster.alone(tx)
        there = await units.named(tx, {line.unit for line in lines})
        plan = planned(await roster.every(tx), lines, there, clock.today())
        await roster.add(tx, [_row(lines[at], there) for at in plan.new], clock.machine())
        for change in plan.changed:
            await roster.change(tx, change.line_id, _written(change, lines[change.at], there))
        for change in plan.changed:
            await taking_up.changed(tx, change.line_id, {name: was for name, (was, _) in change.values.items()})
        if undo:
            raise _OnlyLooked(plan)
        if plan.new or plan.changed:
            detail = {"added": len(plan.new), "changed": len(plan.changed)}
            await audit.note(tx, clock.business(), None, "roster-import", "roster", detail)
        return plan

    try:
        return await db.write_many(body)
    except _OnlyLooked as looked:
        return looked.plan


def planned(kept: Sequence[Expected], lines: Sequence[Line], there: dict[str, Unit], today: date) -> Plan:
    """Compares lines with those that are kept."""
    plan, found = Plan(), _found(kept, lines)
    officers = {one.key: one.ministry for one in kept if one.key and one.role == Role.OFFICER}
    officers |= {line.key: line.ministry for line in lines if line.key and line.role is Role.OFFICER}
    for at, line in enumerate(lines):
        same = found[at]
        differing = _differing(same, line) if isinstance(same, Expected) else {}
        if isinstance(same, Refused):
            plan.refused.append(same)
        elif line.unit not in there:
            plan.refused.append(Refused(at, "unit", RosterCode.UNKNOWN_UNIT, (("value", line.unit), ("allowed", ""))))
        elif wrong := _wrong_deputy(at, line, officers):
            plan.refused.append(wrong)
        elif same is not None and not differing:
            plan.unchanged += 1
        elif line.seat_until is not None and line.seat_until < today:
            plan.refused.append(
                Refused(at, "seat_until", RosterCode.TERM_OVER, (("value", f"{line.seat_until:%d/%m/%Y}"),))
            )
        elif same is None:
            plan.new.append(at)
        else:
            plan.changed.append(Changed(at, same.id, differing, _waits_again(same, line)))
    return plan


def _found(kept: Sequence[Expected], lines: Sequence[Line]) -> list[Expected | Refused | None]:
    """Who is whom. Codes first: whoever is known by his is not taken for another one of his name."""
    by_key = {one.key: one for one in kept if one.key}
    found: list[Expected | Refused | None] = [by_key.get(line.key) if line.key else None for line in lines]
    taken = {one.id for one in found if isinstance(one, Expected)}
    by_seat: dict[Seat, list[Expected]] = defaultdict(list)
    for one in kept:
        if one.id not in taken:
            by_seat[_seat(one)].append(one)
    for at, line in enumerate(lines):
        if found[at] is None:
            # A line with a code that nobody has yet may be somebody's who had none.
            named = [one for one in by_seat[line.seat] if not (line.key and one.key)]
            if len(named) > 1:
                keys = ", ".join(one.key or "–" for one in named)
                found[at] = Refused(at, "key", RosterCode.SEVERAL_OF_NAME, (("allowed", keys),))
            elif named:
                found[at] = named[0]
    return found


def _seat(one: Expected) -> Seat:
    return Line(one.name, Role(one.role), one.unit, one.ministry).seat


def _differing(kept: Expected, line: Line) -> dict[str, tuple[Any, Any]]:
    values = {name: (getattr(kept, name), getattr(line, name)) for name in _COMPARED}
    if line.key is None:
        del values["key"]  # a list without codes does not take them away
    if kept.person_id is not None:
        del values["phone"]
    values |= {name: (getattr(kept, name), said) for name, said in _said(line).items()}
    return {name: (before, now) for name, (before, now) in values.items() if before != now}


def _waits_again(kept: Expected, line: Line) -> bool:
    if kept.seat_id is None:
        return False
    moved = any(getattr(kept, name) != getattr(line, name) for name in _OF_SEAT)
    longer = kept.seat_until is not None and (line.seat_until is None or line.seat_until > kept.seat_until)
    return moved or longer


def _row(line: Line, there: dict[str, Unit]) -> dict[str, Any]:
    values = {name: getattr(line, name) for name in _COMPARED}
    values |= {**_UNSAID, **_said(line)}
    return {**values, "province": there[line.unit].province, **_lists(values)}


def _said(line: Line) -> dict[str, Any]:
    """What a line says of an officer's seat; 0 questions are any number."""
    said = {name: value for name in _UNSAID if (value := getattr(line, name)) is not None}
    if "capacity" in said:
        said["capacity"] = said["capacity"] or None
    if "away_from" in said:
        said["away_until"] = line.away_until
    return said


def _lists(values: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON keeps them."""
    return {name: list(values[name]) for name in ("fields", "deputies") if name in values}


def _wrong_deputy(at: int, line: Line, officers: Mapping[str, str | None]) -> Refused | None:
    for key in line.deputies or ():
        if key not in officers:
            return Refused(at, "deputies", RosterCode.UNKNOWN_DEPUTY, (("value", key),))
        if officers[key] != line.ministry:
            return Refused(at, "deputies", RosterCode.DEPUTY_ELSEWHERE, (("value", key),))
    return None


def _written(change: Changed, line: Line, there: dict[str, Unit]) -> dict[str, Any]:
    values = {name: now for name, (_, now) in change.values.items()}
    values |= _lists(values)
    if "unit" in values:
        values["province"] = there[line.unit].province
    if change.again:
        values |= {"seat_id": None, "joined_at": None}
    return values
