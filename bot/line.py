"""The line to a platform: whether anybody gets through on it, as far as the sends of this process tell.

What befalls one chat is that chat's; what befalls several in a row, with no answer to anybody between, is the
platform's: then all wait together, instead of each chat asking for itself again and again.
"""

from __future__ import annotations

from collections.abc import Callable

SEVERAL = 3
"""So many chats in a row."""
TOGETHER = 60.0
"""Seconds within which chats are throttled because the whole bot is."""
LONGEST_HOLD = 60.0


class Line:
    """Remembers the last sends of one channel."""

    def __init__(self, time: Callable[[], float]) -> None:
        self._time = time
        self._answered_at = -float("inf")
        self._failed: set[str] = set()
        self._failures = 0
        self._throttled: dict[str, tuple[float, float]] = {}
        """By chat: when it was told to wait, and until when."""

    def answered(self) -> None:
        """The platform took a message, or said why it does not: it works."""
        self._answered_at = self._time()
        self._failed.clear()
        self._failures = 0
        self._throttled.clear()

    def failed(self, chat: str) -> float:
        """Nothing came through; for how many seconds nobody should try, 0 while it may be this chat's trouble."""
        self._failed.add(chat)
        self._failures += 1
        if len(self._failed) < SEVERAL:
            return 0.0
        return min(LONGEST_HOLD, 2.0 ** min(self._failures - SEVERAL, 6))

    def throttled(self, chat: str, after: float) -> float:
        """A chat was told to wait; for how many seconds all should, 0 while it is this chat that is too fast."""
        now = self._time()
        self._answered_at = now
        recent = {other: told for other, told in self._throttled.items() if now - told[0] < TOGETHER}
        recent[chat] = (now, now + after)
        self._throttled = recent
        if len(recent) < SEVERAL:
            return 0.0
        self._throttled = {}
        # A bot that is too fast is told the same by all chats; the shortest wait is the least that concerns it.
        return min(until for _, until in recent.values()) - now

    def worked_within(self, seconds: float) -> bool:
        """Whether the platform answered anybody in the last so many seconds."""
        return self._time() - self._answered_at < seconds
