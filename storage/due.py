"""When the clock has something to say about questions: the ladders of open ones, and what askers left open.

Both look at `questions.wake_at`, each through a partial index of its own, so that neither waits for the other and
both stay as small as what is under way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, text, update

from storage.prepared import Prepared
from storage.tables import questions
from storage.tx import Tx

# Literally the conditions of the indexes: a parameter in their place would not be seen to match.
OPEN = text("questions.state IN ('open', 'waiting')")
UNSAID = text("questions.state NOT IN ('open', 'waiting')")

_WAKE = questions.c.wake_at
# No key is written: whoever just adds a message to the question (a foreign key) does not keep it from being raised.
_DUE = (
    select(questions.c.id, questions.c.round, questions.c.clock_from, questions.c.due_at)
    .where(OPEN, bindparam("now", type_=_WAKE.type) >= _WAKE)
    .with_for_update(skip_locked=True, key_share=True)
)
_EARLIEST = Prepared(_DUE.order_by(_WAKE, questions.c.id).limit(bindparam("most")))
_ALONE = Prepared(_DUE.where(questions.c.id == bindparam("of")))
_NEXT = Prepared(select(_WAKE).where(OPEN, _WAKE.is_not(None)).order_by(_WAKE).limit(1))
_NEXT_UNSAID = Prepared(select(_WAKE).where(UNSAID, _WAKE.is_not(None)).order_by(_WAKE).limit(1))
_PLAN = Prepared(update(questions).where(questions.c.id == bindparam("of")).values(wake_at=bindparam("at")))


@dataclass(frozen=True, slots=True)
class Due:
    """An open question on whose ladder a rung is due, and what the ladder is counted by."""

    id: int
    round: int
    clock_from: datetime
    due_at: datetime | None


async def earliest(tx: Tx, now: datetime, limit: int) -> list[Due]:
    """What is due by `now` (business time), earliest first.

    It is this transaction's until that ends. What somebody else is writing is left out: he may be raising it.
    """
    return [Due(*row) for row in await tx.rows(_EARLIEST, now=now, most=limit)]


async def alone(tx: Tx, question_id: int, now: datetime) -> list[Due]:
    """The same for one question: itself, or nothing."""
    return [Due(*row) for row in await tx.rows(_ALONE, of=question_id, now=now)]


async def plan(tx: Tx, wakes: Sequence[tuple[int, datetime | None]]) -> None:
    """Sets when the clock next looks at questions that are this transaction's: (id, moment)."""
    await tx.change_each(_PLAN, ({"of": question_id, "at": at} for question_id, at in wakes))


async def following(tx: Tx) -> datetime | None:
    """When the next rung of any ladder is due (business time)."""
    found: datetime | None = await tx.value(_NEXT)
    return found


async def following_unsaid(tx: Tx) -> datetime | None:
    """When the clock next goes on with what an asker left open (business time)."""
    found: datetime | None = await tx.value(_NEXT_UNSAID)
    return found
