"""SIGTERM in the middle of everything.

Promised: the process is gone within ten seconds, with exit code 0 once it listens to the signal (before that the
signal ends it by itself, and nothing was begun); nothing is lost, and nothing comes twice without saying so.
"""

from __future__ import annotations

import asyncio
import random
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from handlers.outgoing import RESENT, Message, to_json
from storage import outbox
from storage.db import Database
from storage.outbox import Post, Priority
from storage.place import Place
from tests.faults.size import either
from tests.stories.asking import BANK_QUESTION, Asking
from tests.stories.process import Killed, unmarked_twice

LIMIT = 10.0
"""Seconds, on a machine on which a start takes three; on a busier one in proportion."""
TERM = signal.SIGTERM
MOMENTS = either(2, 100)
"""For each kind of database; an even number of them while it starts, the others while it works."""
MIGRATION_LOCK = 0x43_61_75_4E_6F_69


async def started(service: Killed) -> float:
    """Starts it; how many seconds it may take to end."""
    began = asyncio.get_running_loop().time()
    await service.start()
    return max(LIMIT, LIMIT / 3 * (asyncio.get_running_loop().time() - began))


async def gone(service: Killed, limit: float) -> int:
    """Waits for its end; the exit code."""
    async with asyncio.timeout(limit):
        return await service.ended()


@pytest.mark.slow
async def test_at_random_moments(seeded_url: str, tmp_path: Path) -> None:
    """While it begins to be, and while it receives, matches and sends."""
    dice = random.Random(20261122)
    async with Killed(seeded_url, tmp_path / "run") as service:
        service.fake.latency = 0.02
        load = Asking(service.fake, 6)
        limit = await started(service)
        assert await service.terminate() < limit
        for number in range(MOMENTS):
            await load.ask(1)
            sends = len(service.fake.called("sendMessage"))
            await service.launch()
            if number % 2:
                begun = sends + dice.randint(1, 6)
                await service.fake.until(partial(_has_begun, service, begun), 60)
            else:
                await asyncio.sleep(dice.uniform(0, limit / LIMIT * 3))
            service.signals(TERM)
            assert await gone(service, limit) in ((0,) if number % 2 else (0, -TERM)), service.log[-5:]
        await service.start()
        await load.all_answered(30)
        assert await service.terminate() < limit
        assert load.faults() == []
        assert load.marked == 0  # all that was under way had the time to end


@pytest.mark.slow
async def test_while_telegram_hangs_and_a_second_time(seeded_url: str, tmp_path: Path) -> None:
    """A send that is never answered is cut off, and comes again, marked, in the next life."""
    async with Killed(seeded_url, tmp_path / "run") as service:
        lan = service.fake.user(1, "Lan")
        limit = await started(service)
        service.fake.stall_next("sendMessage", effect=True)
        asked = await lan.says(BANK_QUESTION)
        await lan.hears("trước ngày 30/11")
        service.signals(TERM)
        service.signals(TERM)
        assert await gone(service, limit) == 0
        await service.start()
        await lan.hears(RESENT)
        assert await service.terminate() < limit
        assert unmarked_twice(lan.heard) == []
        assert [shown.text.startswith(RESENT) for shown in lan.heard if shown.reply_to == asked] == [False, True]


@pytest.mark.slow
async def test_in_the_middle_of_a_broadcast(seeded_url: str, tmp_path: Path) -> None:
    """It goes on at the very row, again and again: each hears it once, nobody twice, none is in doubt."""
    people = 60
    async with Killed(seeded_url, tmp_path / "run") as service:
        service.fake.latency = 0.05
        phones = [service.fake.user(number, known=True) for number in range(1, people + 1)]
        await queue_for(seeded_url, [phone.id for phone in phones])
        for until in (10, 30):
            limit = await started(service)
            await service.sends(until)
            service.signals(TERM)
            assert await gone(service, limit) == 0
        await service.start()
        await service.fake.until(lambda: all(phone.heard for phone in phones), 30)
        assert await service.terminate() < limit
        assert [len(phone.heard) for phone in phones] == [1] * people


async def queue_for(url: str, chats: list[int]) -> None:
    db, content = Database(url), to_json(Message("Thông báo chung."))
    posts = [Post(Place("telegram", str(chat)), content, f"b:{chat}", Priority.BROADCAST) for chat in chats]
    await db.write(lambda tx: outbox.put_all(tx, posts, datetime.now(UTC)))
    await db.close()


@pytest.mark.slow
async def test_while_it_waits_to_migrate(empty_url: str, tmp_path: Path) -> None:
    """Another process migrates just then, for however long: it does not wait for that, and the next life migrates."""
    async with Killed(empty_url, tmp_path / "run") as service, migration_by_another(empty_url):
        await service.launch()
        await waits(service)
        service.signals(TERM)
        assert await gone(service, 6 * LIMIT) == 0, service.log[-5:]
    async with Killed(empty_url, tmp_path / "run") as service:
        limit = await started(service)
        assert await service.terminate() < limit


async def waits(service: Killed) -> None:
    """Until it listens to signals: a first one that comes earlier simply ends it."""
    async with asyncio.timeout(60):
        while not _listens(service.pid):  # noqa: ASYNC110 - /proc tells, and wakes nobody
            await asyncio.sleep(0.01)


def _listens(pid: int) -> bool:
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    caught = next(line for line in lines if line.startswith("SigCgt:")).split()[1]
    return bool(int(caught, 16) >> (TERM - 1) & 1)


@asynccontextmanager
async def migration_by_another(url: str) -> AsyncIterator[None]:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.partition("///")[2], isolation_level=None)) as other:
            other.execute("PRAGMA journal_mode=WAL")
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    parts = urlsplit(url)
    other = await asyncpg.connect(
        host=parts.query.partition("=")[2], user="postgres", database=parts.path.removeprefix("/")
    )
    try:
        await other.execute(f"SELECT pg_advisory_lock({MIGRATION_LOCK})")
        yield
    finally:
        await other.close()


def _has_begun(service: Killed, sends: int) -> bool:
    return len(service.fake.called("sendMessage")) >= sends


@pytest.mark.parametrize("seconds", [either(0.5, 60)])
@pytest.mark.slow
async def test_while_the_database_is_locked(seeded_sqlite: str, tmp_path: Path, seconds: float) -> None:
    """What it cannot write any more comes again; it does not wait for whoever holds the file."""
    async with Killed(seeded_sqlite, tmp_path / "run") as service:
        load = Asking(service.fake, 6)
        limit = await started(service)
        async with migration_by_another(seeded_sqlite):
            await load.ask(1)
            await asyncio.sleep(seconds)
            service.signals(TERM)
            assert await gone(service, limit) == 0
        await service.start()
        await load.all_answered(30)
        assert await service.terminate() < limit
        assert load.faults() == []
