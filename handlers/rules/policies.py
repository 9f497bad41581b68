"""What a ministry has laid down about answering: within how long, what the clock says when, and by which calendar.

Kept as plain data (JSON), a new version with each change; read back strictly, so that a damaged one is noticed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from handlers.clock import VIETNAM
from handlers.rules import policy
from handlers.rules.calendar import Calendar, Closure, Days, Session
from handlers.rules.ladder import MOST_STEPS, STANDARD, Step, Who
from handlers.rules.policy import Measure, Policy

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Within:
    """How long what may take; what is None has no clock."""

    answer: Policy
    """the first written answer, and that of each reopening"""
    resolution: Policy | None = None
    """from asking until its asker says that it is solved, or lets it rest"""
    desk: Policy | None = None
    """at the desk to which it was handed up; None: as long as the first answer"""


@dataclass(frozen=True, slots=True)
class Policies:
    """What holds for all fields of a ministry, and for single ones."""

    within: Within
    fields: Mapping[str, Within] = field(default_factory=dict)
    ladder: tuple[Step, ...] = STANDARD
    waits: Policy = Policy(Measure.CLOCK_HOURS, 72)  # noqa: RUF009 - frozen
    """For how long in all the clock may stand while the next word is the asker's."""
    quiet: bool = False
    """Alerts are told in working hours alone; the record is made on time."""
    digests: bool | None = None
    """Whether its people hear each morning and evening how things stand; None: as the operator says."""

    def of(self, field_code: str | None) -> Within:
        """What holds for a field."""
        return self.fields.get(field_code or "", self.within)


def to_json(found: Policies) -> dict[str, Any]:
    """As it is kept."""
    return {
        "within": _within_to_json(found.within),
        "fields": {code: _within_to_json(each) for code, each in found.fields.items()},
        "ladder": [{"name": s.name, "at": s.at, "tell": [who.value for who in s.tell]} for s in found.ladder],
        "waits": str(found.waits),
        "quiet": found.quiet,
        "digests": found.digests,
    }


def from_json(kept: Json) -> Policies:
    """As it was kept. Raises ValueError, KeyError or TypeError for anything else."""
    ladder = tuple(Step(s["name"], s["at"], tuple(Who(who) for who in s["tell"])) for s in kept["ladder"])
    if not ladder or len({step.name for step in ladder}) != len(ladder) or len(ladder) > MOST_STEPS:
        raise ValueError("a ladder has one to ten steps of different names")
    digests = kept.get("digests")
    if digests is not None and not isinstance(digests, bool):
        raise TypeError("digests are on, off, or left to the operator")
    return Policies(
        _within_from_json(kept["within"]),
        {code: _within_from_json(each) for code, each in kept["fields"].items()},
        ladder,
        policy.read(kept["waits"]),
        bool(kept["quiet"]),
        digests,
    )


def _within_to_json(found: Within) -> dict[str, str | None]:
    return {
        "answer": str(found.answer),
        "resolution": str(found.resolution) if found.resolution else None,
        "desk": str(found.desk) if found.desk else None,
    }


def _within_from_json(kept: Json) -> Within:
    resolution, desk = kept.get("resolution"), kept.get("desk")
    return Within(
        policy.read(kept["answer"]),
        policy.read(resolution) if resolution else None,
        policy.read(desk) if desk else None,
    )


def calendar_to_json(found: Calendar) -> dict[str, Any]:
    """A calendar as it is kept, without the days of the country."""
    return {
        "sessions": _sessions_to_json(found.sessions),
        "weekdays": sorted(found.weekdays),
        "sessions_on": {str(day): _sessions_to_json(own) for day, own in sorted(found.sessions_on.items())},
        "off": {day.isoformat(): name for day, name in sorted(found.off.items())},
        "worked": {day.isoformat(): name for day, name in sorted(found.worked.items())},
        "closures": [
            {"from": c.begins.isoformat(), "to": c.ends.isoformat(), "province": c.province, "why": c.name}
            for c in found.closures
        ],
    }


def calendar_from_json(kept: Json, days: Days) -> Calendar:
    """A calendar as it was kept. Raises ValueError, KeyError or TypeError for anything else."""
    return Calendar(
        days,
        sessions=_sessions_from_json(kept["sessions"]),
        weekdays=frozenset(kept["weekdays"]),
        sessions_on={int(day): _sessions_from_json(own) for day, own in kept["sessions_on"].items()},
        off={date.fromisoformat(day): name for day, name in kept["off"].items()},
        worked={date.fromisoformat(day): name for day, name in kept["worked"].items()},
        closures=tuple(
            Closure(_moment(c["from"]), _moment(c["to"]), c["province"], c["why"]) for c in kept["closures"]
        ),
    )


def _sessions_to_json(found: Sequence[Session]) -> list[list[str]]:
    return [[f"{s.begins:%H:%M}", f"{s.ends:%H:%M}"] for s in found]


def _sessions_from_json(kept: Sequence[Sequence[str]]) -> tuple[Session, ...]:
    return tuple(Session(time.fromisoformat(begins), time.fromisoformat(ends)) for begins, ends in kept)


def _closure(kept: Json) -> Closure:
    return Closure(_moment(kept["from"]), _moment(kept["to"]), kept["province"], kept["why"])


def _moment(kept: str) -> datetime:
    return datetime.fromisoformat(kept).astimezone(VIETNAM)
