"""The service on SQLite dies hundreds of times at its failpoints: nothing lost, nothing twice unmarked."""

from __future__ import annotations

from tests.crash.campaign import yard


async def test_deaths_on_sqlite() -> None:
    async with yard() as made:
        tally = await made.campaign(deaths=450, seed=2)
    assert tally.faults == []
    assert tally.deaths >= 450
