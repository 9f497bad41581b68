"""Reach: until when a platform lets us write to somebody, by when he last did something there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from storage.db import Tx
from storage.place import Place
from storage.tables import accounts


async def last_seen(tx: Tx, place: Place) -> datetime | None:
    """When whoever is written to at a private place was heard from last (business time); None for nobody known."""
    found: datetime | None = await tx.value(select(accounts.c.seen_at).where(accounts.c.place == place.key))
    return found
