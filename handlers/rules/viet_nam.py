"""The days off of Viet Nam (Labour Code 2019, article 112), and the swaps announced for public offices.

The `holidays` package knows the lunar year, substitute days and most swaps; what it lacks stands in `swaps.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

import yaml

FIRST_YEAR, LAST_YEAR = 2000, 2099
"""The years in which it is known when Tết is."""


class VietNam:
    """`handlers.rules.calendar.Days` of Viet Nam."""

    def off(self, day: date) -> str | None:
        """What the day off is called; None for a day that is none."""
        return _swaps()[0].get(day) or _of(day.year)[0].get(day)

    def made_up(self, day: date) -> str | None:
        """Which day off is made up for on this weekend's day; None where none is."""
        return _swaps()[1].get(day) or _of(day.year)[1].get(day)


@cache
def _of(year: int) -> tuple[Mapping[date, str], Mapping[date, str]]:
    """Days off with their names, days made up with what for; of one year."""
    from holidays.countries.vietnam import Vietnam  # some hundred countries: a second when it is first needed

    off: dict[date, str] = {}
    made_up: dict[date, str] = {}
    for near in (year - 1, year, year + 1):  # a day may be made up for in the year before, or after
        known = Vietnam(years=near, language="vi")  # type: ignore[no-untyped-call]
        off |= {day: name for day, name in known.items() if day.year == year}
        made_up |= {day: "" for day in known.weekend_workdays if day.year == year}
    return off, made_up


@cache
def _swaps() -> tuple[Mapping[date, str], Mapping[date, str]]:
    announced = yaml.safe_load((files("handlers.rules") / "swaps.yaml").read_text("utf-8"))
    return announced["days_off"], announced["working_days"]
