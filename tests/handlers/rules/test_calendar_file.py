"""A calendar of one's own, as a file: what it makes of the standard one, and what is said of a faulty one."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from faq.places import Gazetteer
from handlers import timeline
from handlers.clock import VIETNAM
from handlers.rules.calendar import STANDARD_SESSIONS, Calendar, Closure, Session
from handlers.rules.calendar_file import BadCalendarError, CalendarFault, FaultCode, read
from handlers.rules.viet_nam import VietNam
from handlers.wording import LOCALES, words

STANDARD = Calendar(VietNam())

WHOLE = """
sessions: [7:00-11:30, "13:30 – 17:00"]
weekdays: [T2, thứ ba, wed, Thứ 5, FRI]
sessions_on:
  sat: 07:30-11:30
days_off:
  2026-03-03: ngày truyền thống
  2026-03-04:
working_days: [2026-03-07]
closures:
  - {from: 2026-10-05, to: 2026-10-06, province: "20", why: bão số 10}
  - {from: 2026-10-07T13:00, to: 2026-10-07T10:00:00Z}
"""


def made(text: str) -> Calendar:
    return read(text, STANDARD, Gazetteer.from_package())


def faults(text: str) -> list[tuple[int, str, FaultCode, str]]:
    with pytest.raises(BadCalendarError) as refused:
        made(text)
    for locale in LOCALES:
        assert all(timeline.mend(words(locale), fault) for fault in refused.value.faults)
    return [(fault.line, fault.key, fault.code, fault.value) for fault in refused.value.faults]


def test_a_whole_file() -> None:
    calendar = made(WHOLE)
    assert calendar.sessions == (Session(time(7), time(11, 30)), Session(time(13, 30), time(17)))
    assert calendar.weekdays == frozenset(range(6))
    assert calendar.sessions_on == {5: (Session(time(7, 30), time(11, 30)),)}
    assert calendar.off == {date(2026, 3, 3): "ngày truyền thống", date(2026, 3, 4): ""}
    assert calendar.worked == {date(2026, 3, 7): ""}
    assert calendar.closures == (
        Closure(_at(10, 5), _at(10, 7), "20", "bão số 10"),  # the last day is shut, too
        Closure(_at(10, 7, 13), _at(10, 7, 17), None, ""),
    )


def test_what_a_file_does_not_name_stays() -> None:
    calendar = made("days_off: 2026-03-03")
    assert calendar.sessions == STANDARD_SESSIONS
    assert calendar.weekdays == frozenset(range(5))
    assert calendar.off == {date(2026, 3, 3): ""}
    assert calendar.days is STANDARD.days


def test_every_day_of_the_week_by_each_of_its_names() -> None:
    for names in ("mon tue wed thu fri sat sun", "T2 t3 T4 T5 T6 T7 CN"):
        assert made(f"weekdays: [{', '.join(names.split())}]").weekdays == frozenset(range(7))
    spoken = "thứ hai, thứ ba, thứ tư, thứ năm, thứ sáu, thứ bảy, chủ nhật"
    assert made(f"weekdays: [{spoken}]").weekdays == frozenset(range(7))
    assert made("weekdays: [thu]").weekdays == frozenset({3})


BAD = [
    ("", (1, "", FaultCode.NOT_A_CALENDAR, "")),
    ("# nothing", (1, "", FaultCode.NOT_A_CALENDAR, "")),
    ("- mon", (1, "", FaultCode.NOT_A_CALENDAR, "")),
    ("nghỉ", (1, "", FaultCode.NOT_A_CALENDAR, "")),
    ("a: 1\nb: ]", (2, "", FaultCode.UNREADABLE, "unreadable")),
    ("days_off: &a [2026-01-02]\nworking_days: *a", (1, "", FaultCode.UNREADABLE, "alias")),
    ("days_off: \x00", (1, "", FaultCode.UNREADABLE, "bad_characters")),
    ("dayoff: 2026-01-02", (1, "dayoff", FaultCode.UNKNOWN_KEY, "dayoff")),
    ("sessions:", (1, "sessions", FaultCode.SESSION, "")),
    ("sessions: []", (1, "sessions", FaultCode.MISSING, "")),
    ("sessions: [25:00-26:00]", (1, "sessions", FaultCode.SESSION, "25:00-26:00")),
    ("sessions: [22:00-06:00]", (1, "sessions", FaultCode.SESSION, "22:00-06:00")),
    ("sessions: [08:00-08:00]", (1, "sessions", FaultCode.SESSION, "08:00-08:00")),
    ("sessions: [8h-12h]", (1, "sessions", FaultCode.SESSION, "8h-12h")),
    ("sessions: {a: 08:00-12:00}", (1, "sessions", FaultCode.SESSION, "")),
    ("sessions: [13:00-17:00, 07:30-11:30]", (1, "sessions", FaultCode.SESSIONS_ORDER, "")),
    ("sessions: [07:30-12:00, 11:30-17:00]", (1, "sessions", FaultCode.SESSIONS_ORDER, "")),
    ("sessions_on: 08:00-12:00", (1, "sessions_on", FaultCode.WEEKDAY, "08:00-12:00")),
    ("sessions_on:\n  day: 08:00-12:00", (2, "weekdays", FaultCode.WEEKDAY, "day")),
    ("sessions_on:\n  sat: morning", (2, "sessions", FaultCode.SESSION, "morning")),
    ("weekdays:\n  - mon\n  - 8", (3, "weekdays", FaultCode.WEEKDAY, "8")),
    ("days_off: [02/01/2026]", (1, "days_off", FaultCode.DAY, "02/01/2026")),
    ("days_off: [2027-02-29]", (1, "days_off", FaultCode.DAY, "2027-02-29")),
    ("days_off:\n  - 2026-03-03: nghỉ", (2, "days_off", FaultCode.DAY, "")),
    ("days_off:\n  2026-01-05: [nghỉ]", (2, "days_off", FaultCode.NAME, "2026-01-05")),
    (f"days_off:\n  2026-01-05: {'x' * 201}", (2, "days_off", FaultCode.NAME, "2026-01-05")),
    ("days_off: 2026-01-05\nworking_days: 2026-01-05", (1, "working_days", FaultCode.BOTH, "2026-01-05")),
    ("closures: 2026-10-05", (1, "closures", FaultCode.MISSING, "from")),
    ("closures:\n  - from: 2026-10-05", (2, "to", FaultCode.MOMENT, "")),
    ("closures:\n  - {from: hôm qua, to: 2026-10-05}", (2, "from", FaultCode.MOMENT, "hôm qua")),
    ("closures:\n  - {from: 2026-10-05, to: 9999-12-31}", (2, "to", FaultCode.MOMENT, "9999-12-31")),
    ("closures:\n  - {from: '0001-01-01T00:00+14:00', to: 2026-10-05}",
     (2, "from", FaultCode.MOMENT, "0001-01-01T00:00+14:00")),
    ("closures:\n  - {from: 2026-10-06, to: 2026-10-05}", (2, "closures", FaultCode.REVERSED, "2026-10-05")),
    ("closures:\n  - {from: 2026-10-05, to: 2026-10-05, province: 99}", (2, "province", FaultCode.PROVINCE, "99")),
    ("closures:\n  - {from: 2026-10-05, to: 2026-10-05, province: ['20']}", (2, "province", FaultCode.PROVINCE, "")),
    ("closures:\n  - {from: 2026-10-05, to: 2026-10-05, province: '06040'}",
     (2, "province", FaultCode.PROVINCE, "06040")),
    ("closures:\n  - {from: 2026-10-05, to: 2026-10-05, why: [bão]}", (2, "why", FaultCode.NAME, "")),
    ("closures:\n  - {from: 2026-10-05, to: 2026-10-05, where: '20'}",
     (2, "closures", FaultCode.UNKNOWN_KEY, "where")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "fault"), BAD)
def test_a_faulty_file(text: str, fault: tuple[int, str, FaultCode, str]) -> None:
    assert faults(text) == [fault]


def test_every_fault_is_told_in_the_order_of_the_lines() -> None:
    told = faults("days_off: [x]\nnights: 1\nweekdays: [day]\nsessions: [y, z]")
    assert [line for line, *_ in told] == [1, 2, 3, 4, 4]
    assert {code for *_, code, _ in told} >= {FaultCode.DAY, FaultCode.UNKNOWN_KEY, FaultCode.WEEKDAY}


def test_each_kind_of_fault_has_words_in_both_languages() -> None:
    for code in FaultCode:
        assert words("vi").has(f"calendar-fault-{code.value}")
        assert "x" in timeline.mend(words("en"), CalendarFault(1, "x", code, "y"))


def _at(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=VIETNAM)
