"""Broadcasts: one sending of guidance, from draft to the last recipient's row."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, text, update

from storage.db import AnyRow, Tx
from storage.seats import Role, in_force
from storage.tables import broadcasts, outbox, seats, units


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A sending as it stands."""

    id: int
    code: str
    author_id: int
    seat_id: int
    ministry: str
    audience: Mapping[str, Any]
    text: str
    state: str
    """`draft`, `sending` (recipients are getting their rows), `sent` or `cancelled`."""
    spread_to: int
    recipients: int
    sent_at: datetime | None
    """When its sender confirmed it."""

    @property
    def genuine(self) -> bool:
        """Whether anybody was sent it."""
        return self.state in ("sending", "sent") or self.spread_to > 0


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a sending is for, as the row keeps it."""

    kind: str
    """`all` of a ministry's reach, its `officers`, one `province`, or the `communes` of a province."""
    ministry: str
    province: str | None = None
    without: int = 0
    """A person who is left out: the sender."""


_b = broadcasts.c
_SENDING = text("broadcasts.state = 'sending'")  # literally the condition of its index
_SELECT = select(
    _b.id, _b.code, _b.author_id, _b.seat_id, _b.ministry, _b.audience, _b.text, _b.state, _b.spread_to,
    _b.recipients, _b.sent_at,
)  # fmt: skip


def _broadcast(row: AnyRow) -> Broadcast:
    return Broadcast(*row)


async def draft(
    tx: Tx, author_id: int, seat_id: int, ministry: str, audience: Mapping[str, Any], text: str, recipients: int,
    now: datetime,
) -> int:  # fmt: skip
    """Keeps a draft and returns its id."""
    row = {"code": secrets.token_hex(4).upper(), "author_id": author_id, "seat_id": seat_id, "ministry": ministry,
           "audience": dict(audience), "text": text, "state": "draft", "recipients": recipients,
           "created_at": now}  # fmt: skip
    made: int = await tx.value(tx.insert(broadcasts).values(row).returning(_b.id))
    return made


async def get(tx: Tx, broadcast_id: int) -> Broadcast | None:
    """One broadcast."""
    row = await tx.row(_SELECT.where(_b.id == broadcast_id))
    return _broadcast(row) if row else None


async def by_code(tx: Tx, code: str) -> Broadcast | None:
    """One broadcast by the code that is printed under it."""
    row = await tx.row(_SELECT.where(_b.code == code))
    return _broadcast(row) if row else None


async def move(tx: Tx, broadcast_id: int, old: str, new: str, **changes: Any) -> bool:
    """Writes a state by compare and set; False when it was moved before."""
    unmoved = update(broadcasts).where(_b.id == broadcast_id, _b.state == old)
    return bool(await tx.change(unmoved.values(state=new, **changes)))


async def spread(tx: Tx, broadcast_id: int, from_person: int, to_person: int) -> bool:
    """Notes up to which person the rows are written; False when another worker wrote them."""
    there = update(broadcasts).where(_b.id == broadcast_id, _b.state == "sending", _b.spread_to == from_person)
    return bool(await tx.change(there.values(spread_to=to_person)))


async def being_sent(tx: Tx) -> list[Broadcast]:
    """Broadcasts whose recipients do not all have their row yet."""
    return [_broadcast(row) for row in await tx.rows(_SELECT.where(_SENDING).order_by(_b.id))]


async def latest(tx: Tx, ministry: str, author_id: int | None = None, limit: int = 5) -> list[Broadcast]:
    """A ministry's last sendings, or those of one author, newest first."""
    there = _SELECT.where(_b.ministry == ministry, or_(_b.state.in_(("sending", "sent")), _b.spread_to > 0))
    if author_id is not None:
        there = there.where(_b.author_id == author_id)
    return [_broadcast(row) for row in await tx.rows(there.order_by(_b.id.desc()).limit(limit))]


async def count(tx: Tx, audience: Audience, day: date) -> int:
    """How many persons an audience has on a day."""
    persons = select(func.count(func.distinct(seats.c.person_id))).join_from(seats, units)
    return int(await tx.value(persons.where(_within(audience, day))))


async def recipients(tx: Tx, audience: Audience, day: date, after: int, limit: int) -> list[tuple[int, int]]:
    """(person id, seat id) of an audience behind the person `after`, one seat for each person, by person id."""
    one_each = (
        select(seats.c.person_id, func.min(seats.c.id))
        .join_from(seats, units)
        .where(_within(audience, day), seats.c.person_id > after)
        .group_by(seats.c.person_id)
        .order_by(seats.c.person_id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in await tx.rows(one_each)]


def _within(audience: Audience, day: date) -> ColumnElement[bool]:
    own = seats.c.ministry == audience.ministry
    # A commune works for all ministries; the people of the other ministry's line are not ours to write to.
    cadre = and_(seats.c.role == Role.CADRE, or_(seats.c.ministry.is_(None), own))
    # What was written before a province was merged goes to those who are in its successor now.
    today = select(units.c.successor).where(units.c.code == audience.province).scalar_subquery()
    there = seats.c.province == func.coalesce(today, audience.province)
    match audience.kind:
        case "all":
            who = or_(cadre, own)
        case "officers":
            who = and_(seats.c.role == Role.OFFICER, own)
        case "province":
            who = and_(there, or_(cadre, own))
        case "communes":
            who = and_(there, cadre, units.c.kind == "commune")
        case other:
            raise ValueError(f"no such audience: {other!r}")
    return and_(in_force(day), who, seats.c.person_id != audience.without)


async def outcomes_of(tx: Tx, broadcast_id: int) -> dict[str, int]:
    """How many rows of a broadcast stand in each state."""
    counted = select(outbox.c.state, func.count()).where(outbox.c.broadcast_id == broadcast_id)
    return {row[0]: row[1] for row in await tx.rows(counted.group_by(outbox.c.state))}


async def refused_for(tx: Tx, broadcast_id: int, why: str) -> int:
    """How many rows of a broadcast were refused for this reason."""
    o = outbox.c
    refused = select(func.count()).where(o.broadcast_id == broadcast_id, o.state == "refused", o.why == why)
    return int(await tx.value(refused))
