"""Days of the year in small; all of it is `make year`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.db import Database
from tests.year.almanac import Size
from tests.year.run import year

SMALL = Size(
    days=8, questions=40, provinces=2, cadres=4, absences=3, calendar_edits=3, policy_changes=2, outages=1, sweepers=2
)


async def test_days_of_it(seeded_db: Database) -> None:
    verdict = await year(seeded_db, SMALL, 7)
    assert verdict.faults == []
    assert verdict.questions == 40
    assert {"reminder", "due", "moved"} <= set(verdict.raised)


@pytest.mark.slow
async def test_six_weeks_of_it(seeded_db: Database) -> None:
    verdict = await year(seeded_db, replace(SMALL, days=42, questions=150, calendar_edits=8, sweepers=4), 7)
    assert verdict.faults == []
    assert {"reminder", "due", "desk", "leader", "repeat", "moved", "waited"} <= set(verdict.raised)
