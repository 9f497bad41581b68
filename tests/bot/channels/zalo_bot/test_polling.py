"""Polling: what Zalo gave it gives never again, so nothing more is asked for before it is committed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.channels.sole import QUEUE
from bot.channels.zalo_bot import ZaloBotChannel
from handlers.clock import Clock
from handlers.incoming import Said
from storage import leases
from storage.db import Database
from tests.bot.channels.inbox import Inbox
from tests.bot.channels.zalo_bot.conftest import BOT, QUICK, SECRET, SHORT, settings_of
from tests.fakes.zalo_bot import FakeZaloBot

TOKEN_REFUSED = "Zalo does not accept the bot token"


@asynccontextmanager
async def polling(
    fake: FakeZaloBot, db: Database, inbox: Inbox, closed: float = 0.05
) -> AsyncIterator[ZaloBotChannel]:
    channel = ZaloBotChannel(
        settings_of(fake), db, Clock(), lambda _: None, backoff=QUICK, timeouts=SHORT, closed=closed
    )
    await channel.start(inbox.accept)
    try:
        yield channel
    finally:
        await channel.stop()


async def is_logged(caplog: pytest.LogCaptureFixture, text: str) -> None:
    """Waits until the log says this."""
    told = asyncio.Event()

    def note(record: logging.LogRecord) -> bool:
        if text in record.getMessage():
            told.set()
        return True

    caplog.handler.addFilter(note)
    try:
        if text not in caplog.text:
            await asyncio.wait_for(told.wait(), 5)
    finally:
        caplog.handler.removeFilter(note)


async def test_one_after_another_each_is_committed(db: Database, fake: FakeZaloBot, inbox: Inbox) -> None:
    lan = fake.person("Lan")
    async with polling(fake, db, inbox) as channel:
        for number, text in enumerate(("một", "hai", "ba"), start=1):
            await lan.says(text)
            arrivals = await inbox.holds(number)
        found = [channel.parse(arrival.payload) for arrival in arrivals]
    assert [said.text for said in found if isinstance(said, Said)] == ["một", "hai", "ba"]
    assert {arrival.update_id.partition(":")[0] for arrival in arrivals} == {BOT}
    assert {call.parameters["timeout"] for call in fake.called("getUpdates")} == {"30"}


async def test_nothing_more_is_asked_for_before_the_commit(
    sqlite_db: Database, fake: FakeZaloBot, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    inbox.refuse = 4
    await fake.person("Lan").says("một")
    await fake.person("Lan").says("hai")
    async with polling(fake, sqlite_db, inbox):
        await inbox.bell.until(lambda: inbox.calls == 3 or None, 5)
        assert len(fake.called("getUpdates")) == 1
        arrivals = await inbox.holds(2)
    assert len(arrivals) == 2
    warned = [record for record in caplog.records if "nothing more is asked for" in record.getMessage()]
    assert len(warned) == 1


@pytest.mark.parametrize("error_statuses", [False, True])
async def test_an_idle_poll_is_no_trouble(
    sqlite_db: Database, fake: FakeZaloBot, inbox: Inbox, caplog: pytest.LogCaptureFixture, error_statuses: bool
) -> None:
    fake.error_statuses = error_statuses
    fake.updates.longest_poll = 1.05
    with caplog.at_level(logging.INFO, logger="bot"):
        async with polling(fake, sqlite_db, inbox):
            await fake.until(lambda: len(fake.called("getUpdates")) == 3)
            await fake.person("Lan").says("một")
            await inbox.holds(1)
    assert [record.getMessage() for record in caplog.records if record.levelname != "INFO"] == []
    first, second, *_ = fake.called("getUpdates")
    assert second.at - first.at < 1.4


async def test_an_idle_poll_that_nobody_holds_is_not_repeated_without_a_pause(
    sqlite_db: Database, fake: FakeZaloBot, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    fake.updates.longest_poll = 0.0
    async with polling(fake, sqlite_db, inbox):
        await fake.until(lambda: len(fake.called("getUpdates")) == 5)
    assert "idle polls are not held" in caplog.text


Plan = Callable[[FakeZaloBot], None]


@pytest.mark.parametrize(
    "plan",
    [
        lambda fake: fake.fail_next("getUpdates", 403, times=3),
        lambda fake: fake.fail_next("getUpdates", 400, times=3),
        lambda fake: fake.fail_next("getUpdates", 404, times=3),
        lambda fake: fake.fail_next("getUpdates", 429, times=3),
        lambda fake: fake.fail_next("getUpdates", 500, times=3),
        lambda fake: fake.drop_next("getUpdates", effect=False, times=3),
        lambda fake: fake.answer_next("getUpdates", b"<html>", times=3),
        lambda fake: fake.answer_next("getUpdates", b"<html>", 502, times=3),
        lambda fake: fake.answer_next("getUpdates", b"", times=3),
    ],
    ids=["403", "400", "404", "429", "500", "drop", "html", "502", "nothing"],
)
async def test_it_comes_back_and_says_what_was_wrong_once(
    sqlite_db: Database, fake: FakeZaloBot, inbox: Inbox, caplog: pytest.LogCaptureFixture, plan: Plan
) -> None:
    plan(fake)
    await fake.person("Lan").says("một")
    with caplog.at_level(logging.WARNING, logger="bot"):
        async with polling(fake, sqlite_db, inbox):
            await inbox.holds(1)
    assert len(caplog.records) == 1, [record.getMessage() for record in caplog.records]
    assert len(fake.called("getUpdates")) >= 4
    assert fake.token not in caplog.text


async def test_half_an_event_is_kept_as_it_came(sqlite_db: Database, fake: FakeZaloBot, inbox: Inbox) -> None:
    """Zalo has forgotten it: an operator can still read what there is of it."""
    half = b'{"ok":true,"result":{"event_name":"message.text.received","message":{"text":"ch\xe1'
    fake.answer_next("getUpdates", half)
    await fake.person("Lan").says("sau")
    async with polling(fake, sqlite_db, inbox):
        odd, after = await inbox.holds(2)
    assert odd.payload == half
    assert odd.conversation != after.conversation


@pytest.mark.parametrize("body", [b'{"ok":true}', b'{"ok":true,"result":null}', b'{"ok":true,"result":[]}'])
async def test_an_answer_without_an_event_ends_nothing(
    sqlite_db: Database, fake: FakeZaloBot, inbox: Inbox, body: bytes
) -> None:
    fake.answer_next("getUpdates", body)
    await fake.person("Lan").says("một")
    async with polling(fake, sqlite_db, inbox) as channel:
        last = (await inbox.holds(2))[-1]
    assert isinstance(channel.parse(last.payload), Said)


async def test_groups_and_unknown_events_are_not_kept(sqlite_db: Database, fake: FakeZaloBot, inbox: Inbox) -> None:
    fake.world.can_join_groups = True
    lan, group = fake.person("Lan"), fake.group("Xã")
    await lan.says("@Bot Cầu Nối ơi", in_=group)
    await fake.tell({"event_name": "bot.joined.group", "group": {"id": "x"}})
    await lan.says("một")
    async with polling(fake, sqlite_db, inbox):
        await inbox.holds(1)
        await fake.until(lambda: len(fake.called("getUpdates")) == 4)
    assert len(inbox.arrivals) == 1


@pytest.mark.parametrize("html", [False, True])
async def test_a_refused_token_stops_it_and_is_told_once(
    sqlite_db: Database, fake: FakeZaloBot, inbox: Inbox, caplog: pytest.LogCaptureFixture, html: bool
) -> None:
    right, fake.html_401 = fake.token, html
    async with polling(fake, sqlite_db, inbox):
        await fake.until(lambda: fake.called("getUpdates"))
        fake.token = "1:mended-at-zalo"
        await fake.person("Lan").says("một")  # ends the poll under way
        await inbox.holds(1)
        await is_logged(caplog, TOKEN_REFUSED)
        fake.token = right
        await fake.person("Lan").says("hai")
        await inbox.holds(2)
    assert caplog.text.count(TOKEN_REFUSED) == 1
    assert right not in caplog.text


async def test_while_it_is_refused_nothing_is_asked(
    sqlite_db: Database, fake: FakeZaloBot, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    fake.fail_next("getUpdates", 401)
    async with polling(fake, sqlite_db, inbox, closed=600.0):
        await is_logged(caplog, TOKEN_REFUSED)
        assert len(fake.called("getUpdates")) == 1


async def test_a_stop_waits_for_the_commit_of_what_came(sqlite_db: Database, fake: FakeZaloBot, inbox: Inbox) -> None:
    inbox.commits.clear()
    await fake.person("Lan").says("một")
    async with polling(fake, sqlite_db, inbox) as channel:
        await inbox.bell.until(lambda: inbox.calls or None, 5)
        stopping = asyncio.create_task(channel.stop())
        await asyncio.sleep(0)
        inbox.commits.set()
        await stopping
    assert len(inbox.arrivals) == 1


async def test_a_fault_of_ours_does_not_end_the_receiving(
    sqlite_db: Database, fake: FakeZaloBot, inbox: Inbox
) -> None:
    faults = [RuntimeError("private text"), KeyError("x")]

    async def accept(arrivals: object) -> int:
        if faults:
            raise faults.pop()
        return await inbox.accept(arrivals)  # type: ignore[arg-type]

    await fake.person("Lan").says("một")
    channel = ZaloBotChannel(settings_of(fake), sqlite_db, Clock(), lambda _: None, backoff=QUICK, timeouts=SHORT)
    await channel.start(accept)
    await inbox.holds(1)
    await channel.stop()


async def test_the_stop_is_prompt_and_a_new_start_receives(
    sqlite_db: Database, fake: FakeZaloBot, inbox: Inbox
) -> None:
    async with polling(fake, sqlite_db, inbox) as channel:
        await fake.until(lambda: fake.called("getUpdates"))
        await asyncio.wait_for(channel.stop(), 2)
        await channel.stop()
        await channel.start(inbox.accept)
        await fake.person("Lan").says("một")
        await inbox.holds(1)


async def test_one_of_two_processes_polls(db: Database, fake: FakeZaloBot, inbox: Inbox) -> None:
    """The fake complains of two polls at once; on SQLite there is but one process."""
    if db.dialect == "sqlite":
        return
    async with polling(fake, db, inbox) as first:
        await fake.until(lambda: fake.called("getUpdates"))
        async with polling(fake, db, inbox):
            await fake.person("Lan").says("một")
            await inbox.holds(1)
            await first.stop()
            await fake.person("Lan").says("hai")
            await inbox.holds(2)


async def test_the_lease_is_this_bots(db: Database, fake: FakeZaloBot, inbox: Inbox) -> None:
    now = Clock().machine()
    take = await db.write(
        lambda tx: leases.take(tx, QUEUE, [f"zalo_bot:{BOT}"], "another", now, timedelta(seconds=0.5))
    )
    assert take
    async with polling(fake, db, inbox):
        await fake.person("Lan").says("một")
        await inbox.holds(1)


async def test_by_webhook_it_does_not_poll(sqlite_db: Database, fake: FakeZaloBot, inbox: Inbox) -> None:
    settings = settings_of(fake, mode="webhook", webhook_secret=SECRET)
    channel = ZaloBotChannel(settings, sqlite_db, Clock(), lambda _: None)
    await channel.start(inbox.accept)
    await channel.stop()
    assert fake.calls == []
