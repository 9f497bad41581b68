"""A fake Bot Platform, and the channel on it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.channels.backoff import Backoff
from bot.channels.calling import Timeouts
from bot.channels.zalo_bot import ZaloBotChannel, ZaloBotSettings
from handlers.clock import Clock
from storage.db import Database
from tests.bot.channels.inbox import Inbox
from tests.fakes.zalo_bot import FakeZaloBot, ZaloBotPerson

QUICK = Backoff(first=0.01, most=0.05)
SHORT = Timeouts(connect=1.0, write=1.0, read=1.5)
PAGE = "https://caunoi.example.gov.vn/chat/"
SECRET = "mot-bi-mat_12345"
BOT = "1459232241454765289"


def settings_of(fake: FakeZaloBot, **given: object) -> ZaloBotSettings:
    base = "https://caunoi.example.gov.vn"
    return ZaloBotSettings(fake.token, fake.base_url, public_base_url=base, **given)  # type: ignore[arg-type]


@pytest.fixture
def counted() -> list[str]:
    """What the channel refused or forgot, by its reason."""
    return []


@pytest.fixture
async def clock() -> Clock:
    return Clock()


@pytest.fixture
async def fake(clock: Clock) -> AsyncIterator[FakeZaloBot]:
    server = FakeZaloBot(allow_http=True, now=lambda: clock.business().timestamp())
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def lan(fake: FakeZaloBot) -> ZaloBotPerson:
    """Somebody who has written to the bot."""
    return fake.person("Lan", known=True)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
async def channel(
    fake: FakeZaloBot, sqlite_db: Database, clock: Clock, counted: list[str]
) -> AsyncIterator[ZaloBotChannel]:
    """A polling channel on the fake, not started."""
    made = ZaloBotChannel(settings_of(fake), sqlite_db, clock, counted.append, backoff=QUICK, timeouts=SHORT)
    yield made
    await made.stop()
