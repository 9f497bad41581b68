"""The outbox: messages, committed before they are sent.

A row is written in the transaction of the handler that wants it sent, under a unique `dedupe_key`. A sender leases
the row's *lane* (a place, or a place's bulk or toast lane), marks the row `sending` and commits; only then does it
send; then it marks the row with what came of it. Where the lane is idle and a sender has lent its `Hands`, leasing
and marking are part of the transaction that writes the row (`put`); all other lanes are leased by `claim`. A row
found `sending` under a lease that has ended is one whose sender died: it may have arrived (`Claimed.perhaps_sent`).
Ids rise with each insert; on PostgreSQL a lower one may be committed later. Within a lane that reorders nothing that
one conversation caused: its transactions follow one another.

What comes of a try, first to the lane's lease, then to the row (`next_of` says why in this order):

| | the lease | the row |
|---|---|---|
| `next_of`, then `sent` or `end` | renewed for the next row; given up where there is none | `sent`, or why not |
| `leave`, then `sent` or `end` | given up to whoever looks next | the same |
| `try_later` | keeps everybody off until then | `new`; `sending` if perhaps sent |
| `leave`, then `forwarding.redirect` | given up | `new`, in a lane of another channel |
| `leave`, then `reach.shut` | given up | `shut`, until its reader does something (`reach.heard_from`) |
| `leave`, then `forwarding.move` | given up | as it was before the try, in the lane of the chat's new id |
| `put_back`; `leave`, then `forwarding.set_aside` | given up | as it was; the latter in the lane of what waits |
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import bindparam, delete, func, select, text, update

from storage import leases, links
from storage.db import Tx
from storage.place import Place
from storage.prepared import Prepared
from storage.tables import outbox

QUEUE = "outbox"
LATER = "|later"
"""The lane beside a place's own for what waits without keeping others back."""
WAITING = text("outbox.state IN ('new', 'sending')")
"""In the words of the partial indexes: with bound values SQLite would not know that they apply, and scan all rows."""


def hint(channel: str) -> str:
    """The name of the wake-up hint of those who send on a channel."""
    return f"{QUEUE}:{channel}"


class Priority(IntEnum):
    """Which lane's head goes first when there is a choice."""

    INTERACTIVE = 0
    ALERT = 1
    BROADCAST = 2


@dataclass(frozen=True, slots=True)
class Post:
    """What a handler wants sent."""

    place: Place
    content: dict[str, Any]
    dedupe_key: str
    priority: Priority = Priority.INTERACTIVE
    role: str | None = None
    """What a reply to the sent message means; None where no reply to it means anything."""
    question_id: int | None = None
    message_id: int | None = None
    seat_id: int | None = None
    """The seat by whose right the recipient sees this; checked again at sending."""
    broadcast_id: int | None = None
    expires_at: datetime | None = None
    """After this moment (machine time) it is worth nothing any more."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """The head of a lane that is leased to us; it is marked `sending`."""

    id: int
    channel: str
    place: Place
    lane: str
    priority: int
    content: dict[str, Any]
    attempts: int
    """Counts this try."""
    doubts: int
    """Earlier tries after which the sender did not know whether the platform has it."""
    perhaps_sent: bool
    """An earlier try may have reached the platform."""
    role: str | None
    question_id: int | None
    message_id: int | None
    seat_id: int | None
    broadcast_id: int | None
    expires_at: datetime | None
    queued_at: datetime
    leased_until: datetime
    """Until when the lane is ours, as things stood when this was claimed."""


@dataclass(slots=True)
class Hands:
    """A sender's free hands: what they take is leased to `owner` until then (machine time), and sent at once."""

    owner: str
    until: datetime
    free: dict[str, int]
    """How many more messages each channel takes."""
    taken: list[Claimed] = field(default_factory=list)


_PUT = Prepared(
    lambda insert: insert(outbox).on_conflict_do_nothing(index_elements=["dedupe_key"]).returning(outbox.c.id),
    "dedupe_key", "channel", "place", "lane", "priority", "content", "state", "attempts", "role", "question_id",
    "message_id", "seat_id", "broadcast_id", "expires_at", "queued_at",
)  # fmt: skip
_TAKE_IDLE = leases.taking_idle(select(outbox.c.id).where(outbox.c.lane == bindparam("one"), WAITING))


