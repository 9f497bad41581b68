"""Units: the ministries with their bureaus, the provinces with their departments, and the communes.

A province has two digits (`20`), a commune five (`06040`), a ministry letters (`MOIT`), a department of a province
both (`20-MOIT`), a ministry's own department its ministry's and its own letters (`MOIT-DTDL`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from sqlalchemy import bindparam, func, select, update

from faq.fields import Ministry, catalogue
from faq.places import Gazetteer, Place
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


async def children(tx: Tx, parent: str, kind: str | None = None) -> tuple[Unit, ...]:
    """The units right under another, by code; only those of `kind` when it is given."""
    wanted = select(units).where(units.c.parent == parent).order_by(units.c.code)
    if kind is not None:
        wanted = wanted.where(units.c.kind == kind)
    return tuple(_unit(row) for row in await tx.rows(wanted))


async def of_kind(tx: Tx, kind: str) -> tuple[Unit, ...]:
    """All units of one kind, by code."""
    rows = await tx.rows(select(units).where(units.c.kind == kind).order_by(units.c.code))
    return tuple(_unit(row) for row in rows)


async def count(tx: Tx) -> dict[str, int]:
    """How many units there are, by kind."""
    rows = await tx.rows(select(units.c.kind, func.count()).group_by(units.c.kind))
    return {row[0]: row[1] for row in rows}


async def seed(tx: Tx) -> int:
    """Puts in what is missing, renames what is called otherwise now; how many rows changed. Takes nothing away."""
    there = {row.code: _unit(row) for row in await tx.rows(select(units))}
    wanted = list(_shipped())
    new = [asdict(unit) for unit in wanted if unit.code not in there]
    if new:
        await tx.change(units.insert(), new)
    other = [asdict(unit) for unit in wanted if unit.code in there and there[unit.code] != unit]
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
    name = f"{ministry.provincial_department} {province.name}"
    return Unit(f"{province.code}-{ministry.code}", "department", "sở", name, name, province.code, ministry.code)


def _unit(row: AnyRow) -> Unit:
    return Unit(row.code, row.kind, row.type, row.name, row.full_name, row.parent, row.ministry)
