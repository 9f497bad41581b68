"""Leases of what is being sent are kept while that takes its time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from handlers.clock import Clock
from storage import leases, outbox
from storage.db import Database
from storage.outbox import Claimed

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=5)
MARGIN = timedelta(seconds=1)
"""So much of the lease must be left when a send begins."""


Insist = Callable[[Callable[[], Awaitable[None]]], Awaitable[None]]
"""Asks the database however long it is away."""


@dataclass(slots=True, eq=False)
class Held:
    """A lane that is ours until then, as things stand (machine time)."""

    claimed: Claimed
    owner: str
    until: datetime


class Holding:
    """The lanes of this process in which something is being sent."""

    def __init__(self, db: Database, clock: Clock, insist: Insist) -> None:
        self._db = db
        self._clock = clock
        self._insist = insist
        self._lanes: set[Held] = set()
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
    def lane(self, claimed: Claimed, owner: str) -> Iterator[Held]:
        """Keeps a lane's lease for as long as this lasts."""
        held = Held(claimed, owner, claimed.leased_until)
        self._lanes.add(held)
        try:
            yield held
        finally:
            self._lanes.discard(held)

    async def sure(self, held: Held) -> None:
        """Just before sending. Raises leases.Lost when another took the lane while this process was stopped."""
        if self._clock.machine() + MARGIN >= held.until:
            await self._renew(held)

    async def _renew(self, held: Held) -> None:
        until = self._clock.machine() + LEASE
        ours = partial(outbox.still_ours, claimed=held.claimed, owner=held.owner, until=until)
        await self._insist(partial(self._db.write, ours))
        held.until = until

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            soon = self._clock.machine() + LEASE / 2
            for held in [held for held in self._lanes if held.until < soon]:
                try:
                    await self._renew(held)
                except leases.Lost:
                    self._lanes.discard(held)  # its sender learns of it when he marks what came of it
                except Exception:  # whatever it is, the other leases must be kept
                    log.exception("a lease could not be renewed")