async def put(tx: Tx, post: Post, now: datetime, hands: Hands | None = None) -> int | None:
    """Queues a message; its row id, or None when a row with this key was there already.

    A message whose lane is idle is taken by free `hands` at once: it is leased and marked `sending` as it is written,
    and need not be claimed. It is in `hands.taken` then, to be sent after the commit.
    """
    row = _row(post, now)
    taker = await _taker(tx, row, hands)
    if taker:
        row |= {"state": "sending", "attempts": 1}
    new: int | None = await tx.value(_PUT, **row)
    if taker is None:
        tx.wake(hint(post.place.channel))
    elif new is None:
        await leases.give_up(tx, QUEUE, row["lane"], taker.owner)
    else:
        taker.free[post.place.channel] -= 1
        taker.taken.append(_just_written(new, row, post, taker))
    return new


async def _taker(tx: Tx, row: dict[str, Any], hands: Hands | None) -> Hands | None:
    """The hands that have leased a row's lane; None when it has to wait for a claim."""
    if not hands or row["priority"] != Priority.INTERACTIVE or hands.free.get(row["channel"], 0) <= 0:
        return None
    idle = await tx.change(_TAKE_IDLE, in_queue=QUEUE, one=row["lane"], by=hands.owner, until=hands.until)
    return hands if idle else None


def _just_written(new: int, row: dict[str, Any], post: Post, hands: Hands) -> Claimed:
    return Claimed(
        new, row["channel"], post.place, row["lane"], row["priority"], post.content, 1, 0, False, post.role,
        post.question_id, post.message_id, post.seat_id, post.broadcast_id, post.expires_at, row["queued_at"],
        hands.until,
    )  # fmt: skip


async def put_all(tx: Tx, posts: Sequence[Post], now: datetime) -> None:
    """Queues many messages in one statement; those whose key was there already are left out."""
    if posts:
        insert = tx.insert(outbox).on_conflict_do_nothing(index_elements=["dedupe_key"])
        await tx.change(insert, [_row(post, now) for post in posts])
        tx.wake(*{hint(post.place.channel) for post in posts})


def _row(post: Post, now: datetime) -> dict[str, Any]:
    return {
        "dedupe_key": post.dedupe_key,
        "channel": post.place.channel,
        "place": post.place.key,
        "lane": _lane(post),
        "priority": int(post.priority),
        "content": post.content,
        "state": "new",
        "attempts": 0,
        "role": post.role,
        "question_id": post.question_id,
        "message_id": post.message_id,
        "seat_id": post.seat_id,
        "broadcast_id": post.broadcast_id,
        "expires_at": post.expires_at,
        "queued_at": now,
    }


def _lane(post: Post) -> str:
    # Bulk never stands before a reply in the same chat, nor a menu; the answer to a press is worth nothing late.
    if post.priority is Priority.BROADCAST:
        return post.place.key + "|bulk"
    return post.place.key + {"toast": "|toast", "menu": "|menu"}.get(post.content["is"], "")


_LANES = Prepared(
    select(outbox.c.lane)
    .where(WAITING, outbox.c.channel == bindparam("on"), leases.free(QUEUE, outbox.c.lane))
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(bindparam("most"))
)
_OTHER = outbox.c.id != bindparam("but")
_HEAD = Prepared(
    select(
        outbox.c.id, outbox.c.channel, outbox.c.place, outbox.c.lane, outbox.c.priority, outbox.c.content,
        outbox.c.attempts, outbox.c.doubts, outbox.c.state, outbox.c.role, outbox.c.question_id, outbox.c.message_id,
        outbox.c.seat_id, outbox.c.broadcast_id, outbox.c.expires_at, outbox.c.queued_at,
    )
    .where(outbox.c.lane == bindparam("of"), WAITING, _OTHER)
    .order_by(outbox.c.id)
    .limit(1)
)  # fmt: skip
_TAKE = Prepared(
    update(outbox).where(
        outbox.c.id == bindparam("this"), outbox.c.lane == bindparam("of"), outbox.c.state == bindparam("was")
    ),
    "state", "attempts",
)  # fmt: skip
_LEAVE_EMPTY = leases.leaving_empty(select(outbox.c.id).where(outbox.c.lane == bindparam("of"), WAITING, _OTHER))
_OURS = update(outbox).where(outbox.c.id == bindparam("this"), outbox.c.state == "sending")
_SENT = Prepared(_OURS, "state", "remote_id", "sent_at", "why", "text_ids")


