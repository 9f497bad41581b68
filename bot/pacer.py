"""An even pace: so many slots a second, and a few at once after a pause.

Sending in bursts up to a limit earns 429s; even slots use nearly the whole rate. A slot is taken *before* a message
is claimed, and given back when there was none: the most urgent message that waits at that moment goes next, and
nothing is marked as being sent while it only waits for its turn.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from bot.channels.base import Channel
from handlers.clock import Clock
from storage import outbox, paces
from storage.db import Database, Unavailable

log = logging.getLogger(__name__)

GENTLE = 1.0
"""Seconds after a start without bursts: what the process before left in doubt is being sent again just then."""


UNTOLD = 1.0
"""Seconds after which somebody who found no slot asks again, should nobody tell him sooner."""
KEPT = 0.25
"""Seconds for which more than one unused slot is kept: what several processes kept they could send at once."""
_MOST_TAKEN = 64
"""Taken slots that are remembered: more are never given back at once."""
AFTER_FAILURE = 1.0


class Pacer:
    """Counts slots: `per_second` of them a second, at most `burst` at once. None: no limit."""

    def __init__(self, per_second: float | None, burst: int, time: Callable[[], float]) -> None:
        self._gap = 1 / per_second if per_second else 0.0
        self._burst = burst
        self._time = time
        self._full_at = 0.0
        """When all slots of a burst would be there again."""
        self._held = 0.0
        """What `_full_at` never falls below, whatever is given back."""
        self._gentle_until = 0.0

    def begin(self) -> None:
        """Gives one slot at a time for a while."""
        self._gentle_until = self._time() + GENTLE

    async def end(self) -> None:
        """Asks for nothing any more."""

    def wait(self) -> float:
        """Seconds until a slot may be taken; 0 when one may be taken now."""
        bursting_at = max(self._full_at - (self._burst - 1) * self._gap, self._gentle_until)
        return max(0.0, min(self._full_at, bursting_at) - self._time())

    def free(self, most: int) -> int:
        """How many slots may be taken now, at most `most`."""
        if not self._gap:
            return most
        now = self._time()
        used = max(0.0, self._full_at - now) / self._gap
        return max(0, min(most, int((1 if now < self._gentle_until else self._burst) - used + 1e-9)))

    def take(self, slots: int) -> None:
        """Takes slots."""
        self._full_at = max(self._full_at, self._time()) + slots * self._gap

    def give_back(self, slots: int) -> None:
        """Takes back the taking of slots that nothing was sent in."""
        self._full_at = max(self._full_at - slots * self._gap, self._held)

    def hold(self, seconds: float) -> None:
        """Gives no slot for so long: the platform asked the whole channel to wait."""
        self._full_at = self._held = max(self._full_at, self._time() + seconds + (self._burst - 1) * self._gap)


Reserve = Callable[[int], Awaitable[float]]
"""Takes so many slots in a row for this process alone; in how many seconds the first begins, a burst's below 0."""


class SharedPacer(Pacer):
    """The pace of one bot that several processes keep together: each takes a few slots ahead, in a row.

    A slot is in hand before there is a message for it, so a single message does not wait for the database; but no
    more than one is kept over a pause, or the processes could all together begin with a burst. More are taken only
    when somebody found none: what one takes and does not use is lost to all.
    """

    def __init__(
        self, per_second: float, burst: int, time: Callable[[], float], reserve: Reserve, ready: Callable[[], None]
    ) -> None:
        super().__init__(per_second, burst, time)
        self._reserve = reserve
        self._ready = ready
        """Called when a slot begins, for those who found none."""
        self._slots: deque[float] = deque()
        self._taken: deque[float] = deque(maxlen=_MOST_TAKEN)
        self._wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._ended = False

    def begin(self) -> None:
        self._want()

    async def end(self) -> None:
        self._ended = True
        self._wanted.set()
        if self._task:
            await self._task  # not cancelled: it may be in the middle of a transaction

    def wait(self) -> float:
        now = self._time()
        if not self._slots:
            self._want()
            return max(UNTOLD, self._held - now)  # `ready` tells when it is sooner
        return max(0.0, self._slots[0] - now, self._held - now)

    def free(self, most: int) -> int:
        now = self._time()
        if now < self._held:
            return 0
        while len(self._slots) > 1 and self._slots[0] < now - KEPT - (self._burst - 1) * self._gap:
            self._slots.popleft()
        free = sum(slot <= now for slot in self._slots)
        if not self._slots:
            self._want()
        return min(most, free, self._burst)

    def take(self, slots: int) -> None:
        for _ in range(min(slots, len(self._slots))):
            self._taken.append(self._slots.popleft())

    def give_back(self, slots: int) -> None:
        for _ in range(min(slots, len(self._taken))):
            self._slots.appendleft(self._taken.pop())  # as old as it was: what nobody uses must not stay for ever

    def hold(self, seconds: float) -> None:
        """Here alone: where the whole bot is too fast, each process is told so by the platform."""
        self._held = max(self._held, self._time() + seconds)

    def _want(self) -> None:
        self._wanted.set()
        if self._task is None and not self._ended:
            self._task = asyncio.create_task(self._take_ahead(), name="pace")

    async def _take_ahead(self) -> None:
        while not self._ended:
            await self._wanted.wait()
            self._wanted.clear()
            if self._slots or self._ended:
                continue
            try:
                wait = await self._reserve(self._burst)
                first = self._time() + wait  # in this order: to reserve may take long
            except Exception as error:  # whatever it is: if this ended, nobody would send any more
                if not isinstance(error, Unavailable):
                    log.exception("no slots could be taken")
                await asyncio.sleep(AFTER_FAILURE)
                self._wanted.set()
                continue
            for number in range(self._burst):
                slot = first + number * self._gap
                self._slots.append(slot)
                asyncio.get_running_loop().call_later(max(0.0, slot - self._time()), self._ready)


def pacer_of(channel: Channel, db: Database, clock: Clock, time: Callable[[], float]) -> Pacer:
    """The pace at which this process may write to a channel: its own, or a share where there may be others."""
    can = channel.capabilities
    if db.dialect == "sqlite" or can.per_second is None:
        return Pacer(can.per_second, can.burst, time)
    gap = timedelta(seconds=1 / can.per_second)

    async def reserve(slots: int) -> float:
        now = clock.machine()
        take = partial(paces.take, name=channel.name, slots=slots, gap=gap, now=now, burst=can.burst)
        return (await db.write(take) - clock.machine()).total_seconds()

    return SharedPacer(can.per_second, can.burst, time, reserve, lambda: db.wakes.give({outbox.hint(channel.name)}))
