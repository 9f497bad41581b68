"""Workers: claim when there is a hint, work in parallel up to a limit, end cleanly."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta

from storage.db import Unavailable

log = logging.getLogger(__name__)

SAFETY_TICK = 2.0
"""Seconds after which we look without a hint: a lost hint, and a lease whose holder died, cost at most this."""
DATABASE_GONE = 1.0

Claim = Callable[[int], Awaitable[list[Awaitable[None]]]]
"""Claims up to so many pieces of work and returns what does each."""


class Workers:
    """Keeps up to `at_once` pieces of work going."""

    def __init__(self, name: str, hint: asyncio.Event, claim: Claim, at_once: int) -> None:
        self._name = name
        self._hint = hint
        self._claim = claim
        self._at_once = at_once
        self._running: set[asyncio.Task[None]] = set()
        self._loop: asyncio.Task[None] | None = None
        self._promised = 0
        self._stopping = False

    async def start(self) -> None:
        self._loop = asyncio.create_task(self._run(), name=f"{self._name}-claims")

    async def stop(self, within: float) -> None:
        """Claims nothing more and waits for what is under way; cancels what is not done after `within` seconds."""
        self._stopping = True
        self._hint.set()
        until = asyncio.get_running_loop().time() + within
        if self._loop:
            await _end({self._loop}, until)
        await _end(self._running, until)

    def free(self, most: int) -> int:
        """How many more pieces of work, at most `most`, find hands just now; none before the start and at the end."""
        if self._stopping or self._loop is None:
            return 0
        return max(0, min(most, self._at_once - len(self._running) - self._promised))

    def promise(self, hands: int) -> None:
        """Keeps hands free for work that is being leased for them, until that is begun or they are `released`."""
        self._promised += hands

    def release(self, hands: int) -> None:
        """What was promised is promised no more."""
        none_was_free = not self.free(1)
        self._promised -= hands
        self._hint_if_free(none_was_free)

    def begin(self, work: Awaitable[None]) -> None:
        """Does a piece of work that was leased without a claim."""
        self._start_one(work)

    @property
    def stopping(self) -> bool:
        return self._stopping

    def look_again(self, after: timedelta) -> None:
        """Gives a hint when something that is held back becomes free."""
        asyncio.get_running_loop().call_later(after.total_seconds() + 0.01, self._hint.set)

    async def _run(self) -> None:
        while not self._stopping:
            self._hint.clear()
            claimed = await self._claimed()
            for work in claimed:
                self._start_one(work)
            if not claimed:
                await self._wait()

    async def _claimed(self) -> list[Awaitable[None]]:
        free = self.free(self._at_once)
        if not free:
            return []
        try:
            return await self._claim(free)
        except Unavailable:
            log.warning("the database is unavailable", extra={"queue": self._name})
        except Exception:  # whatever it is, a loop that ended would leave everything waiting for ever
            log.exception("claiming failed", extra={"queue": self._name})
        await asyncio.sleep(DATABASE_GONE)
        return []

    def _start_one(self, work: Awaitable[None]) -> None:
        task = asyncio.create_task(_as_coroutine(work), name=self._name)
        self._running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        none_was_free = not self.free(1)
        self._running.discard(task)
        self._hint_if_free(none_was_free)
        if not task.cancelled() and (error := task.exception()):
            log.error("a worker failed", extra={"queue": self._name}, exc_info=error)

    def _hint_if_free(self, none_was_free: bool) -> None:
        if none_was_free and self.free(1):
            self._hint.set()  # there may be work that found no hands

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(SAFETY_TICK):
                await self._hint.wait()
        except TimeoutError:
            return


async def _end(tasks: Collection[asyncio.Task[None]], until: float) -> None:
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=max(0.0, until - asyncio.get_running_loop().time()))
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


async def _as_coroutine(work: Awaitable[None]) -> None:
    await work
