"""The inbox: raw updates, committed before they are acknowledged.

`store` is called before the platform is told that we have an update; the unique key (channel, update id) makes a
repeated delivery a no-op. `claim` takes conversations, `finish` is called in the transaction that holds everything
the update caused: so an update has all of its effects or none, and exactly once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import TextClause, delete, func, select, text, update

from storage import leases
from storage.db import Tx
from storage.tables import inbox

QUEUE = "inbox"
UNDONE = text("inbox.state = 'new'")
"""In the words of the partial indexes: with a bound value it is up to SQLite's luck whether it uses them."""
QUARANTINED = text("inbox.state = 'quarantined'")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A raw update as it came. `conversation` is the key of the place it belongs to, found without parsing all."""

    channel: str
    update_id: str
    conversation: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Held:
    """The oldest undone update of a conversation that is leased to us."""

    id: int
    channel: str
    conversation: str
    payload: bytes
    attempts: int
    received_at: datetime


async def store(tx: Tx, arrivals: Sequence[Arrival], received_at: datetime, stored_at: datetime) -> int:
    """Keeps new updates and returns how many were new."""
    if not arrivals:
        return 0
    rows = [
        {
            "channel": a.channel,
            "update_id": a.update_id,
            "conversation": a.conversation,
            "payload": a.payload,
            "state": "new",
            "received_at": received_at,
            "stored_at": stored_at,
        }
        for a in arrivals
    ]
    insert = tx.insert(inbox).values(rows).on_conflict_do_nothing(index_elements=["channel", "update_id"])
    new = len(await tx.rows(insert.returning(inbox.c.id)))
    if new:
        tx.wake(QUEUE)
    return new


async def claim(tx: Tx, owner: str, now: datetime, lasts: timedelta, most: int) -> list[Held]:
    """Leases up to `most` free conversations that have undone updates, oldest first, with the head of each."""
    waiting = (
        select(inbox.c.conversation)
        .where(UNDONE, leases.free(QUEUE, inbox.c.conversation, now))
        .order_by(inbox.c.id)
        .limit(most * 4)
    )
    conversations = list(dict.fromkeys(row.conversation for row in await tx.rows(waiting)))[:most]
    taken = await leases.take(tx, QUEUE, conversations, owner, now, lasts)
    heads = []
    for conversation in taken:
        head = await _head(tx, conversation)
        if head is None:  # done by another worker between our look and our lease
            await leases.give_up(tx, QUEUE, conversation, owner)
        else:
            heads.append(head)
    return heads


async def finish(tx: Tx, held: Held, owner: str, until: datetime) -> Held | None:
    """Marks an update done and returns the next of its conversation, or gives the conversation up.

    Raises leases.Lost when the conversation is no longer ours: the transaction must then be given up.
    """
    done = update(inbox).where(inbox.c.id == held.id, inbox.c.state == "new").values(state="done")
    if not await tx.change(done):
        raise leases.Lost(held.conversation)
    return await _next(tx, held, owner, until)


async def quarantine(tx: Tx, held: Held, owner: str, why: str, until: datetime) -> Held | None:
    """Sets aside an update that cannot be handled, so that its conversation goes on."""
    aside = update(inbox).where(inbox.c.id == held.id).values(state="quarantined", why=why)
    await tx.change(aside)
    return await _next(tx, held, owner, until)


async def try_later(tx: Tx, held: Held, owner: str, why: str, until: datetime) -> None:
    """Counts a failed try and keeps the conversation back until `until` (machine time)."""
    failed = update(inbox).where(inbox.c.id == held.id)
    await tx.change(failed.values(attempts=inbox.c.attempts + 1, why=why))
    await leases.hold_back(tx, QUEUE, held.conversation, owner, until)


async def depth(tx: Tx) -> dict[str, int]:
    """How many updates stand in each state other than done."""
    counts = {"new": await _count(tx, UNDONE), "quarantined": await _count(tx, QUARANTINED)}
    return {state: number for state, number in counts.items() if number}


async def _count(tx: Tx, these: TextClause) -> int:
    found: int = await tx.value(select(func.count()).select_from(inbox).where(these))
    return found


async def oldest_waiting(tx: Tx) -> datetime | None:
    """When the oldest undone update was stored."""
    oldest = select(inbox.c.stored_at).where(UNDONE).order_by(inbox.c.id).limit(1)
    found: datetime | None = await tx.value(oldest)
    return found


async def prune(tx: Tx, before: datetime, limit: int) -> int:
    """Forgets up to `limit` updates that were stored before then (machine time) and are done; how many."""
    # Rows are stored in the order of their ids: the first young one ends the search, whatever stands behind it. The
    # last row stays in any case: SQLite would give its id away again, and effects are keyed by ids.
    young = select(inbox.c.id).where(inbox.c.stored_at >= before).order_by(inbox.c.id).limit(1).scalar_subquery()
    last = select(func.max(inbox.c.id)).scalar_subquery()
    old = select(inbox.c.id).where(
        inbox.c.state == "done", inbox.c.stored_at < before, inbox.c.id < func.coalesce(young, last)
    )
    return await tx.change(delete(inbox).where(inbox.c.id.in_(old.order_by(inbox.c.id).limit(limit))))


async def _next(tx: Tx, held: Held, owner: str, until: datetime) -> Held | None:
    following = await _head(tx, held.conversation)
    if following is None:
        await leases.give_up(tx, QUEUE, held.conversation, owner)
        # An update stored while we held the lease found nobody free to take it: look again after the commit.
        tx.wake(QUEUE)
    else:
        await leases.renew(tx, QUEUE, held.conversation, owner, until)
    return following


async def _head(tx: Tx, conversation: str) -> Held | None:
    oldest = (
        select(
            inbox.c.id,
            inbox.c.channel,
            inbox.c.conversation,
            inbox.c.payload,
            inbox.c.attempts,
            inbox.c.received_at,
        )
        .where(inbox.c.conversation == conversation, UNDONE)
        .order_by(inbox.c.id)
        .limit(1)
    )
    row = await tx.row(oldest)
    return Held(*row) if row else None
