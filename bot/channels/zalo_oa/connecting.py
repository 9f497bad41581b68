"""Connecting an account: what an operator has to enter at Zalo, and the link for an administrator of the account."""

from __future__ import annotations

from bot.channels.zalo_oa.consent import AWAITED, await_consent
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.channels.zalo_oa.webhook import PATH
from bot.settings import Settings
from handlers.clock import Clock
from storage.db import Database


async def connect(db: Database, clock: Clock, settings: Settings, *, another: bool) -> dict[str, str | int]:
    """Waits for a consent, of the account that is connected or of `another`. Raises Wrong."""
    own = ZaloOaSettings.of(settings)
    await await_consent(db, clock, own, another=another)
    return {
        "link": own.consent_url,
        "callback": own.callback_url,
        "challenge": own.code_challenge,
        "webhook": settings.base_url + PATH,
        "minutes": int(AWAITED.total_seconds() // 60),
    }
