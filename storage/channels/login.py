"""Login links: what a notice on another platform carries, so that its reader comes into his own web chat.

Whoever holds such a link comes in, so it is good once, for a short while (machine time), and only its hash is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from storage.db import Tx
from storage.place import Place
from storage.tables import login_links


@dataclass(frozen=True, slots=True)
class Login:
    """What a link opened."""

    chat: str
    place: Place
    """Where it was sent: there it is said that it was used."""


async def give(tx: Tx, token_hash: str, login: Login, expires_at: datetime) -> None:
    """Keeps a link."""
    row = {"token_hash": token_hash, "chat": login.chat, "place": login.place.key, "expires_at": expires_at}
    await tx.change(tx.insert(login_links).values(row))


async def opens(tx: Tx, token_hash: str, now: datetime) -> str | None:
    """Which chat a link would open; it is not used up by that."""
    c = login_links.c
    found: str | None = await tx.value(select(c.chat).where(c.token_hash == token_hash, c.expires_at > now))
    return found


async def use(tx: Tx, token_hash: str, now: datetime) -> Login | None:
    """Uses a link up; None for one that is unknown, used or too old."""
    c = login_links.c
    used = delete(login_links).where(c.token_hash == token_hash, c.expires_at > now)
    row = await tx.row(used.returning(c.chat, c.place))
    return Login(row.chat, Place.parse(row.place)) if row else None


async def sweep(tx: Tx, now: datetime) -> int:
    """Forgets links that are too old; how many."""
    return await tx.change(delete(login_links).where(login_links.c.expires_at <= now))


async def void(tx: Tx, place: Place) -> None:
    """What was sent to a place leads nowhere any more."""
    await tx.change(delete(login_links).where(login_links.c.place == place.key))
