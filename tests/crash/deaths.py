"""Hundreds of deaths on SQLite as a test: nothing lost, nothing twice unmarked.

Each seed has a test file of its own, for pytest-xdist spreads whole files over its workers (`--dist loadfile`): in
one file they would be the last thing that a single worker does.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.crash.campaign import yard

DEATHS = 200


def deaths_on_sqlite(seed: int) -> Callable[[], Awaitable[None]]:
    """The test of this seed."""

    async def dies() -> None:
        async with yard() as made:
            tally = await made.campaign(DEATHS, seed)
        assert not tally.faults, "\n".join(tally.faults)
        assert tally.deaths >= DEATHS

    return dies
