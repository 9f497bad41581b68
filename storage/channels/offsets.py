"""Polling offsets: from which update on a platform is asked next.

The row moves only after the updates before it are committed to the inbox; a crash between the two makes the platform
send them again, and the inbox drops what it has.
"""

from __future__ import annotations

from sqlalchemy import select

from storage.db import Tx
from storage.tables import offsets


async def read(tx: Tx, channel: str) -> int | None:
    """The offset to ask with; None for a channel that was never polled."""
    found: int | None = await tx.value(select(offsets.c.next).where(offsets.c.channel == channel))
    return found


async def move(tx: Tx, channel: str, to: int) -> None:
    """Sets the offset, lower than before too: platforms draw new update ids after a week of silence."""
    row = tx.insert(offsets).values(channel=channel, next=to)
    await tx.change(row.on_conflict_do_update(index_elements=["channel"], set_={"next": row.excluded.next}))
