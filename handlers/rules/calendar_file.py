"""A calendar of one's own: what a file lays down besides, or instead of, the days of the country.

Faults are codes with their line, to be worded in the reader's language (`calendar-fault-…`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from faq.fault import RefusedFileError
from faq.places import Gazetteer
from faq.text import folded
from faq.yaml_reading import Mapped, yaml_root
from handlers.clock import VIETNAM
from handlers.rules.calendar import Calendar, Closure, Session

_CLOSURE_KEYS = ("from", "to", "province", "why")
LONGEST_NAME = 200
MOST_SESSIONS = 8
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("mon", "t2", "thu 2", "thu hai"),
            ("tue", "t3", "thu 3", "thu ba"),
            ("wed", "t4", "thu 4", "thu tu"),
            ("thu", "t5", "thu 5", "thu nam"),
            ("fri", "t6", "thu 6", "thu sau"),
            ("sat", "t7", "thu 7", "thu bay"),
            ("sun", "cn", "chu nhat"),
        )
    )
    for name in names
}
_SESSION = re.compile(r"([0-2]?[0-9]:[0-5][0-9])\s*[-–]\s*([0-2]?[0-9]:[0-5][0-9])")
T = TypeVar("T")


class FaultCode(StrEnum):
    """What is wrong with a calendar."""

    NOT_A_CALENDAR = "not-a-calendar"
    UNREADABLE = "unreadable"
    UNKNOWN_KEY = "unknown-key"
    SESSION = "session"
    SESSIONS_ORDER = "sessions-order"
    WEEKDAY = "weekday"
    DAY = "day"
    BOTH = "both"
    """off and worked"""
    MOMENT = "moment"
    REVERSED = "reversed"
    PROVINCE = "province"
    MISSING = "missing"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class CalendarFault:
    """One thing to mend: its line (from 1), under which key, which kind of fault, and the value that is none."""

    line: int
    key: str
    code: FaultCode
    value: str = ""


class BadCalendarError(Exception):
    """A file that is no calendar: all that has to be mended."""

    def __init__(self, faults: tuple[CalendarFault, ...]) -> None:
        super().__init__(f"{len(faults)} faults in a calendar")
        self.faults = faults


def read(text: str, standard: Calendar, places: Gazetteer) -> Calendar:
    """The calendar that a file makes of the `standard` one. Raises BadCalendarError with all its faults."""
    try:
        root = yaml_root(text)
    except RefusedFileError as error:
        fault = CalendarFault(error.fault.line, "", FaultCode.UNREADABLE, error.fault.code.value)
        raise BadCalendarError((fault,)) from error
    if not isinstance(root, Mapped):
        raise BadCalendarError((CalendarFault(1, "", FaultCode.NOT_A_CALENDAR),))
    reading = _Reading(places)
    made = reading.calendar(root, standard)
    if reading.faults:
        raise BadCalendarError(tuple(sorted(reading.faults, key=lambda fault: fault.line)))
    return made


class _Reading:
    """One file, and what is wrong with it so far."""

    def __init__(self, places: Gazetteer) -> None:
        self.faults: list[CalendarFault] = []
        self._provinces = {place.code for place in places.places if place.kind == "province"}

    def calendar(self, root: Mapped, calendar: Calendar) -> Calendar:
        for key, line, value in root.items:
            match key:
                case "sessions":
                    calendar = replace(calendar, sessions=self._sessions(line, value) or calendar.sessions)
                case "weekdays":
                    found = self._all(key, value, line, self._weekday)
                    calendar = replace(calendar, weekdays=frozenset(found))
                case "sessions_on":
                    calendar = replace(calendar, sessions_on=self._sessions_on(line, value))
                case "days_off":
                    calendar = replace(calendar, off={**calendar.off, **self._days(key, value, line)})
                case "working_days":
                    calendar = replace(calendar, worked={**calendar.worked, **self._days(key, value, line)})
                case "closures":
                    shut = [closure for closure in self._all(key, value, line, self._closure) if closure]
                    calendar = replace(calendar, closures=(*calendar.closures, *shut))
                case _:
                    self._fault(line, key, FaultCode.UNKNOWN_KEY, key)
        for day in calendar.off.keys() & calendar.worked.keys():
            self._fault(1, "working_days", FaultCode.BOTH, f"{day}")
        return replace(calendar, weekdays=calendar.weekdays | calendar.sessions_on.keys())

    def _fault(self, line: int, key: str, code: FaultCode, value: object = "") -> None:
        self.faults.append(CalendarFault(line, key, code, value[:60] if isinstance(value, str) else ""))

    def _all(self, key: str, value: object, line: int, one: Callable[[int, object], T | None]) -> list[T]:
        """Each item of a list, or what is no list as the only one."""
        items = value if isinstance(value, list) else [(line, value)]
        found = [one(at, item) for at, item in items]
        return [item for item in found if item is not None]

    def _sessions(self, line: int, value: object) -> tuple[Session, ...]:
        found = self._all("sessions", value, line, self._session)
        if not 1 <= (len(value) if isinstance(value, list) else 1) <= MOST_SESSIONS:
            self._fault(line, "sessions", FaultCode.MISSING)
        elif any(earlier.ends > later.begins for earlier, later in pairwise(found)):
            self._fault(line, "sessions", FaultCode.SESSIONS_ORDER)
        return tuple(found)

    def _sessions_on(self, line: int, value: object) -> dict[int, tuple[Session, ...]]:
        """Sessions of weekdays that have their own."""
        if not isinstance(value, Mapped):
            self._fault(line, "sessions_on", FaultCode.WEEKDAY, value if isinstance(value, str) else "")
            return {}
        named = [(self._weekday(at, name), self._sessions(at, own)) for name, at, own in value.items]
        return {weekday: sessions for weekday, sessions in named if weekday is not None}

    def _session(self, line: int, value: object) -> Session | None:
        typed = _SESSION.fullmatch(value.strip()) if isinstance(value, str) else None
        try:
            if typed:
                return Session(*(time.fromisoformat(part.zfill(5)) for part in typed.groups()))
        except ValueError:
            pass
        self._fault(line, "sessions", FaultCode.SESSION, value)
        return None

    def _weekday(self, line: int, value: object) -> int | None:
        name = folded(value) if isinstance(value, str) else ""
        if name not in _WEEKDAYS:
            self._fault(line, "weekdays", FaultCode.WEEKDAY, value)
            return None
        return _WEEKDAYS[name]

    def _days(self, key: str, value: object, line: int) -> dict[date, str]:
        """Days with their names; or a list of days."""
        days = {}
        for typed, at, name in self._named(value, line):
            day = _day(typed)
            if day is None:
                self._fault(at, key, FaultCode.DAY, typed)
            elif not isinstance(name, str) or len(name) > LONGEST_NAME:
                self._fault(at, key, FaultCode.NAME, typed)
            else:
                days[day] = name
        return days

    def _named(self, value: object, line: int) -> Iterator[tuple[object, int, object]]:
        if isinstance(value, Mapped):
            yield from ((typed, at, "" if name is None else name) for typed, at, name in value.items)
        else:
            yield from ((item, at, "") for at, item in (value if isinstance(value, list) else [(line, value)]))

    def _closure(self, line: int, value: object) -> Closure | None:
        if not isinstance(value, Mapped):
            self._fault(line, "closures", FaultCode.MISSING, "from")
            return None
        told = {key: item for key, _, item in value.items}
        for key, at, _ in value.items:
            if key not in _CLOSURE_KEYS:
                self._fault(at, "closures", FaultCode.UNKNOWN_KEY, key)
        begins, ends = _moment(told.get("from"), last=False), _moment(told.get("to"), last=True)
        province, name = told.get("province"), told.get("why") or ""
        for key, moment in (("from", begins), ("to", ends)):
            if moment is None:
                self._fault(line, key, FaultCode.MOMENT, told.get(key))
        if begins and ends and begins >= ends:
            self._fault(line, "closures", FaultCode.REVERSED, told.get("to"))
        if province is not None and not (isinstance(province, str) and province in self._provinces):
            self._fault(line, "province", FaultCode.PROVINCE, province)
        if not isinstance(name, str) or len(name) > LONGEST_NAME:
            self._fault(line, "why", FaultCode.NAME)
        if begins is None or ends is None or begins >= ends:
            return None
        return Closure(begins, ends, province if isinstance(province, str) else None, str(name))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2026-01-02") else None
    except ValueError:
        return None


def _moment(value: object, *, last: bool) -> datetime | None:
    """A moment in Viet Nam; of a day its begin, or, as the `last` day, its end."""
    try:
        if (day := _day(value)) is not None:
            return datetime.combine(day + timedelta(days=last), time(), VIETNAM)
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        if moment is None or moment.tzinfo is None:
            return moment and moment.replace(tzinfo=VIETNAM)
        return moment.astimezone(VIETNAM)
    except (ValueError, OverflowError):  # not a moment, or one at the end of the calendar
        return None
