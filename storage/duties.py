"""What seats are there for: which fields they answer, how many questions they have, who is away, who stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, case, delete, func, not_, select, update

from storage.db import AnyRow, Tx
from storage.due import OPEN
from storage.prepared import Prepared
from storage.seats import SEATS, Role, Seat, deputies_of_each, in_force, of_row, present_on
from storage.tables import accounts, questions, seat_fields, seats


@dataclass(frozen=True, slots=True)
class Duty:
    """An officer's seat on a day."""

    seat: Seat
    away: bool = False
    fields: frozenset[str] = frozenset()
    """What the seat answers; any field where there is none."""
    open: int = 0
    """How many open questions it holds."""
    deputies: tuple[Duty, ...] = ()
    """Those who are there."""

    @property
    def full(self) -> bool:
        """Whether it holds as many questions as it may."""
        return self.seat.capacity is not None and self.open >= self.seat.capacity


@dataclass(frozen=True, slots=True)
class Load:
    """What a seat holds now."""

    open: int = 0
    overdue: int = 0


_DAY = bindparam("day", type_=seats.c.valid_from.type)
_DUTIES = (
    SEATS.add_columns(not_(present_on(_DAY)), seat_fields.c.field)
    .outerjoin(seat_fields, seat_fields.c.seat_id == seats.c.id)
    .where(seats.c.role == Role.OFFICER.value)
    .order_by(seats.c.id)
)
_IN_PROVINCE = Prepared(
    _DUTIES.where(seats.c.ministry == bindparam("of"), seats.c.province == bindparam("at"), in_force(_DAY))
)
_OF_SEAT = Prepared(_DUTIES.where(seats.c.id == bindparam("seat")))


async def in_province(tx: Tx, ministry: str, province: str, day: date) -> list[Duty]:
    """A ministry's officers in a province whose term is on, longest seated first. Nothing of what they hold."""
    return _duties(await tx.rows(_IN_PROVINCE, of=ministry, at=province, day=day))


async def of_seat(tx: Tx, seat_id: int, day: date) -> Duty | None:
    """An officer's seat, also one whose term is over."""
    found = _duties(await tx.rows(_OF_SEAT, seat=seat_id, day=day))
    return found[0] if found else None


def _duties(rows: Sequence[AnyRow]) -> list[Duty]:
    found: dict[int, tuple[Seat, bool]] = {}
    fields: dict[int, set[str]] = {}
    for row in rows:
        *of_seat, away, field = row
        found.setdefault(row[0], (of_row(of_seat), bool(away)))
        if field:
            fields.setdefault(row[0], set()).add(field)
    return [Duty(seat, away, frozenset(fields.get(seat.id, ()))) for seat, away in found.values()]


async def loads(tx: Tx, seat_ids: Iterable[int], now: datetime | None = None) -> dict[int, Load]:
    """How many open questions seats hold, and how many of them were due by `now`; who holds none is left out."""
    q = questions.c
    late = func.sum(case((q.due_at <= now, 1), else_=0)) if now else func.min(0)
    held = select(q.holder_seat_id, func.count(), late).where(OPEN, q.holder_seat_id.in_(list(seat_ids)))
    return {row[0]: Load(row[1], row[2]) for row in await tx.rows(held.group_by(q.holder_seat_id))}


async def deputies(tx: Tx, seat_ids: Iterable[int], day: date) -> dict[int, tuple[Duty, ...]]:
    """Who stands in for each of these seats and is there, with what he holds."""
    found = await deputies_of_each(tx, seat_ids, day)
    held = await loads(tx, {seat.id for stand_ins in found.values() for seat in stand_ins}) if found else {}
    return {
        seat_id: tuple(Duty(seat, open=held.get(seat.id, Load()).open) for seat in stand_ins)
        for seat_id, stand_ins in found.items()
    }


async def fields_of(tx: Tx, seat_id: int) -> frozenset[str]:
    """The fields that a seat answers; any where there is none."""
    rows = await tx.rows(select(seat_fields.c.field).where(seat_fields.c.seat_id == seat_id))
    return frozenset(row.field for row in rows)


async def set_fields(tx: Tx, seat_id: int, fields: Iterable[str]) -> None:
    """Lays down which fields a seat answers; none means any."""
    await tx.change(delete(seat_fields).where(seat_fields.c.seat_id == seat_id))
    rows = [{"seat_id": seat_id, "field": field} for field in sorted(set(fields))]
    if rows:
        await tx.change(seat_fields.insert(), rows)


async def set_capacity(tx: Tx, seat_id: int, capacity: int | None) -> None:
    """Lays down how many open questions a seat holds at most; None for any number."""
    await tx.change(update(seats).where(seats.c.id == seat_id).values(capacity=capacity))


async def set_lead(tx: Tx, seat: Seat, *, lead: bool) -> None:
    """Marks a seat as the lead of its province, in place of any other; or takes its own mark away."""
    s = seats.c
    if not lead:
        await tx.change(update(seats).where(s.id == seat.id, s.lead).values(lead=False))
        return
    beside = update(seats).where(s.role == seat.role, s.ministry == seat.ministry, s.province == seat.province)
    await tx.change(beside.where(s.lead).values(lead=False))
    await tx.change(update(seats).where(s.id == seat.id).values(lead=True))


async def last_seen(tx: Tx, person_ids: Iterable[int]) -> dict[int, datetime]:
    """When each person was last heard from on any channel (machine time)."""
    a = accounts.c
    seen = select(a.person_id, func.max(a.seen_at)).where(a.person_id.in_(list(person_ids))).group_by(a.person_id)
    return {row[0]: row[1] for row in await tx.rows(seen)}
