"""Deaths as a test: nothing lost, nothing twice unmarked. `make crash` has the many thousands.

On PostgreSQL there are fewer: each life begins when the leases of the one before are over.
"""

from __future__ import annotations

import pytest

from tests.crash.campaign import SCENES, Yard, scene_at, world, yard
from tests.crash.zalo import BOT, OA
from tests.postgres import Postgres

EACH_SCENE = (1, 2, 3)
"""Seeds whose first worlds play each another scene."""


async def dies(made: Yard, deaths: int, *seeds: int) -> None:
    for seed in seeds:
        tally = await made.campaign(deaths, seed)
        assert not tally.faults, "\n".join(tally.faults)
        assert tally.deaths >= deaths


def test_each_scene_has_its_deaths() -> None:
    assert {scene_at(world(seed, 0)) for seed in EACH_SCENE} == set(SCENES)


async def test_deaths_on_sqlite() -> None:
    async with yard() as made:
        await dies(made, 10, *EACH_SCENE)


async def test_deaths_on_postgresql(postgres: Postgres) -> None:
    async with yard(postgres) as made:
        await dies(made, 4, *EACH_SCENE)


@pytest.mark.parametrize("channel", [OA, BOT])
async def test_deaths_while_people_write_by_zalo(channel: str) -> None:
    async with yard(None, channel) as made:
        await dies(made, 10, 5)
