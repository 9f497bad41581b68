"""The clock's ticks: one job planned for the earliest due row, and slow ones for safety. One line per job.

APScheduler is only a ticker: what is due stands in rows, so a lost tick delays and never loses. No job store.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from handlers.context import Context
from handlers.due import sweep
from storage.db import Unavailable

log = logging.getLogger(__name__)

SAFETY = 30
HOUSEKEEPING = 3600
LOOK_AT_CLOCK = 2
STEP = 1.0
"""So many seconds within LOOK_AT_CLOCK are no drift: somebody set the machine's clock, or the machine slept."""
SOONEST = timedelta(milliseconds=1)
AFTER_FAILURE = timedelta(seconds=5)


class Jobs:
    """Wakes the sweep at the right moments."""

    def __init__(self, ctx: Context, reload_bank: Callable[[], Awaitable[None]],
                 tidy: Callable[[], Awaitable[None]]) -> None:  # fmt: skip
        self._ctx = ctx
        self._reload_bank = reload_bank
        self._tidy = tidy
        self._hint = ctx.db.wakes.event("due")
        self._sweeping = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []
        # misfire_grace_time=None: however late we wake (a stopped process, a slept laptop), the job still runs.
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    async def start(self) -> None:
        """Catches up with what fell due while we were away, then ticks."""
        self._tick()
        self._scheduler.start()
        await self._safety()
        self._tasks = [
            asyncio.create_task(self._plan_on_hints(), name="due-planner"),
            asyncio.create_task(self._watch_the_clock(), name="clock-watch"),
        ]

    def _tick(self) -> None:
        add = self._scheduler.add_job
        add(self._safety, IntervalTrigger(seconds=SAFETY), id="safety", replace_existing=True)
        add(self._tidily, IntervalTrigger(seconds=HOUSEKEEPING), id="housekeeping", replace_existing=True)

    async def stop(self) -> None:
        """Stops ticking; a sweep under way ends first."""
        if self._scheduler.running:  # a start that failed before it has nothing to stop here
            self._scheduler.shutdown(wait=False)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        async with self._sweeping:
            pass

    async def sweep_now(self) -> None:
        """Does what is due and plans what comes next; the demo calls it when it has moved the clock."""
        went_well = await self._guarded(sweep.sweep)
        await self._plan(SOONEST if went_well else AFTER_FAILURE)

    async def _plan_on_hints(self) -> None:
        while True:
            await self._hint.wait()
            self._hint.clear()
            try:
                await self._plan()
            except Exception:
                log.exception("planning the next sweep failed; the safety tick plans again")

    async def _watch_the_clock(self) -> None:
        """Ticks anew when the machine's clock was set: the scheduler sleeps until a time of day, and would sleep for
        a day longer when the clock went back by one."""
        ahead = self._ahead()
        while True:
            await asyncio.sleep(LOOK_AT_CLOCK)
            before, ahead = ahead, self._ahead()
            if abs(ahead - before) >= STEP:
                log.warning("the machine's clock was set", extra={"seconds": round(ahead - before, 1)})
                try:
                    self._tick()
                    await self._safety()
                except Exception:
                    log.exception("the sweep after it failed; the safety tick comes")

    def _ahead(self) -> float:
        return self._ctx.clock.machine().timestamp() - time.monotonic()

    async def _plan(self, soonest: timedelta = SOONEST) -> None:
        """Has the sweep run at the earliest due row, be it earlier or later than planned before."""
        try:
            earliest = await sweep.next_due(self._ctx)
        except Unavailable:
            return  # the safety tick plans again
        if earliest is None:
            return
        clock = self._ctx.clock
        at = clock.machine() + max(earliest - clock.business(), soonest)
        self._scheduler.add_job(self.sweep_now, DateTrigger(at), id="due", replace_existing=True)

    async def _safety(self) -> None:
        went_well = await self._guarded(sweep.safety_sweep)
        try:
            await self._reload_bank()
        except Unavailable:
            log.warning("the bank is looked at later: the database is unavailable")
        await self._plan(SOONEST if went_well else AFTER_FAILURE)

    async def _tidily(self) -> None:
        try:
            await self._tidy()
        except Unavailable:
            log.warning("housekeeping waits: the database is unavailable")

    async def _guarded(self, do: Callable[[Context], Awaitable[None]]) -> bool:
        async with self._sweeping:
            try:
                await do(self._ctx)
            except Unavailable:
                log.warning("the sweep waits: the database is unavailable")
            except Exception:
                log.exception("the sweep failed and will be tried again")
            else:
                return True
            return False
