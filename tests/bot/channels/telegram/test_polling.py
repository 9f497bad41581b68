"""Polling: nothing is confirmed that is not committed, and nothing stops it for good but a wrong token."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.channels.telegram import Backoff, TelegramChannel, TelegramSettings
from handlers.clock import Clock
from handlers.incoming import Said
from storage.channels import offsets
from storage.db import Database
from tests.bot.channels.inbox import Inbox
from tests.bot.channels.telegram.conftest import QUICK, SHORT
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.server import TOKEN

KEY = "telegram:" + TOKEN.partition(":")[0]


@asynccontextmanager
async def polling(fake: FakeTelegram, db: Database, inbox: Inbox, token: str = "") -> AsyncIterator[TelegramChannel]:
    settings = TelegramSettings(token or fake.token, fake.base_url)
    channel = TelegramChannel(settings, db, Clock(), backoff=QUICK, timeouts=SHORT)
    await channel.start(inbox.accept)
    try:
        yield channel
    finally:
        await channel.stop()


async def offset_is(db: Database, fake: FakeTelegram, wanted: int) -> None:
    """Waits until Telegram was asked with this offset: then the row holds it."""
    await fake.until(lambda: any(c.parameters.get("offset") == wanted for c in fake.called("getUpdates")))
    assert await db.read(lambda tx: offsets.read(tx, KEY)) == wanted


async def test_what_is_said_is_committed_and_then_confirmed(db: Database, fake: FakeTelegram, inbox: Inbox) -> None:
    lan = fake.user(101, "Lan")
    async with polling(fake, db, inbox) as channel:
        await lan.says("Chợ hạng 3 ai quản?")
        (arrival,) = await inbox.holds(1)
        said = channel.parse(arrival.payload)
        assert isinstance(said, Said)
        assert said.text == "Chợ hạng 3 ai quản?"
        await offset_is(db, fake, 700_000_002)
        await fake.until(lambda: not fake.pending)


async def test_it_asks_for_what_it_reads_and_nothing_else(
    sqlite_db: Database, fake: FakeTelegram, inbox: Inbox
) -> None:
    async with polling(fake, sqlite_db, inbox):
        await fake.until(lambda: fake.called("getUpdates"))
    asked = fake.calls[0].parameters
    assert asked["allowed_updates"] == [
        "message", "edited_message", "callback_query", "my_chat_member", "message_reaction",
    ]  # fmt: skip
    assert "offset" not in asked
    assert asked["timeout"] >= 30


async def test_what_is_not_committed_is_not_confirmed(db: Database, fake: FakeTelegram, inbox: Inbox) -> None:
    inbox.refuse = 3
    async with polling(fake, db, inbox):
        await fake.user(101).says("một")
        await inbox.holds(1)
        refused = [call for call in fake.called("getUpdates") if call.effect][:4]
        assert [call.parameters.get("offset") for call in refused] == [None] * 4
        await offset_is(db, fake, 700_000_002)
    assert len(inbox.arrivals) == 1


async def test_a_batch_committed_but_not_confirmed_comes_again_and_is_dropped(
    sqlite_db: Database, fake: FakeTelegram, inbox: Inbox
) -> None:
    """As after a crash between the commit and the offset."""
    await fake.user(101).says("một")
    stopped = asyncio.Event()

    async def accept_and_crash(arrivals: object) -> int:
        await inbox.accept(arrivals)  # type: ignore[arg-type]
        stopped.set()
        await asyncio.Event().wait()
        return 1

    settings = TelegramSettings(fake.token, fake.base_url)
    crashing = TelegramChannel(settings, sqlite_db, Clock(), backoff=QUICK, timeouts=SHORT)
    await crashing.start(accept_and_crash)
    await stopped.wait()
    await crashing.stop()
    assert fake.pending == 1
    async with polling(fake, sqlite_db, inbox):
        await offset_is(sqlite_db, fake, 700_000_002)
    assert (inbox.calls, len(inbox.arrivals)) == (2, 1)


async def test_it_goes_on_where_it_stopped(sqlite_db: Database, fake: FakeTelegram, inbox: Inbox) -> None:
    await sqlite_db.write(lambda tx: offsets.move(tx, KEY, 700_000_001))
    async with polling(fake, sqlite_db, inbox):
        await fake.until(lambda: fake.called("getUpdates"))
    assert fake.calls[0].parameters["offset"] == 700_000_001


async def test_ids_that_start_anew_lower_are_followed(sqlite_db: Database, fake: FakeTelegram, inbox: Inbox) -> None:
    lan = fake.user(101)
    async with polling(fake, sqlite_db, inbox):
        await lan.says("một")
        await offset_is(sqlite_db, fake, 700_000_002)
        fake.redraw_update_ids(5_000)
        await lan.says("hai")
        await offset_is(sqlite_db, fake, 5_001)
        await lan.says("ba")
        await offset_is(sqlite_db, fake, 5_002)
        await fake.until(lambda: not fake.pending)
    assert len(inbox.arrivals) == 3
    assert len(fake.called("getUpdates")) < 10, "it must not ask for the same ones for ever"


async def test_more_than_a_batch(sqlite_db: Database, fake: FakeTelegram, inbox: Inbox) -> None:
    lan = fake.user(101)
    for n in range(250):
        await lan.says(f"câu {n}")
    async with polling(fake, sqlite_db, inbox):
        arrivals = await inbox.holds(250)
    assert [a.update_id for a in arrivals] == [f"7654321:{700_000_001 + n}" for n in range(250)]


@pytest.mark.parametrize(
    "odd",
    [
        {"update_id": 1, "message": "hello"},
        {"message": {"text": "no number"}},
        {"update_id": "seven"},
        {"update_id": 10**25},
        {"update_id": 3, "deep": [[[[]]]], "text": "\ud800\x00"},
        "not even an object",
        None,
        [1],
    ],
    ids=str,
)
async def test_a_malformed_update_does_not_stop_the_batch(
    sqlite_db: Database, fake: FakeTelegram, inbox: Inbox, odd: object
) -> None:
    lan = fake.user(101)
    await lan.says("trước")
    fake.tell_raw(odd)
    await lan.says("sau")
    async with polling(fake, sqlite_db, inbox):
        arrivals = await inbox.holds(3)
        await offset_is(sqlite_db, fake, 700_000_004)
    assert len({a.update_id for a in arrivals}) == 3
    assert len({a.conversation for a in arrivals}) == 2


async def test_a_number_too_long_to_read_does_not_stop_the_batch(
    sqlite_db: Database, fake: FakeTelegram, inbox: Inbox
) -> None:
    batch = b'{"ok":true,"result":[{"update_id":7,"x":%s},{"update_id":8}]}' % (b"9" * 5000)
    fake.answer_next("getUpdates", batch)
    async with polling(fake, sqlite_db, inbox):
        assert len(await inbox.holds(2)) == 2


async def test_an_update_that_cannot_be_read_is_kept_as_it_came_and_passed(
    sqlite_db: Database, fake: FakeTelegram, inbox: Inbox
) -> None:
    deep = b'{"ok":true,"result":[{"update_id":700000001,"x":%s}]}' % (b"[" * 5_000 + b"]" * 5_000)
    fake.answer_next("getUpdates", deep, times=4)
    fake.tell_raw({"update_id": 700_000_001})
    await fake.user(101).says("sau")
    async with polling(fake, sqlite_db, inbox):
        odd, after = await inbox.holds(2)
        await offset_is(sqlite_db, fake, 700_000_003)
    assert (odd.update_id, odd.payload) == ("7654321:700000001", deep)
    assert after.conversation == "telegram:101"
    assert [call.parameters["limit"] for call in fake.called("getUpdates")][:5] == [100, 1, 1, 1, 100]


Plan = Callable[[FakeTelegram], None]


@pytest.mark.parametrize(
    "plan",
    [
        lambda fake: fake.fail_next("getUpdates", 500, times=3),
        lambda fake: fake.fail_next("getUpdates", 502, times=3),
        lambda fake: fake.fail_next("getUpdates", 400, times=3),
        lambda fake: fake.fail_next("getUpdates", 403, times=3),
        lambda fake: fake.fail_next("getUpdates", 409, times=3, description="Conflict: terminated by other"),
        lambda fake: fake.drop_next("getUpdates", effect=False, times=3),
        lambda fake: fake.answer_next("getUpdates", b"<html>", times=3),
        lambda fake: fake.answer_next("getUpdates", b'{"ok":true,"result":{}}', times=3),
        lambda fake: fake.answer_next("getUpdates", b'{"ok":true,"result":5}', times=3),
        lambda fake: fake.answer_next("getUpdates", b'{"ok":true,"result":[{"no":"number"}]}', times=3),
    ],
    ids=["500", "502", "400", "403", "409", "drop", "html", "object", "number", "no ids"],
)
async def test_it_comes_back_and_says_what_was_wrong_once(
    sqlite_db: Database, fake: FakeTelegram, inbox: Inbox, caplog: pytest.LogCaptureFixture, plan: Plan
) -> None:
    plan(fake)
    await fake.user(101).says("một")
    with caplog.at_level(logging.WARNING, logger="bot"):
        async with polling(fake, sqlite_db, inbox):
            await offset_is(sqlite_db, fake, 700_000_002)
    assert len(caplog.records) == 1, [record.getMessage() for record in caplog.records]
    assert len(fake.called("getUpdates")) >= 4


async def test_it_waits_as_long_as_telegram_asks(sqlite_db: Database, fake: FakeTelegram, inbox: Inbox) -> None:
    fake.fail_next("getUpdates", 429, retry_after=1)
    async with polling(fake, sqlite_db, inbox):
        await fake.until(lambda: len(fake.called("getUpdates")) == 2)
    first, second = fake.called("getUpdates")
    assert second.at - first.at >= 1


async def test_a_webhook_that_is_set_is_told_and_waited_for(
    sqlite_db: Database, fake: FakeTelegram, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    async with polling(fake, sqlite_db, inbox) as channel:
        await channel.set_webhook("https://elsewhere.example/hook", "s")
        await fake.until(lambda: any(call.status == 409 for call in fake.called("getUpdates")))
        await channel.delete_webhook()
        await fake.user(101).says("một")
        await inbox.holds(1)
    assert "a webhook is set" in caplog.text


async def test_a_second_poller_is_told(
    sqlite_db: Database, fake: FakeTelegram, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    async with polling(fake, sqlite_db, inbox):
        await fake.until(lambda: fake.called("getUpdates"))
        async with polling(fake, sqlite_db, inbox):
            await fake.until(lambda: len([call for call in fake.called("getUpdates") if call.status == 409]) >= 2)
    assert "another program polls with this bot's token" in caplog.text


async def test_a_token_that_is_refused_is_told_once_and_tried_again(
    sqlite_db: Database, fake: FakeTelegram, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    """A proxy, or a server of one's own, may refuse it for a moment."""
    fake.fail_next("getUpdates", 401, times=3)
    await fake.user(101).says("một")
    async with polling(fake, sqlite_db, inbox):
        await offset_is(sqlite_db, fake, 700_000_002)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "Telegram does not accept the bot token: check TELEGRAM_BOT_TOKEN and TELEGRAM_API_BASE_URL"
    ]


