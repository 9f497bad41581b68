"""Paces that processes keep together: who may send next to a platform that takes so many messages a second.

One row per pace holds the moment at which the next slot begins. Whoever wants to send takes the next few slots in a
row, for himself alone; so however many processes there are, together they are no faster than one, and nobody leads.
The row stands among the leases, without an owner: until then, nobody may.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select, update

from storage.db import Tx
from storage.tables import leases

QUEUE = "pace"
MOST_RIVALS = 100
"""So many processes may have taken slots before us. A row that lies further ahead was written before the server's
clock was set back, and would keep everybody waiting."""


async def take(tx: Tx, name: str, slots: int, gap: timedelta, now: datetime, burst: int = 1) -> datetime:
    """Takes the next `slots` slots, `gap` apart, and returns when the first begins (machine time).

    After a pause that may be a moment ago: up to `burst` slots are there at once.
    """
    rested = now - (burst - 1) * gap
    following = await _following(tx, name, rested)
    if following > now + MOST_RIVALS * slots * gap:
        following = now
    begins = max(following, rested)
    await tx.change(update(leases).where(_row(name)).values(until=begins + slots * gap))
    return begins


async def _following(tx: Tx, name: str, at_first: datetime) -> datetime:
    row = tx.insert(leases).values({"queue": QUEUE, "conversation": name, "owner": "", "until": at_first})
    await tx.change(row.on_conflict_do_nothing(index_elements=["queue", "conversation"]))
    found: datetime = await tx.value(select(leases.c.until).where(_row(name)).with_for_update())
    return found


def _row(name: str) -> ColumnElement[bool]:
    return and_(leases.c.queue == QUEUE, leases.c.conversation == name)
