"""Grants: tokens by which a platform lets us speak for an account, one pair for each channel.

Both tokens come here encrypted. A refresh token is good once: who refreshes holds the lease of the channel's name
(QUEUE) and keeps the new pair before it is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update

from storage.db import Tx
from storage.tables import grants

QUEUE = "grant"


@dataclass(frozen=True, slots=True)
class Grant:
    """A pair of tokens. `account` is the platform's id of who gave it; times are machine time."""

    account: str
    access: str
    refresh: str
    renewed_at: datetime
    expires_at: datetime
    broken: str = ""
    """Why it cannot be renewed any more: an operator has to ask for a new one. Empty while it can."""
    forced_at: datetime | None = None
    """When it was renewed last because the platform refused it before its time."""


async def find(tx: Tx, channel: str) -> Grant | None:
    """The grant of a channel, None before the first consent."""
    g = grants.c
    pair = select(g.account, g.access, g.refresh, g.renewed_at, g.expires_at, g.broken, g.forced_at)
    row = await tx.row(pair.where(g.channel == channel, g.access != ""))
    return Grant(*row) if row else None


async def replace(tx: Tx, channel: str, old: str, new: Grant) -> bool:
    """Keeps a new pair in place of that with the refresh token `old`; False when another is there by now."""
    there = (grants.c.channel == channel) & (grants.c.refresh == old)
    return bool(await tx.change(update(grants).where(there).values(_pair(new))))


async def consented(tx: Tx, channel: str, grant: Grant) -> bool:
    """Keeps the pair of a consent that is waited for; nobody waits for one any more. False where nobody did."""
    g = grants.c
    awaited = (g.channel == channel) & g.awaited_until.is_not(None)
    his = or_(g.awaited_account.is_(None), g.awaited_account == grant.account)
    values = {**_pair(grant), "awaited_until": None, "awaited_account": None}
    return bool(await tx.change(update(grants).where(awaited, his).values(values)))


def _pair(grant: Grant) -> dict[str, Any]:
    return {
        "account": grant.account, "access": grant.access, "refresh": grant.refresh, "renewed_at": grant.renewed_at,
        "expires_at": grant.expires_at, "forced_at": grant.forced_at, "broken": "",
    }  # fmt: skip


async def give_up(tx: Tx, channel: str, refresh: str, why: str) -> bool:
    """Notes that a pair cannot be renewed; False when that is known, or another pair is there."""
    there = (grants.c.channel == channel) & (grants.c.refresh == refresh) & (grants.c.broken == "")
    return bool(await tx.change(update(grants).where(there).values(broken=why[:200])))


async def await_consent(tx: Tx, channel: str, until: datetime, now: datetime, account: str | None) -> None:
    """Lets a consent be kept that comes until then: of `account`, or of whichever where that is None."""
    values = {"awaited_until": until, "awaited_account": account}
    empty = {"account": "", "access": "", "refresh": "", "renewed_at": now, "expires_at": now, "broken": ""}
    row = tx.insert(grants).values({"channel": channel, **empty, **values})
    await tx.change(row.on_conflict_do_update(index_elements=["channel"], set_=values))


async def awaits(tx: Tx, channel: str, now: datetime) -> str | None:
    """Whose consent is waited for: an account's, anybody's (empty), or nobody's (None)."""
    row = await tx.row(select(grants.c.awaited_until, grants.c.awaited_account).where(grants.c.channel == channel))
    return row[1] or "" if row and row[0] and row[0] > now else None
