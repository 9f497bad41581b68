"""The same on PostgreSQL: each life begins when the leases of the one before are over."""

from __future__ import annotations

from tests.crash.campaign import yard
from tests.postgres import Postgres


async def test_deaths_on_postgresql(postgres: Postgres) -> None:
    async with yard(postgres) as made:
        tally = await made.campaign(deaths=100, seed=9)
    assert tally.faults == []
    assert tally.deaths >= 100
