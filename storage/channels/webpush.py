"""Web Push: where the browser of a session lets itself be rung, and when it is to be.

A ring says that there is something new and nothing else; so what comes while one is due needs no second one.
All times here are machine time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from storage.db import Tx
from storage.tables import accounts, push_subscriptions

HINT = "push"
MOST = 10
"""Browsers of one person that are rung."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a browser gave: an address at its maker's push service, and the keys to write to it alone."""

    endpoint: str
    key: str
    auth: str
    language: str


@dataclass(frozen=True, slots=True)
class Due:
    """A subscription that is to be rung now; until `until` it is ours."""

    token_hash: str
    chat: str
    to: Subscription
    attempts: int
    until: datetime


async def subscribe(tx: Tx, token_hash: str, chat: str, to: Subscription, now: datetime) -> None:
    """Keeps the subscription of a session; beyond so many of a person the oldest are forgotten."""
    s = push_subscriptions.c
    await tx.change(delete(push_subscriptions).where((s.token_hash == token_hash) | (s.endpoint == to.endpoint)))
    row = {
        "token_hash": token_hash, "chat": chat, "endpoint": to.endpoint, "key": to.key, "auth": to.auth,
        "language": to.language, "created_at": now,
    }  # fmt: skip
    await tx.change(tx.insert(push_subscriptions).values(row))
    whose = select(accounts.c.person_id).where(accounts.c.channel == "web", accounts.c.user_id == chat)
    his = select(accounts.c.user_id).where(accounts.c.channel == "web", accounts.c.person_id.in_(whose))
    theirs = select(s.token_hash).where((s.chat == chat) | s.chat.in_(his))
    kept = theirs.order_by(s.created_at.desc(), s.token_hash)
    rows = await tx.rows(kept)
    await tx.change(delete(push_subscriptions).where(s.token_hash.in_([row.token_hash for row in rows[MOST:]])))


async def unsubscribe(tx: Tx, token_hash: str) -> None:
    """A session's browser is not rung any more."""
    await tx.change(delete(push_subscriptions).where(push_subscriptions.c.token_hash == token_hash))


async def ring(tx: Tx, chat: str, at: datetime) -> None:
    """Has the browsers of a chat rung then, unless they are about to be."""
    s = push_subscriptions.c
    silent = update(push_subscriptions).where(s.chat == chat, s.due_at.is_(None))
    if await tx.change(silent.values(due_at=at, attempts=0)):
        tx.wake(HINT)


async def hush(tx: Tx, chat: str) -> None:
    """What is new was read: nobody need be rung."""
    s = push_subscriptions.c
    await tx.change(update(push_subscriptions).where(s.chat == chat, s.due_at.is_not(None)).values(due_at=None))


async def claim(tx: Tx, now: datetime, lasts: timedelta, most: int) -> list[Due]:
    """Those that are to be rung now; for so long nobody else rings them."""
    s = push_subscriptions.c
    rows = await tx.rows(select(push_subscriptions).where(s.due_at <= now).order_by(s.due_at).limit(most))
    claimed = []
    for row in rows:
        ours = update(push_subscriptions).where(s.token_hash == row.token_hash, s.due_at == row.due_at)
        if await tx.change(ours.values(due_at=now + lasts)):
            to = Subscription(row.endpoint, row.key, row.auth, row.language)
            claimed.append(Due(row.token_hash, row.chat, to, row.attempts, now + lasts))
    return claimed


async def done(tx: Tx, due: Due) -> None:
    """It was rung, or need not be."""
    await _change(tx, due, None, 0)


async def later(tx: Tx, due: Due, at: datetime) -> None:
    """It is rung again then."""
    await _change(tx, due, at, due.attempts + 1)


async def next_due(tx: Tx) -> datetime | None:
    """When the next one is to be rung."""
    s = push_subscriptions.c
    found: datetime | None = await tx.value(select(func.min(s.due_at)).where(s.due_at.is_not(None)))
    return found


async def _change(tx: Tx, due: Due, at: datetime | None, attempts: int) -> None:
    s = push_subscriptions.c
    ours = update(push_subscriptions).where(s.token_hash == due.token_hash, s.due_at == due.until)
    await tx.change(ours.values(due_at=at, attempts=attempts))
