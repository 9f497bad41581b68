"""kill -9 of the real process, started by its command, while many people ask: what no failpoint has chosen."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from pathlib import Path

from tests.stories.asking import Asking
from tests.stories.process import Killed

AT_WORK = 1.0
"""Seconds; what is asked before each kill keeps it sending for longer."""


@dataclass(frozen=True, slots=True)
class Killing:
    """What came of so many kills."""

    kills: int
    asked: int
    marked: int
    faults: list[str]


async def killed(url: str, folder: Path, kills: int, seed: int) -> Killing:
    """Kills it again and again at any moment under load, then lets it answer everything."""
    dice = random.Random(seed)
    async with Killed(url, folder) as service:
        load = Asking(service.fake, 12)
        for _ in range(kills):
            await load.ask(1)
            await service.start()
            await load.ask(2)
            sends = len(service.fake.called("sendMessage"))
            await service.sends(sends + 1)
            await asyncio.sleep(dice.uniform(0, AT_WORK))  # any moment, not that of a send
            await service.kill()
        await service.start()
        await load.all_answered(60 + kills)
        await service.terminate()
        asked = sum(map(len, load.asked.values()))
        return Killing(kills, asked, load.marked, load.faults())
