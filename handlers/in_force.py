"""What holds today: how long the people of a ministry may take, what the clock says when, and by which calendar."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from handlers.rules import policies
from handlers.rules.calendar import Calendar
from handlers.rules.policies import Policies, Within
from handlers.rules.policy import Measure, Policy
from handlers.rules.viet_nam import VietNam
from storage import rulings
from storage.db import Tx
from storage.rulings import Kind

log = logging.getLogger(__name__)

STANDARD = Calendar(VietNam())
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a ministry's people go by; `ruling` is the newest version of anything, 0 where all is as it comes."""

    ministry: str
    ruling: int
    policies: Policies
    calendar: Calendar


class InForce:
    """Reads what holds. Versions never change, so each is read once."""

    def __init__(self) -> None:
        self._read: dict[int, Any] = {}

    async def of(self, tx: Tx, ministry: str, hours: int, up_to: int | None = None) -> Rules:
        """What holds for a ministry, or held when `up_to` was the newest ruling.

        `hours` for an answer where it has laid down nothing.
        """
        newest = await rulings.newest(tx, ministry, up_to)
        found = Policies(Within(Policy(Measure.CLOCK_HOURS, hours)))
        if policy := newest.get(Kind.POLICY):
            found = await self._kept(tx, policy, policies.from_json, found)
        calendar = STANDARD
        if laid_down := newest.get(Kind.CALENDAR):
            calendar = await self._kept(tx, laid_down, _calendar, STANDARD)
        return Rules(ministry, max(newest.values(), default=0), found, calendar)

    async def _kept(self, tx: Tx, ruling: int, read: Callable[[Mapping[str, Any]], T], otherwise: T) -> T:
        if ruling not in self._read:
            try:
                self._read[ruling] = read(await rulings.content(tx, ruling))
            except (ValueError, KeyError, TypeError):
                # Nobody could ask any more: what comes as standard holds until it is laid down anew.
                log.exception("what was laid down cannot be read", extra={"ruling": ruling})
                self._read[ruling] = otherwise
        kept: T = self._read[ruling]
        return kept


def _calendar(kept: Mapping[str, Any]) -> Calendar:
    return policies.calendar_from_json(kept, STANDARD.days)


def as_standard(rules: Rules) -> Rules:
    """The same by the days of the country alone: where nothing would ever be due by the ministry's own."""
    return replace(rules, calendar=STANDARD)
