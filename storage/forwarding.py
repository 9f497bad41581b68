"""Forwarding: what waits for somebody who is not there any more goes where he is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from storage import leases, outbox
from storage.db import Tx
from storage.outbox import Claimed
from storage.place import Place
from storage.tables import leases as held
from storage.tables import messages, prompts
from storage.tables import outbox as rows

_LANES = ("", "|bulk", "|toast", "|menu", outbox.LATER)
_COPY = "unread:"
_ELSEWHERE = "elsewhere:"
_WAITS = outbox.WAITING & (rows.c.state == "new")


async def move(tx: Tx, claimed: Claimed, new: Place) -> None:
    """Redirects what waits for a chat that lives on under another id, its claimed head first.

    What another lane of that chat is just sending is left to its sender, who gets the same answer
    from the platform and follows by himself.
    """
    old = claimed.place.key
    for suffix in _LANES:
        there = (rows.c.lane == old + suffix) & ((rows.c.state == "new") | (rows.c.id == claimed.id))
        await tx.change(update(rows).where(there).values(place=new.key, lane=new.key + suffix))
    tx.wake(outbox.hint(new.channel))


async def redirect(tx: Tx, claimed: Claimed, place: Place, content: dict[str, Any]) -> None:
    """Sends a claimed row, of which nothing left us, to another place of the same person. Its buttons go with it."""
    lane = place.key + ("|bulk" if claimed.lane.endswith("|bulk") else "")
    values = {"channel": place.channel, "place": place.key, "lane": lane, "content": content, "state": "new"}
    ours = update(rows).where(rows.c.id == claimed.id, rows.c.state == "sending")
    if not await tx.change(ours.values(**values, attempts=0, doubts=0, why=None)):
        raise leases.Lost(claimed.lane)
    tokens = [button["token"] for row in content["rows"] for button in row if button["token"]]
    asked = {token.rpartition(".")[0] for token in tokens}
    if asked:
        await tx.change(update(prompts).where(prompts.c.id.in_(asked)).values(place=place.key))
    tx.wake(outbox.hint(place.channel))


async def set_aside(tx: Tx, claimed: Claimed, why: str, until: datetime) -> None:
    """Lets a claimed row wait until then (machine time) in a lane where it keeps nothing back but its like."""
    later, state = claimed.place.key + outbox.LATER, "sending" if claimed.perhaps_sent else "new"
    wait = tx.insert(held).values(queue=outbox.QUEUE, conversation=later, owner="", until=until)
    # Whoever sends from that lane just now finds it by himself.
    await tx.change(wait.on_conflict_do_nothing(index_elements=["queue", "conversation"]))
    ours = update(rows).where(rows.c.id == claimed.id, rows.c.state == "sending")
    if not await tx.change(ours.values(lane=later, state=state, why=why)):
        raise leases.Lost(claimed.lane)


async def content(tx: Tx, claimed: Claimed) -> dict[str, Any]:
    """What a claimed row says by now. It is locked: nobody takes back what is just being sent another way."""
    this = select(rows.c.content).where(rows.c.id == claimed.id).with_for_update()
    found: dict[str, Any] = await tx.value(this)
    return found


async def is_copy(tx: Tx, claimed: Claimed) -> bool:
    """Whether it stands where it was not read in time, too: there is no third way for it."""
    key: str | None = await tx.value(select(rows.c.dedupe_key).where(rows.c.id == claimed.id))
    return key is not None and key.startswith(_COPY)


async def put_elsewhere(tx: Tx, claimed: Claimed, place: Place, content: dict[str, Any], now: datetime) -> None:
    """Queues a message that could not be delivered where it was meant to go for another place of the same person."""
    post = outbox.Post(
        place, content, f"{_ELSEWHERE}{claimed.id}", outbox.Priority(claimed.priority), claimed.role,
        claimed.question_id, claimed.message_id, claimed.seat_id, claimed.broadcast_id, claimed.expires_at,
    )  # fmt: skip
    await outbox.put(tx, post, now)
    if claimed.broadcast_id:  # each recipient counts once
        await tx.change(update(rows).where(rows.c.id == claimed.id).values(broadcast_id=None))


async def waiting(tx: Tx, place: Place) -> list[tuple[int, dict[str, Any]]]:
    """What waits for a place and is not just being sent: (row id, content), oldest first."""
    here = rows.c.lane.in_([place.key + suffix for suffix in _LANES])
    found = await tx.rows(select(rows.c.id, rows.c.content).where(here, _WAITS).order_by(rows.c.id))
    shut = select(rows.c.id, rows.c.content).where(rows.c.place == place.key, rows.c.state == "shut")
    found = [*found, *await tx.rows(shut.order_by(rows.c.id))]
    return [(row.id, row.content) for row in found]


async def readdress(tx: Tx, row_id: int, place: Place, content: dict[str, Any] | None, why: str) -> None:
    """Sends what waits to another place; without content it is withdrawn, and why."""
    waits = update(rows).where(rows.c.id == row_id, rows.c.state.in_(("new", "shut")))
    if content is None:
        await tx.change(waits.values(state="withdrawn", why=why))
        return
    there = {"channel": place.channel, "place": place.key, "lane": place.key, "state": "new", "content": content}
    await tx.change(waits.values(**there))
    tx.wake(outbox.hint(place.channel))


async def move_buttons(tx: Tx, person_id: int, old: Place, new: Place) -> None:
    """What somebody was offered at one place he can press at another."""
    his = update(prompts).where(prompts.c.place == old.key, prompts.c.person_id == person_id)
    await tx.change(his.values(place=new.key))


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A message that was shown, as it stands in the outbox."""

    id: int
    content: dict[str, Any]
    priority: int
    role: str | None
    question_id: int | None
    message_id: int | None
    seat_id: int | None


