"""The ladder: what the clock says about a deadline, when, and to whom. Pure: time is an argument.

A ladder is data of a ministry: steps before and after the deadline, then the same again each day until it is met.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count

from handlers.rules import deadline
from handlers.rules.calendar import Calendar
from handlers.rules.deadline import Deadline, Pause
from handlers.rules.policy import Measure, Policy

REPEAT, WAITED = "repeat", "waited"
EACH_DAY = timedelta(days=1)
MOST_STEPS = 10
_OFFSET = re.compile(r"0|([+-])([1-9][0-9]{0,2})(%|d)")
_NAME = re.compile(r"[a-z]{1,12}")


class Who(StrEnum):
    """Whom a step concerns."""

    HOLDER = "holder"
    DEPUTY = "deputy"
    ADMIN = "admin"
    DESK = "desk"
    """the ministry's desk: its experts"""
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, when (`-25%` of the time that counts, `0`, `+50%`, `+1d`), and whom it is told.

    Raises ValueError for what cannot be a step.
    """

    name: str
    at: str
    tell: tuple[Who, ...]

    def __post_init__(self) -> None:
        found = _OFFSET.fullmatch(self.at)
        if not found or not _NAME.fullmatch(self.name) or self.name in (REPEAT, WAITED) or not self.tell:
            raise ValueError(f"{self.name} {self.at}")
        if found[1] == "-" and (found[3] == "d" or int(found[2]) >= 100):
            raise ValueError(self.at)  # it would be before the question was asked


@dataclass(frozen=True, slots=True)
class Rung:
    """A step with its moment; `count` tells repetitions apart."""

    name: str
    count: int
    at: datetime
    tell: tuple[Who, ...]


STANDARD = (
    Step("reminder", "-25%", (Who.HOLDER,)),
    Step("due", "0", (Who.HOLDER, Who.DEPUTY, Who.ADMIN)),
    Step("desk", "+50%", (Who.HOLDER, Who.DEPUTY, Who.DESK)),
    Step("leader", "+1d", (Who.HOLDER, Who.ADMIN, Who.LEADER)),
)
EACH_DAY_TO = (Who.HOLDER, Who.DEPUTY, Who.ADMIN)


_SAYS = {"desk": Who.DESK, "leader": Who.LEADER}


def spoken_of(name: str, tell: Collection[str]) -> str:
    """How a step is spoken of. Two names say whom they tell: where a ministry tells others, it is any step."""
    return "step" if name in _SAYS and _SAYS[name] not in tell else name


@dataclass(frozen=True, slots=True)
class Running:
    """What a clock is computed by."""

    since: datetime
    policy: Policy
    calendar: Calendar
    province: str | None
    pauses: tuple[Pause, ...] = ()

    @property
    def deadline(self) -> Deadline:
        """Raises NeverDueError."""
        return deadline.compute(self.since, self.policy, self.calendar, self.province, self.pauses)


def rungs(by: Running, steps: Sequence[Step], waited: Sequence[tuple[int, datetime]] = ()) -> tuple[Rung, ...]:
    """The moments of a ladder, in order. `waited`: which pauses end by themselves, and when. Raises NeverDueError."""
    due = by.deadline
    found = [Rung(step.name, 0, _moment(by, due, step.at), step.tell) for step in steps]
    # The clock runs again by itself: nobody can stop it for ever, and whoever stopped it hears of that.
    found += [Rung(WAITED, number, ends, (Who.HOLDER,)) for number, ends in waited]
    return tuple(sorted(found, key=lambda rung: rung.at))


def until(ladder: Sequence[Rung], now: datetime) -> list[Rung]:
    """All rungs whose time has come by `now`, in order."""
    passed = [rung for rung in ladder if rung.at <= now]
    if len(passed) == len(ladder):
        for repeated in repetitions(ladder):
            if repeated.at > now:
                break
            passed.append(repeated)
    return passed


def following(ladder: Sequence[Rung], now: datetime) -> Rung:
    """The first rung whose time has not come by `now`."""
    found = next((rung for rung in ladder if rung.at > now), None)
    return found or next(rung for rung in repetitions(ladder) if rung.at > now)


def repetitions(ladder: Sequence[Rung]) -> Iterator[Rung]:
    """Each day after the last rung, without end."""
    last = ladder[-1].at
    for number in count(1):
        yield Rung(REPEAT, number, last + EACH_DAY * number, EACH_DAY_TO)


def _moment(by: Running, due: Deadline, offset: str) -> datetime:
    found = _OFFSET.fullmatch(offset)
    if found is None or found[1] is None:
        return due.due
    amount = int(found[2])
    if found[3] == "d":
        days = Policy(Measure.CLOCK_HOURS, 24 * amount)
        if by.policy.measure is not Measure.CLOCK_HOURS:
            days = Policy(Measure.WORKING_DAYS, amount)
        return deadline.compute(due.due, days, by.calendar, by.province, by.pauses).due
    if found[1] == "-":
        return deadline.reached(due.spans, due.counted * (100 - amount) / 100)
    after = deadline.running(due.due, by.policy, by.calendar, by.province, by.pauses)
    return deadline.reached(after, due.counted * amount / 100)
