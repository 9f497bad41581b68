"""The other processes on the same PostgreSQL: words to and from them, and the clock that all go by.

One connection of our own listens (LISTEN), speaks (NOTIFY) and asks the server's time. What is said is only a hint:
whoever misses it finds the rows at his safety tick. So nothing here is part of a writing transaction: a NOTIFY in it
would queue all commits behind one lock (docs/scale.md has the figures). Words wait a few milliseconds for
each other and leave together. When the server goes away, the connection is made anew, for as long as it takes.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import NullPool

from storage.wakes import Wakes

log = logging.getLogger(__name__)

CHANNEL = "caunoi"
BEAT = 5.0
"""Seconds between two looks at the server's clock; also how a connection that died in silence is noticed."""
PATIENCE = 4.0
GATHERING = 0.005
SELDOM = 1.0
"""Seconds between two hints of the same name: each makes all others look for what comes next."""
MOST_BYTES = 7_500  # of one notification; PostgreSQL takes 8,000
MOST_WAITING = 2_000  # words kept for a server that is away; they are only hints
AGAIN = (0.1, 0.5, 1.0, 2.0)

Follow = Callable[[datetime], None]
"""Told the server's time, as of now."""


class Neighbours:
    """Our voice and our ear among the processes. Only for PostgreSQL."""

    def __init__(self, url: str, wakes: Wakes, follow: Follow) -> None:
        from sqlalchemy.ext.asyncio import create_async_engine  # 6 MB that nobody needs on SQLite

        self._engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True)
        self._wakes = wakes
        self._follow = follow
        self._words: dict[tuple[str, str], None] = {}
        self._to_say = asyncio.Event()
        self._hinted: dict[str, float] = {}
        self._tried = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begins to listen; returns once the server's clock is known, or cannot be had now."""
        self._wakes.reach_by(self._tell)
        self._task = asyncio.create_task(self._run(), name="neighbours")
        await self._tried.wait()

    async def stop(self) -> None:
        """Neither hears nor says anything any more."""
        self._wakes.reach_by(None)
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._engine.dispose()

    def _tell(self, topic: str, word: str) -> None:
        if len(self._words) < MOST_WAITING:
            self._words[topic, word] = None
            self._to_say.set()

    async def _run(self) -> None:
        failures = 0
        while True:
            try:
                async with self._connected() as raw:
                    failures = 0
                    await self._serve(raw)
            except Exception as error:  # whatever it is: without hints everything is late, until they are back
                if failures == 0:
                    log.warning("other processes cannot be heard", extra={"why": type(error).__name__})
                self._tried.set()
            await asyncio.sleep(AGAIN[min(failures, len(AGAIN) - 1)])
            failures += 1

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[Any]:
        async with asyncio.timeout(PATIENCE):
            connection = await self._engine.connect()
        driver: Any = None
        try:
            driver = (await connection.get_raw_connection()).driver_connection
            async with asyncio.timeout(PATIENCE):
                driver.add_termination_listener(lambda _: self._to_say.set())
                await driver.add_listener(CHANNEL, self._heard)
                # A hint need not survive the server; without this each would wait for its disk.
                await driver.execute("SET synchronous_commit = off")
            yield driver
        finally:
            if driver is not None:
                driver.terminate()  # never waits for a server that does not answer
            with suppress(Exception):
                await connection.invalidate()
                await connection.close()

    async def _serve(self, raw: Any) -> None:
        await self._look_at_the_clock(raw)
        self._tried.set()
        self._wakes.give_all()  # what was said while we did not listen
        looked = time.monotonic()
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, looked + BEAT - time.monotonic())):
                    await self._to_say.wait()
            if raw.is_closed():
                raise ConnectionResetError
            if time.monotonic() >= looked + BEAT:
                await self._look_at_the_clock(raw)
                looked = time.monotonic()
            if self._to_say.is_set():
                await asyncio.sleep(GATHERING)
                await self._say(raw)

    async def _say(self, raw: Any) -> None:
        self._to_say.clear()
        words, self._words = list(self._words), {}
        now = time.monotonic()
        for payload in _packed([word for word in words if self._is_wanted(word, now)]):
            async with asyncio.timeout(PATIENCE):
                await raw.execute("SELECT pg_notify($1, $2)", CHANNEL, payload)

    def _is_wanted(self, said: tuple[str, str], now: float) -> bool:
        topic, word = said
        if topic != "wake":
            return True
        if now < self._hinted.get(word, 0.0) + SELDOM:
            self._words[said] = None  # it goes with the next ones
            asyncio.get_running_loop().call_later(SELDOM, self._to_say.set)
            return False
        self._hinted[word] = now
        return True

    def _heard(self, connection: Any, pid: int, _channel: str, payload: str) -> None:
        if pid == connection.get_server_pid():
            return
        try:
            for topic, word in json.loads(payload):
                self._wakes.heard(topic, word)
        except (ValueError, TypeError):
            log.warning("another process said something that this release does not understand")

    async def _look_at_the_clock(self, raw: Any) -> None:
        asked = time.monotonic()
        async with asyncio.timeout(PATIENCE):
            now: datetime = await raw.fetchval("SELECT clock_timestamp()")
        took = time.monotonic() - asked
        if took < 1.0:  # else nobody knows when it was read
            self._follow(now + timedelta(seconds=took / 2))


def _packed(words: list[tuple[str, str]]) -> list[str]:
    """Words in as few payloads as hold them."""
    bundles: list[list[tuple[str, str]]] = [[]]
    size = 0
    for word in words:
        long = len(json.dumps(word)) + 2
        if size + long > MOST_BYTES:
            bundles.append([])
            size = 0
        if long <= MOST_BYTES:
            bundles[-1].append(word)
            size += long
    return [json.dumps(bundle) for bundle in bundles if bundle]
