"""How the bot stands with Zalo, for `caunoi check` and `caunoi webhook`.

All raise Refusal, and NotSent and Unanswered of `bot.channels.calling`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.channels.calling import Unanswered
from bot.channels.zalo_bot.calls import Calls
from handlers.incoming import cleaned


@dataclass(frozen=True, slots=True)
class Identity:
    """The bot, as Zalo knows it."""

    id: str
    name: str
    account_type: str


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether Zalo got an answer at the webhook's address. The address stands in any case."""

    ok: bool
    outcome: str
    hint: str


async def get_me(calls: Calls) -> Identity:
    """Who the token belongs to."""
    told = await calls.call("getMe")
    if not told.get("id"):
        raise Unanswered("getMe was answered by something that is no bot")
    return Identity(_word(told, "id"), _word(told, "account_name"), _word(told, "account_type"))


async def webhook_url(calls: Calls) -> str:
    """Where Zalo delivers now; empty while the bot is to be polled."""
    told = await calls.call("getWebhookInfo")
    return _word(told, "url", 2_000)


async def set_webhook(calls: Calls, url: str, secret: str) -> Verified:
    """Has Zalo deliver to `url`, showing `secret` in a header."""
    told = await calls.call("setWebhook", {"url": url, "secret_token": secret})
    found = told.get("verification")
    if not isinstance(found, dict):  # older documentation knows of none
        return Verified(True, "", "")
    return Verified(found.get("ok") is not False, _word(found, "outcome"), _word(found, "hint"))


async def delete_webhook(calls: Calls) -> None:
    """Back to polling."""
    await calls.call("deleteWebhook")


def _word(told: dict[str, Any], name: str, most: int = 200) -> str:
    value = told.get(name)
    return cleaned(str(value), most) if isinstance(value, str | int) else ""
