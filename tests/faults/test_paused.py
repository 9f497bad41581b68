"""The process stands still (SIGSTOP, a frozen machine) for longer than its leases and over deadlines, then goes on.

Promised: it looks at its lease before it sends; nothing is lost; at most one marked duplicate for each pause and none
unmarked; each alert comes exactly once, whoever told it: the woken process, or the other one that took over.
"""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from tests.faults.size import either
from tests.stories.asking import Asking
from tests.stories.process import Killed

PAUSE = 6.0
"""Seconds; a lease lasts five."""
PAUSES = either(2, 20)
SOON = 60.0


@pytest.mark.slow
async def test_alone_it_goes_on_where_it_stood(seeded_sqlite: str, tmp_path: Path) -> None:
    async with Killed(seeded_sqlite, tmp_path / "run") as service:
        service.fake.latency = 0.05
        load = Asking(service.fake, 6)
        await service.start()
        for _ in range(PAUSES):
            await pauses(service, load)
            service.signals(signal.SIGCONT)
        await load.all_answered(SOON)
        await service.terminate()
        assert load.faults() == []
        assert load.marked <= PAUSES


@pytest.mark.parametrize("empty_url", ["postgresql"], indirect=True)
@pytest.mark.slow
async def test_another_takes_over_and_the_woken_one_sees_it(empty_url: str, tmp_path: Path) -> None:
    """On PostgreSQL: what the paused one held is done by the other before it wakes."""
    async with (
        Killed(empty_url, tmp_path / "one", "webhook") as one,
        Killed(empty_url, tmp_path / "two", "webhook", fake=one.fake) as two,
    ):
        one.fake.latency = 0.05
        load = Asking(one.fake, 6)
        await one.start()
        await two.start()
        await two.asks("webhook", "set", "telegram")  # what the paused one received would wait for it
        for _ in range(PAUSES):
            await pauses(one, load)
            await load.all_answered(SOON)
            one.signals(signal.SIGCONT)
        await load.ask(1)
        await load.all_answered(SOON)
        await one.terminate()
        await two.terminate()
        assert load.faults() == []
        assert load.marked <= PAUSES


async def pauses(service: Killed, load: Asking) -> None:
    """Stops it in the middle of sending, for longer than a lease."""
    sends = len(service.fake.called("sendMessage"))
    await load.ask(3)
    await service.sends(sends + 3)
    service.signals(signal.SIGSTOP)
    await asyncio.sleep(PAUSE)
