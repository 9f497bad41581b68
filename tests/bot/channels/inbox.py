"""What a channel commits, in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from storage.db import Unavailable
from storage.inbox import Arrival
from tests.fakes.bell import Bell


class Inbox:
    """What the channel committed, with a database that can be made to refuse."""

    def __init__(self) -> None:
        self.arrivals: list[Arrival] = []
        self.calls = 0
        self.refuse = 0
        self.commits = asyncio.Event()
        """While it is clear, a commit takes for ever."""
        self.commits.set()
        self.bell = Bell()

    async def accept(self, arrivals: Sequence[Arrival]) -> int:
        self.calls += 1
        self.bell.ring()
        if self.refuse:
            self.refuse -= 1
            raise Unavailable("database is locked")
        await self.commits.wait()
        known = {arrival.update_id for arrival in self.arrivals}
        new = [arrival for arrival in arrivals if arrival.update_id not in known]
        self.arrivals += new
        return len(new)

    async def holds(self, count: int) -> list[Arrival]:
        """Waits until so many updates are in."""
        return await self.bell.until(lambda: self.arrivals if len(self.arrivals) >= count else None, 5)
