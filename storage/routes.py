"""Routes: a ministry's own rules about where questions go, by field and place, from a day to a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, update

from storage.db import Tx
from storage.prepared import Prepared
from storage.tables import routes


@dataclass(frozen=True, slots=True)
class Route:
    """A rule: which questions of a ministry go to a seat, to a province's group, or (neither) to the desk."""

    id: int
    ministry: str
    field: str | None
    """None for any; province and commune likewise."""
    province: str | None
    commune: str | None
    seat_id: int | None
    group_province: str | None
    """To an officer of the group that talks over this province's questions."""
    valid_from: date
    valid_until: date | None
    """The last day."""
    made_by: int | None = None

    @property
    def to_desk(self) -> bool:
        """Whether it keeps questions at the ministry's desk."""
        return self.seat_id is None and self.group_province is None


@dataclass(frozen=True, slots=True)
class NewRoute:
    """A rule to be made."""

    ministry: str
    field: str | None
    province: str | None
    commune: str | None
    seat_id: int | None
    group_province: str | None
    valid_from: date
    valid_until: date | None
    made_by: int | None = None


_r = routes.c
_SELECT = select(
    _r.id, _r.ministry, _r.field, _r.province, _r.commune, _r.seat_id, _r.group_province, _r.valid_from,
    _r.valid_until, _r.made_by,
)  # fmt: skip


def _any_or(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    return or_(column.is_(None), column == bindparam(name))


_DAY = bindparam("day", type_=_r.valid_from.type)
_FOR = Prepared(
    _SELECT.where(
        _r.ministry == bindparam("of"), _r.removed_at.is_(None), _any_or(_r.field, "about"),
        _any_or(_r.province, "at"), _any_or(_r.commune, "unit_"),
        and_(_r.valid_from <= _DAY, or_(_r.valid_until.is_(None), _r.valid_until >= _DAY)),
    ).order_by(_r.id)
)  # fmt: skip


async def concerning(
    tx: Tx, ministry: str, field: str | None, province: str | None, commune: str | None, day: date
) -> list[Route]:
    """The rules in force on a day that say something about such a question, oldest first."""
    given = {"of": ministry, "about": field or "", "at": province or "", "unit_": commune or "", "day": day}
    return [Route(*row) for row in await tx.rows(_FOR, **given)]


async def same(tx: Tx, new: NewRoute) -> int | None:
    """The number of a rule that says the same already, and begins no later."""
    what = ("ministry", "field", "province", "commune", "seat_id", "group_province", "valid_until")
    equal = [_r[name].is_not_distinct_from(getattr(new, name)) for name in what]
    wanted = select(_r.id).where(*equal, _r.removed_at.is_(None), _r.valid_from <= new.valid_from)
    found: int | None = await tx.value(wanted.order_by(_r.id).limit(1))
    return found


async def make(tx: Tx, new: NewRoute, now: datetime) -> int:
    """Makes a rule and returns its number."""
    row = {
        "ministry": new.ministry, "field": new.field, "province": new.province, "commune": new.commune,
        "seat_id": new.seat_id, "group_province": new.group_province, "valid_from": new.valid_from,
        "valid_until": new.valid_until, "made_by": new.made_by, "made_at": now,
    }  # fmt: skip
    made: int = await tx.value(tx.insert(routes).values(row).returning(_r.id))
    return made


async def listed(tx: Tx, ministry: str | None = None) -> list[Route]:
    """All rules that were not removed, also those whose time is over or to come; of one ministry or of all."""
    wanted = _SELECT.where(_r.removed_at.is_(None))
    if ministry:
        wanted = wanted.where(_r.ministry == ministry)
    return [Route(*row) for row in await tx.rows(wanted.order_by(_r.ministry, _r.id))]


async def remove(tx: Tx, route_id: int, now: datetime) -> bool:
    """Takes a rule out of force; False where there is none, or it was removed before."""
    there = update(routes).where(_r.id == route_id, _r.removed_at.is_(None))
    return bool(await tx.change(there.values(removed_at=now)))
