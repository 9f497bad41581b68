"""What one unit leaves to another: seats, questions, invites, rules and all else that names it, in a few statements.

Whoever calls has noted the event in the same transaction (`storage.succession.take`). What ended before keeps the
unit that it had; of a question that is closed, only its province is that of today, for whoever looks after it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select, update

from storage.questions import MERGED, RECALLED
from storage.tables import groups, invites, questions, roster, routes, seats, units
from storage.tx import Tx
from storage.units import Unit

_OVER = ("closed", MERGED, RECALLED)


@dataclass(slots=True)
class Went:
    """What followed: seats, and the open questions that are in another province now."""

    seats: list[int] = field(default_factory=list)
    questions: list[int] = field(default_factory=list)


async def put(tx: Tx, unit: Unit, on: date) -> None:
    """What a unit is from a day on; it is made where there is none."""
    values = {
        "kind": unit.kind, "type": unit.type, "name": unit.name, "full_name": unit.full_name, "parent": unit.parent,
        "ministry": unit.ministry, "changed_on": on,
    }  # fmt: skip
    new = tx.insert(units).values(code=unit.code, **values)
    await tx.change(new.on_conflict_do_update(index_elements=["code"], set_=values))


async def end(tx: Tx, code: str, successor: str, on: date) -> None:
    """A unit is no more. Whatever it had followed is its successor's, too."""
    u = units.c
    await tx.change(update(units).where(u.code == code).values(ended_on=on, changed_on=on, successor=successor))
    await tx.change(update(units).where(u.successor == code).values(successor=successor))


async def moved_in(tx: Tx, old: str, new: str, on: date) -> None:
    """The communes of a province lie in another one."""
    there = update(units).where(units.c.parent == old, units.c.kind == "commune", units.c.ended_on.is_(None))
    await tx.change(there.values(parent=new, changed_on=on))


async def follow(tx: Tx, old: str, unit: Unit, today: date) -> Went:
    """All that names a unit names its successor, which may be the same in another province."""
    went = Went(await _seats(tx, seats.c.unit == old, today, unit.code, unit.province))
    of_old = select(units.c.code).where(units.c.successor == unit.code)
    there = or_(questions.c.unit.in_((old, unit.code)), questions.c.unit.in_(of_old))
    went.questions = await _questions(tx, there, unit.province)
    if old != unit.code:
        q = questions.c
        await tx.change(
            update(questions).where(q.unit == old, q.state.not_in(_OVER)).values(unit=unit.code)
        )  # fmt: skip
    unused = update(invites).where(invites.c.unit == old, invites.c.uses_left > 0)
    await tx.change(unused.values(unit=unit.code))
    expected = update(roster).where(roster.c.unit == old)
    await tx.change(expected.values(unit=unit.code, province=unit.province))
    if unit.kind != "province":
        r = routes.c
        where = case((r.province.is_(None), None), else_=unit.province)
        ours = update(routes).where(r.commune == old, r.removed_at.is_(None))
        await tx.change(ours.values(commune=unit.code, province=where))
    return went


async def follow_province(tx: Tx, old: str, new: str, today: date) -> Went:
    """All that names a province by itself, or lies in it, is of another one."""
    went = Went(await _seats(tx, seats.c.province == old, today, None, new))
    went.questions = await _questions(tx, questions.c.province == old, new)
    await tx.change(update(roster).where(roster.c.province == old).values(province=new))
    r = routes.c
    await tx.change(update(routes).where(r.province == old, r.removed_at.is_(None)).values(province=new))
    await tx.change(update(routes).where(r.group_province == old, r.removed_at.is_(None)).values(group_province=new))
    await _groups(tx, old, new)
    return went


async def rules_for(tx: Tx, commune: str, others: Sequence[str]) -> None:
    """The rules about a commune hold for others as well, which were part of it."""
    r = routes.c
    kept = await tx.rows(select(routes).where(r.commune == commune, r.removed_at.is_(None)))
    rows = [{**_without_id(row._mapping), "commune": other} for row in kept for other in others]
    if rows:
        await tx.change(routes.insert(), rows)


async def one_lead(tx: Tx, province: str, came: Collection[int]) -> None:
    """Of several leads the one stays who was there before."""
    s = seats.c
    marked = select(s.id, s.ministry).where(s.province == province, s.role == "officer", s.lead)
    rows = await tx.rows(marked.order_by(s.id))
    first: dict[str | None, int] = {}
    for seat_id, ministry in sorted(((row[0], row[1]) for row in rows), key=lambda one: (one[0] in came, one[0])):
        if first.setdefault(ministry, seat_id) != seat_id:
            await tx.change(update(seats).where(s.id == seat_id).values(lead=False))


def _without_id(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


async def choose(tx: Tx, seat_id: int, person_id: int, old: str, unit: Unit) -> None:
    """Of a split: somebody is in another of the successors, and so is what he asked and nobody has closed."""
    await tx.change(update(seats).where(seats.c.id == seat_id).values(unit=unit.code, province=unit.province))
    q = questions.c
    his = update(questions).where(q.asker_id == person_id, q.unit == old, q.state.not_in(_OVER))
    await tx.change(his.values(unit=unit.code, province=unit.province))


async def _seats(
    tx: Tx, which: ColumnElement[bool], today: date, unit: str | None, province: str | None
) -> list[int]:
    s = seats.c
    live = and_(s.state.in_(("asked", "valid")), or_(s.valid_until.is_(None), s.valid_until >= today))
    values = {"province": province, **({"unit": unit} if unit else {})}
    rows = await tx.rows(update(seats).where(which, live).values(values).returning(s.id))
    return [row[0] for row in rows]


async def _questions(tx: Tx, which: ColumnElement[bool], province: str | None) -> list[int]:
    """Those among them that are open and were in another province before."""
    q = questions.c
    elsewhere = and_(which, q.province.is_distinct_from(province))
    rows = await tx.rows(select(q.id).where(elsewhere, q.state.not_in(_OVER)).order_by(q.id))
    await tx.change(update(questions).where(elsewhere).values(province=province))
    return [row[0] for row in rows]


async def _groups(tx: Tx, old: str, new: str) -> None:
    """A province's group is its successor's, where that has none of its own for the ministry."""
    g = groups.c
    rows = await tx.rows(select(g.place, g.ministry).where(g.province == old))
    taken = {row[0] for row in await tx.rows(select(g.ministry).where(g.province == new))}
    for place, ministry in ((row[0], row[1]) for row in rows):
        if ministry not in taken:
            taken.add(ministry)
            await tx.change(update(groups).where(g.place == place).values(province=new))
