"""How fast one person, or one unit, is served: whoever is faster waits, and nothing of what he said is lost.

The update stays in the inbox and its conversation is held back. The limits are far above what people type; they
keep a phone that runs wild, or a script in one office, from taking the service from everybody else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from bot.web.limits import Buckets, Rate

BURST = 0.25
"""How much of a minute's worth may come at once."""
_REMEMBERED = 128
"""As many messages as are in hand at once, twice: those that may come again."""


class Pace:
    """Buckets per person and per unit, in the memory of this process."""

    def __init__(self, person_per_minute: int, unit_per_minute: int) -> None:
        self._persons = Buckets(_rate(person_per_minute))
        self._units = Buckets(_rate(unit_per_minute))
        self._served: deque[str] = deque(maxlen=_REMEMBERED)

    def wait(self, person_id: int, units: Iterable[str], cause: str) -> float:
        """Counts one message, named by its `cause`; in how many seconds it may be handled, 0 for now."""
        if cause in self._served:
            return 0.0  # taken up again because something else was to be waited for
        wait = self._persons.take(str(person_id))
        for unit in units:
            wait = max(wait, self._units.take(unit))
        if not wait:
            self._served.append(cause)
        return wait


def _rate(per_minute: int) -> Rate:
    return Rate(max(1.0, per_minute * BURST), 60 / per_minute)
