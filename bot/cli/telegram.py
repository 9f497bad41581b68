"""What the command line asks of Telegram. A problem is a sentence: most commands go on without Telegram."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.calling import Timeouts
from bot.channels.telegram import standing
from bot.channels.telegram.request import TelegramRequest
from bot.settings import Settings
from bot.wrong import wrong

T = TypeVar("T")
_SECONDS = 3.0
_FILE = "telegram-bot.json"


@asynccontextmanager
async def reaching(settings: Settings, seconds: float = 15.0) -> AsyncIterator[TelegramRequest]:
    """The way to the Bot API. Raises Wrong when no bot is configured."""
    if settings.telegram_bot_token is None:
        raise wrong("TELEGRAM_BOT_TOKEN")
    proxy = settings.telegram_proxy.get_secret_value() if settings.telegram_proxy else None
    request = TelegramRequest(
        settings.telegram_bot_token.get_secret_value(),
        settings.telegram_api_base_url,
        proxy=proxy,
        timeouts=Timeouts(seconds, seconds, seconds),
    )
    await request.initialize()
    try:
        yield request
    finally:
        await request.shutdown()


async def username(settings: Settings) -> str | None:
    """The bot's name for links; None when there is no bot or Telegram cannot be reached quickly.

    A name that was told once is kept: links must not depend on the network of the moment.
    """
    if settings.telegram_bot_token is None:
        return None
    bot_id = settings.telegram_bot_token.get_secret_value().partition(":")[0]
    file = settings.data_dir / _FILE
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        if kept["id"] == bot_id:
            return str(kept["username"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    try:
        async with asyncio.timeout(_SECONDS), reaching(settings, _SECONDS) as request:
            name = (await standing.get_me(request)).username
    except (TelegramError, TimeoutError):
        return None
    file.write_text(json.dumps({"id": bot_id, "username": name}), encoding="utf-8")
    return name


async def set_webhook(settings: Settings, secret: str) -> str | None:
    """Has Telegram deliver to us; what went wrong, or None."""
    return await _done(settings, lambda request: standing.set_webhook(request, settings.webhook_url, secret))


async def delete_webhook(settings: Settings) -> str | None:
    """Has Telegram wait to be polled; what went wrong, or None."""
    return await _done(settings, standing.delete_webhook)


async def leave_server(settings: Settings) -> str | None:
    """Has the Bot API server let the bot go, so that another can take it up; what went wrong, or None."""
    return await _done(settings, standing.log_out)


def problem(error: TelegramError | TimeoutError) -> str:
    """What Telegram's refusal means for the operator."""
    if isinstance(error, InvalidToken):
        return "Telegram không nhận TELEGRAM_BOT_TOKEN này; lấy lại ở @BotFather. (The token is not accepted.)"
    if isinstance(error, Conflict):
        return "Có chương trình khác đang dùng bot này. (Another program uses this bot.)"
    return f"Không gọi được Telegram: {error or 'hết giờ chờ'}. (Telegram could not be asked.)"


async def _done(settings: Settings, what: Callable[[TelegramRequest], Awaitable[None]]) -> str | None:
    try:
        async with reaching(settings) as request:
            await what(request)
    except TelegramError as error:
        return problem(error)
    return None
