"""A message that kills the process is not taken up for ever, and takes nobody along."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from sqlalchemy import update

from bot.ingest import MOST_DEATHS
from storage.db import Database
from storage.tables import inbox
from tests.fakes.telegram import FakeUser
from tests.hostile.figures import Figure, Size, exactly, none
from tests.hostile.ground import KINDS, Ground
from tests.hostile.mortal import DEADLY
from tests.stories.process import Killed, unmarked_twice

TITLE = "A message that kills the process"
HONEST = 8
_DIED_EARLIER = MOST_DEATHS - 2
"""So many deaths are written down beforehand in a sample, which is to be short."""


class Mortal(Killed):
    """The service that can be killed by a message."""

    async def _run(self, *args: str, **streams: Any) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.hostile.mortal", cwd=self.folder, env=self.env, **streams
        )


async def run(size: Size, ground: Ground) -> list[Figure]:
    """On each database; a sample on SQLite alone."""
    return [figure for kind in KINDS[: size.of(2, 1)] for figure in await _on(ground, kind, size)]


async def _on(ground: Ground, kind: str, size: Size) -> list[Figure]:
    url = ground.url(kind)
    async with Mortal(url, ground.folder()) as service:
        people = [service.fake.user(500 + n) for n in range(HONEST)]
        killer = service.fake.user(666)
        await killer.says(DEADLY)
        for person in people:
            await person.says("/trogiup")
        lives = 0
        while not await _survives(service):
            lives += 1
            if lives == 1 and not size.full:
                await _died(url, _DIED_EARLIER)
        deaths = lives if size.full else lives + _DIED_EARLIER
        answered = await _answered([*people, killer], killer)
        errors = [line for line in service.log if line.get("level") == "ERROR"]
        await service.terminate()
    return [
        exactly(f"{kind}: deaths until it is set aside", deaths, MOST_DEATHS),
        exactly(f"{kind}: people who wrote beside it or after it, and are answered", answered, HONEST + 1),
        none(f"{kind}: unmarked duplicates", sum(len(unmarked_twice(person.heard)) for person in people)),
        exactly(f"{kind}: log lines about it", len(errors), 1),
    ]


async def _survives(service: Mortal) -> bool:
    """Whether this life sets it aside and goes on."""
    await service.launch()
    try:
        await service.says("an update is in quarantine", 120)
    except AssertionError:
        await service.ended()
        return False
    return True


async def _died(url: str, times: int) -> None:
    database = Database(url)
    await database.write(lambda tx: tx.change(update(inbox).where(inbox.c.state == "new").values(deaths=times)))
    await database.close()


async def _answered(people: list[FakeUser], killer: FakeUser) -> int:
    await killer.says("/trogiup")
    heard = await asyncio.gather(*(person.hears("", 60) for person in people), return_exceptions=True)
    return sum(not isinstance(one, BaseException) for one in heard)
