"""What is measured beside the whole flow: rest, a backlog, and the weight of a past."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import past
from benchmarks.contestants import flows_of, until_ready
from benchmarks.load import Leg
from benchmarks.processes import Server
from benchmarks.running import Bench

_DRAIN_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Start:
    """A start on a backlog, and the rest after it."""

    name: str
    ready_seconds: float
    """From the start of the process until it is ready."""
    updates: int
    answered: int
    per_second: float
    """From the moment it listens to the last answer."""
    idle_percent: float
    """Of one core."""
    memory: float
    """Resident megabytes."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The flows after so many closed questions."""

    closed: int
    a: Leg
    b: Leg
    file_mb: float


async def start(bench: Bench, name: str, url: str, updates: int, seconds: float) -> Start:
    """Starts the service on `updates` received and unhandled questions, one of each cadre; then leaves it alone."""
    bench.said(f"{name}: start on a backlog of {updates}, then rest")
    texts = bench.questions.answered
    await past.waiting(url, [texts[n % len(texts)] for n in range(updates)], bench.plan.cadres)
    heard: list[float] = []
    bench.api.heard = lambda _chat, _body, at: heard.append(at)
    server = bench.service(url)
    began = time.perf_counter()
    try:
        await server.start()
        listens = time.perf_counter()
        await until_ready(server)
        ready = time.perf_counter() - began
        while len(heard) < updates and time.perf_counter() - began < _DRAIN_SECONDS:  # noqa: ASYNC110 - the loop is shared
            await asyncio.sleep(0.05)
        took = heard[-1] - listens if heard else float("nan")
        await asyncio.sleep(1)
        idle = await idle_percent(server, seconds)
        return Start(name, ready, updates, len(heard), len(heard) / took, idle, server.memory())
    finally:
        await server.stop()


async def idle_percent(server: Server, seconds: float) -> float:
    """The share of one core that a service takes while nobody asks."""
    before, began = server.cpu(), time.monotonic()
    await asyncio.sleep(seconds)
    return 100 * (server.cpu() - before) / (time.monotonic() - began)


def _megabytes(url: str) -> float:
    return Path(url.partition(":///")[2]).stat().st_size / 2**20


async def grow(bench: Bench, sizes: Sequence[int], at_once: int, seconds: float) -> list[Growth]:
    """Both flows on SQLite (in memory where there is a tmpfs) after more and more closed questions."""
    grown = []
    for closed in sizes:
        bench.said(f"growth: {closed} closed questions")
        url = await bench.sqlite(bench.quick)
        await past.closed(url, closed, bench.plan.cadres)
        size = _megabytes(url)
        async with bench.running(url) as server:
            a, b = flows_of("growth", server, bench.api, bench.questions, bench.plan.cadres)
            await a.leg(at_once=4, seconds=0.5, most=100)
            first = await a.leg(at_once=at_once, seconds=seconds, most=4_000)
            grown.append(Growth(closed, first, await b.leg(at_once=at_once, seconds=seconds, most=4_000), size))
    return grown
