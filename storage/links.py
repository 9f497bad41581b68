"""Links: which thread message a platform message is. Replies are resolved here, never by parsing a text."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from storage.db import Tx
from storage.place import Place
from storage.tables import links


@dataclass(frozen=True, slots=True)
class Link:
    """(place, platform message id) ↔ what it is about."""

    place: Place
    remote_id: str
    role: str
    """What it is to the one who sees it: `said` (he said it himself), `card`, `relay`, `answer`, `notice`."""
    question_id: int | None = None
    message_id: int | None = None
    outbox_id: int | None = None


async def make(tx: Tx, link: Link) -> None:
    """Keeps a link; a second one for the same platform message is dropped (a re-sent row, a repeated update)."""
    row = {
        "place": link.place.key,
        "remote_id": link.remote_id,
        "role": link.role,
        "question_id": link.question_id,
        "message_id": link.message_id,
        "outbox_id": link.outbox_id,
    }
    await tx.change(tx.insert(links).values(row).on_conflict_do_nothing(index_elements=["place", "remote_id"]))


async def find(tx: Tx, place: Place, remote_id: str) -> Link | None:
    """What a platform message is about; None when it is none of ours."""
    found = select(links).where(links.c.place == place.key, links.c.remote_id == remote_id)
    row = await tx.row(found)
    if row is None:
        return None
    return Link(place, row.remote_id, row.role, row.question_id, row.message_id, row.outbox_id)


async def original_of(tx: Tx, message_id: int) -> Link | None:
    """The platform message by which a thread message was said."""
    row = await tx.row(select(links).where(links.c.message_id == message_id, links.c.role == "said"))
    if row is None:
        return None
    return Link(Place.parse(row.place), row.remote_id, row.role, row.question_id, row.message_id, row.outbox_id)


async def seen_as(tx: Tx, message_id: int, place: Place) -> str | None:
    """The platform id under which a thread message is seen in a place: what a quote there points to."""
    seen = select(links.c.remote_id).where(links.c.message_id == message_id, links.c.place == place.key)
    found: str | None = await tx.value(seen.order_by(links.c.id).limit(1))
    return found


async def follow(tx: Tx, old_question: int, new_question: int) -> None:
    """Lets what pointed to one question point to another it was merged into."""
    await tx.change(update(links).where(links.c.question_id == old_question).values(question_id=new_question))
