"""How long an event loop is held while the bank works beside it: nobody is answered meanwhile.

What is written in C may keep the interpreter to itself as long as it likes; whatever is Python gives it back after
five milliseconds (`sys.getswitchinterval`) when somebody waits. What other programmes and the host take away is not
counted: of the time for which the loop is too late only as much as its thread and the working one ran, where the
system tells it. A thread that only counts shows what any Python costs: twice those five milliseconds, for a loop
gives the interpreter away once to wait and once more to look what else there is.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from bot.cli.benching.asking import Asked
from faq.match import Bank, decide
from faq.shelf import Shelf

if TYPE_CHECKING:
    from bot.cli.benching.contestants import Ours
    from faq.entry import Entry

_TICK = 0.001
_COUNTING = 5.0
"""Seconds for which a thread counts."""
_ASKED = 200
_TIMES = 2
"""How often each job is done: what is the job's own comes every time, what the machine does comes now and then."""


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
        "counting": lambda: _count(_COUNTING),
        "packing": lambda: Shelf(entries),
        "building": lambda: Bank(shelf),
        "changing": change,
        "matching": match,
    }
    return {name: min(asyncio.run(_longest_hold(job)) for _ in range(_TIMES)) * 1000 for name, job in work.items()}


def _count(seconds: float) -> None:
    ends, number = time.perf_counter() + seconds, 0
    while time.perf_counter() < ends:
        number += 1


async def _longest_hold(job: Callable[[], Any]) -> float:
    """Wake up every millisecond while a thread does a job; how much too late it was at most, by what the two did."""
    clocks, begins = _clock(), threading.Event()

    def work() -> None:
        try:
            clocks.extend(_clock())
        finally:
            begins.set()
        job()

    working = asyncio.get_running_loop().run_in_executor(None, work)
    begins.wait()
    longest = 0.0
    while not working.done():
        # Nothing is read here but clocks: whoever reads a file gives the interpreter away, and waits for it again.
        began, ran = time.perf_counter(), _ran(clocks)
        await asyncio.sleep(_TICK)
        late = time.perf_counter() - began - _TICK
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