async def claim(
    tx: Tx, owner: str, channel: str, now: datetime, lasts: timedelta, most: int, in_hand: Container[str] = ()
) -> list[Claimed]:
    """Leases up to `most` free lanes of a channel, most urgent first, and marks the head of each `sending`.

    Lanes `in_hand` are left alone, though their leases be over: somebody here knows, or will, what came of the send.
    """
    # More than we want: one lane may have several rows, and rivals take some.
    waiting = await tx.rows(_LANES, on=channel, most=most * 4, **leases.moments(now))
    lanes = list(dict.fromkeys(row.lane for row in waiting if row.lane not in in_hand))[:most]
    heads = []
    for lane in await leases.take(tx, QUEUE, lanes, owner, now, lasts):
        head = await _take_head(tx, lane, now + lasts)
        if head is None:
            await leases.give_up(tx, QUEUE, lane, owner)
        else:
            heads.append(head)
    return sorted(heads, key=lambda claimed: (claimed.priority, claimed.id))


async def sent(
    tx: Tx, claimed: Claimed, remote_ids: tuple[str, ...], now: datetime, text_ids: tuple[str, ...] = (),
    otherwise: str | None = None,
) -> None:  # fmt: skip
    """Marks a row sent, under the platform's ids, and makes the links by which a reply to it will be found.

    `otherwise` is the role of one that has none, where it is to be found all the same.

    `text_ids` are those that show its text, where that is not the first alone; after an edit, the edited row's.
    """
    first = remote_ids[0] if remote_ids else None
    shown = {"text_ids": list(text_ids) or None}
    if not await tx.change(_SENT, this=claimed.id, state="sent", remote_id=first, sent_at=now, why=None, **shown):
        raise leases.Lost(claimed.lane)
    role, question_id, message_id, row_id = claimed.role, claimed.question_id, claimed.message_id, claimed.id
    if claimed.content["is"] == "edit":
        edited = update(outbox).where(outbox.c.id == claimed.content["outbox_id"]).values(**shown)
        row = await tx.row(edited.returning(outbox.c.role, outbox.c.question_id, outbox.c.message_id, outbox.c.id))
        role, question_id, message_id, row_id = row or (None, None, None, claimed.id)
    if role := role or otherwise:
        for remote_id in remote_ids:
            link = links.Link(claimed.place, remote_id, role, question_id, message_id, row_id)
            await links.make(tx, link)


async def end(tx: Tx, claimed: Claimed, state: str, why: str) -> None:
    """Ends a row unsent: `refused`, `gone`, `unknown`, `withdrawn` or `expired`; or, for a time, `shut`."""
    await _change_claimed(tx, claimed, state=state, why=why)


async def next_of(tx: Tx, claimed: Claimed, owner: str, until: datetime) -> Claimed | None:
    """What follows a row that ends now, marked `sending`, the lease renewed; or None, and the lane is given up.

    To be asked before the row is ended, for the lease comes before the row, as in `claim`: else a deadlock on
    PostgreSQL, between who has taken the ended lease and who ends a row under it.
    """
    if await tx.change(_LEAVE_EMPTY, of_queue=QUEUE, of=claimed.lane, by=owner, but=claimed.id):
        if tx.dialect == "postgresql":
            # A row queued just now, in a transaction that we do not see yet, found nobody free to take it: look
            # again after the commit. SQLite's transactions come one after another.
            tx.wake(hint(claimed.channel))
        return None
    await leases.renew(tx, QUEUE, claimed.lane, owner, until)
    following = await _take_head(tx, claimed.lane, until, but=claimed.id)
    if following is None:  # what waited has moved to another chat meanwhile
        await leave(tx, claimed, owner)
    return following


async def leave(tx: Tx, claimed: Claimed, owner: str) -> None:
    """Gives a lane up to whoever looks next."""
    await leases.give_up(tx, QUEUE, claimed.lane, owner)
    tx.wake(hint(claimed.channel))  # a row queued while we held the lane found nobody free to take it


async def try_later(
    tx: Tx, claimed: Claimed, owner: str, why: str, until: datetime, *, perhaps_sent: bool, doubtful: bool = False
) -> None:
    """Leaves a row for another try and keeps its lane back until `until` (machine time).

    `doubtful`: nobody knows whether this very try arrived.
    """
    state, doubts = "sending" if perhaps_sent else "new", claimed.doubts + doubtful
    await leases.hold_back(tx, QUEUE, claimed.lane, owner, until)
    await _change_claimed(tx, claimed, state=state, doubts=doubts, why=why)


