"""A fake Telegram, and the channel on it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import Backoff, TelegramChannel, TelegramSettings, Timeouts
from handlers.clock import Clock
from storage.db import Database
from tests.bot.channels.inbox import Inbox
from tests.fakes.telegram import FakeTelegram, FakeUser

QUICK = Backoff(first=0.01, most=0.05)
SHORT = Timeouts(connect=1.0, write=1.0, read=1.5)


class Shelf:
    """Files that another channel keeps."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, str, str]] = {}
        self.error: Exception | None = None

    async def open(self, reference: str) -> tuple[bytes, str, str]:
        if self.error:
            raise self.error
        return self.files[reference]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


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
async def channel(fake: FakeTelegram, sqlite_db: Database, shelf: Shelf) -> AsyncIterator[TelegramChannel]:
    """A polling channel on the fake, not started."""
    settings = TelegramSettings(fake.token, fake.base_url)
    made = TelegramChannel(settings, sqlite_db, Clock(), open_media=shelf.open, backoff=QUICK, timeouts=SHORT)
    yield made
    await made.stop()
