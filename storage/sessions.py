"""Sessions of the web chat: a random token in a cookie, its hash in a row; so a copy of the database opens no chat.

All times here are machine time: moving the business clock must not end anybody's session.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from storage.db import Tx
from storage.tables import sessions

IDLE = timedelta(days=14)
"""A commune's phone is often put away for a week; a found phone must not open a chat for months."""
ABSOLUTE = timedelta(days=90)
"""About the length of a secondment: whoever is still there joins again by a code."""


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
    await tx.change(delete(sessions).where(sessions.c.token_hash == token_hash))


async def end_all(tx: Tx, chat: str) -> int:
    """Ends every session of a chat (a stolen phone, an ended seat); how many there were."""
    return await tx.change(delete(sessions).where(sessions.c.chat == chat))


async def sweep(tx: Tx, now: datetime) -> int:
    """Removes sessions that no longer open anything; how many."""
    over = or_(sessions.c.expires_at <= now, sessions.c.seen_at <= now - IDLE)
    return await tx.change(delete(sessions).where(over))
