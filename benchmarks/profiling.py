"""Where the time of a flow goes: by layer, by function, and in statements, commits and thread hops."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.contestants import Contestant, flows_of
from benchmarks.running import Bench

# Where code lives tells what it is for; the first that fits counts.
_LAYERS = (
    ("matching", ("/faq/", "/rapidfuzz/")),
    ("wording (Fluent)", ("/fluent/", "/babel/", "handlers/wording.py")),
    ("SQLAlchemy", ("/sqlalchemy/", "/greenlet/")),
    ("driver (sqlite3, asyncpg)", ("/asyncpg/", "/sqlite3/")),
    ("storage (ours)", ("/storage/",)),
    ("HTTP in", ("/aiohttp/web", "/aiohttp/http_parser", "/aiohttp/http_writer", "bot/server.py",
                 "telegram/webhook.py", "/aiohttp/streams", "/aiohttp/abc", "/aiohttp/base_protocol", "bot/web/")),
    ("HTTP out", ("/aiohttp/", "/yarl/", "/multidict/", "telegram/request.py")),
    ("python-telegram-bot", ("site-packages/telegram/", "channels/telegram/")),
    ("JSON", ("/json/",)),
    ("logging", ("/logging/", "/pythonjsonlogger/", "bot/logs.py")),
    ("metrics", ("/prometheus_client/", "bot/metrics.py")),
    ("handlers (ours)", ("/handlers/",)),
    ("receiving, sending (ours)", ("/bot/",)),
    ("asyncio", ("/asyncio/", "/selectors.py")),
)  # fmt: skip
_WAITING = "selectors.py:EpollSelector.select"
_FRAMEWORK = (
    "asyncio/",
    "click/",
    "typer/",
    "/__main__",
    "runpy",
    "serving.py",
    "contextlib.py",
    "concurrency.py:greenlet",
)
_MOST_FUNCTIONS = 60


@dataclass(frozen=True, slots=True)
class Profile:
    """One flow on one database; times in milliseconds per flow."""

    name: str
    flows: int
    main_thread: float
    other_threads: float
    """CPU without a profiler: of the event loop's thread, and of all others (the lane's)."""
    layers: dict[str, float]
    """Share (0 to 1) of the event loop's busy time by layer, sampled."""
    functions: list[tuple[str, float]]
    """(function, share of the busy time in it and in what it calls), largest first."""
    counts: dict[str, float]
    """Per flow: statements, commits, savepoints, thread hops, and each kind of statement."""


async def profile(bench: Bench, name: str, url: str, letter: str, seconds: float) -> Profile:
    """Three runs of one flow, 64 at once: plain for the CPU, profiled for the shares, counted."""
    bench.said(f"profile of {name} {letter}: plain")
    main, other, flows = await _plain(bench, url, letter, seconds)
    bench.said(f"profile of {name} {letter}: sampled")
    dump, counts = bench.quick / f"profile-{name}-{letter}", bench.quick / f"counts-{name}-{letter}"
    async with bench.running(url, {"BENCH_PROFILE": str(dump)}) as server:
        sampled = _contestant(bench, server, letter, 4_000)
        await sampled.leg(at_once=4, seconds=0.5, most=50)
        os.kill(server.pid, signal.SIGUSR1)
        await _leg(sampled, seconds)
        os.kill(server.pid, signal.SIGUSR2)
    bench.said(f"profile of {name} {letter}: counted")
    async with bench.running(url, {"BENCH_COUNTS": str(counts)}) as server:
        counted = _contestant(bench, server, letter, 8_000)
        await counted.leg(at_once=4, seconds=0.5, most=50)
        os.kill(server.pid, signal.SIGUSR1)
        done = await _leg(counted, seconds)
    layers, functions = _read(dump)
    told = {key: count / max(1, done) for key, count in _counts(counts).items()}
    return Profile(f"{name} {letter}", flows, main, other, layers, functions, told)


async def _plain(bench: Bench, url: str, letter: str, seconds: float) -> tuple[float, float, int]:
    async with bench.running(url) as server:
        one = _contestant(bench, server, letter, 0)
        await one.leg(at_once=4, seconds=0.5, most=100)
        main, both = server.main_cpu(), server.cpu()
        flows = await _leg(one, seconds)
        main, both = server.main_cpu() - main, server.cpu() - both
    return main * 1000 / max(1, flows), (both - main) * 1000 / max(1, flows), flows


def _contestant(bench: Bench, server: Any, letter: str, first_cadre: int) -> Contestant:
    pair = flows_of("profile", server, bench.api, bench.questions, bench.plan.cadres)
    pair[0].phones.next_cadre = first_cadre  # a question of an earlier run is still open: it must not be taken up
    pair[0].phones.first_update(first_cadre + 1)
    return pair[0] if letter == "A" else pair[1]


async def _leg(one: Contestant, seconds: float) -> int:
    return (await one.leg(at_once=64, seconds=seconds, most=3_000)).flows


def _counts(file: Path) -> dict[str, int]:
    counts: dict[str, int] = json.loads(file.read_text("utf-8"))
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def _read(dump: Path) -> tuple[dict[str, float], list[tuple[str, float]]]:
    samples: list[tuple[int, list[str]]] = json.loads(dump.read_text("utf-8"))
    layers: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    whole = 0
    for count, stack in samples:
        if not stack or stack[0].endswith(_WAITING):
            continue
        whole += count
        layers[_layer(stack)] += count
        for function in dict.fromkeys(stack):  # once per stack, however deep it recurs
            functions[_told(function)] += count
    told = [(name, count / whole) for name, count in functions.most_common() if _is_worth_telling(name)]
    return {layer: count / whole for layer, count in layers.most_common()}, told[:_MOST_FUNCTIONS]


def _layer(stack: list[str]) -> str:
    """The layer of the innermost function that belongs to one: what it calls of the standard library is its own."""
    for function in stack:
        for layer, marks in _LAYERS:
            if any(mark in function for mark in marks):
                return layer
    return "other"


def _told(function: str) -> str:
    path, _, name = function.rpartition(":")
    return f"{'/'.join(Path(path).parts[-3:])}:{name}"


def _is_worth_telling(function: str) -> bool:
    return not any(part in function for part in _FRAMEWORK)
