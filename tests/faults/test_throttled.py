"""Telegram throttles, for a second and for three hours, a chat or the whole bot; in virtual time.

Promised: nothing goes to a chat before its `retry_after` is over; others go on, unless it is the bot that is too
fast; nothing is lost, nothing comes twice, and what was said in a chat comes in its order.
"""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from tests.faults.hurried import HurriedClock, hurried
from tests.faults.size import either
from tests.stories.asking import Asking
from tests.talk import Town

WAITS = (1, 2, 7, 30, 61, 600, 3_599, 10_072)
"""Seconds; the last is the longest that has been seen (tdlib/td, issue 1331)."""
FOR_ALL = (30,)
SLOW = pytest.mark.slow
FEW = 5
"""Calls that learn of a wait of the whole bot: the one that is told first, and those that leave before it says so."""
SEEDS = range(either(1, 50))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.slow
def test_each_chat_waits_as_long_as_it_is_told_and_no_other(seeded_sqlite: str, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)

    async def story(clock: HurriedClock) -> None:
        async with Town(seeded_sqlite, tmp_path / "data", clock=clock) as town:
            load, loop = Asking(town.fake, 2 * len(WAITS)), asyncio.get_running_loop()
            throttled, served = load.people[: len(WAITS)], load.people[len(WAITS) :]
            began = loop.time()
            for person, seconds in zip(throttled, dice.sample(WAITS, len(WAITS)), strict=True):
                town.fake.throttle(seconds, person.id)
            for _ in range(4):
                await load.ask(1)
                await asyncio.sleep(dice.uniform(0, 20))
            await town.fake.until(lambda: not any(load.unanswered(person) for person in served), 60)
            await load.all_answered(max(WAITS) + 120)
            assert loop.time() - began >= max(WAITS)
            assert load.faults() == []
            assert load.marked == 0
            assert [call for call in town.fake.calls if call.early] == []

    hurried(story)


@pytest.mark.parametrize("seconds", [pytest.param(wait, marks=() if wait in FOR_ALL else SLOW) for wait in WAITS])
def test_the_whole_bot_is_throttled(seeded_sqlite: str, tmp_path: Path, seconds: int) -> None:
    """A few calls find it out, none follows before the time is over, and then all goes at the pace of every day."""

    async def story(clock: HurriedClock) -> None:
        async with Town(seeded_sqlite, tmp_path / "data", clock=clock) as town:
            huy = await town.on_web("Lê Quang Huy")
            load = Asking(town.fake, 12)
            town.fake.throttle(seconds)
            await load.ask(2)
            await asyncio.sleep(0.9 * seconds)
            refused = [call for call in town.fake.calls if call.status == 429]
            assert 1 <= len(refused) <= FEW
            assert refused[-1].at - refused[0].at < 1
            await huy.says("Xin chào")
            await huy.hears("")  # the web has nothing to do with it
            await load.all_answered(0.1 * seconds + 90)
            assert load.faults() == []
            assert load.marked == 0
            assert [call for call in town.fake.calls if call.early] == []

    hurried(story)