async def being_sent(tx: Tx, place: Place) -> bool:
    """Whether a message to a place is under way: it may stand there already, under an id that we do not know."""
    sending = select(outbox.c.id).where(outbox.c.lane == place.key, WAITING, outbox.c.state == "sending")
    return await tx.value(sending.limit(1)) is not None


async def remote_id(tx: Tx, outbox_id: int) -> str | None:
    """The platform's id of a message sent earlier; None while it is not sent."""
    found: str | None = await tx.value(select(outbox.c.remote_id).where(outbox.c.id == outbox_id))
    return found


async def text_ids(tx: Tx, outbox_id: int) -> tuple[str, ...]:
    """The platform's ids of the messages that show a row's text, where that is not its first one alone."""
    return tuple(await tx.value(select(outbox.c.text_ids).where(outbox.c.id == outbox_id)) or ())


async def depth(tx: Tx) -> dict[tuple[str, int], int]:
    """How many rows wait, by (channel, priority)."""
    waiting = select(outbox.c.channel, outbox.c.priority, func.count()).where(WAITING)
    rows = await tx.rows(waiting.group_by(outbox.c.channel, outbox.c.priority))
    return {(row[0], row[1]): row[2] for row in rows}


async def oldest_waiting(tx: Tx) -> datetime | None:
    """When the oldest waiting row was queued."""
    oldest = select(func.min(outbox.c.queued_at)).where(WAITING)
    found: datetime | None = await tx.value(oldest)
    return found


async def prune(tx: Tx, before: datetime, limit: int) -> int:
    """Forgets up to `limit` messages that were queued before then (machine time) and have ended; how many.

    Those of a broadcast stay: its result is counted from them. Edits find no older message any more.
    """
    o = outbox.c
    # As in inbox.prune: the first young row ends the search, and the last one stays.
    young = select(o.id).where(o.queued_at >= before).order_by(o.id).limit(1).scalar_subquery()
    last = select(func.max(o.id)).scalar_subquery()
    old = select(o.id).where(
        o.state.not_in(("new", "sending")), o.broadcast_id.is_(None), o.queued_at < before,
        func.coalesce(o.sent_at, o.queued_at) < before, o.id < func.coalesce(young, last),
    )  # fmt: skip
    return await tx.change(delete(outbox).where(o.id.in_(old.order_by(o.id).limit(limit))))


async def _change_claimed(tx: Tx, claimed: Claimed, **values: Any) -> None:
    """Raises leases.Lost when the row is ended already: by another sender, or by us in a commit that broke off."""
    ours = update(outbox).where(outbox.c.id == claimed.id, outbox.c.state == "sending")
    if not await tx.change(ours.values(**values)):
        raise leases.Lost(claimed.lane)


async def _take_head(tx: Tx, lane: str, until: datetime, but: int = 0) -> Claimed | None:
    row = await tx.row(_HEAD, of=lane, but=but)
    if row is None:
        return None
    if not await tx.change(_TAKE, this=row.id, of=lane, was=row.state, state="sending", attempts=row.attempts + 1):
        # Its chat moved between our look and our hand: it is not found in this lane again.
        return await _take_head(tx, lane, until, but)
    return Claimed(
        row.id, row.channel, Place.parse(row.place), row.lane, row.priority, row.content, row.attempts + 1,
        row.doubts,
        # Whoever sent it before did not write what came of it. So no copy is sent that does not say that it is one.
        # It is no doubt in the sense of `doubts`: the platform had no chance to stay silent.
        perhaps_sent=row.state == "sending",
        role=row.role, question_id=row.question_id, message_id=row.message_id, seat_id=row.seat_id,
        broadcast_id=row.broadcast_id, expires_at=row.expires_at, queued_at=row.queued_at, leased_until=until,
    )  # fmt: skip


async def untried(tx: Tx, claimed: Claimed) -> None:
    """Leaves a row as it was before this try. For those who know that nothing left us."""
    state = "sending" if claimed.perhaps_sent else "new"
    await _change_claimed(tx, claimed, state=state, attempts=claimed.attempts - 1)


async def put_back(tx: Tx, claimed: Claimed, owner: str) -> None:
    """Gives a lane up with its head as it was: for a sender that stops."""
    await leases.give_up(tx, QUEUE, claimed.lane, owner)
    await untried(tx, claimed)
