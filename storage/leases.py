"""Leases: who may work on a conversation just now.

A worker holds a *conversation*, never a row out of its middle: so the rows of one conversation are handled in
order while conversations run in parallel, in one process or in many. A lease whose time is over may be taken by
anybody; every transaction of its holder renews it and fails with `Lost` when somebody did. A lease without an owner
keeps a conversation back until a moment: that is how waiting before another try is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update

from storage.db import Tx
from storage.tables import leases

LONGEST_HELD = timedelta(minutes=1)
"""Nobody works on a conversation for longer without renewing his lease: one that lies further ahead was written
before the machine's clock was set back, and would otherwise keep everybody off until the clock is there again."""
LONGEST_WAIT = timedelta(hours=3)
"""The same for what is held back; Telegram has asked for waits of 10,072 seconds."""


class Lost(Exception):
    """The lease ran out and another worker took the conversation: what was begun must not be finished."""


def free(queue: str, conversation: ColumnElement[str], now: datetime) -> ColumnElement[bool]:
    """True for conversations that nobody holds at `now` (machine time)."""
    there = and_(leases.c.queue == queue, leases.c.conversation == conversation)
    return ~exists(select(leases.c.owner).where(there, ~_over(now)))


async def take(
    tx: Tx, queue: str, conversations: Sequence[str], owner: str, now: datetime, lasts: timedelta
) -> list[str]:
    """Takes those of `conversations` that are free and returns them; others were faster with the rest."""
    if not conversations:
        return []
    wanted = tx.insert(leases).values(
        [{"queue": queue, "conversation": c, "owner": owner, "until": now + lasts} for c in sorted(conversations)]
    )
    taken = wanted.on_conflict_do_update(
        index_elements=["queue", "conversation"],
        set_={"owner": wanted.excluded.owner, "until": wanted.excluded.until},
        where=_over(now),
    ).returning(leases.c.conversation)
    return [row.conversation for row in await tx.rows(taken)]


async def renew(tx: Tx, queue: str, conversation: str, owner: str, until: datetime) -> None:
    """Keeps a lease that is held until `until`. Raises Lost when it is no longer held."""
    if not await tx.change(update(leases).where(_held(queue, conversation, owner)).values(until=until)):
        raise Lost(conversation)


async def hold_back(tx: Tx, queue: str, conversation: str, owner: str, until: datetime) -> None:
    """Gives a conversation up and keeps everybody off it until `until`, which lies less than LONGEST_WAIT ahead.

    Raises Lost when it is no longer held.
    """
    held = update(leases).where(_held(queue, conversation, owner))
    if not await tx.change(held.values(owner="", until=until)):
        raise Lost(conversation)


async def give_up(tx: Tx, queue: str, conversation: str, owner: str) -> None:
    """Gives a conversation up. Raises Lost when it is no longer held."""
    if not await tx.change(delete(leases).where(_held(queue, conversation, owner))):
        raise Lost(conversation)


def _over(now: datetime) -> ColumnElement[bool]:
    until, held_back = leases.c.until, leases.c.owner == ""
    return or_(
        until <= now,
        and_(~held_back, until > now + LONGEST_HELD),
        and_(held_back, until > now + LONGEST_WAIT),
    )


def _held(queue: str, conversation: str, owner: str) -> ColumnElement[bool]:
    return and_(leases.c.queue == queue, leases.c.conversation == conversation, leases.c.owner == owner)


async def forget_all(tx: Tx) -> None:
    """Ends every worker's lease: for a process that knows that it is alone. What is held back stays held back."""
    await tx.change(delete(leases).where(leases.c.owner != ""))
