"""How the account stands with Zalo, for `caunoi check`. It only looks: a token is renewed by the service alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Literal

from bot.channels.calling import Caller, NotSent, Timeouts, Unanswered
from bot.channels.zalo_oa.consent import ACCOUNT
from bot.channels.zalo_oa.exchange import NotConnected
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.channels.zalo_oa.tokens import channel_of
from bot.channels.zalo_oa.vault import Vault
from storage import grants
from storage.db import Database

_QUICK = Timeouts(connect=5.0, write=5.0, read=5.0)


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is to say."""

    is_: Literal["connected", "never connected", "broken", "locked", "refused", "away"]
    why: str = ""
    account: str = ""
    name: str = ""
    expires_at: datetime | None = None


async def look(db: Database, settings: ZaloOaSettings) -> Standing:
    """Reads the grant and asks Zalo whose it is. Raises storage.db.Unavailable."""
    grant = await db.read(partial(grants.find, channel=channel_of(settings)))
    if grant is None:
        return Standing("never connected")
    if grant.broken:
        return Standing("broken", grant.broken, grant.account)
    try:
        token = Vault(settings).open(grant.access)
    except NotConnected as error:
        return Standing("locked", str(error), grant.account)
    caller = Caller(_QUICK)
    try:
        answer = await caller.call("GET", settings.api_base_url + ACCOUNT, headers={"access_token": token})
    except (NotSent, Unanswered) as error:
        return Standing("away", str(error), grant.account)
    finally:
        await caller.close()
    told = answer.json or {}
    data = told.get("data")
    if not isinstance(data, dict):
        why = f"{told.get('error', answer.status)}: {told.get('message') or ''}".replace(token, "…")
        return Standing("refused", why[:200], grant.account, expires_at=grant.expires_at)
    return Standing("connected", "", grant.account, str(data.get("name") or "")[:80], grant.expires_at)
