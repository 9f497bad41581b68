"""Updates that were set aside because they could not be handled: to be listed, looked at, and tried again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select, update

from storage.db import Tx
from storage.inbox import QUARANTINED, QUEUE
from storage.tables import inbox


@dataclass(frozen=True, slots=True)
class Aside:
    """An update in quarantine, without what it says."""

    id: int
    channel: str
    conversation: str
    update_id: str
    why: str
    attempts: int
    received_at: datetime
    bytes: int


@dataclass(frozen=True, slots=True)
class Which:
    """Which of them are meant: all conditions together."""

    channel: str | None = None
    why: str | None = None
    """A part of the reason."""
    before: datetime | None = None
    """Those received before then (business time)."""

    @property
    def condition(self) -> ColumnElement[bool]:
        """As it stands in a WHERE."""
        wanted: list[ColumnElement[bool]] = []
        if self.channel is not None:
            wanted.append(inbox.c.channel == self.channel)
        if self.why is not None:
            wanted.append(inbox.c.why.contains(self.why, autoescape=True))
        if self.before is not None:
            wanted.append(inbox.c.received_at < self.before)
        return and_(QUARANTINED, *wanted)


_COLUMNS = (
    inbox.c.id, inbox.c.channel, inbox.c.conversation, inbox.c.update_id, func.coalesce(inbox.c.why, ""),
    inbox.c.attempts, inbox.c.received_at, func.length(inbox.c.payload),
)  # fmt: skip


async def count(tx: Tx, which: Which = Which()) -> int:
    """How many there are."""
    found: int = await tx.value(select(func.count()).select_from(inbox).where(which.condition))
    return found


async def listed(tx: Tx, which: Which, most: int) -> list[Aside]:
    """The newest of them, newest first."""
    newest = select(*_COLUMNS).where(which.condition).order_by(inbox.c.id.desc()).limit(most)
    return [Aside(*row) for row in await tx.rows(newest)]


async def one(tx: Tx, inbox_id: int) -> tuple[Aside, bytes] | None:
    """An update and its raw payload; None when it is not in quarantine."""
    row = await tx.row(select(*_COLUMNS, inbox.c.payload).where(inbox.c.id == inbox_id, QUARANTINED))
    return (Aside(*row[:-1]), row[-1]) if row else None


async def retry(tx: Tx, ids: Sequence[int]) -> list[int]:
    """Puts updates back into their conversations, with all their tries; those of `ids` that were in quarantine.

    Only what is in quarantine changes, and nobody handles that: so it may be asked for as often as one likes.
    """
    return await _back(tx, and_(QUARANTINED, inbox.c.id.in_(ids)))


async def retry_all(tx: Tx, which: Which) -> list[int]:
    """Puts all of these back; their ids."""
    return await _back(tx, which.condition)


async def _back(tx: Tx, condition: ColumnElement[bool]) -> list[int]:
    back = update(inbox).where(condition).values(state="new", attempts=0, deaths=0, why=None)
    ids = sorted(row.id for row in await tx.rows(back.returning(inbox.c.id)))
    if ids:
        tx.wake(QUEUE)
    return ids
