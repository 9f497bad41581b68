"""Virtual time passes as it says, and only while nothing else can happen."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

from tests.faults.hurried import START, HurriedClock, hurried


def test_a_day_passes_at_once_and_threads_are_waited_for() -> None:
    async def story(clock: HurriedClock) -> timedelta:
        loop = asyncio.get_running_loop()
        in_a_minute = asyncio.create_task(asyncio.sleep(60))
        await loop.run_in_executor(None, time.sleep, 0.1)
        assert not in_a_minute.done()
        assert clock.machine() - START < timedelta(seconds=1)
        await asyncio.sleep(86_400)
        assert in_a_minute.done()
        return clock.machine() - START

    began = time.perf_counter()
    assert timedelta(days=1) <= hurried(story) < timedelta(days=1, seconds=1)
    assert time.perf_counter() - began < 5
