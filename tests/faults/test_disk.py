"""The disk is full, takes no file any more, or fails now and then (SQLite, the real process).

Promised: no acknowledgement without durability, no word twice; the process lives, its log says what is the matter,
and it goes on by itself as soon as there is room; the file is sound afterwards.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest

from tests.faults.disk import FaultyDisk
from tests.faults.size import either
from tests.stories.asking import Asking
from tests.stories.process import Killed

SOON = 60.0
LASTS = either(0.0, 60.0)
ROUNDS = either(3, 30)
Fault = Callable[[FaultyDisk, int], AbstractContextManager[None]]


@pytest.mark.parametrize(
    "fault", [FaultyDisk.is_full, pytest.param(FaultyDisk.grows_no_file, marks=pytest.mark.slow)]
)
async def test_nothing_is_acknowledged_while_nothing_can_be_written(
    seeded_sqlite: str, tmp_path: Path, fault: Fault
) -> None:
    disk = FaultyDisk(tmp_path)
    async with Killed(seeded_sqlite, tmp_path / "run", "webhook", more_env=disk.env) as service:
        load = await opens(service)
        before = len(service.fake.delivering.attempts)
        with fault(disk, service.pid):
            await load.ask(1)
            refused = service.fake.delivering.attempts
            await service.fake.until(lambda: len(refused) - before >= 2 * len(load.people), SOON)
            await service.says("the database refuses updates")
            assert await service.answers("/healthz") == 200
            await asyncio.sleep(LASTS)
            assert {status for _, status in refused[before:]} == {503}
            assert service.fake.pending == len(load.people)
        await load.all_answered(SOON)
        await service.terminate()
        assert load.faults() == []
        assert load.marked == 0
        assert sound(seeded_sqlite)


@pytest.mark.slow
async def test_a_disk_that_fails_now_and_then_costs_nothing_but_time(seeded_sqlite: str, tmp_path: Path) -> None:
    disk = FaultyDisk(tmp_path)
    async with Killed(seeded_sqlite, tmp_path / "run", "webhook", more_env=disk.env) as service:
        load = await opens(service)
        with disk.is_ill(service.pid):
            for _ in range(ROUNDS):
                await load.ask(1)
                await service.fake.until(lambda: service.fake.pending < len(load.people), SOON)
            await service.says("the database refuses updates", SOON)
        await load.all_answered(SOON)
        await service.terminate()
        assert load.faults() == []
        assert load.marked == 0
        assert sound(seeded_sqlite)


async def opens(service: Killed) -> Asking:
    """Starts it; whoever wrote has been answered once."""
    await service.start()
    await service.asks("webhook", "set", "telegram")
    load = Asking(service.fake, 6)
    await load.ask(1)
    await load.all_answered(SOON)
    return load


def sound(url: str) -> bool:
    with closing(sqlite3.connect(url.partition("///")[2])) as looked_at:
        return bool(looked_at.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
