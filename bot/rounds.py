"""A round: one kind of work that is done again and again, each time at the moment when the earliest of it is due."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.date import DateTrigger

from handlers.clock import Clock
from storage.db import Unavailable

log = logging.getLogger(__name__)

SOONEST = timedelta(milliseconds=1)
IN_OTHER_HANDS = timedelta(milliseconds=50)
"""After a turn that found nothing although something is due: another process is at it."""
AFTER_FAILURE = timedelta(seconds=5)
SAME = timedelta(milliseconds=1)


class Round:
    """Work with a next moment. Its turns never overlap in one process, whoever calls for them.

    APScheduler only rings the bell: whoever keeps the round takes the turn, and a stop can end him.
    """

    def __init__(
        self, name: str, scheduler: BaseScheduler, clock: Clock, do: Callable[[], Awaitable[int]],
        following: Callable[[], Awaitable[datetime | None]],
    ) -> None:  # fmt: skip
        self.name = name
        self.bell = asyncio.Event()
        self._scheduler = scheduler
        self._clock = clock
        self._do = do
        self._following = following
        self._turning = asyncio.Lock()
        self._planned: datetime | None = None

    async def turn(self) -> None:
        """Does what is due and plans what comes next."""
        async with self._turning:
            self._planned = None
            await self._plan(await self._guarded())

    async def plan(self) -> None:
        """Looks whether something is due earlier, or later, than was planned; after a turn that is under way."""
        async with self._turning:
            await self._plan(SOONEST)

    async def _plan(self, soonest: timedelta) -> None:
        try:
            earliest = await self._following()
        except Unavailable:
            earliest, soonest = self._clock.business(), AFTER_FAILURE
        if earliest is None:
            self._forget()
            return
        at = self._clock.wall() + max(earliest - self._clock.business(), soonest)
        if self._planned is None or abs(at - self._planned) > SAME:
            self._planned = at
            self._scheduler.add_job(self._ring, DateTrigger(at), id=self.name, replace_existing=True)

    async def _ring(self) -> None:
        self.bell.set()

    def _forget(self) -> None:
        self._planned = None
        if self._scheduler.get_job(self.name):
            self._scheduler.remove_job(self.name)

    async def _guarded(self) -> timedelta:
        """Does it, whatever happens; how soon it may be done again."""
        try:
            return SOONEST if await self._do() else IN_OTHER_HANDS
        except Unavailable:
            log.warning("the clock waits: the database is unavailable", extra={"round": self.name})
        except Exception:
            log.exception("the clock failed and will try again", extra={"round": self.name})
        return AFTER_FAILURE
