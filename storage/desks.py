"""Desks: where a ministry's experts sit, its own and those of its bureaus, and which fields each bureau answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, bindparam, delete, exists, func, or_, select, update

from storage.db import Tx
from storage.due import OPEN
from storage.prepared import Prepared
from storage.seats import Role, Seat, in_force
from storage.tables import bureau_fields, invites, ministry_policies, opinions, questions, seats, units
from storage.units import Unit, of_kind

BUREAU = "bureau"
"""The kind of a unit that is a ministry's own department: cục, vụ."""


@dataclass(frozen=True, slots=True)
class Bureau:
    """A department of a ministry and the fields that it answers."""

    code: str
    ministry: str
    type: str
    """`cục`, `vụ` …"""
    name: str
    fields: frozenset[str] = frozenset()


_DAY = bindparam("day", type_=seats.c.valid_from.type)
_SITS = exists(
    select(seats.c.id).where(seats.c.unit == units.c.code, seats.c.role == Role.EXPERT.value, in_force(_DAY))
)
_OF_FIELD = Prepared(
    select(units.c.code)
    .join_from(bureau_fields, units, units.c.code == bureau_fields.c.unit)
    .where(bureau_fields.c.field == bindparam("of"), units.c.parent == bindparam("ministry"), _SITS)
)
_UNMANNED = Prepared(
    select(units.c.code).where(
        units.c.parent == bindparam("ministry"), units.c.kind == BUREAU, units.c.ended_on.is_(None), ~_SITS
    )
)


async def of_field(tx: Tx, ministry: str, field: str | None, day: date) -> str:
    """The desk that answers a field: its bureau's, where somebody sits there on that day, else the ministry's own."""
    found: str | None = await tx.value(_OF_FIELD, of=field, ministry=ministry, day=day) if field else None
    return found or ministry


async def answered_by(tx: Tx, held: Iterable[Seat], day: date) -> list[str]:
    """The desks whose questions the holder of these seats has to answer.

    Who sits at a ministry itself has its own desk, and those of its bureaus where nobody sits.
    """
    found: dict[str, None] = {}
    for seat in held:
        if seat.role not in (Role.EXPERT, Role.ADMIN) or not seat.ministry:
            continue
        found[seat.unit] = None
        if seat.unit == seat.ministry:
            rows = await tx.rows(_UNMANNED, ministry=seat.ministry, day=day)
            found |= dict.fromkeys(row.code for row in rows)
    return list(found)


async def listed(tx: Tx, ministry: str | None = None) -> list[Bureau]:
    """The bureaus of one ministry, or of all, by code."""
    wanted = select(units).where(units.c.kind == BUREAU, units.c.ended_on.is_(None)).order_by(units.c.code)
    if ministry is not None:
        wanted = wanted.where(units.c.parent == ministry)
    rows = await tx.rows(wanted)
    fields: dict[str, set[str]] = {}
    for row in await tx.rows(select(bureau_fields.c.unit, bureau_fields.c.field)):
        fields.setdefault(row.unit, set()).add(row.field)
    return [
        Bureau(row.code, row.parent, row.type, row.full_name, frozenset(fields.get(row.code, ()))) for row in rows
    ]


async def ministries(tx: Tx) -> tuple[Unit, ...]:
    """The ministries themselves, each with a desk of its own."""
    return await of_kind(tx, "ministry")


async def put(tx: Tx, bureau: Bureau) -> None:
    """Keeps a bureau as it is described; a field that was another bureau's is this one's from now on."""
    row = {"code": bureau.code, "kind": BUREAU, "type": bureau.type, "name": bureau.name, "full_name": bureau.name,
           "parent": bureau.ministry, "ministry": bureau.ministry}  # fmt: skip
    anew = {**{key: value for key, value in row.items() if key != "code"}, "ended_on": None}
    await tx.change(tx.insert(units).values(row).on_conflict_do_update(index_elements=["code"], set_=anew))
    await _let_go(tx, bureau)
    rows = [{"field": field, "unit": bureau.code} for field in sorted(bureau.fields)]
    if rows:
        await tx.change(bureau_fields.insert(), rows)


async def in_use(tx: Tx, code: str, day: date) -> tuple[int, int]:
    """How many people sit at a bureau, or will, and how many open questions lie there or wait for its opinion."""
    s, q, o = seats.c, questions.c, opinions.c
    stays = or_(s.valid_until.is_(None), s.valid_until >= day)
    sitting = select(func.count()).select_from(seats).where(s.unit == code, s.state.in_(("asked", "valid")), stays)
    owed = select(o.question_id).where(o.desk == code, o.ended_at.is_(None))
    waits = select(func.count()).select_from(questions).where(OPEN, or_(q.desk == code, q.id.in_(owed)))
    return int(await tx.value(sitting)), int(await tx.value(waits))


async def end(tx: Tx, code: str, day: date) -> None:
    """A bureau is no more: its fields are the ministry's own desk's again, and nobody joins it any more."""
    await tx.change(update(units).where(units.c.code == code).values(ended_on=day))
    await tx.change(delete(bureau_fields).where(bureau_fields.c.unit == code))
    await tx.change(update(invites).where(invites.c.unit == code, invites.c.uses_left > 0).values(uses_left=0))


async def _let_go(tx: Tx, bureau: Bureau) -> None:
    own_or_wanted = (bureau_fields.c.unit == bureau.code) | bureau_fields.c.field.in_(list(bureau.fields))
    await tx.change(delete(bureau_fields).where(own_or_wanted))


async def experts(tx: Tx, desks: Sequence[str], day: date) -> dict[str, int]:
    """How many experts sit at each of these desks; those where nobody does are left out."""
    sitting = select(seats.c.unit).where(
        seats.c.unit.in_(list(desks)), seats.c.role == Role.EXPERT.value, in_force(day)
    )
    found: dict[str, int] = {}
    for row in await tx.rows(sitting):
        found[row.unit] = found.get(row.unit, 0) + 1
    return found


async def through_officer(tx: Tx, ministry: str) -> bool:
    """Whether what a ministry's experts answer goes to the officer, to be passed on by him."""
    p = ministry_policies.c
    return bool(await tx.value(select(p.through_officer).where(p.ministry == ministry)))


async def set_through_officer(tx: Tx, ministry: str, *, through: bool) -> bool:
    """Lays down whether it does; False where it was so before."""
    p = ministry_policies.c
    there = await tx.row(select(p.through_officer).where(p.ministry == ministry))
    if bool(there and there[0]) == through:
        return False
    if there:
        await tx.change(update(ministry_policies).where(and_(p.ministry == ministry)).values(through_officer=through))
    else:
        await tx.change(tx.insert(ministry_policies).values({"ministry": ministry, "through_officer": through}))
    return True
