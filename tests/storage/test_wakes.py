"""Hints within a process, words between processes, and one clock for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest

from storage.neighbours import CHANNEL, MOST_BYTES, Neighbours, _packed
from storage.wakes import Wakes
from tests.postgres import Postgres


class Process:
    """What of a process hears and speaks."""

    def __init__(self, url: str) -> None:
        self.wakes = Wakes()
        self.heard: asyncio.Queue[str] = asyncio.Queue()
        self.times: list[datetime] = []
        self.wakes.on("web", self.heard.put_nowait)
        self.neighbours = Neighbours(url, self.wakes, self.times.append)

    async def hears(self) -> str:
        async with asyncio.timeout(5):
            return await self.heard.get()

    async def is_woken(self, name: str) -> None:
        async with asyncio.timeout(5):
            await self.wakes.event(name).wait()
        self.wakes.event(name).clear()


@pytest.fixture
async def two(postgres: Postgres) -> AsyncIterator[tuple[Process, Process]]:
    name = postgres.create()
    here, there = Process(postgres.url(name)), Process(postgres.url(name))
    await asyncio.gather(here.neighbours.start(), there.neighbours.start())
    yield here, there
    await asyncio.gather(here.neighbours.stop(), there.neighbours.stop())
    postgres.drop(name)


def test_a_hint_without_neighbours_stays_here() -> None:
    wakes = Wakes()
    wakes.give({"due", "inbox"})
    wakes.tell("web", "to nobody")
    assert wakes.event("due").is_set()
    assert wakes.event("inbox").is_set()
    assert not wakes.event("bank").is_set()


def test_what_was_perhaps_missed_is_looked_for() -> None:
    wakes = Wakes()
    inbox = wakes.event("inbox")
    wakes.give_all()
    assert inbox.is_set()


async def test_only_shared_hints_go_to_other_processes(two: tuple[Process, Process]) -> None:
    here, there = two
    here.wakes.give({"inbox", "due"})
    await there.is_woken("due")
    assert not there.wakes.event("inbox").is_set()
    assert here.wakes.event("inbox").is_set()


async def test_words_arrive_in_order_and_not_at_the_speaker(two: tuple[Process, Process]) -> None:
    here, there = two
    for number in range(2_000):  # more than one notification holds
        here.wakes.tell("web", f"word {number}")
    assert [await there.hears() for _ in range(2_000)] == [f"word {n}" for n in range(2_000)]
    there.wakes.tell("web", "back")
    assert await here.hears() == "back"
    assert here.heard.empty()


async def test_the_same_hint_again_and_again_is_said_seldom_and_never_forgotten(
    two: tuple[Process, Process],
) -> None:
    here, there = two
    here.wakes.give({"due"})
    await there.is_woken("due")
    here.wakes.give({"due"})
    here.wakes.tell("web", "sent at once")
    assert await there.hears() == "sent at once"
    assert not there.wakes.event("due").is_set()
    await there.is_woken("due")


async def test_the_ear_comes_back_by_itself_and_looks_for_what_it_missed(
    two: tuple[Process, Process], postgres: Postgres
) -> None:
    here, there = two
    assert not there.wakes.event("inbox").is_set()
    await _cut_off(postgres, there)
    await there.is_woken("inbox")
    for _ in range(50):  # the speaker's connection was cut, too: what he says meanwhile waits for the next one
        here.wakes.tell("web", "again")
        try:
            async with asyncio.timeout(0.2):
                assert await there.heard.get() == "again"
                return
        except TimeoutError:
            continue
    raise AssertionError("nothing was heard after the connections were cut")


async def test_what_a_stranger_says_on_our_channel_is_left_alone(
    two: tuple[Process, Process], postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    here, there = two
    stranger = await asyncpg.connect(host=postgres.socket, user="postgres", database=_database(there))
    for nonsense in ("{", "[1]", '[["web"]]', '[["nobody", "hears"]]'):
        await stranger.execute("SELECT pg_notify($1, $2)", CHANNEL, nonsense)
    await stranger.close()
    here.wakes.tell("web", "sense")
    assert await there.hears() == "sense"
    assert "does not understand" in caplog.text


async def test_the_servers_clock_is_told(two: tuple[Process, Process]) -> None:
    for process in two:
        assert abs(process.times[0] - datetime.now(UTC)) < timedelta(seconds=1)


async def test_a_server_that_is_away_keeps_nobody_from_starting_for_long() -> None:
    process = Process(f"postgresql+asyncpg://nobody@/{uuid4().hex}?host=/nowhere")
    async with asyncio.timeout(10):
        await process.neighbours.start()
        await process.neighbours.stop()
    assert process.times == []


def test_words_are_packed_so_that_the_server_takes_them() -> None:
    words = [("web", f"{number:04d} " + "ă" * 50) for number in range(300)] + [("web", "x" * 9_000)]
    payloads = _packed(words)
    assert all(len(payload.encode()) <= MOST_BYTES + 2 for payload in payloads)
    assert 3 < len(payloads) < 40
    assert _packed([]) == []


def _database(process: Process) -> str:
    return str(process.neighbours._engine.url.database)


async def _cut_off(postgres: Postgres, process: Process) -> None:
    administrator = await asyncpg.connect(host=postgres.socket, user="postgres", database="postgres")
    await administrator.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", _database(process)
    )
    await administrator.close()
