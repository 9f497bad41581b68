"""Invites: one-time (or n-time) codes for a seat, kept only as keyed hashes; and the count of wrong tries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, select, update

from storage.db import Tx
from storage.tables import invites, tries


@dataclass(frozen=True, slots=True)
class Invite:
    """What a code opens."""

    id: int
    role: str
    unit: str
    ministry: str | None
    seat_from: date
    seat_until: date | None
    created_by: int | None
    """The person who made it in a chat; None for one made on the server."""


@dataclass(frozen=True, slots=True)
class NewInvite:
    """An invite to be kept."""

    code_hash: str
    role: str
    unit: str
    ministry: str | None
    seat_from: date
    seat_until: date | None
    uses: int
    expires_at: datetime
    created_by: int | None


async def make(tx: Tx, new: NewInvite, now: datetime) -> int:
    """Keeps an invite."""
    row = {
        "code_hash": new.code_hash, "role": new.role, "unit": new.unit, "ministry": new.ministry,
        "seat_from": new.seat_from, "seat_until": new.seat_until, "uses_left": new.uses,
        "expires_at": new.expires_at, "created_by": new.created_by, "created_at": now,
    }  # fmt: skip
    made: int = await tx.value(tx.insert(invites).values(row).returning(invites.c.id))
    return made


async def known(tx: Tx, code_hash: str) -> Invite | None:
    """The invite with this code, used up and too old ones included; it opens nothing by itself."""
    i = invites.c
    found = select(i.id, i.role, i.unit, i.ministry, i.seat_from, i.seat_until, i.created_by)
    row = await tx.row(found.where(i.code_hash == code_hash))
    return Invite(*row) if row else None


async def use(tx: Tx, code_hash: str, now: datetime) -> Invite | None:
    """Takes one use of an invite; None when there is none with this code, or it is used up or too old."""
    i = invites.c
    usable = update(invites).where(i.code_hash == code_hash, i.uses_left > 0, i.expires_at > now)
    taken = usable.values(uses_left=i.uses_left - 1)
    row = await tx.row(taken.returning(i.id, i.role, i.unit, i.ministry, i.seat_from, i.seat_until, i.created_by))
    return Invite(*row) if row else None


async def void(tx: Tx, invite_ids: Iterable[int]) -> None:
    """These open nothing any more."""
    await tx.change(update(invites).where(invites.c.id.in_(list(invite_ids))).values(uses_left=0))


async def wrong_tries(tx: Tx, what: str, who: str, now: datetime, window: timedelta) -> int:
    """How many wrong tries somebody made within the window."""
    recent = select(tries.c.count).where(tries.c.what == what, tries.c.who == who, tries.c.since > now - window)
    return int(await tx.value(recent) or 0)


async def count_wrong(tx: Tx, what: str, who: str, now: datetime, window: timedelta) -> None:
    """Counts a wrong try; the window begins with the first."""
    insert = tx.insert(tries).values(what=what, who=who, since=now, count=1)
    over = tries.c.since <= now - window
    await tx.change(
        insert.on_conflict_do_update(
            index_elements=["what", "who"],
            set_={"count": case((over, 1), else_=tries.c.count + 1), "since": case((over, now), else_=tries.c.since)},
        )
    )
