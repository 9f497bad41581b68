"""Several `caunoi run` on one PostgreSQL and one data folder, one Telegram that delivers to all of them in turn."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp

from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.updates import Delivering
from tests.fakes.telegram.world import Queued, Webhook
from tests.stories.process import Killed
from tests.talk import WEBHOOK_SECRET

PER_BOT = (30.0, 30)
"""Messages a second beyond which this Telegram says 429, and how many at once: thirty in a second, as its FAQ has it.
Evenness is not asked for: a process that gets no processor for half a second sends late what it had a slot for."""
LATENCY = 0.01
READY_WITHIN = 120.0
"""Seconds; on a busy machine four processes that start at once take long."""


class InTurn(Delivering):
    """Delivers each update, and each repetition of it, to the next process: as a proxy without memory would."""

    ports: Iterator[int]

    async def _try(self, session: aiohttp.ClientSession, hook: Webhook, queued: Queued) -> tuple[int, float]:
        hook.url = f"http://127.0.0.1:{next(self.ports)}/webhooks/telegram"
        return await super()._try(session, hook, queued)


class Cluster:
    """The processes."""

    def __init__(self, url: str, folder: Path, number: int, mode: str = "webhook") -> None:
        self.url = url
        self.fake = FakeTelegram()
        self.fake.latency = LATENCY
        self.fake.budget(per_bot=PER_BOT)
        self.processes = [Killed(url, folder, mode, fake=self.fake) for _ in range(number)]
        delivering = InTurn(self.fake.world, lambda: self.fake.webhook_patience)
        delivering.ports = itertools.cycle(self.ports)
        self.fake.delivering = delivering
        if mode == "webhook":
            self.fake.world.webhook = Webhook("", WEBHOOK_SECRET)

    @property
    def ports(self) -> list[int]:
        return [process.port for process in self.processes]

    async def __aenter__(self) -> Self:
        await self.fake.start()
        for process in self.processes:
            await process.__aenter__()
        await asyncio.gather(*(self.starts(process) for process in self.processes))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self.processes:
            await process.__aexit__(kind, error, trace)
        await self.fake.stop()

    async def starts(self, process: Killed) -> None:
        """Starts one, as many times as its turn comes, and waits until it is ready."""
        await process.launch()
        await process.says("ready", READY_WITHIN)

    @property
    def throttled(self) -> int:
        """How often this Telegram had to say that the bot is too fast."""
        return sum(call.status == 429 and call.method != "getUpdates" for call in self.fake.calls)
