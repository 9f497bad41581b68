"""The inbox: raw updates, committed before they are acknowledged.

`receive` is called before the platform is told that we have an update; the unique key (channel, update id) makes a
repeated delivery a no-op. Where nothing else waits in its conversation, it leases that at once; all other
conversations are leased by `claim`. `finish` is called in the transaction that holds everything the update caused: so
an update has all of its effects or none, and exactly once.

A channel of our own may keep an update in a transaction that does more than that: `store`, and `claim` does the rest.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import TextClause, bindparam, delete, func, select, text, update

from storage import leases
from storage.db import Tx
from storage.prepared import Prepared
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
    album: str | None = None
    """Shared by updates that are parts of one message."""


@dataclass(frozen=True, slots=True)
class FreeHands:
    """Those of workers: so many are `free`, and what they take is leased to `owner` until then (machine time)."""

    owner: str
    free: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """The oldest undone update of a conversation that is leased to us."""

    id: int
    channel: str
    conversation: str
    payload: bytes
    attempts: int
    received_at: datetime
    deaths: int = 0
    """So often somebody found its lease over that another process had: most likely that one had died over it."""
    album: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """An update of an album."""

    id: int
    payload: bytes
    state: str
    stored_at: datetime


_IN = inbox.c.conversation == bindparam("of")
_STORE = Prepared(
    lambda insert: (
        insert(inbox).on_conflict_do_nothing(index_elements=["channel", "update_id"]).returning(inbox.c.id)
    ),
    "channel", "update_id", "conversation", "payload", "album", "state", "received_at", "stored_at",
)  # fmt: skip
_TAKE_IDLE = leases.taking_idle(
    select(inbox.c.id).where(inbox.c.conversation == bindparam("one"), UNDONE, inbox.c.id < bindparam("before"))
)
_OTHER = inbox.c.id != bindparam("but")
_LEAVE_EMPTY = leases.leaving_empty(select(inbox.c.id).where(_IN, UNDONE, _OTHER))
_FREE = Prepared(
    select(inbox.c.conversation, leases.left_behind(QUEUE, inbox.c.conversation).label("left_behind"))
    .where(UNDONE, leases.free(QUEUE, inbox.c.conversation))
    .order_by(inbox.c.id)
    .limit(bindparam("most"))
)
_HEAD = Prepared(
    select(
        inbox.c.id, inbox.c.channel, inbox.c.conversation, inbox.c.payload, inbox.c.attempts, inbox.c.received_at,
        inbox.c.deaths, inbox.c.album,
    )
    .where(_IN, UNDONE, _OTHER)
    .order_by(inbox.c.id)
    .limit(1)
)  # fmt: skip
_DONE = Prepared(update(inbox).where(inbox.c.id == bindparam("this"), inbox.c.state == "new"), "state")


async def receive(
    tx: Tx, arrivals: Sequence[Arrival], received_at: datetime, stored_at: datetime, hands: FreeHands
) -> tuple[int, list[Held]]:
    """Keeps new updates; how many were new, and those whose turn it is and that free `hands` may begin with at once.

    The usual update finds nothing before it in its conversation: it is leased as it is stored, and need not be looked
    for and read again. All others are left to `claim`.
    """
    new = 0
    heads: list[Held] = []
    for a in arrivals:
        update_id = await _store(tx, a, received_at, stored_at)
        if update_id is None:
            continue
        new += 1
        # Only what is older stands before it: of several in a batch the first is the head of its conversation.
        if len(heads) < hands.free and await tx.change(
            _TAKE_IDLE, in_queue=QUEUE, one=a.conversation, by=hands.owner, until=hands.until, before=update_id
        ):
            heads.append(Held(update_id, a.channel, a.conversation, a.payload, 0, received_at, album=a.album))
    if len(heads) < new:
        tx.wake(QUEUE)
    return new, heads


async def _store(tx: Tx, a: Arrival, received_at: datetime, stored_at: datetime) -> int | None:
    made: int | None = await tx.value(
        _STORE, channel=a.channel, update_id=a.update_id, conversation=a.conversation, payload=a.payload,
        album=a.album, state="new", received_at=received_at, stored_at=stored_at,
    )  # fmt: skip
    return made


async def store(tx: Tx, arrivals: Sequence[Arrival], received_at: datetime, stored_at: datetime) -> int:
    """Keeps new updates in a transaction of the channel's own and returns how many were new; see `receive`."""
    new = 0
    for one in arrivals:
        new += await _store(tx, one, received_at, stored_at) is not None
    if new:
        tx.wake(QUEUE)
    return new


