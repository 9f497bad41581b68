"""A moment as people type it: `15:30`, `mai 8h`, `thứ hai 9h`, `3 giờ chiều nay`, `2 tiếng nữa`, `25/12 9h`. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from faq.text import bare
from handlers.clock import VIETNAM

FURTHEST = timedelta(days=90)
LONGEST = 60
"""Characters; what is longer is no moment."""


class Unfit(StrEnum):
    """Why what was typed is no moment to be reminded at."""

    UNREADABLE = "unreadable"
    PAST = "past"
    TOO_FAR = "too-far"


_AHEAD = re.compile(
    r"(?:sau|in)\s+(?P<a>\d{1,4})\s*(?P<u>[a-z]+)(?:\s+nua)?|(?P<b>\d{1,4})\s*(?P<v>[a-z]+)\s+nua", re.ASCII
)
_UNITS = {
    **dict.fromkeys(("phut", "p", "ph", "minute", "minutes", "min", "mins"), timedelta(minutes=1)),
    **dict.fromkeys(("gio", "g", "h", "tieng", "hour", "hours"), timedelta(hours=1)),
    **dict.fromkeys(("ngay", "day", "days"), timedelta(days=1)),
}
# Typed without marks, "toi" is the evening and himself: behind "nhac" it is he, unless a day follows.
_PREFIX = re.compile(
    r"(?:nhac|remind)(?:\s+(?:lai|minh|em|me|toi(?!\s+(?:nay|mai))))*(?:\s+(?:luc|vao|at|on))?\s+", re.ASCII
)
_TIME = re.compile(
    r"(?<![\d/.-])(?P<h>\d{1,2})(?:\s*:\s*(?P<m>\d{2})|\s*(?:h|g|gio)(?:\s*(?P<n>\d{2}))?)?\s*(?P<half>am|pm)?"
    r"(?![\w/.-])",
    re.ASCII,
)
_PART = re.compile(r"(?<!\w)(sang|trua|chieu|toi)(?!\w)", re.ASCII)
_PARTS = {"sang": time(8), "trua": time(12), "chieu": time(14), "toi": time(19)}
_LINKING = re.compile(r"(?<!\w)(?:luc|vao|at|on|buoi|ngay|this)(?!\w)|,", re.ASCII)
_DATE = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(\d{4}))?", re.ASCII)
_DAYS = {"": None, "nay": 0, "hom nay": 0, "today": 0, "mai": 1, "tomorrow": 1, "mot": 2, "kia": 2}
_WEEKDAYS = {
    name: number
    for number, names in enumerate((
        ("thu hai", "thu 2", "t2", "monday", "mon"), ("thu ba", "thu 3", "t3", "tuesday", "tue"),
        ("thu tu", "thu 4", "t4", "wednesday", "wed"), ("thu nam", "thu 5", "t5", "thursday", "thu"),
        ("thu sau", "thu 6", "t6", "friday", "fri"), ("thu bay", "thu 7", "t7", "saturday", "sat"),
        ("chu nhat", "cn", "sunday", "sun"),
    ))
    for name in names
}  # fmt: skip


def read(typed: str, now: datetime) -> datetime | Unfit:
    """The moment that is meant, always ahead; or why there is none."""
    said = bare(unicodedata.normalize("NFC", " ".join(typed.casefold().split())))
    if not said or len(said) > LONGEST:
        return Unfit.UNREADABLE
    if said.startswith(("nhac ", "remind ")):
        said = _PREFIX.sub("", f"{said}", count=1)
    ahead = _AHEAD.fullmatch(said)
    if ahead:
        unit = _UNITS.get(ahead["u"] or ahead["v"])
        return _fit(now + int(ahead["a"] or ahead["b"]) * unit, now) if unit else Unfit.UNREADABLE
    found = _at(said, now.astimezone(VIETNAM))
    return _fit(found, now) if isinstance(found, datetime) else found


def _at(said: str, here: datetime) -> datetime | Unfit:
    clock, rest = _clock(said)
    part = _PART.search(rest)
    rest = " ".join(_LINKING.sub(" ", _PART.sub(" ", rest, count=1)).split())
    if isinstance(clock, Unfit):
        return clock
    if clock is None:
        if not part and not rest:
            return Unfit.UNREADABLE
        clock = _PARTS[part[1]] if part else _PARTS["sang"]
    elif part and part[1] in ("chieu", "toi", "trua") and clock.hour < (6 if part[1] == "trua" else 12):
        clock = clock.replace(hour=clock.hour + 12)
    day = _day(rest, here, clock)
    return datetime.combine(day, clock, VIETNAM) if isinstance(day, date) else day


def _clock(said: str) -> tuple[time | Unfit | None, str]:
    """The time of day in it, and what else is said. A bare number is none."""
    for found in _TIME.finditer(said):
        if found["h"] == found[0].strip():
            continue
        hour, minute = int(found["h"]), int(found["m"] or found["n"] or 0)
        if found["half"] and not 1 <= hour <= 12:
            return Unfit.UNREADABLE, said
        if found["half"]:
            hour = hour % 12 + (12 if found["half"] == "pm" else 0)
        if hour > 23 or minute > 59:
            return Unfit.UNREADABLE, said
        return time(hour, minute), f"{said[: found.start()]} {said[found.end() :]}"
    return None, said


def _day(rest: str, here: datetime, clock: time) -> date | Unfit:
    today = here.date()
    if rest in _WEEKDAYS:
        ahead = (_WEEKDAYS[rest] - today.weekday()) % 7
        return today + timedelta(days=ahead or (0 if clock > here.time() else 7))
    if rest in _DAYS:
        days = _DAYS[rest]
        if days is None:  # a time alone: the next time that it is so late
            days = 0 if clock > here.time() else 1
        return today + timedelta(days=days)
    dated = _DATE.fullmatch(rest)
    if dated is None:
        return Unfit.UNREADABLE
    try:
        day = date(int(dated[3] or today.year), int(dated[2]), int(dated[1]))
        return day if dated[3] or day >= today else day.replace(year=today.year + 1)
    except ValueError:
        return Unfit.UNREADABLE


def _fit(at: datetime, now: datetime) -> datetime | Unfit:
    if at <= now:
        return Unfit.PAST
    return at if at - now <= FURTHEST else Unfit.TOO_FAR
