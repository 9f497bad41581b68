"""Killing a process that has work in hand, and how long that lies: until nothing of it is undone, or others do it."""

from __future__ import annotations

import asyncio
import random
import signal
import time

from sqlalchemy import text

from storage.db import Database, Tx, Unavailable
from tests.stories.process import Killed

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
WAITS_FOR_WORK = 5.0


async def kill_at_work(db: Database, process: Killed, dice: random.Random) -> None:
    """kill -9 at a moment at which it holds something undone, or at any after it had nothing for so long.

    It is looked at while it is stopped: otherwise it would be done with what it had before the signal is there.
    """
    until = time.monotonic() + WAITS_FOR_WORK
    while time.monotonic() < until:
        process.signals(signal.SIGSTOP)
        if await db.read(lambda tx: _undone(tx, process.pid)):
            break
        process.signals(signal.SIGCONT)
        await asyncio.sleep(dice.uniform(0.002, 0.02))
    await process.kill()


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
