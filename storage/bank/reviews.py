"""What a ministry's expert has to look at: a draft of an entry, or an entry that may be wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, func, select, update

from storage.bank.written import attributes_of, values_of
from storage.db import AnyRow, Tx
from storage.tables import persons, reviews


class Kind(StrEnum):
    """Why something is under review."""

    DRAFT = "draft"
    """a new entry is proposed"""
    FEEDBACK = "feedback"
    """several people said that it did not help"""
    LAW = "law"
    """what it rests on was changed"""
    WORDING = "wording"
    """people were helped who asked in other words"""
    CHECK = "check"
    """it was checked long ago, or is about to lapse"""


class State(StrEnum):
    """Where a review stands. Only open ones change."""

    OPEN = "open"
    ACCEPTED = "accepted"
    MERGED = "merged"
    REJECTED = "rejected"
    ENDED = "ended"
    """nobody had to look any more: the change of the law holds the entry back no longer"""


@dataclass(frozen=True, slots=True)
class Review:
    """A review as it stood when it was read."""

    id: int
    kind: Kind
    state: State
    revision: int
    ministry: str
    field: str
    entry_id: str | None
    """The entry under review; None where a new one is proposed."""
    changes: Mapping[str, Any]
    """What the entry shall say instead, by its attributes."""
    note: str
    question_id: int | None
    author_id: int | None
    law_change_id: int | None
    made_at: datetime
    decided_by_name: str | None
    decided_at: datetime | None
    base: int | None = None
    """The version of the entry of which the phrasings that are proposed were made."""
    reason: str | None = None
    """Why it was rejected, where somebody said so."""
    edited_by: int | None = None
    edited_by_name: str | None = None
    """Who wrote last in what is proposed."""

    @property
    def edited(self) -> bool:
        """Whether somebody wrote in it; ways to ask are proposed by nobody."""
        return bool(self.changes) and (self.kind is not Kind.WORDING or self.edited_by is not None)


@dataclass(frozen=True, slots=True)
class NewReview:
    """Something to be looked at."""

    kind: Kind
    ministry: str
    field: str
    entry_id: str | None = None
    changes: Mapping[str, Any] | None = None
    note: str = ""
    question_id: int | None = None
    author_id: int | None = None
    law_change_id: int | None = None
    base: int | None = None


_R = reviews.c
_editors = persons.alias()
_SELECT = select(
    _R.id, _R.kind, _R.state, _R.revision, _R.ministry, _R.field, _R.entry_id, _R.changes, _R.note, _R.question_id,
    _R.author_id, _R.law_change_id, _R.made_at, persons.c.name, _R.decided_at,
    _R.base, _R.reason, _R.edited_by, _editors.c.name.label("editor"),
).outerjoin(persons, persons.c.id == _R.decided_by).outerjoin(_editors, _editors.c.id == _R.edited_by)  # fmt: skip


async def make(tx: Tx, new: NewReview, now: datetime) -> int | None:
    """Puts something under review; its id, or None where the same is open already."""
    row = {
        "kind": new.kind.value, "state": State.OPEN.value, "revision": 1, "ministry": new.ministry,
        "field": new.field, "entry_id": new.entry_id, "changes": values_of(new.changes or {}), "note": new.note,
        "question_id": new.question_id, "author_id": new.author_id, "law_change_id": new.law_change_id,
        "made_at": now, "base": new.base,
    }  # fmt: skip
    made: int | None = await tx.value(
        tx.insert(reviews).values(row).on_conflict_do_nothing().returning(reviews.c.id)
    )  # fmt: skip
    return made


async def get(tx: Tx, review_id: int) -> Review | None:
    """One review, or None."""
    row = await tx.row(_SELECT.where(_R.id == review_id))
    return _review(row) if row else None


async def revise(tx: Tx, review: Review, base: int | None = None, by: int | None = None, **changes: Any) -> bool:
    """Changes what an open review proposes; False when somebody else was faster.

    `base` is the version of the entry of which new phrasings are made, `by` who wrote them.
    """
    kept = {**values_of(review.changes), **values_of(changes)}
    made_of = base if "phrasings" in changes else review.base
    revised = update(reviews).where(_unchanged(review))
    values = {"changes": kept, "revision": review.revision + 1, "base": made_of, "edited_by": by or review.edited_by}
    return bool(await tx.change(revised.values(values)))


async def drop(tx: Tx, review: Review) -> bool:
    """Takes out of an open review all that was written in it; False when somebody else was faster."""
    nothing = {"changes": {}, "revision": review.revision + 1, "base": None, "edited_by": None}
    return bool(await tx.change(update(reviews).where(_unchanged(review)).values(nothing)))


async def keep_still(tx: Tx, review_id: int) -> Review | None:
    """An open review as it stands until this transaction ends; None where it is not open any more."""
    as_it_is = update(reviews).where(_R.id == review_id, _R.state == State.OPEN.value)
    return await get(tx, review_id) if await tx.change(as_it_is.values(revision=_R.revision)) else None


async def others(tx: Tx, entry_id: str, review_id: int) -> list[Review]:
    """What else is open about an entry."""
    also = and_(_R.entry_id == entry_id, _R.state == State.OPEN.value, _R.id != review_id)
    return [_review(row) for row in await tx.rows(_SELECT.where(also).order_by(_R.id))]


async def decide(tx: Tx, review: Review, state: State, by: int, now: datetime, reason: str | None = None) -> bool:
    """Ends a review; False when somebody else was faster, or has changed what it proposes."""
    decision = {"state": state.value, "decided_by": by, "decided_at": now, "reason": reason}
    return bool(await tx.change(update(reviews).where(_unchanged(review)).values(decision)))


async def of_law(tx: Tx, change_id: int) -> list[Review]:
    """What is open because of a change of the law."""
    about = and_(_R.law_change_id == change_id, _R.state == State.OPEN.value)
    return [_review(row) for row in await tx.rows(_SELECT.where(about).order_by(_R.id))]


async def end(tx: Tx, review: Review, by: int | None, now: datetime) -> bool:
    """Ends a review at which nobody has to look any more; False when somebody was faster."""
    ended = {"state": State.ENDED.value, "decided_by": by, "decided_at": now}
    return bool(await tx.change(update(reviews).where(_unchanged(review)).values(ended)))


async def turn_to_law(tx: Tx, review: Review, change_id: int) -> None:
    """Another change of the law is why it is still open."""
    await tx.change(update(reviews).where(_unchanged(review)).values(law_change_id=change_id))


async def turn_to_check(tx: Tx, review: Review) -> bool:
    """It goes on as a check of its entry; False where there is one already."""
    other = reviews.alias()
    there = select(other.c.id).where(
        other.c.entry_id == review.entry_id, other.c.state == State.OPEN.value, other.c.kind == Kind.CHECK.value
    )
    alone = and_(_unchanged(review), ~there.exists())
    return bool(await tx.change(update(reviews).where(alone).values(kind=Kind.CHECK.value, law_change_id=None)))


async def open_one(tx: Tx, entry_id: str, kind: Kind) -> Review | None:
    """The open review of a kind of an entry."""
    mine = and_(_R.entry_id == entry_id, _R.state == State.OPEN.value, _R.kind == kind.value)
    row = await tx.row(_SELECT.where(mine))
    return _review(row) if row else None


async def waiting(tx: Tx, ministries: Sequence[str], limit: int = 10, after: int = 0) -> list[Review]:
    """What is open at these ministries, oldest first."""
    wanted = _SELECT.where(_R.state == State.OPEN.value, _R.ministry.in_(list(ministries)), _R.id > after)
    return [_review(row) for row in await tx.rows(wanted.order_by(_R.id).limit(limit))]


async def count_waiting(tx: Tx, ministries: Sequence[str]) -> int:
    """How much is open at these ministries."""
    is_open = and_(_R.state == State.OPEN.value, _R.ministry.in_(list(ministries)))
    return int(await tx.value(select(func.count()).select_from(reviews).where(is_open)))


async def last_decided(tx: Tx, entry_id: str, *kinds: Kind) -> datetime | None:
    """When an entry was looked at last in a review of these kinds."""
    ended = select(func.max(_R.decided_at)).where(
        _R.entry_id == entry_id, _R.kind.in_([k.value for k in kinds]), _R.state != State.ENDED.value
    )
    found: datetime | None = await tx.value(ended)
    return found


async def of_question(tx: Tx, question_id: int) -> Review | None:
    """The draft made of a question's answer that was not rejected, if there is one."""
    mine = and_(_R.question_id == question_id, _R.state != State.REJECTED.value)
    row = await tx.row(_SELECT.where(mine))
    return _review(row) if row else None


async def refused_of_question(tx: Tx, question_id: int) -> Review | None:
    """The last draft made of a question's answer that was rejected."""
    refused = and_(_R.question_id == question_id, _R.state == State.REJECTED.value)
    row = await tx.row(_SELECT.where(refused).order_by(_R.id.desc()).limit(1))
    return _review(row) if row else None


def _unchanged(review: Review) -> Any:
    return and_(_R.id == review.id, _R.state == State.OPEN.value, _R.revision == review.revision)


def _review(row: AnyRow) -> Review:
    values = list(row)
    values[1], values[2], values[7] = Kind(values[1]), State(values[2]), attributes_of(values[7])
    return Review(*values)
