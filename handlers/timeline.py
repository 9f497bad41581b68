"""How a deadline came about, in words: from when, which spans counted, which did not and why, until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from handlers.clock import VIETNAM
from handlers.rules.calendar import Span
from handlers.rules.calendar_file import CalendarFault
from handlers.rules.deadline import Deadline
from handlers.rules.policy import Policy
from handlers.wording import Words


def told(w: Words, found: Deadline, now: datetime) -> Iterator[str]:
    """A line for each span."""
    for span in found.spans:
        counted = w("timeline-not-counted")
        if span.counted:
            counted = w("timeline-counted", lasts=from_to(w, span.begins, span.ends))
        yield f"{'+' if span.counted else '–'} {between(w, span.begins, span.ends, now)}: {counted} ({why(w, span)})"


def why(w: Words, span: Span) -> str:
    """Why a span counts, or does not."""
    reason = w(f"reason-{span.reason.value}")
    return w("reason-named", reason=reason, name=span.name) if span.name else reason


def between(w: Words, begins: datetime, ends: datetime, now: datetime) -> str:
    """A span as `07:30 – 11:30, thứ Hai 23/11`, or with both its days."""
    begins, ends = begins.astimezone(VIETNAM), ends.astimezone(VIETNAM)
    if begins.date() == ends.date():
        return f"{_hour(begins)} – {_hour(ends)}, {w.day(begins.date(), now)}"
    last = ends - timedelta(microseconds=1)
    if ends.time() == ends.time().min:  # midnight is the end of a day for whoever reads it
        if last.date() == begins.date():
            return f"{_hour(begins)} – 24:00, {w.day(begins.date(), now)}"
        return f"{_hour(begins)}, {w.day(begins.date(), now)} – 24:00, {w.day(last.date(), now)}"
    return f"{_hour(begins)}, {w.day(begins.date(), now)} – {_hour(ends)}, {w.day(ends.date(), now)}"


def lasts(w: Words, time: timedelta) -> str:
    """So many hours and minutes."""
    minutes = round(time.total_seconds() / 60)
    return w("timeline-lasts", hours=minutes // 60, minutes=minutes % 60)


def from_to(w: Words, begins: datetime, ends: datetime) -> str:
    """How long it is between two moments as they are shown, in minutes: who reckons it on paper gets the same."""
    return lasts(w, ends.replace(second=0, microsecond=0) - begins.replace(second=0, microsecond=0))


def policy(w: Words, by: Policy) -> str:
    """What is counted, in words."""
    return w(f"policy-{by.measure.value}", amount=by.amount)


def mend(w: Words, fault: CalendarFault) -> str:
    """What is wrong with a calendar, and what would be right."""
    wrong = w(f"calendar-fault-{fault.code.value}", value=fault.value or "–")
    return f"{fault.key}: {wrong}" if fault.key else wrong


def _hour(at: datetime) -> str:
    return f"{at:%H:%M}"
