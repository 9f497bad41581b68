"""Copies: the messages by which somebody was shown what stands in a thread. Edits and recalls are carried to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from storage.db import Tx
from storage.place import Place
from storage.tables import outbox

_STANDS = ("new", "sending", "shut", "sent", "unknown")
"""States of a row that is on somebody's phone, or may yet come there."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A row that carries something of a question to somebody."""

    id: int
    place: Place
    content: dict[str, Any]
    role: str | None
    state: str
    remote_id: str | None
    question_id: int
    message_id: int | None
    seat_id: int | None

    @property
    def perhaps_seen(self) -> bool:
        """Whether what it said until now may be on a phone."""
        return self.state not in ("new", "shut")


async def of(tx: Tx, question_id: int) -> list[Copy]:
    """Every message about a question that somebody has, or is to get."""
    o = outbox.c
    wanted = select(o.id, o.place, o.content, o.role, o.state, o.remote_id, o.question_id, o.message_id, o.seat_id)
    there = wanted.where(o.question_id == question_id, o.state.in_(_STANDS)).order_by(o.id)
    found = [Copy(row[0], Place.parse(row[1]), *row[2:]) for row in await tx.rows(there)]
    return [copy for copy in found if copy.content["is"] == "message"]


async def content(tx: Tx, outbox_id: int) -> dict[str, Any] | None:
    """What a row says; None for one that is not kept any more."""
    found: dict[str, Any] | None = await tx.value(select(outbox.c.content).where(outbox.c.id == outbox_id))
    return found


async def rewrite(tx: Tx, copy: Copy, content: dict[str, Any]) -> bool:
    """Lets a row say something else: what is shown there once the edit that goes with it is through.

    False where it needs no edit: nobody has looked at the row since it was shut, and it says this when it goes out.
    """
    this = update(outbox).where(outbox.c.id == copy.id)
    if copy.state == "shut" and await tx.change(this.where(outbox.c.state == "shut").values(content=content)):
        return False
    await tx.change(this.values(content=content))
    return True


async def take_back(tx: Tx, copy: Copy, content: dict[str, Any]) -> bool:
    """Empties a row, and what waits to edit it; False where it had not left us, and never will."""
    await _forget_edits(tx, copy, content)
    this = update(outbox).where(outbox.c.id == copy.id)
    unsent = this.where(outbox.c.state.in_(("new", "shut")))
    if await tx.change(unsent.values(state="withdrawn", why="taken back", content=content)):
        return False
    await tx.change(this.values(content=content))
    return True


async def _forget_edits(tx: Tx, copy: Copy, content: dict[str, Any]) -> None:
    waiting = select(outbox.c.id, outbox.c.content).where(
        outbox.c.place == copy.place.key, outbox.c.question_id == copy.question_id, outbox.c.state.in_(_STANDS)
    )
    for row in await tx.rows(waiting):
        if row.content["is"] == "edit" and row.content["outbox_id"] == copy.id:
            await tx.change(update(outbox).where(outbox.c.id == row.id).values(content=content))
