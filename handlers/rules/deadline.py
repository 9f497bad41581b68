"""When an answer is due, and why: which spans of time counted, and which did not. Pure: time is an argument.

The timeline is what the deadline is computed from, not a story told afterwards: they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.clock import VIETNAM
from handlers.rules.calendar import Calendar, Reason, Span, cut
from handlers.rules.policy import Measure, Policy

LOOKS_AHEAD = 20_000
"""Days after which a calendar counts as one on which nothing is ever due: more than fifty years."""


class NeverDueError(ValueError):
    """The calendar has no working time left in which this could ever be due."""


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands from one moment to another."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Deadline:
    """When it is due, and how that came: spans without a gap from the moment of asking to that of the deadline."""

    due: datetime
    spans: tuple[Span, ...]

    @property
    def counted(self) -> timedelta:
        """How much time counted."""
        return sum((span.lasts for span in self.spans if span.counted), timedelta())


def compute(
    asked: datetime, policy: Policy, calendar: Calendar, province: str | None = None, pauses: Sequence[Pause] = ()
) -> Deadline:
    """The deadline of what was `asked` at an aware moment. Raises NeverDueError."""
    asked = asked.astimezone(VIETNAM)
    if policy.measure is Measure.WORKING_DAYS:
        return _after_days(asked, policy.amount, calendar, province, pauses)
    spans = running(asked, policy, calendar, province, pauses)
    return _after_time(spans, timedelta(hours=policy.amount))


def running(
    since: datetime, policy: Policy, calendar: Calendar, province: str | None, pauses: Sequence[Pause]
) -> Iterator[Span]:
    """Time as this policy counts it, from a moment on, without end."""
    since = since.astimezone(VIETNAM)
    if policy.measure is Measure.CLOCK_HOURS:
        days: Iterator[list[Span]] = _round_the_clock(since)
    else:
        days = _from(since, calendar.layouts(since.date(), province))
    for spans in days:
        yield from _paused(spans, pauses)


def reached(spans: Iterable[Span], counted: timedelta) -> datetime:
    """When so much time has counted. Raises NeverDueError where these spans are too few."""
    return _after_time(spans, counted).due


def _after_time(spans: Iterable[Span], wanted: timedelta) -> Deadline:
    """When so much time has counted: at the end of a session that completes it, not at the begin of the next."""
    passed: list[Span] = []
    ends_by = None
    for span in spans:
        ends_by = ends_by or span.begins + timedelta(days=LOOKS_AHEAD)
        if span.counted and span.lasts >= wanted:
            due = span.begins + wanted
            return Deadline(due, _joined([*passed, Span(span.begins, due, True, span.reason, span.name)]))
        if span.begins > ends_by:
            break
        wanted -= span.lasts if span.counted else timedelta()
        passed.append(span)
    raise NeverDueError


def _after_days(
    asked: datetime, wanted: int, calendar: Calendar, province: str | None, pauses: Sequence[Pause]
) -> Deadline:
    """At the end of the last session of the so-manyth working day after the day of asking.

    A pause moves it by the working days that it covers wholly.
    """
    first, *rest = next(_from(asked, calendar.layouts(asked.date(), province)))
    passed = [Span(first.begins, (rest or [first])[-1].ends, False, Reason.ASKED)]
    for number, day in enumerate(calendar.layouts(asked.date() + timedelta(days=1), province)):
        if number > LOOKS_AHEAD:
            raise NeverDueError
        open_after_pauses = _paused(day, pauses)
        if not any(span.counted for span in open_after_pauses):
            passed += open_after_pauses
            continue
        wanted -= 1
        last = max(index for index, span in enumerate(day) if span.counted)
        if not wanted:
            return Deadline(day[last].ends, _joined([*passed, *day[: last + 1]]))
        passed += day
    raise AssertionError("there is always another day")


def _round_the_clock(since: datetime) -> Iterator[list[Span]]:
    while True:
        yield [Span(since, since + timedelta(days=1), True, Reason.CLOCK)]
        since += timedelta(days=1)


def _from(since: datetime, days: Iterator[list[Span]]) -> Iterator[list[Span]]:
    """Day after day, the first from this moment on."""
    yield [
        Span(max(span.begins, since), span.ends, span.counted, span.reason, span.name)
        for span in next(days)
        if span.ends > since
    ]
    yield from days


def _paused(spans: list[Span], pauses: Sequence[Pause]) -> list[Span]:
    for pause in pauses:
        spans = cut(spans, pause.begins.astimezone(VIETNAM), pause.ends.astimezone(VIETNAM), Reason.PAUSE)
    return spans


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans that follow one another for the same reason as one."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and (last.counted, last.reason, last.name) == (span.counted, span.reason, span.name):
            joined[-1] = Span(last.begins, span.ends, span.counted, span.reason, span.name)
        elif span.begins < span.ends:
            joined.append(span)
    return tuple(joined)