_SHOWN = select(
    rows.c.id, rows.c.content, rows.c.priority, rows.c.role, rows.c.question_id, rows.c.message_id, rows.c.seat_id
)


async def shown(tx: Tx, outbox_id: int) -> ShownRow | None:
    """A message that was shown, with what it says by now. Nobody edits or recalls what it tells until we are done."""
    told = select(rows.c.message_id).where(rows.c.id == outbox_id).scalar_subquery()
    await tx.rows(select(messages.c.id).where(messages.c.id == told).with_for_update())
    row = await tx.row(_SHOWN.where(rows.c.id == outbox_id))
    return ShownRow(*row) if row else None


async def in_doubt(tx: Tx, place: Place, why: str, now: datetime) -> list[ShownRow]:
    """Messages of which an earlier try may have reached a place: there they are tried no more; oldest first."""
    here = rows.c.lane.in_([place.key + suffix for suffix in _LANES])
    tried = update(rows).where(here, outbox.WAITING, rows.c.state == "sending", rows.c.broadcast_id.is_(None))
    ended = await tx.rows(tried.values(expires_at=now, why=why).returning(*_SHOWN.selected_columns))
    return sorted((ShownRow(*row) for row in ended), key=lambda row: row.id)


async def copy(tx: Tx, row: ShownRow, place: Place, content: dict[str, Any], now: datetime) -> None:
    """Queues it for another place of the same person, too, once; each recipient of a broadcast counts once."""
    await _again(tx, row, place, content, now, f"{_COPY}{row.id}")


async def follow(tx: Tx, row: ShownRow, place: Place, content: dict[str, Any], now: datetime) -> None:
    """Queues it for another place of the same person instead, once: he will not see it where it was meant to go."""
    await _again(tx, row, place, content, now, f"{_ELSEWHERE}{row.id}")


async def _again(tx: Tx, row: ShownRow, place: Place, content: dict[str, Any], now: datetime, key: str) -> None:
    post = outbox.Post(
        place, content, key, outbox.Priority(row.priority), row.role, row.question_id, row.message_id, row.seat_id
    )
    await outbox.put(tx, post, now)
