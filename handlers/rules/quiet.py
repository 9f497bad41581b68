"""Quiet hours: what is to be said while nobody works waits until somebody does. Pure."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from handlers.clock import VIETNAM
from handlers.rules.calendar import Calendar

LOOKS_AHEAD = 60
"""Days; where no office opens in so long, it is said at once."""


def opens(calendar: Calendar, province: str | None, at: datetime) -> datetime:
    """The moment itself while work is done (its end counts still), else when it next begins."""
    local = at.astimezone(VIETNAM)
    for day in islice(calendar.layouts(local.date(), province), LOOKS_AHEAD):
        for span in day:
            if span.counted and span.ends >= local:
                return max(local, span.begins)
    return local
