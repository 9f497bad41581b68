"""Broadcasts: one sending of guidance, from draft to the last recipient's row."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from storage.db import AnyRow, Tx
from storage.tables import broadcasts


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


_b = broadcasts.c
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
    return [_broadcast(row) for row in await tx.rows(_SELECT.where(_b.state == "sending").order_by(_b.id))]
