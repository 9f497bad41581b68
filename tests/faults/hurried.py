"""Virtual time for the real service: an event loop in which time passes only while nothing else can happen.

Everything that acts lives in the one loop (the service, Telegram, people); SQLite's threads are waited for. So six
hours pass as fast as what happens in them can be done, in the same order each time, and however busy the machine is.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Self, TypeVar

import pytest
from apscheduler.schedulers import base as schedulers
from apscheduler.triggers import interval

from bot import jobs, workers
from handlers.clock import Clock

T = TypeVar("T")
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""A Monday, eight o'clock in Viet Nam."""
_TURN = 0.0005
"""Seconds in which bytes that were written on loopback are there to be read."""


class _Selector(selectors.DefaultSelector):
    """Looks for events; where there is none, time goes on to the next timer instead of being waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0
        self.in_threads = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is not None and timeout <= 0:
            return super().select(timeout)
        if events := super().select(_TURN):
            return events
        if self.in_threads or timeout is None:
            return super().select(None if timeout is None else 0.05)
        self.passed += timeout
        return []


class HurriedLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock stands still while anything can be done."""

    def __init__(self) -> None:
        self._hurried = _Selector()
        super().__init__(self._hurried)

    def time(self) -> float:
        return 1000.0 + self._hurried.passed

    def run_in_executor(self, executor: Any, func: Callable[..., T], *args: Any) -> asyncio.Future[T]:  # type: ignore[override]
        self._hurried.in_threads += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._back)
        return future

    def _back(self, _future: object) -> None:
        self._hurried.in_threads -= 1


class HurriedClock(Clock):
    """Both clocks go with the loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._loop = loop
        self._began = loop.time()

    def machine(self) -> datetime:
        return START + timedelta(seconds=self._loop.time() - self._began)


def hurried(story: Callable[[HurriedClock], Coroutine[Any, Any, T]], *, tick: float = 30.0) -> T:
    """Runs a story in virtual time. `tick`: how often is looked without a hint; every two seconds is much work."""
    with asyncio.Runner(loop_factory=HurriedLoop) as runner, pytest.MonkeyPatch.context() as patched:
        clock = HurriedClock(runner.get_loop())

        class Now(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Self:
                return cls.fromtimestamp(clock.machine().timestamp(), tz)

        patched.setattr(time, "monotonic", runner.get_loop().time)
        patched.setattr(schedulers, "datetime", Now)
        patched.setattr(interval, "datetime", Now)
        patched.setattr(workers, "SAFETY_TICK", tick)
        patched.setattr(jobs, "LOOKS_AT_THE_CLOCK", tick)
        return runner.run(story(clock))
