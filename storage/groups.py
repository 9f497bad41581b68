"""Groups that we are in: which province's questions are talked over there, and in which topic each of them is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, or_, select, update

from storage.db import Tx
from storage.outbox import WAITING
from storage.place import Place
from storage.prepared import Prepared
from storage.tables import groups, topics
from storage.tables import outbox as mail

ALL = "all"
FEW = "few"
FAILED = "failed"
"""A topic could not be opened there: its rights, or that it has topics at all, are another's to change."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group as it was last told of."""

    place: Place
    title: str
    rights: str | None
    """`ALL`, `FEW` or `FAILED`; None where nobody told us, and nothing was tried."""
    ministry: str | None
    """With `province`: whose questions are talked over there; None where it is linked to no province."""
    province: str | None
    locale: str

    @property
    def takes_topics(self) -> bool:
        """Whether it is worth trying to open one."""
        return self.rights not in (FEW, FAILED)


_SELECT = select(
    groups.c.place, groups.c.title, groups.c.rights, groups.c.ministry, groups.c.province, groups.c.locale
)  # fmt: skip


_OF_PROVINCE = Prepared(
    _SELECT.where(groups.c.ministry == bindparam("ministry_"), groups.c.province == bindparam("province_"))
)
_PLACES = Prepared(
    select(topics.c.chat, topics.c.place).where(topics.c.question_id == bindparam("question")).with_for_update()
)

_ELSEWHERE = Prepared(
    select(topics.c.chat)
    .join(groups, groups.c.place == topics.c.chat)
    .where(topics.c.question_id == bindparam("question"), groups.c.ministry == bindparam("ministry_"),
           topics.c.chat != bindparam("but"))
)  # fmt: skip


def _group(row: Any) -> Group:
    return Group(Place.parse(row[0]), *row[1:])


async def get(tx: Tx, place: Place) -> Group | None:
    """A group by its place."""
    row = await tx.row(_SELECT.where(groups.c.place == place.key))
    return _group(row) if row else None


async def of_province(tx: Tx, ministry: str, province: str) -> Group | None:
    """Where the questions of a province to a ministry are talked over."""
    row = await tx.row(_OF_PROVINCE, ministry_=ministry, province_=province)
    return _group(row) if row else None


async def note(tx: Tx, place: Place, title: str, rights: str | None = None) -> None:
    """Notes a group, and what we may do there where that was told."""
    told = {"title": title, **({"rights": rights} if rights else {})}
    new = tx.insert(groups).values(place=place.key, **told)
    await tx.change(new.on_conflict_do_update(index_elements=["place"], set_=told))


async def may(tx: Tx, place: Place, rights: str | None) -> None:
    """Notes what we may do in a group that is noted."""
    await tx.change(update(groups).where(groups.c.place == place.key).values(rights=rights))


async def link(tx: Tx, place: Place, ministry: str, province: str, locale: str, by: int) -> Place | None:
    """Links a group that is noted to a province; the one that was linked to it before, which is so no more."""
    there = (groups.c.ministry == ministry) & (groups.c.province == province) & (groups.c.place != place.key)
    before: str | None = await tx.value(select(groups.c.place).where(there))
    if before:
        await unlink(tx, Place.parse(before))
    changed = {"ministry": ministry, "province": province, "locale": locale, "linked_by": by}
    await tx.change(update(groups).where(groups.c.place == place.key).values(**changed))
    return Place.parse(before) if before else None


async def unlink(tx: Tx, place: Place) -> bool:
    """Ends a link, and takes back what waits to be said there; False where there was none."""
    linked = update(groups).where(groups.c.place == place.key, groups.c.province.is_not(None))
    ended = await tx.change(linked.values(ministry=None, province=None, linked_by=None))
    if ended:
        await tx.change(delete(topics).where(topics.c.chat == place.key))
        here = or_(mail.c.place == place.key, mail.c.place.startswith(f"{place.key}:", autoescape=True))
        about = mail.c.question_id.is_not(None)
        await tx.change(update(mail).where(WAITING, mail.c.state == "new", here, about).values(state="withdrawn"))
    return bool(ended)


async def forget(tx: Tx, place: Place) -> Group | None:
    """Forgets a group that we are not in any more; how it stood, if it was linked."""
    found = await get(tx, place)
    linked = found is not None and await unlink(tx, place)
    await tx.change(delete(groups).where(groups.c.place == place.key))
    return found if linked else None


async def move(tx: Tx, old: Place, new: Place) -> None:
    """Follows a group that lives on under another id. It had no topics: only what it became can have them."""
    if await get(tx, new) is not None:
        await tx.change(delete(groups).where(groups.c.place == new.key, groups.c.province.is_(None)))
    if await get(tx, new) is None:
        await tx.change(update(groups).where(groups.c.place == old.key).values(place=new.key, rights=None))
    await tx.change(
        update(topics).where(topics.c.chat == old.key, topics.c.place == old.key).values(place=new.key)
    )  # fmt: skip
    await tx.change(update(topics).where(topics.c.chat == old.key).values(chat=new.key))


# --- topics ------------------------------------------------------------------------------------------------------


async def begin_topic(tx: Tx, question_id: int, chat: Place, place: Place | None = None) -> bool:
    """Notes that a topic is being opened for a question, or where it is; False where it has one in this group."""
    row = {"question_id": question_id, "chat": chat.key, "place": place.key if place else None}
    new = tx.insert(topics).values(row)
    return bool(await tx.change(new.on_conflict_do_nothing(index_elements=["question_id", "chat"])))


async def topic_is(tx: Tx, question_id: int, chat: Place, place: Place) -> bool:
    """Notes which topic was opened; False where nobody waits for it any more."""
    opening = update(topics).where(
        topics.c.question_id == question_id, topics.c.chat == chat.key, topics.c.place.is_(None)
    )
    return bool(await tx.change(opening.values(place=place.key)))


async def topic_lost(tx: Tx, place: Place) -> None:
    """What was in a topic is in General from now on."""
    await tx.change(update(topics).where(topics.c.place == place.key).values(place=topics.c.chat))


async def forget_topic(tx: Tx, question_id: int, chat: Place) -> None:
    """A question is talked over in a group no more."""
    await tx.change(delete(topics).where(topics.c.question_id == question_id, topics.c.chat == chat.key))


async def places_of(tx: Tx, question_id: int) -> dict[Place, Place | None]:
    """By group: where a question is talked over; None while its topic is being opened.

    The rows are locked: what is added to the thread now is either told there or stands in the card that opens it.
    """
    rows = await tx.rows(_PLACES, question=question_id)
    return {Place.parse(row.chat): Place.parse(row.place) if row.place else None for row in rows}


async def talked_over_by(tx: Tx, question_id: int, ministry: str, but: Place) -> bool:
    """Whether another of the ministry's groups has a question already."""
    return await tx.value(_ELSEWHERE, question=question_id, ministry_=ministry, but=but.key) is not None


async def question_at(tx: Tx, place: Place) -> int | None:
    """The question that has a topic to itself; None for General and for others' topics."""
    if not place.topic:
        return None
    found: int | None = await tx.value(select(topics.c.question_id).where(topics.c.place == place.key))
    return found
