"""Rulings: what ministries have laid down about deadlines. Each change is a new version; the newest one holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, func, select

from storage.prepared import Prepared
from storage.tables import persons, rulings, units
from storage.tx import Tx

CHANGED = "rulings"
"""The hint that there is a new version."""


class Kind(StrEnum):
    """What is laid down."""

    POLICY = "policy"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Ruling:
    """One version, with who made it and why."""

    id: int
    kind: Kind
    content: Mapping[str, Any]
    author: str | None
    why: str
    made_at: datetime


_NEWEST = Prepared(
    select(rulings.c.kind, func.max(rulings.c.id))
    .where(rulings.c.ministry == bindparam("of"), rulings.c.id <= bindparam("up_to"))
    .group_by(rulings.c.kind)
)
_LAST = 2**62
_GET = Prepared(select(rulings.c.content).where(rulings.c.id == bindparam("of")))


async def newest(tx: Tx, ministry: str, up_to: int | None = None) -> dict[Kind, int]:
    """The versions that hold, or held when `up_to` was the newest, by what they lay down.

    Nothing for what a ministry has left as it comes.
    """
    most = _LAST if up_to is None else up_to
    return {Kind(row[0]): row[1] for row in await tx.rows(_NEWEST, of=ministry, up_to=most)}


async def newest_of_all(tx: Tx) -> dict[str, int]:
    """The newest version of anything, by ministry."""
    rows = await tx.rows(select(rulings.c.ministry, func.max(rulings.c.id)).group_by(rulings.c.ministry))
    return {row[0]: row[1] for row in rows}


async def content(tx: Tx, ruling_id: int) -> Mapping[str, Any]:
    """What a version says. Raises LookupError."""
    found = await tx.row(_GET, of=ruling_id)
    if found is None:
        raise LookupError(f"no ruling {ruling_id}")
    says: Mapping[str, Any] = found[0]
    return says


async def lay_down(
    tx: Tx, ministry: str, kind: Kind, says: Mapping[str, Any], author_id: int | None, why: str, now: datetime
) -> int:
    """Makes a new version; its id."""
    row = {"ministry": ministry, "kind": kind, "content": dict(says), "author_id": author_id, "why": why,
           "made_at": now}  # fmt: skip
    made: int = await tx.value(tx.insert(rulings).values(row).returning(rulings.c.id))
    tx.wake(CHANGED)
    return made


async def in_turn(tx: Tx, ministry: str) -> None:
    """Lets nobody else lay something down for this ministry before this transaction ends."""
    await tx.rows(select(units.c.code).where(units.c.code == ministry).with_for_update())


async def history(tx: Tx, ministry: str, kind: Kind, limit: int = 20) -> list[Ruling]:
    """The versions of one kind, newest first."""
    r = rulings.c
    wanted = (
        select(r.id, r.kind, r.content, persons.c.name, r.why, r.made_at)
        .outerjoin_from(rulings, persons, persons.c.id == r.author_id)
        .where(r.ministry == ministry, r.kind == kind)
        .order_by(r.id.desc())
        .limit(limit)
    )
    return [Ruling(row[0], Kind(row[1]), *row[2:]) for row in await tx.rows(wanted)]
