"""The database is locked for a minute (SQLite), or gone for ten (PostgreSQL).

Promised: nothing is acknowledged that is not committed (a webhook gets 503 and Retry-After, polling stays where it
is, the web chat is told and keeps what was typed); the process lives and answers meanwhile; and when the database is
back everything is done, without a restart, once.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from storage import migrate
from storage.db import Database
from storage.seed import seed
from tests.cluster.server import mortal_postgres
from tests.conftest import SEEDED_ON
from tests.faults.size import either
from tests.postgres import elsewhere
from tests.stories.asking import Asking
from tests.talk import Town

LOCKED, GONE = either(0.0, 60.0), either(0.0, 600.0)
"""Seconds at least; in any case until everybody has been refused."""
SOON = 90.0
TYPED: dict[str, Any] = {"client_id": "typed-meanwhile", "text": "Xin chào", "attachments": [], "reply_to": None}
MODES = pytest.mark.parametrize("mode", ["polling", pytest.param("webhook", marks=pytest.mark.slow)])


@dataclass(slots=True)
class Machine:
    """A database that can be taken away and given back."""

    url: str
    goes: Callable[[], Awaitable[None]]
    comes_back: Callable[[], Awaitable[None]]
    seconds: float


@pytest.fixture
def locked(seeded_sqlite: str) -> Iterator[Machine]:
    """Another program holds the file's only right to write."""
    with closing(sqlite3.connect(seeded_sqlite.partition("///")[2], isolation_level=None)) as other:

        async def goes() -> None:
            other.execute("BEGIN IMMEDIATE")

        async def comes_back() -> None:
            other.execute("ROLLBACK")

        yield Machine(seeded_sqlite, goes, comes_back, LOCKED)


@pytest.fixture
def gone() -> Iterator[Machine]:
    """The server is killed, and refuses connections until it is started again."""
    with mortal_postgres() as server:
        url = server.url(server.create())
        elsewhere(_prepare(url))
        yield Machine(url, server.dies, server.comes_back, GONE)


async def _prepare(url: str) -> None:
    await migrate.upgrade(url)
    db = Database(url)
    await db.write(lambda tx: seed(tx, SEEDED_ON))
    await db.close()


@MODES
async def test_sqlite_is_locked_for_a_minute(locked: Machine, tmp_path: Path, mode: str) -> None:
    await goes_and_comes_back(locked, tmp_path, mode)


@MODES
async def test_postgresql_is_gone_for_ten(gone: Machine, tmp_path: Path, mode: str) -> None:
    await goes_and_comes_back(gone, tmp_path, mode)


async def goes_and_comes_back(machine: Machine, folder: Path, mode: str) -> None:
    async with Town(machine.url, folder / "data", telegram_mode=mode) as town:
        load, huy = Asking(town.fake, 6), await town.on_web("Lê Quang Huy")
        await load.ask(1)
        await load.all_answered(SOON)
        before = len(town.fake.delivering.attempts)
        await machine.goes()
        async with alive(town) as slowest:
            await load.ask(1)
            status, _ = await huy.posts("messages", TYPED)
            assert status == 503
            if mode == "webhook":
                await town.fake.until(lambda: len(refusals(town, before)) >= len(load.people), SOON)
            await asyncio.sleep(machine.seconds)
            assert town.fake.pending == len(load.people)  # nothing was acknowledged
            assert not [status for _, status in refusals(town, before) if status != 503]
            await machine.comes_back()
            await load.all_answered(SOON)
        assert max(slowest) < 2.0
        assert (await huy.posts("messages", TYPED))[0] == 200  # the page sends again what it kept
        await huy.hears("", SOON)
        assert load.faults() == []
        assert load.marked == 0


def refusals(town: Town, since: int) -> list[tuple[int, int]]:
    return town.fake.delivering.attempts[since:]


@asynccontextmanager
async def alive(town: Town) -> AsyncIterator[list[float]]:
    """Asks /healthz again and again; how long each answer took."""
    took: list[float] = [0.0]

    async def ask() -> None:
        loop, url = asyncio.get_running_loop(), f"http://127.0.0.1:{town.app.port}/healthz"
        async with aiohttp.ClientSession() as session:
            while True:
                began = loop.time()
                async with session.get(url) as answer:
                    assert answer.status == 200
                took.append(loop.time() - began)
                await asyncio.sleep(0.2)

    asking = asyncio.create_task(ask())
    try:
        yield took
    finally:
        asking.cancel()
        (ended,) = await asyncio.gather(asking, return_exceptions=True)
        assert isinstance(ended, asyncio.CancelledError), ended
