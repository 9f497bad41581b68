"""What the command line asks of the Zalo Bot Platform. A problem is a sentence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.channels.calling import Caller, NotSent, Timeouts, Unanswered
from bot.channels.zalo_bot import ZaloBotSettings
from bot.channels.zalo_bot.calls import Calls, Refusal
from bot.channels.zalo_bot.standing import delete_webhook, set_webhook
from bot.settings import Settings

TROUBLE = (Refusal, NotSent, Unanswered)


@asynccontextmanager
async def reaching(settings: Settings, seconds: float = 15.0) -> AsyncIterator[Calls]:
    """The way to the bot's methods. Raises Wrong when no bot is configured."""
    caller = Caller(Timeouts(seconds, seconds, seconds))
    try:
        yield Calls(ZaloBotSettings.of(settings), caller)
    finally:
        await caller.close()


async def setting_webhook(settings: Settings, secret: str) -> tuple[str | None, str]:
    """Has Zalo deliver to us; what went wrong, or None, and what Zalo says of the address, which stands anyway."""
    try:
        async with reaching(settings) as calls:
            seen = await set_webhook(calls, ZaloBotSettings.of(settings).webhook_url, secret)
    except TROUBLE as error:
        return problem(error), ""
    return None, "" if seen.ok else f"{seen.outcome} {seen.hint}".strip() or "?"


async def deleting_webhook(settings: Settings) -> str | None:
    """Has Zalo wait to be polled; what went wrong, or None."""
    try:
        async with reaching(settings) as calls:
            await delete_webhook(calls)
    except TROUBLE as error:
        return problem(error)
    return None


def problem(error: Exception) -> str:
    """What Zalo's refusal means for the operator."""
    if isinstance(error, Refusal) and error.error == 401:
        return "Zalo không nhận ZALO_BOT_TOKEN này; lấy lại ở Zalo Bot Creator. (The token is not accepted.)"
    if isinstance(error, Refusal) and error.error == 404:
        return "Zalo không biết địa chỉ này; xem ZALO_BOT_API_BASE_URL. (No such address: the base is wrong.)"
    return f"Không gọi được Zalo: {error}. (Zalo could not be asked.)"
