"""How long an event loop is held while the bank works beside it: nobody is answered meanwhile.

What is written in C may keep the interpreter to itself as long as it likes; whatever is Python gives it back after
five milliseconds (`sys.getswitchinterval`) when somebody waits. For how long no processor was free for one of the two
is not counted, where the system tells it (Linux): that is other programmes' doing. What a host takes away from its
guests they are not told: so a thread that only counts runs for as long as the longest job, and says what this machine
does to anybody. What the bank adds is what goes beyond that.
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
    """Wake up every millisecond while a thread does a job; how much too late it was at most."""
    threads = [threading.get_native_id()]

    def work() -> None:
        threads.append(threading.get_native_id())
        job()

    working = asyncio.create_task(asyncio.to_thread(work))
    longest = 0.0
    while not working.done():
        begun, queued = time.perf_counter(), _queued(threads)
        await asyncio.sleep(_TICK)
        late = time.perf_counter() - begun - _TICK
        if late > longest:
            longest = max(longest, late - (_queued(threads) - queued))
    await working
    return longest


def _queued(threads: Sequence[int]) -> float:
    """Seconds for which threads were ready to run while no processor was free; nothing where the system is silent."""
    return sum(map(_queued_one, threads))


def _queued_one(thread: int) -> float:
    try:
        told = Path(f"/proc/self/task/{thread}/schedstat").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(told.split()[1]) / 1e9
