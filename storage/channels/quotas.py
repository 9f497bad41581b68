"""Quotas: how many messages a channel has used of a month's allowance, over all its processes.

They are taken before they are sent and given back when they were not: so a death between the two counts a message
that nobody got, and never the other way round.
"""

from __future__ import annotations

from sqlalchemy import case, select, update

from storage.db import Tx
from storage.tables import quotas


async def take(tx: Tx, channel: str, month: str, count: int, most: int) -> int | None:
    """Takes `count` messages of a month (`2026-11`) if no more than `most` are used then; how many are used now.

    None when there are not so many left.
    """
    row = tx.insert(quotas).values(channel=channel, month=month, used=0, warned=False)
    await tx.change(row.on_conflict_do_nothing(index_elements=["channel", "month"]))
    q = quotas.c
    room = update(quotas).where(q.channel == channel, q.month == month, q.used + count <= most)
    used: int | None = await tx.value(room.values(used=q.used + count).returning(q.used))
    return used


async def give_back(tx: Tx, channel: str, month: str, count: int) -> None:
    """Takes back the taking of messages that were not sent."""
    q = quotas.c
    row = update(quotas).where(q.channel == channel, q.month == month)
    await tx.change(row.values(used=case((q.used > count, q.used - count), else_=0)))


async def used(tx: Tx, channel: str, month: str) -> int:
    """How many messages of a month are used."""
    q = quotas.c
    found = await tx.value(select(q.used).where(q.channel == channel, q.month == month))
    return int(found or 0)


async def warn(tx: Tx, channel: str, month: str) -> bool:
    """Notes that somebody was warned; False when it was noted before."""
    q = quotas.c
    unwarned = update(quotas).where(q.channel == channel, q.month == month, ~q.warned)
    return bool(await tx.change(unwarned.values(warned=True)))
