"""A fake Telegram, and the channel on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest

from bot.channels.telegram import Backoff, TelegramChannel, TelegramSettings, Timeouts
from handlers.clock import Clock
from storage.db import Database, Unavailable
from storage.inbox import Arrival
from tests.fakes.bell import Bell
from tests.fakes.telegram import FakeTelegram, FakeUser

QUICK = Backoff(first=0.01, most=0.05)
SHORT = Timeouts(connect=1.0, write=1.0, read=1.5)


class Inbox:
    """What the channel committed, with a database that can be made to refuse."""

    def __init__(self) -> None:
        self.arrivals: list[Arrival] = []
        self.calls = 0
        self.refuse = 0
        self.bell = Bell()

    async def accept(self, arrivals: Sequence[Arrival]) -> int:
        self.calls += 1
        self.bell.ring()
        if self.refuse:
            self.refuse -= 1
            raise Unavailable("database is locked")
        known = {arrival.update_id for arrival in self.arrivals}
        new = [arrival for arrival in arrivals if arrival.update_id not in known]
        self.arrivals += new
        return len(new)

    async def holds(self, count: int) -> list[Arrival]:
        """Waits until so many updates are in."""
        return await self.bell.until(lambda: self.arrivals if len(self.arrivals) >= count else None, 5)


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    server = FakeTelegram()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def lan(fake: FakeTelegram) -> FakeUser:
    """Somebody who has written to the bot."""
    return fake.user(101, "Lan", known=True)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
async def channel(fake: FakeTelegram, sqlite_db: Database) -> AsyncIterator[TelegramChannel]:
    """A polling channel on the fake, not started."""
    settings = TelegramSettings(fake.token, fake.base_url)
    made = TelegramChannel(settings, sqlite_db, Clock(), backoff=QUICK, timeouts=SHORT)
    yield made
    await made.stop()
