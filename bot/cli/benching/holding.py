"""How long an event loop is held while the bank works beside it: nobody is answered meanwhile.

What is written in C may keep the interpreter to itself as long as it likes; whatever is Python gives it back after
five milliseconds (`sys.getswitchinterval`) when somebody waits. What other programmes and the host take away is not
counted: neither the time for which no processor was free for one of the two, nor what is more than both ran, where
the system tells it. A thread that only counts runs for as long as the longest job: it keeps nobody for longer than
those five milliseconds, so it says how much of the machine's doing is counted all the same.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.benching.asking import Asked
from faq.match import Bank, decide
from faq.shelf import Shelf

if TYPE_CHECKING:
    from bot.cli.benching.contestants import Ours
    from faq.entry import Entry

_TICK = 0.001
_LONGEST = 120.0
"""Seconds of counting at most."""
_ASKED = 200


def held(ours: Ours, entries: Sequence[Entry], asked: Sequence[Asked], beside: Sequence[Entry]) -> dict[str, float]:
    """Milliseconds for which the loop was held at most: by a thread that counts, packs, builds, changes, matches."""
    bank, shelf = ours.bank, Shelf(entries)

    def change() -> None:
        changed = bank
        for entry in beside:
            changed = changed.with_entries((entry,))
        for entry in beside:
            changed = changed.without((entry.id,))

    def match() -> None:
        for query in asked[:_ASKED]:
            decide(bank.match(query.text))

    work: dict[str, Callable[[], Any]] = {
        "packing": lambda: Shelf(entries),
        "building": lambda: Bank(shelf),
        "changing": change,
        "matching": match,
    }
    found, lasted = {}, 0.0
    for name, job in work.items():
        begun = time.perf_counter()
        found[name] = asyncio.run(_longest_hold(job)) * 1000
        lasted = max(lasted, time.perf_counter() - begun)
    counting = asyncio.run(_longest_hold(lambda: _count(min(lasted, _LONGEST)))) * 1000
    return {"counting": counting, **found}


def _count(seconds: float) -> None:
    ends, number = time.perf_counter() + seconds, 0
    while time.perf_counter() < ends:
        number += 1


async def _longest_hold(job: Callable[[], Any]) -> float:
    """Wake up every millisecond while a thread does a job; how much too late it was at most, by what the two did."""
    threads, clocks = [threading.get_native_id()], _clock()
    begins = threading.Event()

    def work() -> None:
        threads.append(threading.get_native_id())
        clocks.extend(_clock())
        begins.set()
        job()

    working = asyncio.get_running_loop().run_in_executor(None, work)
    begins.wait()
    longest = 0.0
    while not working.done():
        begun, queued, ran = time.perf_counter(), _queued(threads), _ran(clocks)
        await asyncio.sleep(_TICK)
        late = time.perf_counter() - begun - _TICK
        if late > longest:
            late -= _queued(threads) - queued
            longest = max(longest, min(late, _ran(clocks) - ran) if clocks else late)
    await working
    return longest


def _clock() -> list[int]:
    """Return the clock that tells how long this thread ran, where there is one."""
    found = getattr(time, "pthread_getcpuclockid", None)
    return [found(threading.get_ident())] if found else []


def _ran(clocks: Sequence[int]) -> float:
    """Seconds for which threads ran."""
    return sum(map(time.clock_gettime, clocks))


def _queued(threads: Sequence[int]) -> float:
    """Seconds for which threads were ready to run while no processor was free; nothing where the system is silent."""
    return sum(map(_queued_one, threads))


def _queued_one(thread: int) -> float:
    try:
        told = Path(f"/proc/self/task/{thread}/schedstat").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(told.split()[1]) / 1e9
