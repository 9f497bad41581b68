"""When the clock has something to say: the ladders of running clocks, and what askers left open.

Each has a partial index of its own, so that neither waits for the other and both stay as small as what is under way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, text, update

from storage.clocks import rungs_of
from storage.prepared import AnyRow, Prepared
from storage.tables import clocks, questions
from storage.tx import Tx

# Literally the conditions of the indexes: a parameter in its place would not be seen to match.
OPEN = text("questions.state IN ('open', 'waiting')")
RUNS = text("clocks.wake_at IS NOT NULL")
UNSAID = text("questions.wake_at IS NOT NULL")

_WAKE = clocks.c.wake_at
# No key is written: whoever just raises another alert of the clock (a foreign key) does not keep it from this.
_DUE = (
    select(clocks.c.id, clocks.c.question_id, clocks.c.rungs, _WAKE)
    .where(RUNS, bindparam("now", type_=_WAKE.type) >= _WAKE)
    .with_for_update(skip_locked=True, key_share=True)
)
_EARLIEST = Prepared(_DUE.order_by(_WAKE, clocks.c.id).limit(bindparam("most")))
_ALONE = Prepared(_DUE.where(clocks.c.id == bindparam("of")))
_NEXT = Prepared(select(_WAKE).where(RUNS).order_by(_WAKE).limit(1))
_NEXT_UNSAID = Prepared(select(questions.c.wake_at).where(UNSAID).order_by(questions.c.wake_at).limit(1))
_PLAN = Prepared(update(clocks).where(clocks.c.id == bindparam("of")).values(wake_at=bindparam("at")))


@dataclass(frozen=True, slots=True)
class Due:
    """A running clock on whose ladder a rung is due."""

    id: int
    question_id: int
    rungs: tuple[tuple[str, int, datetime, tuple[str, ...]], ...]
    """(name, count, moment, whom it concerns), in order."""
    wake_at: datetime


async def earliest(tx: Tx, now: datetime, limit: int) -> list[Due]:
    """What is due by `now` (business time), earliest first.

    It is this transaction's until that ends. What somebody else is writing is left out: he may be raising it.
    """
    return [_due(row) for row in await tx.rows(_EARLIEST, now=now, most=limit)]


async def alone(tx: Tx, clock_id: int, now: datetime) -> list[Due]:
    """The same for one clock: itself, or nothing."""
    return [_due(row) for row in await tx.rows(_ALONE, of=clock_id, now=now)]


async def plan(tx: Tx, wakes: Sequence[tuple[int, datetime | None]]) -> None:
    """Sets when clocks that are this transaction's are looked at next: (id, moment)."""
    await tx.change_each(_PLAN, ({"of": clock_id, "at": at} for clock_id, at in wakes))


async def following(tx: Tx) -> datetime | None:
    """When the next rung of any ladder is due (business time)."""
    found: datetime | None = await tx.value(_NEXT)
    return found


async def following_unsaid(tx: Tx) -> datetime | None:
    """When the clock next goes on with what an asker left open (business time)."""
    found: datetime | None = await tx.value(_NEXT_UNSAID)
    return found


def _due(row: AnyRow) -> Due:
    return Due(row[0], row[1], rungs_of(row[2]), row[3])
