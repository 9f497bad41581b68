"""Two clocks.

Business time is what deadlines, terms, validity and shown times are measured in; tests and the demo may move it
forward. Machine time is what leases, back-off, rate limits and the life of sessions and invites are measured in; it
never moves by itself alone, or a moved demo would end everybody's session.

Where several processes share a database, machine time is that database's: machines whose clocks differ, or are set,
agree all the same on whose lease is over.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
"""UTC+7 all year round."""
_JITTER = timedelta(milliseconds=50)
"""What a look at a server may be off by itself: to follow it would only make time stutter."""


class Clock:
    """What time it is, in both senses; always aware, in UTC."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._server: datetime | None = None
        self._server_at = 0.0

    def machine(self) -> datetime:
        """The machine's own time, or that of the database which several share."""
        return datetime.now(UTC) + self.off()

    def business(self) -> datetime:
        """The time at which the offices are."""
        return self.wall() + self._ahead

    def wall(self) -> datetime:
        """This machine's own time, whatever is followed: what timers that count by the time of day go by."""
        return self.machine() - self.off()

    def follow(self, server: datetime) -> None:
        """From now on, machine time is that of a server on which it is `server` just now."""
        there = self.machine()
        if self._server is None or abs(server - there) > _JITTER:
            self._server, self._server_at = server, _steady()

    def off(self) -> timedelta:
        """How far the server that we follow is ahead of this machine; nothing when there is none."""
        if self._server is None:
            return timedelta()
        return self._server + timedelta(seconds=_steady() - self._server_at) - datetime.now(UTC)

    def today(self) -> date:
        """The date in Viet Nam."""
        return self.business().astimezone(VIETNAM).date()

    def forward(self, by: timedelta) -> None:
        """Moves business time ahead. Raises ValueError for going back: what was due would be due again."""
        if by < timedelta():
            raise ValueError("the clock only goes forward")
        self._ahead += by


def _steady() -> float:
    # Unlike the wall clock nobody sets it; unlike the monotonic one it goes on while the machine sleeps.
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()
