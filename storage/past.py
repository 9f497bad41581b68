"""What was answered before: a province's questions to a ministry, with what was said to them, the newest of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from storage.db import Tx
from storage.tables import messages, questions
from storage.thread import ANSWERS

_ANSWERED = ("answered", "closed")


@dataclass(frozen=True, slots=True)
class Past:
    """A question that was answered."""

    id: int
    text: str


async def answered(tx: Tx, ministry: str, province: str, limit: int) -> list[Past]:
    """The newest answered questions of a province, newest first.

    Each state is asked for by itself: by the index, the newest of one are found without a look at the others.
    """
    q, found = questions.c, list[Past]()
    for state in _ANSWERED:
        there = q.ministry == ministry, q.province == province, q.state == state, q.answered_at.is_not(None)
        rows = await tx.rows(select(q.id, q.text).where(*there).order_by(q.id.desc()).limit(limit))
        found += [Past(row.id, row.text) for row in rows if row.text]
    return sorted(found, key=lambda past: -past.id)[:limit]


async def said_to(tx: Tx, question_ids: Iterable[int]) -> dict[int, list[str]]:
    """What was answered to each of these, and still stands, in order."""
    ids, m, found = list(question_ids), messages.c, dict[int, list[str]]()
    kinds: Sequence[str] = [kind.value for kind in ANSWERS]
    standing = m.question_id.in_(ids), m.kind.in_(kinds), m.recalled_at.is_(None)
    for row in await tx.rows(select(m.question_id, m.text).where(*standing).order_by(m.id)) if ids else ():
        found.setdefault(row.question_id, []).append(row.text)
    return found
