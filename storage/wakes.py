"""Wake-up hints: that there is work. A lost hint costs seconds (the safety tick), never a message."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

SHARED = frozenset({"due", "bank", "units"})
"""Hints that other processes need too: a new deadline, so that they know it when we die, a changed bank, new units.

Those of the inbox and the outbox stay here: whoever wrote the row is awake and has hands; to wake everybody for each
message would have all processes race for it. What we leave undone, the safety tick of the others finds."""

WORD = "|"
"""Between a topic and a word, where a transaction has one to say: here and to the others, once it is committed."""

Tell = Callable[[str, str], None]
"""Says a word on a topic to the other processes."""


class Wakes:
    """Wake-up hints, by queue name, and words between processes. Either may be lost."""

    def __init__(self) -> None:
        self._events: dict[str, asyncio.Event] = {}
        self._hearers: dict[str, Callable[[str], None]] = {}
        self._tell: Tell | None = None

    def event(self, name: str) -> asyncio.Event:
        """The event behind a hint; whoever waits for it clears it before he looks for work."""
        return self._events.setdefault(name, asyncio.Event())

    def give(self, names: set[str]) -> None:
        """Gives hints, here and, where they need them, in the other processes."""
        for name in names:
            topic, is_word, word = name.partition(WORD)
            if is_word:
                self.heard(topic, word)
                self.tell(topic, word)
            else:
                self.event(name).set()
        for name in names & SHARED:
            self.tell("wake", name)

    def give_all(self) -> None:
        """Gives every hint here: some may have been lost on their way."""
        for event in self._events.values():
            event.set()

    # --- between processes -----------------------------------------------------------------------------------

    def tell(self, topic: str, word: str) -> None:
        """Says something to the other processes on this database, where there are any."""
        if self._tell:
            self._tell(topic, word)

    def on(self, topic: str, hearer: Callable[[str], None]) -> None:
        """Has `hearer` called with what another process says on a topic."""
        self._hearers[topic] = hearer

    def reach_by(self, tell: Tell | None) -> None:
        """From now on, words for other processes go this way."""
        self._tell = tell

    def heard(self, topic: str, word: str) -> None:
        """Takes in what another process said."""
        if topic == "wake":
            self.event(word).set()
        elif topic in self._hearers:
            self._hearers[topic](word)
