"""Token buckets: how much somebody may do, on machine time, in memory. A restart forgives everybody."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, then one more every `seconds`."""

    burst: float
    seconds: float


class Buckets:
    """One bucket per key; the least recently used ones are forgotten beyond `most`, so that nobody fills memory."""

    def __init__(self, rate: Rate, *, now: Callable[[], float] = time.monotonic, most: int = 20_000) -> None:
        self._rate = rate
        self._now = now
        self._most = most
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, cost: float = 1.0) -> float:
        """Takes `cost` and returns 0, or takes nothing and returns in how many seconds there will be enough."""
        now = self._now()
        level, since = self._levels.pop(key, (self._rate.burst, now))
        level = min(self._rate.burst, level + (now - since) / self._rate.seconds)
        enough = level >= cost
        self._levels[key] = (level - cost if enough else level, now)
        if len(self._levels) > self._most:
            self._levels.popitem(last=False)
        return 0.0 if enough else (cost - level) * self._rate.seconds
