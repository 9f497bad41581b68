"""Copies: the messages by which somebody was shown what stands in a thread. An edit there is carried to them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from storage.db import Tx
from storage.place import Place
from storage.tables import outbox


async def of(tx: Tx, message_id: int) -> list[tuple[int, Place, dict[str, Any], str | None]]:
    """Every row that carries a thread message to somebody: (row id, place, content, role). For mirroring edits."""
    rows = select(outbox.c.id, outbox.c.place, outbox.c.content, outbox.c.role)
    found = await tx.rows(rows.where(outbox.c.message_id == message_id).order_by(outbox.c.id))
    return [
        (row.id, Place.parse(row.place), row.content, row.role) for row in found if row.content["is"] == "message"
    ]


async def content(tx: Tx, outbox_id: int) -> dict[str, Any] | None:
    """What a row says; None for one that is not kept any more."""
    found: dict[str, Any] | None = await tx.value(select(outbox.c.content).where(outbox.c.id == outbox_id))
    return found


async def rewrite(tx: Tx, outbox_id: int, content: dict[str, Any]) -> None:
    """Lets a row say something else: what is shown there once the edit that goes with it is through."""
    await tx.change(update(outbox).where(outbox.c.id == outbox_id).values(content=content))
