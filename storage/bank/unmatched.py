"""The log of what the bank could not answer: questions that went to a person, and of which no entry was made yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from storage.db import Tx
from storage.tables import questions, reviews


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A question that the bank could not answer."""

    id: int
    text: str
    ministry: str
    field: str | None


async def lately(tx: Tx, ministries: Sequence[str], since: datetime, limit: int) -> list[Unmatched]:
    """Those asked since a moment at these ministries, newest first."""
    q = questions.c
    taken = select(reviews.c.id).where(reviews.c.question_id == q.id, reviews.c.state != "rejected")
    went = and_(q.ministry.in_(list(ministries)), q.due_at.is_not(None), q.asked_at > since, q.text != "")
    wanted = select(q.id, q.text, q.ministry, q.field).where(went, ~taken.exists()).order_by(q.id.desc()).limit(limit)
    return [Unmatched(*row) for row in await tx.rows(wanted)]
