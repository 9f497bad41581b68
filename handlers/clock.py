"""Two clocks.

Business time is what deadlines, terms, validity and shown times are measured in; tests and the demo may move it
forward. Machine time is what leases, back-off, rate limits and the life of sessions and invites are measured in; it
never moves by itself alone, or a moved demo would end everybody's session.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
"""UTC+7 all year round."""


class Clock:
    """What time it is, in both senses; always aware, in UTC."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def machine(self) -> datetime:
        """The machine's own time."""
        return datetime.now(UTC)

    def business(self) -> datetime:
        """The time at which the offices are."""
        return self.machine() + self._ahead

    def today(self) -> date:
        """The date in Viet Nam."""
        return self.business().astimezone(VIETNAM).date()

    def forward(self, by: timedelta) -> None:
        """Moves business time ahead. Raises ValueError for going back: what was due would be due again."""
        if by < timedelta():
            raise ValueError("the clock only goes forward")
        self._ahead += by
