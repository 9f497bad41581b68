"""Units: the ministries with their bureaus, the provinces with their departments, and the communes.

A province has two digits (`20`), a commune five (`06040`), a ministry letters (`MOIT`), a department of a province
both (`20-MOIT`), a ministry's own department its ministry's and its own letters (`MOIT-DTDL`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import cast

from sqlalchemy import bindparam, func, select, update

from faq.fields import Ministry, catalogue
from faq.places import Gazetteer, Place, PlaceType
from storage.db import AnyRow, Tx
from storage.tables import units


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. `ministry` is that of a ministry itself, of its bureaus, and of the departments in its line."""

    code: str
    kind: str
    """`ministry`, `bureau`, `province`, `department` or `commune`."""
    type: str
    """As it is called: bộ, cục, vụ, tỉnh, thành phố, sở, xã, phường, đặc khu."""
    name: str
    full_name: str
    parent: str | None
    ministry: str | None

    @property
    def province(self) -> str | None:
        """The code of the province it is or lies in; None for a ministry and its bureaus."""
        if self.kind in ("ministry", "bureau"):
            return None
        return self.code if self.kind == "province" else self.parent


async def get(tx: Tx, code: str) -> Unit | None:
    """The unit of a code, or None."""
    row = await tx.row(select(units).where(units.c.code == code))
    return _unit(row) if row else None


async def named(tx: Tx, codes: Iterable[str]) -> dict[str, Unit]:
    """The units of these codes, by code; unknown codes are left out."""
    rows = await tx.rows(select(units).where(units.c.code.in_(set(codes))))
    return {row.code: _unit(row) for row in rows}


async def today(tx: Tx, code: str) -> str:
    """The unit that a code stands for today: another one where it was merged, split or given another code."""
    found: str | None = await tx.value(select(units.c.successor).where(units.c.code == code))
    return found or code


async def living(tx: Tx, code: str) -> Unit | None:
    """The unit of a code, or None for one that is no more."""
    row = await tx.row(select(units).where(units.c.code == code, units.c.ended_on.is_(None)))
    return _unit(row) if row else None


async def heirs(tx: Tx) -> dict[str, str]:
    """What each unit that is no more is today, by their codes."""
    rows = await tx.rows(select(units.c.code, units.c.successor).where(units.c.successor.is_not(None)))
    return {row[0]: row[1] for row in rows}


async def children(tx: Tx, parent: str, kind: str | None = None) -> tuple[Unit, ...]:
    """The units right under another, by code; only those of `kind` when it is given."""
    wanted = select(units).where(units.c.parent == parent, units.c.ended_on.is_(None)).order_by(units.c.code)
    if kind is not None:
        wanted = wanted.where(units.c.kind == kind)
    return tuple(_unit(row) for row in await tx.rows(wanted))


async def of_kind(tx: Tx, kind: str) -> tuple[Unit, ...]:
    """All units of one kind that there are, by code."""
    rows = await tx.rows(select(units).where(units.c.kind == kind, units.c.ended_on.is_(None)).order_by(units.c.code))
    return tuple(_unit(row) for row in rows)


async def count(tx: Tx) -> dict[str, int]:
    """How many units there are, by kind."""
    there = select(units.c.kind, func.count()).where(units.c.ended_on.is_(None))
    rows = await tx.rows(there.group_by(units.c.kind))
    return {row[0]: row[1] for row in rows}


def place_of(unit: Unit) -> Place | None:
    """A province or a commune as a place; None for any other unit."""
    match unit.kind:
        case "province":
            return Place(unit.code, "province", cast(PlaceType, unit.type), unit.name, unit.full_name, unit.code)
        case "commune":
            kind = cast(PlaceType, unit.type)
            return Place(unit.code, "commune", kind, unit.name, unit.full_name, unit.parent or "")
        case _:
            return None


async def seed(tx: Tx) -> int:
    """Puts in what is missing, renames what is called otherwise now; how many rows changed. Takes nothing away.

    What a change has made otherwise stays so: the package knows of it later, or never.
    """
    rows = await tx.rows(select(units))
    there = {row.code: _unit(row) for row in rows}
    wanted = list(_shipped())
    new = [asdict(unit) for unit in wanted if unit.code not in there]
    if new:
        await tx.change(units.insert(), new)
    own = {row.code for row in rows if row.changed_on is not None}
    other = [
        asdict(unit) for unit in wanted if unit.code in there and unit.code not in own and there[unit.code] != unit
    ]
    if other:
        changed = update(units).where(units.c.code == bindparam("of"))
        await tx.change(changed, [{"of": row.pop("code"), **row} for row in other])
    return len(new) + len(other)


def _shipped() -> Iterator[Unit]:
    # Parents come before children: each row must find the row that it points to.
    places = Gazetteer.from_package().places
    ministries = catalogue().ministries.values()
    for ministry in ministries:
        yield Unit(ministry.code, "ministry", "bộ", ministry.vi, ministry.vi, None, ministry.code)
    provinces = [place for place in places if place.kind == "province"]
    for province in provinces:
        yield _placed(province, None)
        for ministry in ministries:
            yield _department(province, ministry)
    for place in places:
        if place.kind == "commune":
            yield _placed(place, place.province_code)


def _placed(place: Place, parent: str | None) -> Unit:
    return Unit(place.code, place.kind, place.type, place.name, place.full_name, parent, None)


def _department(province: Place, ministry: Ministry) -> Unit:
    return department(province.code, province.name, ministry)


def department(province: str, name: str, ministry: Ministry) -> Unit:
    """A ministry's department in a province of that code and name."""
    named = f"{ministry.provincial_department} {name}"
    return Unit(f"{province}-{ministry.code}", "department", "sở", named, named, province, ministry.code)


def _unit(row: AnyRow) -> Unit:
    return Unit(row.code, row.kind, row.type, row.name, row.full_name, row.parent, row.ministry)
