"""When an answer is due, and when the clock says what about it. Pure: time is an argument.

The ladder: a reminder to the officer when three quarters of the time are over, an alert when it is due, and the
alert again each day until the question is answered. The programme promises a written answer within one day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

REMINDER_AT = 0.75
REPEAT_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder: `reminder`, `due` or `repeat`, the latter counted from 1."""

    name: str
    count: int
    at: datetime


def due_at(clock_from: datetime, hours: int) -> datetime:
    """When the answer is due to a question whose clock runs since `clock_from`."""
    return clock_from + timedelta(hours=hours)


def rungs_until(clock_from: datetime, due: datetime, now: datetime) -> list[Rung]:
    """All rungs whose time has come by `now`, in order."""
    rungs = []
    rung = _first(clock_from, due)
    while rung.at <= now:
        rungs.append(rung)
        rung = _following(rung, due)
    return rungs


def next_rung(clock_from: datetime, due: datetime, now: datetime) -> Rung:
    """The first rung whose time has not come by `now`."""
    passed = rungs_until(clock_from, due, now)
    return _following(passed[-1], due) if passed else _first(clock_from, due)


def _first(clock_from: datetime, due: datetime) -> Rung:
    return Rung("reminder", 0, clock_from + (due - clock_from) * REMINDER_AT)


def _following(rung: Rung, due: datetime) -> Rung:
    if rung.name == "reminder":
        return Rung("due", 0, due)
    return Rung("repeat", rung.count + 1, due + REPEAT_EVERY * (rung.count + 1))
