"""Wake-up hints: that there is work. A lost hint costs seconds (the safety tick), never a message."""

from __future__ import annotations

import asyncio


class Wakes:
    """Wake-up hints, by queue name. A lost hint costs seconds (the safety tick), never a message."""

    def __init__(self) -> None:
        self._events: dict[str, asyncio.Event] = {}

    def event(self, name: str) -> asyncio.Event:
        """The event behind a hint; whoever waits for it clears it before he looks for work."""
        return self._events.setdefault(name, asyncio.Event())

    def give(self, names: set[str]) -> None:
        for name in names:
            self.event(name).set()
