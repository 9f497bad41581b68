"""The clock's ticks: a round for each kind of work, planned for the earliest due row, and slow ticks for safety.

APScheduler is only a ticker: what is due stands in rows, so a lost tick delays and never loses. No job store. It
counts by the wall clock; where somebody sets that, everything is planned anew.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.rounds import Round
from handlers.context import Context
from handlers.due import digest, handover, law, succession, sweep, unread
from handlers.due.climb import climb
from handlers.due.recompute import recompute
from handlers.due.remind import following as following_reminder
from handlers.due.remind import remind
from handlers.due.retell import retell
from storage.db import Unavailable

log = logging.getLogger(__name__)

SAFETY = 30
HOUSEKEEPING = 3600
HINTS_GATHER = 0.02
"""A busy service gives a hint with every question; nothing is due as soon as that."""
NOTICES_GATHER = 1.0
"""What is raised so soon after somebody was told comes to him in one message: platforms take one a second."""
RULINGS_GATHER = 0.5
"""Whoever lays down a calendar often lays down the next line at once."""
BANK_GATHERS = 1.0
"""An index over thousands of entries is seconds of work: what is put in one by one is not loaded one by one."""
LOOKS_AT_THE_CLOCK = 5.0
STEP = timedelta(seconds=1)
"""From here on a clock was set; a service that keeps it right moves it by a two-thousandth."""


class Jobs:
    """Wakes each kind of work at the right moments. None of them waits for another one."""

    def __init__(self, ctx: Context, reload_bank: Callable[[], Awaitable[None]],
                 tidy: Callable[[], Awaitable[None]]) -> None:  # fmt: skip
        self._ctx = ctx
        self._reload_bank = reload_bank
        self._tidy = tidy
        self._safety_bell, self._tidy_bell = asyncio.Event(), asyncio.Event()
        # misfire_grace_time=None: however late we wake (a stopped process, a slept laptop), the job still runs.
        # A ring that comes while the last one is being noted down as done must not be skipped.
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 10}
        )
        self._raising = self._round("due", self._raise, sweep.next_due)
        self._going_on = self._round("unsaid", sweep.go_on, sweep.next_unsaid)
        self._telling = self._round("tell", sweep.tell, sweep.next_telling)
        self._spreading = self._round("spread", sweep.spread, sweep.next_broadcast)
        self._recomputing = self._round("recompute", self._recompute)
        self._handing_over = self._round("handover", handover.follow, handover.following)
        self._digests = self._round("digests", digest.follow, digest.following)
        self._law = self._round("law", law.follow, law.following)
        self._retelling = self._round("retell", retell)
        self._reminding = self._round("remind", remind, following_reminder)
        self._units = self._round("units", succession.follow, succession.next_change)
        self._unread = self._round("unread", unread.fall, unread.following)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Raises what fell due while we were away, then ticks; whom it concerns is told from then on."""
        self._scheduler.start()
        await self._raising.turn()
        wakes = self._ctx.db.wakes
        self._keep(self._when(wakes.event("due"), self._plan, HINTS_GATHER), "due-planner")
        self._keep(self._when(wakes.event("broadcast"), self._spreading.turn), "broadcasts")
        self._keep(self._when(wakes.event("bank"), self._reload_bank, BANK_GATHERS), "bank")
        self._keep(self._when(wakes.event("units"), self._units.turn, RULINGS_GATHER), "units-planner")
        self._keep(self._when(wakes.event("law"), self._law.turn), "law-planner")
        self._keep(self._when(wakes.event("rulings"), self._recomputing.turn, RULINGS_GATHER), "rulings")
        self._keep(self._when(wakes.event("unread"), self._unread.plan, HINTS_GATHER), "unread-planner")
        self._keep(self._when(wakes.event("retell"), self._retelling.turn), "retellings")
        self._keep(self._when(wakes.event("remind"), self._reminding.plan, HINTS_GATHER), "reminder-planner")
        for work in (
            self._units, self._raising, self._going_on, self._spreading, self._law, self._unread, self._handing_over,
            self._reminding,
            self._digests,
        ):  # fmt: skip
            self._keep(self._when(work.bell, work.turn), work.name)
        self._keep(self._when(self._telling.bell, self._telling.turn, NOTICES_GATHER), "tell")
        self._keep(self._when(self._safety_bell, self.look_round), "safety")
        self._keep(self._when(self._tidy_bell, self._tidily), "housekeeping")
        self._keep(self._watch_the_clock(self._steady_began()), "clock-watch")
        self._begin_intervals()
        self._safety_bell.set()

    async def stop(self) -> None:
        """Stops ticking; what is cut off is undone or done, and found again as it is at the next start."""
        if self._scheduler.running:  # a start that failed before it has nothing to stop here
            self._scheduler.shutdown(wait=False)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def sweep_now(self) -> None:
        """Does all that is due and plans what comes next; the demo calls it when it has moved the clock."""
        for work in (
            self._units, self._handing_over, self._recomputing, self._raising, self._going_on, self._telling,
            self._spreading, self._law, self._retelling, self._unread, self._reminding,
            self._digests,
        ):  # fmt: skip
            await work.turn()

    def _round(
        self, name: str, do: Callable[[Context], Awaitable[int]],
        following: Callable[[Context], Awaitable[datetime | None]] | None = None,
    ) -> Round:  # fmt: skip
        async def never() -> None:
            return None

        ctx = self._ctx
        when = (lambda: following(ctx)) if following else never
        return Round(name, self._scheduler, ctx.clock, lambda: do(ctx), when)

    def _keep(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._tasks.append(asyncio.create_task(work, name=name))

    async def _raise(self, ctx: Context) -> int:
        raised = await climb(ctx)
        if raised:
            self._telling.bell.set()  # once nothing more is due: whoever is concerned by much is told in one message
        return raised

    async def _recompute(self, ctx: Context) -> int:
        done = await recompute(ctx)
        if done:
            self._telling.bell.set()
        return done

    async def _plan(self) -> None:
        await self._raising.plan()
        await self._going_on.plan()

    async def _when(self, hint: asyncio.Event, react: Callable[[], Awaitable[None]], gather: float = 0) -> None:
        """Does something at each hint; hints that come while it is done, or soon after, are one."""
        while True:
            await hint.wait()
            hint.clear()
            try:
                await react()
            except Exception:
                log.exception("a hint led nowhere; the safety tick finds what it was about")
            await asyncio.sleep(gather)

    def _begin_intervals(self) -> None:
        async def ring(bell: asyncio.Event) -> None:
            bell.set()

        for name, bell, seconds in (("safety", self._safety_bell, SAFETY), ("tidy", self._tidy_bell, HOUSEKEEPING)):
            trigger = IntervalTrigger(seconds=seconds)
            self._scheduler.add_job(ring, trigger, [bell], id=name, replace_existing=True)

    async def look_round(self) -> None:
        """The slow tick: what no time tells, and what a lost hint was about."""
        for do in (lambda: sweep.rescue(self._ctx), self._reload_bank):
            try:
                await do()
            except Unavailable:
                log.warning("the safety tick waits: the database is unavailable")
            except Exception:
                log.exception("the safety tick failed; the next one tries again")
        await self.sweep_now()

    async def _tidily(self) -> None:
        try:
            await self._tidy()
        except Unavailable:
            log.warning("housekeeping waits: the database is unavailable")

    def _steady_began(self) -> datetime:
        """When the clock that nobody sets began to count, by the one that somebody may set."""
        return self._ctx.clock.wall() - timedelta(seconds=asyncio.get_running_loop().time())

    async def _watch_the_clock(self, began: datetime) -> None:
        """Notes when somebody sets the clock.

        After a step back APScheduler would wait until its clock has caught up, for a day where it was a day.
        """
        while True:
            await asyncio.sleep(LOOKS_AT_THE_CLOCK)
            step, began = self._steady_began() - began, self._steady_began()
            if abs(step) > STEP:
                log.warning("the machine's clock was set", extra={"seconds": round(step.total_seconds())})
                self._begin_intervals()
                self._safety_bell.set()
