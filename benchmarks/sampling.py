"""A profiler that samples the event loop's thread: it slows nothing down and sees through tasks and greenlets.

cProfile loses the thread of a call wherever a greenlet switches (each SQLAlchemy call does), and its own cost falls
on small functions. Here a timer interrupts the loop a thousand times a second and the stack is noted.
"""

from __future__ import annotations

import atexit
import json
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType

from greenlet import getcurrent  # type: ignore[import-untyped]

_EVERY = 0.001
_DEEPEST = 200


def sample_into(path: str) -> None:
    """Begins at SIGUSR1, ends at SIGUSR2, and is written at the end of the process."""
    stacks: Counter[tuple[CodeType, ...]] = Counter()

    def note(_signal: int, frame: FrameType | None) -> None:
        stacks[tuple(_stack(frame))] += 1

    def begin(_signal: int, _frame: FrameType | None) -> None:
        stacks.clear()
        signal.setitimer(signal.ITIMER_REAL, _EVERY, _EVERY)

    def end(_signal: int, _frame: FrameType | None) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    def keep() -> None:
        told = [
            [count, [f"{code.co_filename}:{code.co_qualname}" for code in stack]] for stack, count in stacks.items()
        ]
        Path(path).write_text(json.dumps(told), "utf-8")

    signal.signal(signal.SIGALRM, note)
    signal.signal(signal.SIGUSR1, begin)
    signal.signal(signal.SIGUSR2, end)
    atexit.register(keep)


def _stack(frame: FrameType | None) -> Iterator[CodeType]:
    """From the innermost function outwards, across greenlets."""
    current = getcurrent()
    for _ in range(_DEEPEST):
        if frame is None:
            current = current.parent
            frame = current.gr_frame if current is not None else None
            if frame is None:
                return
        yield frame.f_code
        frame = frame.f_back
