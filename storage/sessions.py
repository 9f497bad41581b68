"""Sessions of the web chat: a random token in a cookie, its hash in a row; so a copy of the database opens no chat.

All times here are machine time: moving the business clock must not end anybody's session.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update

from storage import wakes
from storage.db import Tx
from storage.tables import accounts, login_links, push_subscriptions, sessions

IDLE = timedelta(days=14)
"""A commune's phone is often put away for a week; a found phone must not open a chat for months."""
ABSOLUTE = timedelta(days=90)
"""About the length of a secondment: whoever is still there joins again by a code."""

LEFT = "left"
"""The topic on which it is said that sessions of a chat have ended."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session that is valid now."""

    token_hash: str
    chat: str
    seen_at: datetime


async def begin(tx: Tx, token_hash: str, chat: str, now: datetime) -> None:
    """Opens `chat` to the holder of the token with this hash."""
    row = {
        "token_hash": token_hash,
        "chat": chat,
        "created_at": now,
        "seen_at": now,
        "expires_at": now + ABSOLUTE,
    }
    await tx.change(tx.insert(sessions).values(row))
    await _note_reach(tx, accounts.c.user_id == chat, reachable=True)


async def find(tx: Tx, token_hash: str, now: datetime) -> Session | None:
    """The session behind a token; None when there is none, it lay idle too long or its time is over."""
    row = await tx.row(
        select(sessions.c.chat, sessions.c.seen_at).where(
            sessions.c.token_hash == token_hash,
            sessions.c.expires_at > now,
            sessions.c.seen_at > now - IDLE,
        )
    )
    return Session(token_hash, row.chat, row.seen_at) if row else None


async def touch(tx: Tx, token_hash: str, now: datetime) -> None:
    """Notes that a session is in use."""
    await tx.change(update(sessions).where(sessions.c.token_hash == token_hash).values(seen_at=now))


async def end(tx: Tx, token_hash: str) -> None:
    """Ends one session."""
    chat = await tx.value(delete(sessions).where(sessions.c.token_hash == token_hash).returning(sessions.c.chat))
    await _note_reach(tx, accounts.c.user_id == chat, reachable=False)


async def end_all(tx: Tx, chat: str, but: str | None = None) -> int:
    """Ends every session of a chat (a stolen phone, an ended seat) `but` one; how many. Open pages are told."""
    theirs = delete(sessions).where(sessions.c.chat == chat)
    await tx.change(delete(login_links).where(login_links.c.chat == chat))
    ended = await tx.change(theirs if but is None else theirs.where(sessions.c.token_hash != but))
    await _note_reach(tx, accounts.c.user_id == chat, reachable=False)
    tx.wake(f"{LEFT}{wakes.WORD}{chat}")
    return ended


async def sweep(tx: Tx, now: datetime) -> int:
    """Removes sessions that no longer open anything; how many."""
    over = or_(sessions.c.expires_at <= now, sessions.c.seen_at <= now - IDLE)
    gone = [row.chat for row in await tx.rows(delete(sessions).where(over).returning(sessions.c.chat))]
    for start in range(0, len(gone), 500):
        await _note_reach(tx, accounts.c.user_id.in_(gone[start : start + 500]), reachable=False)
    return len(gone)


async def _note_reach(tx: Tx, whose: Any, *, reachable: bool) -> None:
    """A chat that no session opens any more reaches nobody: what is new looks for another channel."""
    theirs = update(accounts).where(accounts.c.channel == "web", whose)
    if not reachable:
        opened = select(sessions.c.token_hash).where(sessions.c.chat == accounts.c.user_id)
        theirs = theirs.where(~opened.exists())
    await tx.change(theirs.values(reachable=reachable))
    if not reachable:  # a browser whose session is over is rung no more
        kept = select(sessions.c.token_hash).where(sessions.c.token_hash == push_subscriptions.c.token_hash)
        await tx.change(delete(push_subscriptions).where(~kept.exists()))
