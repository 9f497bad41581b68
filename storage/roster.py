"""The roster: who is expected, to which seat, by which invite, and who of them has joined."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from storage.db import AnyRow, Tx
from storage.tables import invites, roster, units

_LOCK = 0x43_61_75_4E_6F_6B  # any number that only we use for this


@dataclass(frozen=True, slots=True)
class Expected:
    """A line of the roster."""

    id: int
    key: str | None
    name: str
    phone: str | None
    role: str
    unit: str
    ministry: str | None
    province: str | None
    seat_from: date | None
    seat_until: date | None
    invite_id: int | None
    person_id: int | None
    seat_id: int | None
    """None while he is waited for."""
    joined_at: datetime | None
    capacity: int | None = None
    lead: bool = False
    fields: tuple[str, ...] = ()
    deputies: tuple[str, ...] = ()
    """Their keys."""
    away_from: date | None = None
    away_until: date | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with what is shown beside it."""

    expected: Expected
    unit_name: str
    unit_kind: str
    code_until: datetime | None
    """Until when the code that he was last made is good; None without one, or once it was used."""


_COLUMNS = tuple(roster.c[name] for name in Expected.__dataclass_fields__)


async def alone(tx: Tx) -> None:
    """Lets one import at a time go on to the end of its transaction: each compares with all that is there."""
    if tx.dialect == "postgresql":
        await tx.value(select(func.pg_advisory_xact_lock(_LOCK)))


async def every(tx: Tx) -> list[Expected]:
    """All lines, oldest first."""
    return [_expected(row) for row in await tx.rows(select(*_COLUMNS).order_by(roster.c.id))]


async def add(tx: Tx, lines: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Adds lines, each as its columns."""
    if lines:
        await tx.change(roster.insert(), [{**line, "created_at": now} for line in lines])


async def change(tx: Tx, line_id: int, values: Mapping[str, Any]) -> None:
    """Changes columns of a line."""
    await tx.change(update(roster).where(roster.c.id == line_id).values(dict(values)))


async def listed(
    tx: Tx, unit: str | None = None, *, waiting: bool = False, roles: Collection[str] = ()
) -> list[Shown]:
    """Who is expected in a unit and in those that lie in it, or anywhere; of these only who is still waited for."""
    wanted: list[ColumnElement[bool]] = []
    if unit is not None:
        wanted.append(or_(roster.c.province == unit, roster.c.unit == unit))
    if waiting:
        wanted.append(roster.c.seat_id.is_(None))
    if roles:
        wanted.append(roster.c.role.in_(list(roles)))
    rows = await tx.rows(
        select(*_COLUMNS, units.c.full_name, units.c.kind, invites.c.expires_at)
        .join_from(roster, units, units.c.code == roster.c.unit)
        .outerjoin(invites, and_(invites.c.id == roster.c.invite_id, invites.c.uses_left > 0))
        .where(*wanted)
        .order_by(roster.c.id)
    )
    size = len(_COLUMNS)
    return [Shown(_expected(row[:size]), *row[size:]) for row in rows]


async def get(tx: Tx, line_id: int) -> Expected | None:
    """A line."""
    row = await tx.row(select(*_COLUMNS).where(roster.c.id == line_id))
    return _expected(row) if row else None


async def officers(tx: Tx, ministry: str | None) -> list[Expected]:
    """A ministry's officers, whether they have joined or not."""
    his = select(*_COLUMNS).where(roster.c.role == "officer", roster.c.ministry == ministry)
    return [_expected(row) for row in await tx.rows(his.order_by(roster.c.id))]


async def of_invite(tx: Tx, invite_id: int) -> Expected | None:
    """Whom an invite was made for; None for one that belongs to nobody in particular."""
    row = await tx.row(select(*_COLUMNS).where(roster.c.invite_id == invite_id))
    return _expected(row) if row else None


async def invited(tx: Tx, line_id: int, invite_id: int) -> bool:
    """Notes the invite last made for a line; False where he has joined meanwhile."""
    line = update(roster).where(roster.c.id == line_id, roster.c.seat_id.is_(None))
    return bool(await tx.change(line.values(invite_id=invite_id)))


async def joined(tx: Tx, line_id: int, person_id: int, seat_id: int, now: datetime) -> None:
    """Notes that somebody has joined. His number is his own from now on."""
    line = update(roster).where(roster.c.id == line_id)
    await tx.change(line.values(person_id=person_id, seat_id=seat_id, joined_at=now, phone=None))


def _expected(row: AnyRow | Sequence[Any]) -> Expected:
    line = Expected(*row)
    return replace(line, fields=tuple(line.fields or ()), deputies=tuple(line.deputies or ()))
