"""When an answer is due: each case reckoned by hand, from the law and the calendar on the wall.

Moments without an offset are Viet Nam's. March 2026 has no holiday; the 2nd is a Monday. A working day has eight
hours: 07:30–11:30 and 13:00–17:00.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from handlers.clock import VIETNAM
from handlers.rules import policy
from handlers.rules.calendar import Calendar, Closure, Reason, Session
from handlers.rules.deadline import Deadline, NeverDueError, Pause, compute
from handlers.rules.viet_nam import VietNam

STANDARD = Calendar(VietNam())

CLOCK = [
    ("2026-03-02T09:00", 24, "2026-03-03T09:00"),
    ("2026-03-06T16:59", 24, "2026-03-07T16:59"),  # Friday to Saturday: hours by the clock know no weekend
    ("2026-03-02T23:30", 1, "2026-03-03T00:30"),
    ("2026-02-16T08:00", 24, "2026-02-17T08:00"),  # nor Tết
    ("2026-12-31T12:00", 48, "2027-01-02T12:00"),
    ("2027-02-28T10:00", 24, "2027-03-01T10:00"),
    ("2028-02-28T10:00", 24, "2028-02-29T10:00"),
    ("2028-02-29T10:00", 24, "2028-03-01T10:00"),
    ("2026-03-02T00:00", 9999, "2027-04-22T15:00"),  # 416 days and 15 hours: 365 to 02/03/2027, 51 more
    ("2026-03-02T09:00:00.000001", 24, "2026-03-03T09:00:00.000001"),
    ("2026-12-31T17:00:00Z", 24, "2027-01-02T00:00"),
]

HOURS = [
    ("2026-03-02T07:30", 8, "2026-03-02T17:00"),
    ("2026-03-02T00:00", 8, "2026-03-02T17:00"),
    ("2026-03-02T09:00", 8, "2026-03-03T09:00"),  # 2.5 + 4 today, 1.5 tomorrow
    ("2026-03-02T16:59", 8, "2026-03-03T16:59"),  # a minute today; 4 and 3:59 tomorrow
    ("2026-03-02T17:00", 8, "2026-03-03T17:00"),
    ("2026-03-02T11:30", 8, "2026-03-03T11:30"),
    ("2026-03-02T12:15", 8, "2026-03-03T11:30"),  # lunch
    ("2026-03-02T13:00", 8, "2026-03-03T11:30"),
    ("2026-03-02T07:30", 4, "2026-03-02T11:30"),  # ends with the session, not when the next begins
    ("2026-03-02T11:30", 4, "2026-03-02T17:00"),
    ("2026-03-02T13:00", 4, "2026-03-02T17:00"),
    ("2026-03-02T11:29", 1, "2026-03-02T13:59"),
    ("2026-03-02T10:30", 1, "2026-03-02T11:30"),
    ("2026-03-02T16:30", 1, "2026-03-03T08:00"),
    ("2026-03-02T22:00", 8, "2026-03-03T17:00"),  # night
    ("2026-03-02T23:59:59", 8, "2026-03-03T17:00"),
    ("2026-03-06T16:00", 8, "2026-03-09T16:00"),  # Friday: one hour, the rest on Monday
    ("2026-03-07T10:00", 8, "2026-03-09T17:00"),  # Saturday
    ("2026-03-08T23:59", 8, "2026-03-09T17:00"),  # Sunday
    ("2026-03-02T07:30", 40, "2026-03-06T17:00"),
    ("2026-03-02T07:30", 41, "2026-03-09T08:30"),
    ("2026-02-13T16:30", 8, "2026-02-23T16:30"),  # Tết 2026: off from Saturday 14 to Sunday 22 February
    ("2026-02-17T10:00", 8, "2026-02-23T17:00"),  # asked on the first day of the year
    ("2027-02-03T16:00", 8, "2027-02-11T16:00"),  # Tết 2027: off from Thursday 4 to Wednesday 10 February
    ("2026-08-21T16:00", 8, "2026-08-22T16:00"),  # Saturday 22/08 is made up for Monday 31/08
    ("2026-08-28T16:30", 8, "2026-09-03T16:30"),  # off from Saturday 29/08 to Wednesday 02/09
    ("2026-01-09T13:00", 8, "2026-01-10T11:30"),  # Saturday 10/01 is made up for Friday 02/01
    ("2026-01-02T09:00", 8, "2026-01-05T17:00"),
    ("2028-02-28T16:00", 8, "2028-02-29T16:00"),
    ("2027-02-26T16:00", 8, "2027-03-01T16:00"),
    ("2026-03-02T00:00:00Z", 8, "2026-03-02T17:00"),  # 07:00 in Viet Nam
    ("2026-03-01T17:30:00Z", 8, "2026-03-02T17:00"),  # 00:30 on Monday
    ("2026-03-02T10:00:00Z", 8, "2026-03-03T17:00"),  # 17:00
    ("2026-03-02T09:59:59Z", 8, "2026-03-03T16:59:59"),
    ("2026-03-02T16:59:59.500", 1, "2026-03-03T08:29:59.500"),
    ("2026-03-02T16:59:59.999999", 8, "2026-03-03T16:59:59.999999"),
]

DAYS = [
    ("2026-03-02T09:00", 1, "2026-03-03T17:00"),
    ("2026-03-02T00:00", 1, "2026-03-03T17:00"),
    ("2026-03-02T16:59", 1, "2026-03-03T17:00"),
    ("2026-03-02T17:00", 1, "2026-03-03T17:00"),
    ("2026-03-02T23:59:59.999999", 1, "2026-03-03T17:00"),
    ("2026-03-06T09:00", 1, "2026-03-09T17:00"),  # Friday, Saturday, Sunday: Monday
    ("2026-03-07T09:00", 1, "2026-03-09T17:00"),
    ("2026-03-08T23:59", 1, "2026-03-09T17:00"),
    ("2026-03-02T09:00", 5, "2026-03-09T17:00"),
    ("2026-03-05T09:00", 2, "2026-03-09T17:00"),
    ("2026-02-13T16:30", 1, "2026-02-23T17:00"),  # Tết 2026
    ("2026-02-12T09:00", 2, "2026-02-23T17:00"),
    ("2026-02-18T09:00", 1, "2026-02-23T17:00"),
    ("2027-02-03T09:00", 1, "2027-02-11T17:00"),  # Tết 2027
    ("2027-02-02T09:00", 2, "2027-02-11T17:00"),
    ("2027-02-06T00:00", 1, "2027-02-11T17:00"),
    ("2026-08-21T09:00", 1, "2026-08-22T17:00"),  # làm bù on a Saturday
    ("2026-08-22T09:00", 1, "2026-08-24T17:00"),
    ("2026-08-28T09:00", 1, "2026-09-03T17:00"),
    ("2025-12-31T16:00", 1, "2026-01-05T17:00"),  # Thursday 1 and Friday 2 are off
    ("2026-01-09T09:00", 1, "2026-01-10T17:00"),
    ("2026-01-10T09:00", 1, "2026-01-12T17:00"),
    ("2026-04-24T09:00", 1, "2026-04-28T17:00"),  # Hùng Kings on Sunday 26, so Monday 27 is off instead
    ("2026-04-29T09:00", 1, "2026-05-04T17:00"),
    ("2026-11-23T09:00", 1, "2026-11-25T17:00"),  # 24/11, a day off since 2026
    ("2027-12-31T09:00", 1, "2028-01-04T17:00"),  # New Year on a Saturday, Monday instead
    ("2028-02-28T09:00", 1, "2028-02-29T17:00"),
    ("2028-02-29T09:00", 1, "2028-03-01T17:00"),
    ("2026-03-02T17:00:00Z", 1, "2026-03-04T17:00"),  # 00:00 on Tuesday
    ("2026-03-02T16:59:59Z", 1, "2026-03-03T17:00"),  # still Monday
    ("2026-12-31T17:00:00Z", 1, "2027-01-04T17:00"),  # New Year's Day, a Friday
    ("2026-03-06T23:30:00-05:00", 1, "2026-03-09T17:00"),  # Saturday 11:30
    ("2026-03-03T05:00:00+14:00", 1, "2026-03-03T17:00"),  # Monday 22:00
]

PAUSED = [
    ("2026-03-02T09:00", "clock:24h", ["2026-03-02T10:00/2026-03-02T12:00"], "2026-03-03T11:00"),
    ("2026-03-02T09:00", "clock:24h", ["2026-03-02T08:00/2026-03-02T10:00"], "2026-03-03T10:00"),  # begun before
    ("2026-03-02T09:00", "clock:24h", ["2026-03-02T08:00/2026-03-02T09:00"], "2026-03-03T09:00"),
    ("2026-03-02T09:00", "clock:24h", ["2026-03-03T09:00/2026-03-04T09:00"], "2026-03-03T09:00"),  # from its end on
    ("2026-03-02T09:00", "clock:24h", ["2026-03-03T08:59/2026-03-04T09:00"], "2026-03-04T09:01"),
    # Two that overlap are 10:00–13:00.
    ("2026-03-02T09:00", "clock:24h", ["2026-03-02T11:00/2026-03-02T13:00", "2026-03-02T10:00/2026-03-02T12:00"],
     "2026-03-03T12:00"),
    ("2026-03-02T07:30", "working:8h", ["2026-03-02T09:00/2026-03-02T10:00"], "2026-03-03T08:30"),
    ("2026-03-02T07:30", "working:8h", ["2026-03-02T11:30/2026-03-02T13:00"], "2026-03-02T17:00"),  # over lunch
    ("2026-03-02T07:30", "working:8h", ["2026-03-02T11:00/2026-03-02T13:30"], "2026-03-03T08:30"),  # 30 minutes twice
    ("2026-03-02T13:00", "working:8h", ["2026-03-02T17:00/2026-03-03T07:30"], "2026-03-03T11:30"),  # over night
    # Friday one hour; Monday 10:00–11:30 and 13:00–17:00 make 6.5; Tuesday 1.5.
    ("2026-03-06T15:00", "working:8h", ["2026-03-06T16:00/2026-03-09T10:00"], "2026-03-10T09:00"),
    ("2026-03-02T07:30", "working:8h", ["2026-03-02T17:00/2026-03-03T17:00"], "2026-03-02T17:00"),
    ("2026-03-02T09:00", "working:1d", ["2026-03-03T08:00/2026-03-03T16:00"], "2026-03-03T17:00"),  # no whole day
    ("2026-03-02T09:00", "working:1d", ["2026-03-03T07:31/2026-03-03T17:00"], "2026-03-03T17:00"),
    ("2026-03-02T09:00", "working:1d", ["2026-03-03T07:30/2026-03-03T17:00"], "2026-03-04T17:00"),
    ("2026-03-02T09:00", "working:1d", ["2026-03-03T00:00/2026-03-04T00:00"], "2026-03-04T17:00"),
    ("2026-03-02T09:00", "working:1d", ["2026-03-02T17:00:00Z/2026-03-03T17:00:00Z"], "2026-03-04T17:00"),
    ("2026-03-02T09:00", "working:1d", ["2026-03-02T15:00/2026-03-04T09:00"], "2026-03-04T17:00"),  # Tuesday wholly
    ("2026-03-02T09:00", "working:1d", ["2026-03-02T15:00/2026-03-05T09:00"], "2026-03-05T17:00"),  # and Wednesday
    # Together they cover Tuesday; with a minute between them they do not.
    ("2026-03-02T09:00", "working:1d", ["2026-03-03T07:30/2026-03-03T11:30", "2026-03-03T13:00/2026-03-03T17:00"],
     "2026-03-04T17:00"),
    ("2026-03-02T09:00", "working:1d", ["2026-03-03T07:30/2026-03-03T11:00", "2026-03-03T11:01/2026-03-03T17:00"],
     "2026-03-03T17:00"),
    ("2026-03-06T09:00", "working:1d", ["2026-03-07T00:00/2026-03-09T00:00"], "2026-03-09T17:00"),  # the weekend
    ("2026-02-13T16:30", "working:1d", ["2026-02-14T00:00/2026-02-23T07:00"], "2026-02-23T17:00"),  # Tết
    ("2026-02-13T16:30", "working:1d", ["2026-02-14T00:00/2026-02-24T00:00"], "2026-02-24T17:00"),
    ("2026-03-02T09:00", "working:1d", ["2026-03-01T00:00/2026-03-03T00:00"], "2026-03-03T17:00"),  # Monday
    ("2026-03-02T09:00", "working:1d", ["2026-03-03T17:00/2026-03-06T09:00"], "2026-03-03T17:00"),  # after it is due
    ("2026-03-02T09:00", "working:2d", ["2026-03-04T00:00/2026-03-05T00:00"], "2026-03-05T17:00"),
]  # fmt: skip

# Closures of Lạng Sơn (20): moments, province of the closure, province of the asker.
CLOSED = [
    ("2026-03-02T09:00", "working:1d", "2026-03-03T00:00/2026-03-04T00:00", "20", "20", "2026-03-04T17:00"),
    ("2026-03-02T09:00", "working:1d", "2026-03-03T07:30/2026-03-03T17:00", "20", "20", "2026-03-04T17:00"),
    ("2026-03-02T09:00", "working:1d", "2026-03-03T00:00/2026-03-04T00:00", "20", "04", "2026-03-03T17:00"),
    ("2026-03-02T09:00", "working:1d", "2026-03-03T00:00/2026-03-04T00:00", "20", None, "2026-03-03T17:00"),
    ("2026-03-02T09:00", "working:1d", "2026-03-03T00:00/2026-03-04T00:00", None, None, "2026-03-04T17:00"),
    ("2026-03-02T09:00", "working:1d", "2026-03-03T07:00/2026-03-03T15:00", "20", "20", "2026-03-03T17:00"),
    # The last session that is held ends at 15:00, or at 11:30.
    ("2026-03-02T09:00", "working:1d", "2026-03-03T15:00/2026-03-03T18:00", "20", "20", "2026-03-03T15:00"),
    ("2026-03-02T09:00", "working:1d", "2026-03-03T12:00/2026-03-04T07:00", "20", "20", "2026-03-03T11:30"),
    # One hour on Monday, two on Tuesday, five on Wednesday.
    ("2026-03-02T16:00", "working:8h", "2026-03-03T07:30/2026-03-03T15:00", "20", "20", "2026-03-04T14:00"),
    # One on Monday, 2.5 + 4 on Wednesday, half of one on Thursday.
    ("2026-03-02T15:00", "working:8h", "2026-03-02T16:00/2026-03-04T09:00", "20", "20", "2026-03-05T08:00"),
    ("2026-03-02T09:00", "working:8h", "2026-03-02T11:30/2026-03-02T13:00", "20", "20", "2026-03-03T09:00"),
    ("2026-03-02T09:00", "clock:24h", "2026-03-02T00:00/2026-03-05T00:00", "20", "20", "2026-03-03T09:00"),
]


def moment(written: str) -> datetime:
    at = datetime.fromisoformat(written)
    return at if at.tzinfo else at.replace(tzinfo=VIETNAM)


def pause(written: str) -> Pause:
    begins, _, ends = written.partition("/")
    return Pause(moment(begins), moment(ends))


def closure(written: str, province: str | None = None) -> Closure:
    begins, _, ends = written.partition("/")
    return Closure(moment(begins), moment(ends), province, "bão")


def due(
    asked: str, by: str, calendar: Calendar = STANDARD, province: str | None = None, pauses: list[str] | None = None
) -> Deadline:
    """The deadline; whatever it is, its timeline must be whole and say what counted."""
    found = compute(moment(asked), policy.read(by), calendar, province, [pause(each) for each in pauses or ()])
    assert found.spans[0].begins == moment(asked)
    assert found.spans[-1].ends == found.due
    assert all(one.ends == other.begins for one, other in zip(found.spans, found.spans[1:], strict=False))
    assert all(span.begins < span.ends for span in found.spans)
    if by.endswith("h"):
        assert found.counted == timedelta(hours=policy.read(by).amount)
    return found


@pytest.mark.parametrize(("asked", "hours", "expected"), CLOCK)
def test_hours_by_the_clock(asked: str, hours: int, expected: str) -> None:
    assert due(asked, f"clock:{hours}h").due == moment(expected)


@pytest.mark.parametrize(("asked", "hours", "expected"), HOURS)
def test_working_hours(asked: str, hours: int, expected: str) -> None:
    assert due(asked, f"working:{hours}h").due == moment(expected)


@pytest.mark.parametrize(("asked", "days", "expected"), DAYS)
def test_working_days(asked: str, days: int, expected: str) -> None:
    assert due(asked, f"working:{days}d").due == moment(expected)


@pytest.mark.parametrize(("asked", "by", "pauses", "expected"), PAUSED)
def test_pauses(asked: str, by: str, pauses: list[str], expected: str) -> None:
    assert due(asked, by, pauses=pauses).due == moment(expected)
    assert due(asked, by, pauses=pauses[::-1]).due == moment(expected)


@pytest.mark.parametrize(("asked", "by", "shut", "of", "province", "expected"), CLOSED)
def test_closures(asked: str, by: str, shut: str, of: str | None, province: str | None, expected: str) -> None:
    calendar = replace(STANDARD, closures=(closure(shut, of),))
    assert due(asked, by, calendar, province).due == moment(expected)


def test_closures_and_pauses_that_cover_a_day_together() -> None:
    halves = (closure("2026-03-03T00:00/2026-03-03T12:00"), closure("2026-03-03T11:00/2026-03-03T23:00"))
    assert due("2026-03-02T09:00", "working:1d", replace(STANDARD, closures=halves)).due == moment("2026-03-04T17:00")
    one = replace(STANDARD, closures=halves[:1])
    paused = due("2026-03-02T09:00", "working:1d", one, pauses=["2026-03-03T12:00/2026-03-03T18:00"])
    assert paused.due == moment("2026-03-04T17:00")


def test_sessions_of_ones_own() -> None:
    mornings = replace(STANDARD, sessions=(Session(time(8), time(12)),))
    assert due("2026-03-02T08:00", "working:8h", mornings).due == moment("2026-03-03T12:00")
    assert due("2026-03-02T12:00", "working:1d", mornings).due == moment("2026-03-03T12:00")
    three = replace(STANDARD, sessions=(*STANDARD.sessions, Session(time(18), time(20))))
    assert due("2026-03-02T16:00", "working:2h", three).due == moment("2026-03-02T19:00")
    assert due("2026-03-02T23:00", "working:1d", three).due == moment("2026-03-03T20:00")
    with pytest.raises(ValueError, match="same day"):
        Session(time(22), time(6))


def test_weeks_of_ones_own() -> None:
    six_days = replace(STANDARD, weekdays=frozenset(range(6)))
    assert due("2026-03-06T09:00", "working:1d", six_days).due == moment("2026-03-07T17:00")
    # Saturdays until 11:30: an hour on Friday, four on Saturday, three on Monday.
    mornings = replace(six_days, sessions_on={5: (Session(time(7, 30), time(11, 30)),)})
    assert due("2026-03-06T16:00", "working:8h", mornings).due == moment("2026-03-09T10:30")
    assert due("2026-03-06T09:00", "working:1d", mornings).due == moment("2026-03-07T11:30")
    # A Saturday that is made up is worked in full.
    assert due("2026-08-21T09:00", "working:1d", mornings).due == moment("2026-08-22T17:00")


def test_days_of_ones_own_go_before_the_countrys() -> None:
    off = replace(STANDARD, off={date(2026, 3, 3): "nghỉ", date(2026, 8, 22): "nghỉ"})
    assert due("2026-03-02T09:00", "working:1d", off).due == moment("2026-03-04T17:00")
    assert due("2026-08-21T09:00", "working:1d", off).due == moment("2026-08-24T17:00")
    worked = replace(STANDARD, worked={date(2026, 3, 7): "làm bù", date(2026, 2, 20): "trực Tết"})
    assert due("2026-03-06T09:00", "working:1d", worked).due == moment("2026-03-07T17:00")
    assert due("2026-02-13T16:30", "working:1d", worked).due == moment("2026-02-20T17:00")


def test_a_policy_or_calendar_that_changes_mid_way_holds_from_the_moment_of_asking() -> None:
    asked = "2026-03-06T16:00"
    assert due(asked, "clock:24h").due == moment("2026-03-07T16:00")
    assert due(asked, "working:8h").due == moment("2026-03-09T16:00")
    storm = replace(STANDARD, closures=(closure("2026-03-09T00:00/2026-03-10T00:00", "20"),))
    assert due(asked, "working:8h", storm, "20").due == moment("2026-03-10T16:00")


def test_a_calendar_without_work_is_never_due() -> None:
    for by in ("working:1h", "working:1d"):
        with pytest.raises(NeverDueError):
            due("2026-03-02T09:00", by, replace(STANDARD, weekdays=frozenset(), days=_NoDays()))


def test_the_timeline_says_why() -> None:
    told = due("2026-08-28T16:30", "working:1h")
    assert [(span.counted, span.reason, span.name) for span in told.spans] == [
        (True, Reason.SESSION, ""),
        (False, Reason.HOURS, ""),
        (False, Reason.WEEKEND, ""),
        (False, Reason.HOLIDAY, "Ngày nghỉ (thay cho ngày 22/08/2026)"),
        (False, Reason.HOLIDAY, "Quốc khánh"),
        (False, Reason.HOURS, ""),
        (True, Reason.SESSION, ""),
    ]
    days = due("2026-03-02T10:00", "working:1d", pauses=["2026-03-03T07:00/2026-03-03T17:30"])
    assert [(span.counted, span.reason) for span in days.spans] == [
        (False, Reason.ASKED),
        (False, Reason.HOURS),
        (False, Reason.PAUSE),
        (False, Reason.BREAK),
        (False, Reason.PAUSE),
        (False, Reason.HOURS),
        (True, Reason.SESSION),
        (False, Reason.BREAK),
        (True, Reason.SESSION),
    ]


class _NoDays:
    """A country without days off."""

    def off(self, day: date) -> str | None:
        return None

    def made_up(self, day: date) -> str | None:
        return None
