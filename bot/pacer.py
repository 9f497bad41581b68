"""An even pace: slots of equal length, the most urgent waiter takes the next one.

Sending in bursts up to a limit earns 429s and starves replies; even slots use nearly the whole rate and keep a reply
at most a few slots from the front.
"""

from __future__ import annotations

import asyncio
import heapq
from itertools import count


class Pacer:
    """Gives out `per_second` slots a second, at most `burst` at once after a pause. None: no limit."""

    def __init__(self, per_second: float | None, burst: int = 1) -> None:
        self._gap = 1 / per_second if per_second else 0.0
        self._burst = burst
        self._next = 0.0
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._number = count()
        self._timer: asyncio.TimerHandle | None = None

    async def slot(self, priority: int) -> None:
        """Waits for a slot; lower `priority` goes first, equals in order of arrival."""
        if not self._gap:
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (priority, next(self._number), waiter))
        self._give()
        await waiter

    def hold(self, seconds: float) -> None:
        """Gives no slot for so long: the platform asked the whole channel to wait."""
        self._next = max(self._next, asyncio.get_running_loop().time() + seconds + (self._burst - 1) * self._gap)

    def stop(self) -> None:
        """Lets everybody go at once, now and from now on: a stop must not wait for slots that nobody will use."""
        self._gap = 0.0
        for _, _, waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()
        self._give()

    def _give(self) -> None:
        loop = asyncio.get_running_loop()
        if self._timer:
            self._timer.cancel()
            self._timer = None
        while self._waiting:
            # `_next` is when the bucket would be full again; a slot may be taken `burst - 1` gaps before that.
            wait = self._next - (self._burst - 1) * self._gap - loop.time()
            if wait > 0:
                self._timer = loop.call_later(wait, self._give)
                return
            _, _, waiter = heapq.heappop(self._waiting)
            if not waiter.done():  # a cancelled waiter takes no slot
                waiter.set_result(None)
                self._next = max(self._next, loop.time()) + self._gap
