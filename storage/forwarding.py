"""Forwarding: what waits for somebody who is not there any more goes where he is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from storage import outbox
from storage.db import Tx
from storage.outbox import Claimed
from storage.place import Place
from storage.tables import outbox as rows


async def move(tx: Tx, claimed: Claimed, new: Place) -> None:
    """Redirects what waits for a chat that lives on under another id, its claimed head first.

    What another lane of that chat is just sending is left to its sender, who gets the same answer
    from the platform and follows by himself.
    """
    old = claimed.place.key
    for suffix in ("", "|bulk", "|toast"):
        there = (rows.c.lane == old + suffix) & ((rows.c.state == "new") | (rows.c.id == claimed.id))
        await tx.change(update(rows).where(there).values(place=new.key, lane=new.key + suffix))
    tx.wake(outbox.hint(new.channel))


async def content(tx: Tx, claimed: Claimed) -> dict[str, Any]:
    """What a claimed row says by now."""
    found: dict[str, Any] = await tx.value(select(rows.c.content).where(rows.c.id == claimed.id))
    return found


async def put_elsewhere(tx: Tx, claimed: Claimed, place: Place, content: dict[str, Any], now: datetime) -> None:
    """Queues a message that could not be delivered where it was meant to go for another place of the same person."""
    post = outbox.Post(
        place, content, f"elsewhere:{claimed.id}", outbox.Priority(claimed.priority), claimed.role,
        claimed.question_id, claimed.message_id, claimed.seat_id, claimed.broadcast_id, claimed.expires_at,
    )  # fmt: skip
    await outbox.put(tx, post, now)
    if claimed.broadcast_id:  # each recipient counts once
        await tx.change(update(rows).where(rows.c.id == claimed.id).values(broadcast_id=None))
