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

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Executable,
    Select,
    String,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

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


_THIS = and_(leases.c.queue == bindparam("in_queue"), leases.c.conversation == bindparam("one"))
# Whoever is writing a lease that is over may renew it, or be frozen in the middle of that: he is not waited for.
# SQLite has one writer, and no words for it.
_ENDED = select(leases.c.conversation).where(_THIS, _over()).with_for_update(skip_locked=True)
_TAKE_OVER = Prepared(
    update(leases).where(
        leases.c.queue == bindparam("in_queue"), leases.c.conversation == _ENDED.scalar_subquery()
    ),
    "owner", "until",
)  # fmt: skip


async def take(
    tx: Tx, queue: str, conversations: Sequence[str], owner: str, now: datetime, lasts: timedelta
) -> list[str]:
    """Takes those of `conversations` that are free and returns them; others were faster with the rest."""
    # In one order everywhere: two workers that want the same ones then never wait for each other in a circle.
    return [one for one in sorted(conversations) if await _take(tx, queue, one, owner, now, lasts)]


async def _take(tx: Tx, queue: str, one: str, owner: str, now: datetime, lasts: timedelta) -> bool:
    until = now + lasts
    if await tx.change(_TAKE_NEW, in_queue=queue, one=one, by=owner, until=until):
        return True
    over = await tx.change(_TAKE_OVER, in_queue=queue, one=one, owner=owner, until=until, **moments(now))
    return bool(over)


class _Unwanted(FunctionElement[bool]):
    """True while no other transaction under way takes the same conversation; on SQLite there is none."""

    type = Boolean()
    inherit_cache = True


@compiles(_Unwanted)
def _always(_element: _Unwanted, _compiler: SQLCompiler, **_: Any) -> str:
    return "1"


@compiles(_Unwanted, "postgresql")
def _if_nobody_does(element: _Unwanted, compiler: SQLCompiler, **named: Any) -> str:
    queue, one = (compiler.process(clause, **named) for clause in element.clauses)
    return f"pg_try_advisory_xact_lock(hashtextextended({queue} || {one}, 0))"


def taking_idle(waiting: Select[Any]) -> Prepared:
    """Takes a conversation that nobody holds, nobody holds back, and in which nothing is `waiting`.

    To be given: `in_queue`, `one`, `by`, `until`, and what `waiting` names.
    """

    def build(insert: Callable[[Any], Any]) -> Executable:
        row = [
            bindparam(name, type_=column.type)
            for name, column in zip(("in_queue", "one", "by", "until"), leases.c, strict=True)
        ]
        # Who speaks to several places takes them in the order in which he speaks: two who waited for each other's
        # would wait in a circle. So nobody waits, and what is not taken at once is claimed.
        idle = insert(leases).from_select(_COLUMNS, select(*row).where(~exists(waiting), _Unwanted(row[0], row[1])))
        statement: Executable = idle.on_conflict_do_nothing(index_elements=["queue", "conversation"])
        return statement

    return Prepared(build)


_TAKE_NEW = taking_idle(select(leases.c.owner).where(_THIS))


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
    """True for conversations that are `free` because another process that held them did not finish.

    To be given: `ours`, what the owners of this process begin with. It has not died, whatever it left.
    """
    ours = bindparam("ours", type_=String())
    return exists(
        select(leases.c.owner).where(
            leases.c.queue == queue,
            leases.c.conversation == conversation,
            leases.c.owner != "",
            func.substr(leases.c.owner, 1, func.length(ours)) != ours,
        )
    )


async def let_go(tx: Tx, queue: str, begins: str) -> None:
    """Holds conversations whose names begin like this back no longer."""
    held_back = (leases.c.queue == queue) & (leases.c.owner == "")
    await tx.change(delete(leases).where(held_back, leases.c.conversation.startswith(begins, autoescape=True)))


async def end_all(tx: Tx) -> None:
    """Ends every worker's lease: for a process that knows that it is alone. What is held back stays held back.

    They are over, not gone: it can be seen that somebody died over them.
    """
    await tx.change(update(leases).where(leases.c.owner != "").values(until=_LONG_AGO))
