"""Several processes on one PostgreSQL: exactly one polls, and another one goes on when it is gone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.channels.sole import QUEUE
from bot.channels.telegram import TelegramChannel, TelegramSettings
from handlers.clock import Clock
from storage import leases
from storage.db import Database
from tests.bot.channels.inbox import Inbox
from tests.bot.channels.telegram.conftest import QUICK, SHORT
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.server import TOKEN
from tests.postgres import Postgres

WHAT = "telegram:" + TOKEN.partition(":")[0]


@pytest.fixture
async def shared(postgres: Postgres, postgres_templates: dict[str, str]) -> AsyncIterator[Database]:
    name = postgres.create(postgres_templates["migrated"])
    database = Database(postgres.url(name))
    yield database
    await database.close()
    postgres.drop(name)


def process(fake: FakeTelegram, db: Database) -> TelegramChannel:
    return TelegramChannel(TelegramSettings(fake.token, fake.base_url), db, Clock(), backoff=QUICK, timeouts=SHORT)


def conflicts(fake: FakeTelegram) -> int:
    return sum(call.status == 409 for call in fake.called("getUpdates"))


async def is_held_by_another(db: Database, seconds: float) -> None:
    """As if a process had taken the lease that neither renews nor ends it."""
    now, lasts = Clock().machine(), timedelta(seconds=seconds)
    await db.write(lambda tx: leases.end_all(tx))
    assert await db.write(lambda tx: leases.take(tx, QUEUE, [WHAT], "a dead process", now, lasts))


async def test_one_of_two_polls_and_the_other_goes_on_when_it_stops(
    shared: Database, fake: FakeTelegram, inbox: Inbox
) -> None:
    first, second = process(fake, shared), process(fake, shared)
    lan = fake.user(101, "Lan")
    await first.start(inbox.accept)
    await fake.until(lambda: fake.called("getUpdates"))
    await second.start(inbox.accept)
    await lan.says("một")
    await inbox.holds(1)
    await first.stop()
    await lan.says("hai")
    await inbox.holds(2)
    await second.stop()
    assert conflicts(fake) == 0


async def test_the_lease_of_one_that_died_is_waited_for(shared: Database, fake: FakeTelegram, inbox: Inbox) -> None:
    await is_held_by_another(shared, 0.5)
    waiting = process(fake, shared)
    await waiting.start(inbox.accept)
    await fake.user(101).says("một")
    assert not fake.called("getUpdates")
    await inbox.holds(1)
    await waiting.stop()


async def test_who_has_lost_the_lease_stops_polling_until_it_is_his_again(
    shared: Database, fake: FakeTelegram, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    stopped = process(fake, shared)
    await stopped.start(inbox.accept)
    await fake.until(lambda: fake.called("getUpdates"))
    await is_held_by_another(shared, 2.5)
    await fake.until(lambda: len(fake.called("getUpdates")) == 2, 10)
    first, again = fake.called("getUpdates")
    assert again.at - first.at > 2.0
    assert "another process polls now" in caplog.text
    await fake.user(101).says("một")
    await inbox.holds(1)
    await stopped.stop()


async def test_on_sqlite_there_is_no_lease(sqlite_db: Database, fake: FakeTelegram, inbox: Inbox) -> None:
    await is_held_by_another(sqlite_db, 30)
    alone = process(fake, sqlite_db)
    await alone.start(inbox.accept)
    await fake.user(101).says("một")
    await inbox.holds(1)
    await alone.stop()
