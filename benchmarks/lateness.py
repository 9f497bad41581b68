"""How late alerts are: from the moment a question is due to the moment its alert can be read by somebody else."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import asyncpg
from sqlalchemy import make_url

from benchmarks import past
from benchmarks.aside import idle_percent
from benchmarks.contestants import until_ready
from benchmarks.databases import Town, fill, sqlite_url
from benchmarks.processes import ROOT
from benchmarks.running import Bench
from faq.load import starter_bank

_LOOK_EVERY = 0.0005
Look = Callable[[str], Awaitable[list[Any]]]


@dataclass(frozen=True, slots=True)
class Lateness:
    """What became of so many due questions among so many open ones."""

    database: str
    open: int
    due: int
    raised: int
    p50_ms: float
    p99_ms: float
    worst_ms: float
    overdue: int
    overdue_after_ready: float
    """Seconds from readiness until the last of those that fell due before the start was raised; 0: before it."""
    cpu_ms: float
    """The service's CPU for one alert: raised, and told to all whom it concerns; the database's not with it."""
    bare_p50_ms: float
    bare_p99_ms: float
    """A bare loop beside it that commits a row as often: what is the machine's fault."""
    idle_percent: float
    """Of one core, once everything is raised and told."""


async def alerts(
    bench: Bench, name: str, url: str, *, open_ones: int, due: int, start_within: float, spread: float, rest: float
) -> Lateness:
    """Starts the service on a database in which `due` questions are overdue and as many will fall due soon."""
    await fill(url, Town(starter_bank(), 2_000))
    now = time.time()
    overdue = [datetime.fromtimestamp(now - 3600 + number / 10, UTC) for number in range(due)]
    await past.open_ones(url, open_ones, 2_000, overdue)
    # Those that will fall due come last: their ids tell them apart.
    first = await _made(url) + 1
    begin = time.time() + start_within
    moments = [begin + spread * number / due for number in range(due)]
    await past.open_ones(url, 0, 2_000, [datetime.fromtimestamp(moment, UTC) for moment in moments])
    server = bench.service(url)
    seen: dict[int, float] = {}
    try:
        await server.start()
        async with _watched(url, seen):
            await until_ready(server)
            ready, cpu = time.time(), server.cpu()
            until = begin + spread + 5
            beside = asyncio.create_task(_bare(bench, max(begin, ready) + spread / due / 2, spread / due, due))
            while time.time() < until and len(seen) < 2 * due:  # noqa: ASYNC110 - the watcher has no event to give
                await asyncio.sleep(0.1)
            cpu = server.cpu() - cpu
            bare = await beside
            await asyncio.sleep(rest)  # those whom it concerns are told meanwhile
            idle = await idle_percent(server, rest)
    finally:
        await server.stop()
    # What fell due before the service was there is not late by its fault.
    awaited = {first + n: moment for n, moment in enumerate(moments) if moment > ready}
    late = [(seen[question] - moment) * 1000 for question, moment in awaited.items() if question in seen]
    before = [at for question, at in seen.items() if question < first]
    return Lateness(
        name, open_ones, len(awaited), len(late), *_percentiles(late), max(late, default=float("nan")), len(before),
        max(0.0, max(before, default=float("inf")) - ready), cpu * 1000 / max(1, len(late)), *_percentiles(bare),
        idle,
    )  # fmt: skip


def _percentiles(late: list[float]) -> tuple[float, float]:
    """The middle and the 99th."""
    late = sorted(late) or [float("nan")]
    return late[len(late) // 2], late[int(len(late) * 0.99)]


async def _bare(bench: Bench, first: float, every: float, count: int) -> list[float]:
    file = bench.quick / f"bare-{time.monotonic_ns()}.db"
    order = ["-m", "benchmarks.bare", str(file), str(first), str(every), str(count)]
    process = await asyncio.create_subprocess_exec(sys.executable, *order, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    return [float(late) for late in json.loads(said)]


def new_sqlite(bench: Bench) -> str:
    """The address of a file that is not there yet."""
    return sqlite_url(bench.quick / f"late-{time.monotonic_ns()}.db")


async def _made(url: str) -> int:
    look, close = await _looker(url)
    try:
        return int((await look("SELECT max(id), 0 FROM questions"))[0][0])
    finally:
        await close()


@asynccontextmanager
async def _watched(url: str, seen: dict[int, float]) -> AsyncIterator[None]:
    task = asyncio.create_task(_watch(url, seen))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _watch(url: str, seen: dict[int, float]) -> None:
    """Looks from outside, over a connection of its own, as often as it is cheap."""
    look, close = await _looker(url)
    last = 0
    try:
        while True:
            found = await look(f"SELECT id, question_id FROM alerts WHERE id > {last} AND rung = 'due' ORDER BY id")
            at = time.time()
            for row in found:
                last = row[0]
                seen.setdefault(row[1], at)
            await asyncio.sleep(_LOOK_EVERY)
    finally:
        await close()


async def _looker(url: str) -> tuple[Look, Callable[[], Awaitable[None]]]:
    """Something that runs a query, and something that ends it."""
    where = make_url(url)
    if where.get_backend_name() == "postgresql":
        connection = await asyncpg.connect(host=where.query["host"], user="postgres", database=where.database)

        async def ask(query: str) -> list[Any]:
            return list(await connection.fetch(query))

        return ask, connection.close
    file = sqlite3.connect(str(where.database))
    # Only the service checkpoints; see storage.db.
    file.execute("PRAGMA wal_autocheckpoint=0")
    file.execute("PRAGMA query_only=ON")

    async def look(query: str) -> list[Any]:
        return file.execute(query).fetchall()

    async def close() -> None:
        file.close()

    return look, close