async def test_an_error_of_ours_does_not_stop_it(sqlite_db: Database, fake: FakeTelegram, inbox: Inbox) -> None:
    failures = [RuntimeError("private text"), KeyError("x")]

    async def accept(arrivals: object) -> int:
        if failures:
            raise failures.pop()
        return await inbox.accept(arrivals)  # type: ignore[arg-type]

    await fake.user(101).says("một")
    settings = TelegramSettings(fake.token, fake.base_url)
    channel = TelegramChannel(settings, sqlite_db, Clock(), backoff=QUICK, timeouts=SHORT)
    await channel.start(accept)
    await inbox.holds(1)
    await channel.stop()


async def test_the_stop_is_prompt_and_a_new_start_receives(
    sqlite_db: Database, fake: FakeTelegram, inbox: Inbox
) -> None:
    async with polling(fake, sqlite_db, inbox) as channel:
        await fake.until(lambda: fake.called("getUpdates"))
        await asyncio.wait_for(channel.stop(), 2)
        await channel.stop()
        await channel.start(inbox.accept)
        await fake.user(101).says("một")
        await inbox.holds(1)


async def test_by_webhook_it_does_not_poll(sqlite_db: Database, fake: FakeTelegram, inbox: Inbox) -> None:
    settings = TelegramSettings(fake.token, fake.base_url, "webhook", "secret")
    channel = TelegramChannel(settings, sqlite_db, Clock())
    await channel.start(inbox.accept)
    await channel.get_me()
    await channel.stop()
    assert [call.method for call in fake.calls] == ["getMe"]


