"""Leases: who may work on a conversation just now.

A worker holds a *conversation*, never a row out of its middle: so the rows of one conversation are handled in
order while conversations run in parallel, in one process or in many. A lease whose time is over may be taken by
anybody; every transaction of its holder renews it and fails with `Lost` when somebody did. A lease without an owner
keeps a conversation back until a moment: that is how waiting before another try is done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, and_, bindparam, delete, exists, or_, select, update

from storage.db import Tx
from storage.prepared import Prepared
from storage.tables import Instant, leases

LONGEST_HELD = timedelta(minutes=1)
"""Nobody works on a conversation for longer without renewing his lease: one that lies further ahead was written
before the machine's clock was set back, and would otherwise keep everybody off until the clock is there again."""
LONGEST_WAIT = timedelta(hours=3)
"""The same for what is held back; Telegram has asked for waits of 10,072 seconds."""

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Lost(Exception):
    """The lease ran out and another worker took the conversation: what was begun must not be finished."""


_COLUMNS = ("queue", "conversation", "owner", "until")
_HELD = and_(
    leases.c.queue == bindparam("of_queue"),
    leases.c.conversation == bindparam("of"),
    leases.c.owner == bindparam("by"),
)
_RENEW = Prepared(update(leases).where(_HELD), "until")
_HOLD_BACK = Prepared(update(leases).where(_HELD), "owner", "until")
_GIVE_UP = Prepared(delete(leases).where(_HELD))


def _over() -> ColumnElement[bool]:
    now, too_long, too_far = (bindparam(name, type_=Instant()) for name in ("now", "too_long", "too_far"))
    until, held_back = leases.c.until, leases.c.owner == ""
    return or_(until <= now, and_(~held_back, until > too_long), and_(held_back, until > too_far))


def moments(now: datetime) -> dict[str, datetime]:
    """What a statement with `free` in it has to be given; `now` is machine time."""
    return {"now": now, "too_long": now + LONGEST_HELD, "too_far": now + LONGEST_WAIT}


def free(queue: str, conversation: ColumnElement[str]) -> ColumnElement[bool]:
    """True for conversations that nobody holds at the moment given by `moments`."""
    there = and_(leases.c.queue == queue, leases.c.conversation == conversation)
    return ~exists(select(leases.c.owner).where(there, ~_over()))


def _taking(insert: Callable[[Any], Any]) -> Executable:
    wanted = insert(leases)
    new = {"owner": wanted.excluded.owner, "until": wanted.excluded.until}
    statement: Executable = wanted.on_conflict_do_update(
        index_elements=["queue", "conversation"], set_=new, where=_over()
    )
    return statement


_TAKE = Prepared(_taking, *_COLUMNS)


async def take(
    tx: Tx, queue: str, conversations: Sequence[str], owner: str, now: datetime, lasts: timedelta
) -> list[str]:
    """Takes those of `conversations` that are free and returns them; others were faster with the rest."""
    at = {"queue": queue, "owner": owner, "until": now + lasts, **moments(now)}
    # In one order everywhere: two workers that want the same ones then never wait for each other in a circle.
    return [one for one in sorted(conversations) if await tx.change(_TAKE, conversation=one, **at)]


def taking_idle(waiting: Select[Any]) -> Prepared:
    """Takes a conversation that nobody holds, nobody holds back, and in which nothing is `waiting`.

    To be given: `in_queue`, `one`, `by`, `until`, and what `waiting` names.
    """

    def build(insert: Callable[[Any], Any]) -> Executable:
        row = [
            bindparam(name, type_=column.type)
            for name, column in zip(("in_queue", "one", "by", "until"), leases.c, strict=True)
        ]
        idle = insert(leases).from_select(_COLUMNS, select(*row).where(~exists(waiting)))
        statement: Executable = idle.on_conflict_do_nothing(index_elements=["queue", "conversation"])
        return statement

    return Prepared(build)


def leaving_empty(waiting: Select[Any]) -> Prepared:
    """Gives a conversation up if nothing is `waiting` in it. To be given: `of_queue`, `of`, `by`, and its own."""
    return Prepared(delete(leases).where(_HELD, ~exists(waiting)))


async def renew(tx: Tx, queue: str, conversation: str, owner: str, until: datetime) -> None:
    """Keeps a lease that is held until `until`. Raises Lost when it is no longer held."""
    if not await tx.change(_RENEW, of_queue=queue, of=conversation, by=owner, until=until):
        raise Lost(conversation)


async def hold_back(tx: Tx, queue: str, conversation: str, owner: str, until: datetime) -> None:
    """Gives a conversation up and keeps everybody off it until `until`, which lies less than LONGEST_WAIT ahead.

    Raises Lost when it is no longer held.
    """
    if not await tx.change(_HOLD_BACK, of_queue=queue, of=conversation, by=owner, owner="", until=until):
        raise Lost(conversation)


async def give_up(tx: Tx, queue: str, conversation: str, owner: str) -> None:
    """Gives a conversation up. Raises Lost when it is no longer held."""
    if not await tx.change(_GIVE_UP, of_queue=queue, of=conversation, by=owner):
        raise Lost(conversation)


def left_behind(queue: str, conversation: ColumnElement[str]) -> ColumnElement[bool]:
    """True for conversations that are `free` because whoever held them neither finished nor gave them up."""
    return exists(
        select(leases.c.owner).where(
            leases.c.queue == queue, leases.c.conversation == conversation, leases.c.owner != ""
        )
    )


async def end_all(tx: Tx) -> None:
    """Ends every worker's lease: for a process that knows that it is alone. What is held back stays held back.

    They are over, not gone: it can be seen that somebody died over them.
    """
    await tx.change(update(leases).where(leases.c.owner != "").values(until=_LONG_AGO))
