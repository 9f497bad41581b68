"""Deaths as a test: nothing lost, nothing twice unmarked. `make crash` has the many thousands.

On PostgreSQL there are fewer: each life begins when the leases of the one before are over.
"""

from __future__ import annotations

import pytest

from tests.crash.campaign import Yard, yard
from tests.crash.zalo import BOT, OA
from tests.postgres import Postgres


async def dies(made: Yard, deaths: int, seed: int) -> None:
    tally = await made.campaign(deaths, seed)
    assert not tally.faults, "\n".join(tally.faults)
    assert tally.deaths >= deaths


async def test_deaths_on_sqlite() -> None:
    async with yard() as made:
        await dies(made, 30, seed=1)


async def test_deaths_on_postgresql(postgres: Postgres) -> None:
    async with yard(postgres) as made:
        await dies(made, 12, seed=9)


@pytest.mark.parametrize("channel", [OA, BOT])
async def test_deaths_while_people_write_by_zalo(channel: str) -> None:
    async with yard(None, channel) as made:
        await dies(made, 10, seed=5)
