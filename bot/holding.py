"""Leases are kept while what they are for takes its time: a slow decision, a slow send."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.clock import Clock
from storage import leases
from storage.db import Database, Tx, Unavailable

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=5)
MARGIN = timedelta(seconds=1)
"""So much of the lease must be left when a send begins."""


Insist = Callable[[Callable[[], Awaitable[None]]], Awaitable[None]]
"""Asks the database however long it is away."""


@dataclass(slots=True, eq=False)
class Kept:
    """A conversation of a queue that is ours until then, as things stand (machine time)."""

    queue: str
    conversation: str
    owner: str
    until: datetime


class Holding:
    """The leases under which this process is doing something."""

    def __init__(self, db: Database, clock: Clock, insist: Insist | None = None) -> None:
        self._db = db
        self._clock = clock
        self._insist = insist or (lambda do: do())
        self._kept: set[Kept] = set()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to look after leases: one look for all of them, three times in the life of one."""
        self._task = asyncio.create_task(self._keep(), name="leases")

    async def stop(self) -> None:
        """Looks after them no more."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    @contextmanager
    def lease(self, queue: str, conversation: str, owner: str, until: datetime) -> Iterator[Kept]:
        """Keeps a lease for as long as this lasts."""
        kept = Kept(queue, conversation, owner, until)
        self._kept.add(kept)
        try:
            yield kept
        finally:
            self._kept.discard(kept)

    async def renew_if_short(self, kept: Kept) -> None:
        """Raises leases.Lost when another took the conversation while this process was stopped."""
        if self._clock.machine() + MARGIN >= kept.until:
            await self._renew(kept)

    async def _renew(self, kept: Kept) -> None:
        async def body(tx: Tx) -> datetime:
            until = self._clock.machine() + LEASE
            await leases.renew(tx, kept.queue, kept.conversation, kept.owner, until)
            return until

        async def renew() -> None:
            kept.until = await self._db.write(body)

        await self._insist(renew)

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            soon = self._clock.machine() + LEASE / 2
            # Together: one that has to wait must not let the others run out.
            await asyncio.gather(*(self._keep_one(kept) for kept in self._kept if kept.until < soon))

    async def _keep_one(self, kept: Kept) -> None:
        try:
            async with asyncio.timeout(LEASE.total_seconds() / 3):
                await self._renew(kept)
        except leases.Lost:
            self._kept.discard(kept)  # its worker learns of it when he writes what came of it
        except (Unavailable, TimeoutError):
            log.warning("a lease could not be renewed: the database is unavailable")
        except Exception:  # whatever it is, the other leases must be kept
            log.exception("a lease could not be renewed")
