"""The hub: tells the sockets of a chat that there is something to read, in this process and in those beside it.

It carries no messages, only the hint and passing notices. Losing a hint costs a few seconds: every socket looks
again by itself.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from storage.sessions import LEFT
from storage.wakes import Wakes

TOPIC = "web"
OPEN = "open"
_LATELY = 30.0
MOST_WATCHERS = 12
"""Open sockets and polls per chat: tabs and phones of one person."""


class TooMany(Exception):
    """This chat is watched often enough."""


class Watcher:
    """One open socket or poll."""

    def __init__(self) -> None:
        self.event = asyncio.Event()
        self.closing = False
        self._notices: list[dict[str, Any]] = []

    async def wait(self, seconds: float) -> None:
        """Until there is a hint, or the time is over."""
        try:
            async with asyncio.timeout(seconds):
                await self.event.wait()
        except TimeoutError:
            return

    def look(self) -> list[dict[str, Any]]:
        """Takes the hint and the notices: called before reading, so that a later hint is not lost."""
        self.event.clear()
        notices, self._notices = self._notices, []
        return notices

    def tell(self, notice: dict[str, Any] | None = None) -> None:
        """Gives a hint, perhaps with a notice."""
        if notice is not None and len(self._notices) < 20:
            self._notices.append(notice)
        self.event.set()

    def close(self) -> None:
        """Asks the socket to end."""
        self.closing = True
        self.event.set()


class Hub:
    """All watchers of this process, and a word to those of the others."""

    def __init__(self, wakes: Wakes) -> None:
        self._watchers: defaultdict[str, set[Watcher]] = defaultdict(set)
        self._closed = False
        self._open_elsewhere: dict[str, float] = {}
        self._wakes = wakes
        wakes.on(TOPIC, self._heard)
        wakes.on(LEFT, self._end_here)
        wakes.on(OPEN, self._open_there)

    @contextmanager
    def watching(self, chat: str) -> Iterator[Watcher]:
        """A watcher for as long as the block runs. Raises TooMany."""
        if len(self._watchers[chat]) >= MOST_WATCHERS:
            raise TooMany
        watcher = Watcher()
        watcher.closing = self._closed
        self._watchers[chat].add(watcher)
        try:
            yield watcher
        finally:
            self._watchers[chat].discard(watcher)
            if not self._watchers[chat]:
                del self._watchers[chat]

    def is_open(self, chat: str) -> bool:
        """Whether a page of a chat is open, here or, as far as was heard lately, at another process."""
        return chat in self._watchers or self._open_elsewhere.get(chat, 0.0) > time.monotonic() - _LATELY

    def wake(self, chat: str, notice: dict[str, Any] | None = None) -> None:
        """Tells all watchers of a chat, here and beside us."""
        self._wake_here(chat, notice)
        self._wakes.tell(TOPIC, json.dumps([chat, notice]))

    def end(self, chat: str) -> None:
        """Closes the sockets of one chat; their pages come back if their session still holds."""
        self._end_here(chat)
        self._wakes.tell(TOPIC, json.dumps([chat, "end"]))

    def close(self) -> None:
        """Closes all sockets, now and to come: the process is stopping."""
        self._closed = True
        for chat in list(self._watchers):
            self._end_here(chat)

    def _wake_here(self, chat: str, notice: dict[str, Any] | None) -> None:
        for watcher in self._watchers.get(chat, ()):
            watcher.tell(notice)

    def _end_here(self, chat: str) -> None:
        for watcher in self._watchers.get(chat, ()):
            watcher.close()

    def _heard(self, word: str) -> None:
        chat, what = json.loads(word)
        if what == "end":
            self._end_here(chat)
            return
        self._wake_here(chat, what)
        if chat in self._watchers:
            self._wakes.tell(OPEN, chat)  # whoever has something new for it need not ring anybody

    def _open_there(self, chat: str) -> None:
        now = time.monotonic()
        for old in [one for one, at in self._open_elsewhere.items() if at < now - _LATELY]:
            del self._open_elsewhere[old]
        self._open_elsewhere[chat] = now
