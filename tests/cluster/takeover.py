"""How long the work of a killed process lies: from its death until nothing of it is undone, or others do it."""

from __future__ import annotations

import asyncio
import time

from sqlalchemy import text

from storage.db import Database, Tx, Unavailable

_UNDONE = text(
    """
    SELECT count(*) FROM leases l WHERE l.owner LIKE :dead AND (
        l.queue = 'inbox' AND EXISTS (
            SELECT FROM inbox i WHERE i.conversation = l.conversation AND i.state = 'new')
        OR l.queue = 'outbox' AND EXISTS (
            SELECT FROM outbox o WHERE o.lane = l.conversation AND o.state IN ('new', 'sending')))
    """
)
LONGEST = 60.0


async def seconds_until_taken_over(db: Database, pid: int) -> float | None:
    """None when the process held nothing that was undone."""
    began = time.monotonic()
    first: int | None = None
    while time.monotonic() - began < LONGEST:
        try:
            undone = await db.read(lambda tx: _undone(tx, pid))
        except Unavailable:
            undone = 1
        if first is None:
            first = undone
        if not undone:
            return time.monotonic() - began if first else None
        await asyncio.sleep(0.1)
    return LONGEST


async def _undone(tx: Tx, pid: int) -> int:
    return int(await tx.value(_UNDONE.bindparams(dead=f"%-{pid}-%")))
