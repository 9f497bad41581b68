"""Deaths while people write to the Official Account, and to the bot; what is asked: tests/crash/deaths.py."""

from __future__ import annotations

import pytest

from tests.crash.campaign import yard
from tests.crash.zalo import BOT, OA


@pytest.mark.parametrize("channel", [OA, BOT])
async def test_deaths_on_sqlite(channel: str) -> None:
    async with yard(None, channel) as made:
        tally = await made.campaign(30, seed=5)
    assert not tally.faults, "\n".join(tally.faults)
    assert tally.deaths >= 30
