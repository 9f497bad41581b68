"""How the bot stands with Telegram, as `caunoi check` and `caunoi webhook` ask."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from telegram.error import BadRequest, InvalidToken

from bot.channels.telegram import Identity, TelegramChannel, TelegramSettings, Unanswered, Webhook
from handlers.clock import Clock
from storage.db import Database
from tests.bot.channels.inbox import Inbox
from tests.bot.channels.telegram.conftest import QUICK, SHORT
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.world import Webhook as Kept


async def test_who_the_bot_is(channel: TelegramChannel) -> None:
    assert await channel.get_me() == Identity(7654321, "caunoi_test_bot", "Cầu Nối")


async def test_a_wrong_token(fake: FakeTelegram, sqlite_db: Database) -> None:
    channel = TelegramChannel(TelegramSettings("1:wrong", fake.base_url), sqlite_db, Clock())
    with pytest.raises(InvalidToken):
        await channel.get_me()
    await channel.stop()


async def test_its_name_is_asked_for_until_it_is_told(fake: FakeTelegram, sqlite_db: Database) -> None:
    told: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    fake.fail_next("getMe", 500, times=2)
    settings = TelegramSettings(fake.token, fake.base_url, "webhook", "bi-mat")
    channel = TelegramChannel(settings, sqlite_db, Clock(), backoff=QUICK, timeouts=SHORT, named=told.set_result)
    await channel.start(Inbox().accept)
    async with asyncio.timeout(5):
        assert await told == "caunoi_test_bot"
    await channel.stop()
    assert len(fake.called("getMe")) == 3


async def test_setting_and_deleting_the_webhook(channel: TelegramChannel, fake: FakeTelegram) -> None:
    assert await channel.webhook_info() == Webhook("", 0, None, None)
    await channel.set_webhook("https://caunoi.example/webhooks/telegram", "bi-mat")
    assert (await channel.webhook_info()).url == "https://caunoi.example/webhooks/telegram"
    assert fake.world.webhook is not None
    assert fake.world.webhook.secret == "bi-mat"
    assert fake.called("setWebhook")[0].parameters["allowed_updates"][0] == "message"
    await channel.delete_webhook()
    assert (await channel.webhook_info()).url == ""


async def test_deleting_keeps_what_waits(channel: TelegramChannel, fake: FakeTelegram) -> None:
    await fake.user(101).says("một")
    await channel.delete_webhook()
    assert fake.pending == 1


async def test_what_went_wrong_there(channel: TelegramChannel, fake: FakeTelegram) -> None:
    fake.world.webhook = Kept("https://x.example", "s", 1, "Connection timed out", 1795255200)
    info = await channel.webhook_info()
    assert (info.last_error, info.last_error_at) == ("Connection timed out", datetime.fromtimestamp(1795255200, UTC))


@pytest.mark.parametrize(("url", "secret"), [("http://x.example", "s"), ("https://x.example", "khoảng trắng")])
async def test_what_telegram_does_not_take(channel: TelegramChannel, url: str, secret: str) -> None:
    with pytest.raises(BadRequest):
        await channel.set_webhook(url, secret)


@pytest.mark.parametrize("method", ["getMe", "getWebhookInfo"])
@pytest.mark.parametrize("result", [b"{}", b"[]", b"5", b"null", b'{"id":"x","url":1,"pending_update_count":"x"}'])
async def test_answers_that_make_no_sense(
    channel: TelegramChannel, fake: FakeTelegram, method: str, result: bytes
) -> None:
    fake.answer_next(method, b'{"ok":true,"result":%s}' % result)
    with pytest.raises(Unanswered):
        await (channel.get_me() if method == "getMe" else channel.webhook_info())


def test_secrets_are_not_shown() -> None:
    settings = TelegramSettings("7:token", mode="webhook", webhook_secret="bi-mat", proxy="http://u:p@h:1")
    assert not {"token", "bi-mat", "u:p"} & set(repr(settings).replace("'", " ").split())
    assert "7:token" not in repr(settings)
    assert settings.bot_id == "7"
