"""How the bot stands with Telegram, for `caunoi check` and `caunoi webhook`. What is asked raises TelegramError."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

from telegram.error import InvalidToken, TelegramError

from bot.channels.backoff import Backoff
from bot.channels.telegram.request import Flooded, TelegramRequest, Unanswered

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")
"""Named at each call: an omitted list means whatever was set before, by anybody."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The bot, as Telegram knows it."""

    id: int
    username: str
    name: str


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram delivers; `url` is empty while the bot is to be polled."""

    url: str
    pending: int
    last_error: str | None
    last_error_at: datetime | None
    missing: tuple[str, ...] = ()
    """Kinds of updates that it was not told to deliver."""


async def get_me(request: TelegramRequest) -> Identity:
    """Who the token belongs to."""
    told = await request.call("getMe", {})
    try:
        return Identity(int(told["id"]), str(told["username"]), str(told["first_name"]))
    except (KeyError, TypeError, ValueError):
        raise Unanswered("getMe was answered by something that is no bot") from None


async def learn_name(request: TelegramRequest, named: Callable[[str], None], backoff: Backoff) -> None:
    """Tells what the bot is called; asks until Telegram answers, and nothing waits for it. Never raises."""
    for failures in count(1):
        try:
            named((await get_me(request)).username)
            return
        except InvalidToken:
            return
        except TelegramError as error:  # whoever polls or sends says so in the log
            asked_for = error.after if isinstance(error, Flooded) else 0.0
            await asyncio.sleep(max(asked_for, backoff.after(failures)))


async def webhook_info(request: TelegramRequest) -> Webhook:
    """Where Telegram delivers now, and what went wrong there."""
    told = await request.call("getWebhookInfo", {})
    try:
        failed_at = told.get("last_error_date")
        return Webhook(
            str(told["url"]),
            int(told["pending_update_count"]),
            told.get("last_error_message"),
            datetime.fromtimestamp(failed_at, UTC) if failed_at else None,
            _missing(told),
        )
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError, OSError):
        raise Unanswered("getWebhookInfo was answered by something else") from None


def _missing(told: dict[str, Any]) -> tuple[str, ...]:
    if not told["url"]:
        return ()
    # Without a list it is everything but what has to be asked for by name.
    named = told.get("allowed_updates") or [kind for kind in ALLOWED_UPDATES if kind != "message_reaction"]
    return tuple(kind for kind in ALLOWED_UPDATES if kind not in named)


async def set_webhook(request: TelegramRequest, url: str, secret: str) -> None:
    """Has Telegram deliver to `url`, showing `secret` in a header. Not by `Bot`: it would log the secret."""
    await request.call(
        "setWebhook",
        {"url": url, "secret_token": secret, "allowed_updates": list(ALLOWED_UPDATES), "max_connections": 40},
    )


async def delete_webhook(request: TelegramRequest) -> None:
    """Back to polling. Updates that wait stay."""
    await request.call("deleteWebhook", {"drop_pending_updates": False})


async def log_out(request: TelegramRequest) -> None:
    """Leaves this Bot API server: only then may another one receive for the bot."""
    await request.call("logOut", {})
