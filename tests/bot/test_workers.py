"""Workers: at once on a hint, never more than there are hands, never ended by a fault."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import pytest

from bot import workers as module
from bot.workers import Workers
from storage.db import Unavailable


class Bench:
    """Work that ends when it is told to."""

    def __init__(self, hands: int) -> None:
        self.hint = asyncio.Event()
        self.queue: list[str] = []
        self.faults: list[Exception] = []
        self.begun: list[str] = []
        self.most = 0
        self.running = 0
        self.go_on = asyncio.Event()
        self.changed = asyncio.Condition()
        self.claims = 0
        self.workers = Workers("bench", self.hint, self._claim, hands)

    async def _claim(self, most: int) -> list[Awaitable[None]]:
        self.claims += 1
        async with self.changed:
            self.changed.notify_all()
        if self.faults:
            raise self.faults.pop()
        taken, self.queue = self.queue[:most], self.queue[most:]
        return [self._work(name) for name in taken]

    async def _work(self, name: str) -> None:
        self.running += 1
        self.most = max(self.most, self.running)
        self.begun.append(name)
        async with self.changed:
            self.changed.notify_all()
        try:
            await self.go_on.wait()
            if name == "fails":
                raise KeyError(name)
        finally:
            self.running -= 1

    async def until_begun(self, number: int) -> None:
        async with asyncio.timeout(5), self.changed:
            await self.changed.wait_for(lambda: len(self.begun) >= number)


async def test_a_hint_is_enough_and_hands_are_not_exceeded() -> None:
    bench = Bench(3)
    await bench.workers.start()
    bench.queue = [f"{n}" for n in range(10)]
    bench.hint.set()
    await bench.until_begun(3)
    bench.hint.set()
    bench.go_on.set()
    await bench.until_begun(10)
    assert bench.most <= 3
    await bench.workers.stop(5)
    assert bench.running == 0


async def test_nothing_ends_the_claiming(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(module, "DATABASE_GONE", 0.01)
    monkeypatch.setattr(module, "SAFETY_TICK", 0.01)
    bench = Bench(3)
    bench.faults = [KeyError("a bug"), Unavailable("locked"), ConnectionResetError()]
    bench.queue = ["fails", "works"]
    bench.go_on.set()
    await bench.workers.start()
    await bench.until_begun(2)
    await bench.workers.stop(5)
    assert sorted(bench.begun) == ["fails", "works"]
    said = [record.message for record in caplog.records]
    assert said.count("claiming failed") == 2
    assert said.count("the database is unavailable") == 1
    assert said.count("a worker failed") == 1


async def test_stopping_lets_work_end_and_claims_nothing_more() -> None:
    bench = Bench(2)
    bench.queue = ["a", "b", "c"]
    await bench.workers.start()
    await bench.until_begun(2)
    stopping = asyncio.create_task(bench.workers.stop(5))
    await asyncio.wait([stopping], timeout=0)
    bench.go_on.set()
    await stopping
    assert bench.begun == ["a", "b"]
    assert bench.workers.stopping


async def test_what_does_not_end_is_cut_off_in_time() -> None:
    bench = Bench(2)
    bench.queue = ["a"]
    await bench.workers.start()
    await bench.until_begun(1)
    began = asyncio.get_running_loop().time()
    await bench.workers.stop(0.05)
    assert asyncio.get_running_loop().time() - began < 2
    assert bench.running == 0


async def test_a_claim_that_hangs_does_not_hold_up_the_stop() -> None:
    never = asyncio.Event()
    reached = asyncio.Event()

    async def claim(_most: int) -> list[Awaitable[None]]:
        reached.set()
        await never.wait()
        return []

    hangs = Workers("hangs", asyncio.Event(), claim, 1)
    await hangs.start()
    await reached.wait()
    async with asyncio.timeout(3):
        await hangs.stop(0.05)
