"""An even pace: so many slots a second, and a few at once after a pause.

Sending in bursts up to a limit earns 429s; even slots use nearly the whole rate. A slot is taken *before* a message
is claimed, and given back when there was none: the most urgent message that waits at that moment goes next, and
nothing is marked as being sent while it only waits for its turn.
"""

from __future__ import annotations

from collections.abc import Callable

GENTLE = 1.0
"""Seconds after a start without bursts: what the process before left in doubt is being sent again just then."""


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
