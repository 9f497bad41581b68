"""Alerts, each raised exactly once, and whom each still has to be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from storage.db import Tx
from storage.tables import alerts, notices


@dataclass(frozen=True, slots=True)
class Untold:
    """An alert somebody has not been told yet."""

    notice_id: int
    alert_id: int
    question_id: int
    round: int
    rung: str
    count: int
    seat_id: int


async def raise_once(
    tx: Tx, question_id: int, round_: int, rung: str, count: int, due_at: datetime, now: datetime
) -> int | None:
    """Records an alert; its id, or None when it had been raised before."""
    row = {"question_id": question_id, "round": round_, "rung": rung, "count": count, "due_at": due_at,
           "raised_at": now}  # fmt: skip
    insert = tx.insert(alerts).values(row)
    key = ["question_id", "round", "rung", "count"]
    raised: int | None = await tx.value(insert.on_conflict_do_nothing(index_elements=key).returning(alerts.c.id))
    return raised


async def address(tx: Tx, alert_id: int, people: Iterable[tuple[int, int]]) -> None:
    """Notes whom an alert has to be told: (person id, the seat by whose right)."""
    rows = [{"alert_id": alert_id, "person_id": person, "seat_id": seat} for person, seat in people]
    if rows:
        insert = tx.insert(notices).values(rows)
        await tx.change(insert.on_conflict_do_nothing(index_elements=["alert_id", "person_id"]))


async def people_to_tell(tx: Tx, after: int = 0, limit: int = 500) -> list[int]:
    """Who has alerts waiting to be told, by id, from beyond `after` on."""
    waiting = select(notices.c.person_id).where(notices.c.told_at.is_(None), notices.c.person_id > after).distinct()
    return [row[0] for row in await tx.rows(waiting.order_by(notices.c.person_id).limit(limit))]


async def untold(tx: Tx, person_id: int) -> list[Untold]:
    """What one person has not been told yet, in the order in which it was raised."""
    n, a = notices.c, alerts.c
    wanted = (
        select(n.id, a.id, a.question_id, a.round, a.rung, a.count, n.seat_id)
        .join_from(notices, alerts)
        .where(n.person_id == person_id, n.told_at.is_(None))
    )
    return [Untold(*row) for row in await tx.rows(wanted.order_by(n.id))]


async def told(tx: Tx, notice_ids: Iterable[int], now: datetime) -> set[int]:
    """Marks notices as told; those that were still untold, which are now the caller's to tell."""
    waiting = update(notices).where(notices.c.id.in_(list(notice_ids)), notices.c.told_at.is_(None))
    return {row[0] for row in await tx.rows(waiting.values(told_at=now).returning(notices.c.id))}