async def claim(
    tx: Tx, owner: str, now: datetime, lasts: timedelta, most: int, ours: str = "", in_hand: Container[str] = ()
) -> list[Held]:
    """Leases up to `most` free conversations that have undone updates, oldest first, with the head of each.

    Owners that begin with `ours` are of this process: a name that no process before us had, or its deaths would not
    be counted. Conversations `in_hand` are left alone, though their leases be over: somebody here is at them.
    """
    ours = ours or owner
    # More than we want: one conversation may have several rows, and rivals take some.
    waiting = await tx.rows(_FREE, most=most * 4, ours=ours, **leases.moments(now))
    left_behind = {row.conversation for row in waiting if row.left_behind}
    free = (row.conversation for row in waiting if row.conversation not in in_hand)
    conversations = list(dict.fromkeys(free))[:most]
    taken = await leases.take(tx, QUEUE, conversations, owner, now, lasts)
    heads = []
    for conversation in taken:
        head = await _head(tx, conversation)
        if head is None:  # done by another worker between our look and our lease
            await leases.give_up(tx, QUEUE, conversation, owner)
        else:
            heads.append(await _died_over(tx, head) if conversation in left_behind else head)
    return heads


async def _died_over(tx: Tx, head: Held) -> Held:
    """Counts that the process which held it last is gone: what kills processes must not be taken up for ever."""
    counted = replace(head, deaths=head.deaths + 1)
    await tx.change(update(inbox).where(inbox.c.id == head.id).values(deaths=counted.deaths))
    return counted


async def album(tx: Tx, held: Held) -> list[Piece]:
    """All updates that we have of the album to which one belongs, itself included, as they were stored."""
    of_it = (inbox.c.conversation == held.conversation, inbox.c.album == held.album)
    pieces = select(inbox.c.id, inbox.c.payload, inbox.c.state, inbox.c.stored_at).where(*of_it)
    return [Piece(*row) for row in await tx.rows(pieces.order_by(inbox.c.id))]


async def finish(tx: Tx, held: Held, owner: str, until: datetime, others: Sequence[int] = ()) -> Held | None:
    """Marks an update done and returns the next of its conversation, or gives the conversation up.

    `others` of the same conversation were handled with it. Raises leases.Lost when the conversation is no longer
    ours: the transaction must then be given up.
    """
    # The lease before the row, as in `claim`. Else a deadlock: who has taken the ended lease waits for the row, who
    # finishes there has the row and waits for the lease.
    if others:
        await leases.renew(tx, QUEUE, held.conversation, owner, until)
        with_it = update(inbox).where(inbox.c.id.in_(others), UNDONE)
        if await tx.change(with_it.values(state="done")) != len(others):
            raise leases.Lost(held.conversation)
    following = await _next(tx, held, owner, until)
    if not await tx.change(_DONE, this=held.id, state="done"):
        raise leases.Lost(held.conversation)
    return following


async def quarantine(tx: Tx, held: Held, owner: str, why: str, until: datetime) -> Held | None:
    """Sets aside an update that cannot be handled, so that its conversation goes on. Raises leases.Lost."""
    following = await _next(tx, held, owner, until)  # that the conversation is ours, the row is with it
    aside = update(inbox).where(inbox.c.id == held.id).values(state="quarantined", why=why)
    await tx.change(aside)
    return following


async def try_later(tx: Tx, held: Held, owner: str, why: str, until: datetime) -> None:
    """Counts a failed try and keeps the conversation back until `until` (machine time)."""
    await leases.hold_back(tx, QUEUE, held.conversation, owner, until)
    failed = update(inbox).where(inbox.c.id == held.id)
    await tx.change(failed.values(attempts=inbox.c.attempts + 1, why=why))


async def again(tx: Tx, inbox_id: int) -> None:
    """Lets an update that had no effect be handled once more.

    Only for one that said nothing either: what it says is keyed by it, and each key is used once.
    """
    await tx.change(update(inbox).where(inbox.c.id == inbox_id, inbox.c.state == "done").values(state="new"))
    tx.wake(QUEUE)


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
    if await tx.change(_LEAVE_EMPTY, of_queue=QUEUE, of=held.conversation, by=owner, but=held.id):
        if tx.dialect == "postgresql":
            # An update stored just now, in a transaction that we do not see yet, found nobody free to take it: look
            # again after the commit. SQLite's transactions come one after another.
            tx.wake(QUEUE)
        return None
    await leases.renew(tx, QUEUE, held.conversation, owner, until)
    following = await _head(tx, held.conversation, but=held.id)
    if following is None:  # cannot be: only whoever has the lease ends rows. So it is undone, and not guessed at
        raise leases.Lost(held.conversation)
    return following


async def _head(tx: Tx, conversation: str, but: int = 0) -> Held | None:
    row = await tx.row(_HEAD, of=conversation, but=but)
    return Held(*row) if row else None
