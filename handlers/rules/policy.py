"""How long an answer may take: `clock:24h`, `working:8h` or `working:1d`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

MOST = 9999
_TYPED = re.compile(r"(clock|working):([0-9]{1,5})([hd])")


class Measure(StrEnum):
    """What is counted."""

    CLOCK_HOURS = "clock-hours"
    """hours, day and night"""
    WORKING_HOURS = "working-hours"
    """hours in which offices work"""
    WORKING_DAYS = "working-days"
    """working days after the day of asking, which is not counted (Civil Code 2015, article 147, clause 2)"""


_OF = {
    ("clock", "h"): Measure.CLOCK_HOURS,
    ("working", "h"): Measure.WORKING_HOURS,
    ("working", "d"): Measure.WORKING_DAYS,
}
_WRITTEN = {measure: written for written, measure in _OF.items()}


@dataclass(frozen=True, slots=True)
class Policy:
    """So many hours or days. Raises ValueError for none, or more than `MOST`."""

    measure: Measure
    amount: int

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= MOST:
            raise ValueError(f"from 1 to {MOST}")

    def __str__(self) -> str:
        kind, unit = _WRITTEN[self.measure]
        return f"{kind}:{self.amount}{unit}"


def read(typed: str) -> Policy:
    """A policy as it is written. Raises ValueError for anything else."""
    found = _TYPED.fullmatch(typed)
    if found is None or (found[1], found[3]) not in _OF:
        raise ValueError(typed)
    return Policy(_OF[found[1], found[3]], int(found[2]))
