"""Seats: role + unit + ministry, from a date to a date. Authority comes from seats only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, or_, select, update

from storage.db import Tx
from storage.prepared import Prepared
from storage.tables import absences, deputies, persons, seats, units


class Role(StrEnum):
    """What a seat lets its holder be."""

    CADRE = "cadre"
    OFFICER = "officer"
    EXPERT = "expert"
    LEADER = "leader"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat with the names that are shown for it."""

    id: int
    person_id: int
    role: Role
    unit: str
    ministry: str | None
    province: str | None
    state: str
    """`asked` (waits for approval), `valid`, `refused` or `ended`."""
    valid_from: date
    valid_until: date | None
    person_name: str
    unit_name: str
    granted_by: int | None = None
    """Who let him in, or refused to."""
    capacity: int | None = None
    """At most so many open questions at once; None for any number."""
    lead: bool = False
    """Whom the ministry marked among its officers in a province."""

    def valid_on(self, day: date) -> bool:
        """Whether it gives its holder any right on that day."""
        return self.state == "valid" and self.valid_from <= day and (not self.valid_until or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A seat to be made."""

    person_id: int
    role: Role
    unit: str
    ministry: str | None
    province: str | None
    state: str
    valid_from: date
    valid_until: date | None = None
    granted_by: int | None = None


_COLUMNS = (
    seats.c.id,
    seats.c.person_id,
    seats.c.role,
    seats.c.unit,
    seats.c.ministry,
    seats.c.province,
    seats.c.state,
    seats.c.valid_from,
    seats.c.valid_until,
    persons.c.name,
    units.c.full_name,
    seats.c.granted_by,
    seats.c.capacity,
    seats.c.lead,
)
_SELECT = select(*_COLUMNS).join_from(seats, persons).join(units, units.c.code == seats.c.unit)


def _seat(row: Sequence[Any]) -> Seat:
    return Seat(row[0], row[1], Role(row[2]), *row[3:])


def in_force(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Which seats give a right on that day."""
    return and_(
        seats.c.state == "valid",
        seats.c.valid_from <= day,
        or_(seats.c.valid_until.is_(None), seats.c.valid_until >= day),
    )


def _present(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    away = select(absences.c.id).where(
        absences.c.seat_id == seats.c.id,
        absences.c.from_day <= day,
        or_(absences.c.until_day.is_(None), absences.c.until_day >= day),
    )
    return ~exists(away)


SEATS, of_row, present_on = _SELECT, _seat, _present
"""For those who ask for seats along with something else (storage.duties)."""

_DAY = bindparam("day", type_=seats.c.valid_from.type)
_GET = Prepared(_SELECT.where(seats.c.id == bindparam("seat")))
_OF_PERSON = Prepared(_SELECT.where(seats.c.person_id == bindparam("person")).order_by(seats.c.id))
_VALID = Prepared(select(seats.c.id).where(seats.c.id == bindparam("seat"), in_force(_DAY)))
_SEATED = _SELECT.where(
    seats.c.role == Role.OFFICER.value, seats.c.ministry == bindparam("of"), seats.c.province == bindparam("at"),
    in_force(_DAY),
).order_by(seats.c.id)  # fmt: skip
_OFFICERS = Prepared(_SEATED)
_PRESENT_OFFICERS = Prepared(_SEATED.where(_present(_DAY)))


async def make(tx: Tx, new: NewSeat, now: datetime) -> int:
    """Makes a seat and returns its id."""
    row = {
        "person_id": new.person_id, "role": new.role, "unit": new.unit, "ministry": new.ministry,
        "province": new.province, "state": new.state, "valid_from": new.valid_from, "valid_until": new.valid_until,
        "granted_by": new.granted_by, "created_at": now,
    }  # fmt: skip
    made: int = await tx.value(tx.insert(seats).values(row).returning(seats.c.id))
    return made


async def get(tx: Tx, seat_id: int) -> Seat | None:
    """One seat, whatever its state."""
    row = await tx.row(_GET, seat=seat_id)
    return _seat(row) if row else None


async def several(tx: Tx, seat_ids: Iterable[int]) -> list[Seat]:
    """Some seats, whatever their state."""
    return [_seat(row) for row in await tx.rows(_SELECT.where(seats.c.id.in_(list(seat_ids))))]


async def of_person(tx: Tx, person_id: int) -> tuple[Seat, ...]:
    """All seats a person holds, held or asked for, oldest first."""
    return tuple(_seat(row) for row in await tx.rows(_OF_PERSON, person=person_id))


async def decide(tx: Tx, seat_id: int, state: str, by: int) -> bool:
    """Approves or refuses a seat that was asked for; False when somebody had decided before."""
    asked = update(seats).where(seats.c.id == seat_id, seats.c.state == "asked")
    return bool(await tx.change(asked.values(state=state, granted_by=by)))


async def end(tx: Tx, seat_id: int) -> None:
    """Ends a seat at once."""
    await tx.change(update(seats).where(seats.c.id == seat_id).values(state="ended"))


async def prolong(tx: Tx, seat_id: int, until: date | None) -> None:
    """Sets the last day on which a seat is valid; None for open-ended."""
    await tx.change(update(seats).where(seats.c.id == seat_id).values(valid_until=until))


async def withdraw(tx: Tx, seat_id: int) -> bool:
    """Takes back a request for a seat; False when it was decided before."""
    asked = update(seats).where(seats.c.id == seat_id, seats.c.state == "asked")
    return bool(await tx.change(asked.values(state="ended")))


async def requests(tx: Tx, province: str | None = None, limit: int = 100) -> list[Seat]:
    """Seats that somebody asked for and nobody has decided, of one province or of all, oldest first."""
    waiting = _SELECT.where(seats.c.state == "asked")
    if province:
        waiting = waiting.where(seats.c.province == province)
    return [_seat(row) for row in await tx.rows(waiting.order_by(seats.c.id).limit(limit))]


async def admins(tx: Tx, day: date) -> list[Seat]:
    """The admins of all ministries on a day."""
    wanted = _SELECT.where(seats.c.role == Role.ADMIN, in_force(day))
    return [_seat(row) for row in await tx.rows(wanted.order_by(seats.c.id))]


async def officers(tx: Tx, ministry: str, province: str, day: date, *, present: bool = True) -> list[Seat]:
    """A ministry's officers in a province on a day, longest seated first."""
    wanted = _PRESENT_OFFICERS if present else _OFFICERS
    return [_seat(row) for row in await tx.rows(wanted, of=ministry, at=province, day=day)]


async def deputies_of(tx: Tx, seat_ids: Iterable[int], day: date) -> list[Seat]:
    """Who stands in for these seats and is there on that day."""
    stand_ins = select(deputies.c.deputy_seat_id).where(deputies.c.seat_id.in_(list(seat_ids)))
    rows = await tx.rows(_SELECT.where(seats.c.id.in_(stand_ins), in_force(day), _present(day)).order_by(seats.c.id))
    return [_seat(row) for row in rows]


async def deputies_of_each(tx: Tx, seat_ids: Iterable[int], day: date) -> dict[int, list[Seat]]:
    """Who stands in for each of these seats and is there on that day; a seat without anybody is left out."""
    pairs = (
        select(deputies.c.seat_id, *_COLUMNS)
        .join_from(deputies, seats, seats.c.id == deputies.c.deputy_seat_id)
        .join(persons, persons.c.id == seats.c.person_id)
        .join(units, units.c.code == seats.c.unit)
        .where(deputies.c.seat_id.in_(list(seat_ids)), in_force(day), _present(day))
    )
    found: dict[int, list[Seat]] = {}
    for row in await tx.rows(pairs.order_by(seats.c.id)):
        found.setdefault(row[0], []).append(_seat(row[1:]))
    return found


async def stood_in_for(tx: Tx, seat_ids: Iterable[int]) -> tuple[Seat, ...]:
    """The seats for which these seats are deputies."""
    principals = select(deputies.c.seat_id).where(deputies.c.deputy_seat_id.in_(list(seat_ids)))
    return tuple(_seat(row) for row in await tx.rows(_SELECT.where(seats.c.id.in_(principals))))


async def colleagues(tx: Tx, province: str, day: date) -> list[Seat]:
    """Every officer in a province, of all ministries."""
    wanted = _SELECT.where(seats.c.role == Role.OFFICER, seats.c.province == province, in_force(day))
    return [_seat(row) for row in await tx.rows(wanted.order_by(seats.c.ministry, seats.c.id))]


async def of_ministry(tx: Tx, ministry: str, role: Role, day: date) -> list[Seat]:
    """A ministry's holders of a role on a day."""
    wanted = _SELECT.where(seats.c.role == role, seats.c.ministry == ministry, in_force(day))
    return [_seat(row) for row in await tx.rows(wanted.order_by(seats.c.id))]


async def valid_seat(tx: Tx, seat_id: int, day: date) -> bool:
    """Whether a seat gives any right on that day."""
    return await tx.value(_VALID, seat=seat_id, day=day) is not None


async def set_deputy(tx: Tx, seat_id: int, deputy_seat_id: int) -> None:
    """Lets one seat stand in for another."""
    pair = tx.insert(deputies).values(seat_id=seat_id, deputy_seat_id=deputy_seat_id)
    await tx.change(pair.on_conflict_do_nothing())


async def unset_deputy(tx: Tx, seat_id: int, deputy_seat_id: int) -> None:
    """One seat stands in for another no more."""
    d = deputies.c
    await tx.change(delete(deputies).where(d.seat_id == seat_id, d.deputy_seat_id == deputy_seat_id))


async def leave(tx: Tx, seat_id: int, from_day: date, until_day: date | None) -> None:
    """Notes an absence, in place of any that was noted."""
    await come_back(tx, seat_id)
    await tx.change(tx.insert(absences).values(seat_id=seat_id, from_day=from_day, until_day=until_day))


async def come_back(tx: Tx, seat_id: int) -> None:
    """Ends a seat's absence."""
    await tx.change(delete(absences).where(absences.c.seat_id == seat_id))


async def absence(tx: Tx, seat_id: int, day: date) -> tuple[date, date | None] | None:
    """The absence that covers a day: (from, until or None for open-ended)."""
    row = await tx.row(
        select(absences.c.from_day, absences.c.until_day).where(
            absences.c.seat_id == seat_id,
            absences.c.from_day <= day,
            or_(absences.c.until_day.is_(None), absences.c.until_day >= day),
        )
    )
    return (row[0], row[1]) if row else None
