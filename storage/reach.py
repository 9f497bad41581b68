"""Reach: some platforms let us write to somebody only for a while after he did something there.

What cannot be sent until he does is `shut`: nobody looks at it, and it costs nothing. It is open again in the
transaction that notes that he was heard from. So is what belongs to a question and found him gone: he may come back.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, literal, or_, select, text, update

from storage import outbox
from storage.db import Tx
from storage.outbox import Claimed
from storage.place import Place
from storage.prepared import Prepared
from storage.tables import accounts, links
from storage.tables import outbox as rows

_SHUT, _UNKNOWN = text("outbox.state = 'shut'"), text("outbox.state = 'unknown'")
"""In the words of the partial indexes."""
_LATEST = 50
_HIS = select(accounts.c.place).where(accounts.c.person_id == bindparam("of"))
_WAITED = Prepared(
    select(rows.c.id)
    .where(
        outbox.WAITING,
        # By the lanes in which he is written to: whatever waits for others meanwhile is not looked through.
        rows.c.lane.in_(_HIS.union_all(_HIS.with_only_columns(accounts.c.place + literal(outbox.LATER)))),
        rows.c.queued_at < bindparam("since", type_=rows.c.queued_at.type),
        rows.c.dedupe_key.like(bindparam("like")),
    )
    .limit(literal(1))
)


async def last_heard(tx: Tx, place: Place, *, lock: bool = False) -> datetime | None:
    """When whoever is written to at a private place last did something there (business time); None where that is not
    known. `lock`: he is not heard from before this transaction is over."""
    his = select(accounts.c.heard_at).where(_account(place))
    found: datetime | None = await tx.value(his.with_for_update() if lock else his)
    return found


async def heard_from(tx: Tx, place: Place, at: datetime) -> None:
    """Notes that somebody did something at his place; what was shut goes out before anything that is said now."""
    later = or_(accounts.c.heard_at.is_(None), accounts.c.heard_at < at)
    await tx.change(update(accounts).where(_account(place), later).values(heard_at=at))
    await reopen(tx, place)


async def reopen(tx: Tx, place: Place) -> None:
    """Lets what is shut at a place be tried again."""
    if await tx.change(update(rows).where(_SHUT, rows.c.place == place.key).values(state="new")):
        tx.wake(outbox.hint(place.channel))


async def reopen_all(tx: Tx, channel: str) -> None:
    """The same for a whole channel: what it may do can have changed."""
    if await tx.change(update(rows).where(_SHUT, rows.c.channel == channel).values(state="new")):
        tx.wake(outbox.hint(channel))


async def shut(tx: Tx, claimed: Claimed, content: dict[str, Any], why: str) -> None:
    """Leaves a claimed row until its reader is heard from, so that it says `content` then."""
    await outbox.end(tx, claimed, "shut", why)
    await tx.change(update(rows).where(rows.c.id == claimed.id).values(content=content))


async def how_many_shut(tx: Tx) -> dict[str, int]:
    """How many messages wait until their readers do something, by channel."""
    counted = select(rows.c.channel, func.count()).where(_SHUT).group_by(rows.c.channel)
    return {row[0]: row[1] for row in await tx.rows(counted)}


async def keep(tx: Tx, claimed: Claimed, content: dict[str, Any]) -> None:
    """Has a row that just ended as `gone` wait, so that it says `content` should its reader come back."""
    lost = update(rows).where(rows.c.id == claimed.id, rows.c.state == "gone")
    await tx.change(lost.values(state="shut", content=content))


async def under_way(tx: Tx, place: Place) -> bool | None:
    """Whether a message to a place may arrive just now, in any of its lanes; None if one may have before, unknown to
    us."""
    sending = select(rows.c.doubts).where(
        rows.c.lane.in_((place.key, f"{place.key}|bulk")), outbox.WAITING, rows.c.state == "sending"
    )
    doubts = [row.doubts for row in await tx.rows(sending)]
    return None if any(doubts) else bool(doubts)


async def perhaps_twice(tx: Tx, place: Place) -> list[dict[str, Any]]:
    """What was said at a place in more than one try, or in one of which nobody knows the end: the latest of it.

    A copy may stand there under an id that we never heard.
    """
    # Whatever was sent where echoes come has a link, and the key of the links leads to a place.
    again = (
        select(rows.c.id, rows.c.content)
        .join(links, links.c.outbox_id == rows.c.id)
        .where(links.c.place == place.key, rows.c.attempts > 1)
        .order_by(links.c.id.desc())
        .limit(_LATEST)
    )
    lost = select(rows.c.id, rows.c.content).where(_UNKNOWN, rows.c.place == place.key).order_by(rows.c.id.desc())
    return [row.content for ask in (lost.limit(_LATEST), again) for row in await tx.rows(ask)]


async def pause(tx: Tx, place: Place, until: datetime) -> None:
    """Notes that somebody at the platform's own desk writes to a person: until then the bank answers him nothing."""
    await tx.change(update(accounts).where(_account(place)).values(paused_until=until))


async def is_paused(tx: Tx, place: Place, now: datetime) -> bool:
    """Whether that is so."""
    his = select(accounts.c.paused_until).where(_account(place), accounts.c.paused_until > now)
    return await tx.value(his) is not None


def _account(place: Place) -> Any:
    return (accounts.c.channel == place.channel) & (accounts.c.user_id == place.chat)


async def has_waited(tx: Tx, person_id: int, key: str, since: datetime) -> bool:
    """Whether an alert to this person whose key begins like this has waited since before then (machine time)."""
    return await tx.value(_WAITED, of=person_id, since=since, like=f"{key}%") is not None