def test_waits_double_up_to_a_limit_and_never_agree() -> None:
    backoff = Backoff(1.0, 8.0)
    for failures, most in ((1, 1), (2, 2), (3, 4), (4, 8), (9, 8), (5000, 8)):
        waits = {backoff.after(failures) for _ in range(20)}
        assert all(most / 2 <= wait <= most for wait in waits)
        assert len(waits) > 1


async def test_a_database_that_comes_later_is_waited_for(
    sqlite_templates: dict[str, Path],
    tmp_path: Path,
    fake: FakeTelegram,
    inbox: Inbox,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Telegram is not even asked before the offset is known: asking without one confirms nothing, but begins anew."""
    late = Database(f"sqlite:///{tmp_path}/later/caunoi.db")
    await fake.user(101).says("một")
    told = asyncio.Event()

    def note(record: logging.LogRecord) -> bool:
        if "the database refuses updates" in record.getMessage():
            told.set()
        return True

    caplog.handler.addFilter(note)
    async with polling(fake, late, inbox):
        await asyncio.wait_for(told.wait(), 5)
        assert fake.calls == []
        (tmp_path / "later").mkdir()
        shutil.copy(sqlite_templates["migrated"], tmp_path / "later" / "caunoi.db")
        await offset_is(late, fake, 700_000_002)
    await late.close()
    caplog.handler.removeFilter(note)
