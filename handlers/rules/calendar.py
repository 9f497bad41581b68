"""When offices work: sessions of a day, days off, days made up, closures. Pure: a country's days are an argument.

A day is laid out as spans from midnight to midnight, each with the reason why it counts or does not: what a deadline
is computed by is what it is explained by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from handlers.clock import VIETNAM

_MIDNIGHT = time()
_DAY = timedelta(days=1)


class Reason(StrEnum):
    """Why a span of time counts, or does not."""

    CLOCK = "clock"
    """each hour counts"""
    SESSION = "session"
    MADE_UP = "made-up"
    """a session of a day on which work is made up for"""
    BREAK = "break"
    """between two sessions"""
    HOURS = "hours"
    """before the first session, or after the last"""
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    ASKED = "asked"
    """the rest of the day of asking, where whole days are counted"""
    PAUSE = "pause"
    """the next word was the asker's"""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time that counts as a whole, or does not as a whole."""

    begins: datetime
    ends: datetime
    counted: bool
    reason: Reason
    name: str = ""
    """The holiday's, or what a closure is for."""

    @property
    def lasts(self) -> timedelta:
        return self.ends - self.begins


@dataclass(frozen=True, slots=True)
class Session:
    """Part of a day in which work is done. Raises ValueError where it does not end after it begins."""

    begins: time
    ends: time

    def __post_init__(self) -> None:
        if self.begins >= self.ends:
            raise ValueError("a session ends after it begins, on the same day")


@dataclass(frozen=True, slots=True)
class Closure:
    """Offices are shut (a storm, a flood): in one province, or everywhere where `province` is None."""

    begins: datetime
    ends: datetime
    province: str | None = None
    name: str = ""


class Days(Protocol):
    """The days off of a country, and those made up for them."""

    def off(self, day: date) -> str | None:
        """What the day off is called; None for a day that is none."""

    def made_up(self, day: date) -> str | None:
        """Why work is done on a weekend's day; None where it is not."""


STANDARD_SESSIONS = (Session(time(7, 30), time(11, 30)), Session(time(13), time(17)))
MONDAY_TO_FRIDAY = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a country and what was laid down besides, which goes before them. All in Vietnam's time (UTC+7).

    `sessions` are in order and do not overlap; `weekdays` counts from Monday = 0. `sessions_on` has those of weekdays
    that have their own (a Saturday's morning); a day made up for is worked like any other.
    """

    days: Days
    sessions: tuple[Session, ...] = STANDARD_SESSIONS
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    sessions_on: Mapping[int, tuple[Session, ...]] = field(default_factory=dict)
    off: Mapping[date, str] = field(default_factory=dict)
    worked: Mapping[date, str] = field(default_factory=dict)
    closures: tuple[Closure, ...] = ()

    def layout(self, day: date, province: str | None) -> list[Span]:
        """A day in an office of this province, from midnight to midnight."""
        reason, name = self._kind(day)
        if reason not in (Reason.SESSION, Reason.MADE_UP):
            return [Span(_at(day, _MIDNIGHT), _at(day + _DAY, _MIDNIGHT), False, reason, name)]
        shut = [c for c in self.closures if c.province is None or c.province == province]
        made_up = reason is Reason.MADE_UP
        sessions = self.sessions if made_up else self.sessions_on.get(day.weekday(), self.sessions)
        spans = _with_breaks(day, sessions, reason, name)
        for closure in shut:
            spans = cut(spans, closure.begins, closure.ends, Reason.CLOSURE, closure.name)
        return spans

    def layouts(self, since: date, province: str | None) -> Iterator[list[Span]]:
        """Day after day, without end."""
        day = since
        while True:
            yield self.layout(day, province)
            day += _DAY

    def _kind(self, day: date) -> tuple[Reason, str]:
        if day in self.worked:
            return Reason.MADE_UP, self.worked[day]
        if day in self.off:
            return Reason.HOLIDAY, self.off[day]
        if (holiday := self.days.off(day)) is not None:
            return Reason.HOLIDAY, holiday
        if (made_up := self.days.made_up(day)) is not None:
            return Reason.MADE_UP, made_up
        if day.weekday() in self.weekdays:
            return Reason.SESSION, ""
        return Reason.WEEKEND, ""


def cut(spans: list[Span], begins: datetime, ends: datetime, reason: Reason, name: str = "") -> list[Span]:
    """The same spans, where what counted between two moments does not count any more, for `reason`."""
    cut_up = []
    for span in spans:
        first, last = max(span.begins, begins), min(span.ends, ends)
        if not span.counted or first >= last:
            cut_up.append(span)
            continue
        if span.begins < first:
            cut_up.append(Span(span.begins, first, True, span.reason, span.name))
        cut_up.append(Span(first, last, False, reason, name))
        if last < span.ends:
            cut_up.append(Span(last, span.ends, True, span.reason, span.name))
    return cut_up


def _with_breaks(day: date, sessions: tuple[Session, ...], reason: Reason, name: str) -> list[Span]:
    spans, until = [], _at(day, _MIDNIGHT)
    for number, session in enumerate(sessions):
        begins, ends = _at(day, session.begins), _at(day, session.ends)
        if until < begins:
            spans.append(Span(until, begins, False, Reason.BREAK if number else Reason.HOURS))
        spans.append(Span(begins, ends, True, reason, name))
        until = ends
    return [*spans, Span(until, _at(day + _DAY, _MIDNIGHT), False, Reason.HOURS)]


def _at(day: date, when: time) -> datetime:
    return datetime.combine(day, when, VIETNAM)
