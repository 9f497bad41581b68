"""Links: which thread message a platform message is. Replies are resolved here, never by parsing a text."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, select, text, update

from storage.db import Tx
from storage.place import Place
from storage.prepared import Prepared
from storage.tables import inbox, links

_MAKE = Prepared(
    lambda insert: insert(links).on_conflict_do_nothing(index_elements=["place", "remote_id"]),
    "place", "remote_id", "role", "question_id", "message_id", "outbox_id",
)  # fmt: skip
_FIND = Prepared(
    select(links.c.role, links.c.question_id, links.c.message_id, links.c.outbox_id).where(
        links.c.place == bindparam("at"), links.c.remote_id == bindparam("id")
    )
)
_SEEN_AS = Prepared(
    select(links.c.remote_id)
    .where(links.c.message_id == bindparam("message"), links.c.place == bindparam("at"))
    .order_by(links.c.id)
    .limit(1)
)


OWN = "own"
"""The role of a message of ours that is about nothing, on a platform that tells us what stands in our chats."""
EARLY = "early"
"""The role of a message of which we only know that it was edited: the edit came first."""
_EARLY = text("links.role = 'early'")
"""In the words of the partial index."""


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


async def make(tx: Tx, link: Link) -> bool:
    """Keeps a link; False for a second one for the same platform message, which is dropped (a re-sent row)."""
    made = await tx.change(
        _MAKE, place=link.place.key, remote_id=link.remote_id, role=link.role, question_id=link.question_id,
        message_id=link.message_id, outbox_id=link.outbox_id,
    )  # fmt: skip
    return bool(made)


async def find(tx: Tx, place: Place, remote_id: str) -> Link | None:
    """What a platform message is about; None when it is none of ours."""
    row = await tx.row(_FIND, at=place.key, id=remote_id)
    return Link(place, remote_id, *row) if row and row[0] not in (EARLY, OWN) else None


async def is_known(tx: Tx, place: Place, remote_id: str) -> bool:
    """Whether a platform message is one that we sent, or have."""
    row = await tx.row(_FIND, at=place.key, id=remote_id)
    return row is not None and row[0] != EARLY


async def said_as(tx: Tx, message_id: int) -> list[str]:
    """The platform ids under which a thread message was said: of an album one for each picture, in order."""
    said = select(links.c.remote_id).where(links.c.message_id == message_id, links.c.role == "said")
    return [row.remote_id for row in await tx.rows(said.order_by(links.c.id))]


async def original_of(tx: Tx, message_id: int) -> Link | None:
    """The platform message by which a thread message was said."""
    row = await tx.row(
        select(links).where(links.c.message_id == message_id, links.c.role == "said").order_by(links.c.id).limit(1)
    )
    if row is None:
        return None
    return Link(Place.parse(row.place), row.remote_id, row.role, row.question_id, row.message_id, row.outbox_id)


async def last_said(tx: Tx, place: Place, limit: int) -> list[int]:
    """The ids of the thread messages that were said last in a place, newest first; an album is one."""
    here = select(links.c.message_id).where(
        links.c.place == place.key, links.c.role == "said", links.c.message_id.is_not(None)
    )
    newest_first = here.group_by(links.c.message_id).order_by(func.max(links.c.id).desc())
    return [row.message_id for row in await tx.rows(newest_first.limit(limit))]


async def sent_as(tx: Tx, place: Place, outbox_id: int) -> list[str]:
    """The platform ids of all messages in which an outbox row is shown, with what was added to it later."""
    sent = select(links.c.remote_id).where(links.c.place == place.key, links.c.outbox_id == outbox_id)
    return [row.remote_id for row in await tx.rows(sent.order_by(links.c.id))]


async def seen_as(tx: Tx, message_id: int, place: Place) -> str | None:
    """The platform id under which a thread message is seen in a place: what a quote there points to."""
    found: str | None = await tx.value(_SEEN_AS, message=message_id, at=place.key)
    return found


async def follow(tx: Tx, old_question: int, new_question: int) -> None:
    """Lets what pointed to one question point to another it was merged into."""
    await tx.change(update(links).where(links.c.question_id == old_question).values(question_id=new_question))


async def note_early(tx: Tx, place: Place, remote_id: str, inbox_id: int) -> None:
    """Notes the update that edits a message we do not have; a later edit of it takes the place of an earlier one."""
    row = {"place": place.key, "remote_id": remote_id, "role": EARLY, "outbox_id": inbox_id}
    insert = tx.insert(links).values(row)
    await tx.change(
        insert.on_conflict_do_update(
            index_elements=["place", "remote_id"], set_={"outbox_id": inbox_id}, where=links.c.role == EARLY
        )
    )


async def forget_early(tx: Tx, place: Place, remote_id: str) -> int | None:
    """The update that edited a message before it came, which is noted no longer."""
    noted = delete(links).where(links.c.place == place.key, links.c.remote_id == remote_id, links.c.role == EARLY)
    found: int | None = await tx.value(noted.returning(links.c.outbox_id))
    return found


async def prune_early(tx: Tx, limit: int) -> int:
    """Forgets up to `limit` edits of what never came and whose own update is forgotten by now; how many."""
    there = select(inbox.c.id).where(inbox.c.id == links.c.outbox_id)
    lost = select(links.c.id).where(_EARLY, ~there.exists()).order_by(links.c.outbox_id).limit(limit)
    return await tx.change(delete(links).where(links.c.id.in_(lost)))
