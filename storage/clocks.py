"""Clocks of questions: when what is due, by which ladder, and since when they stand still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, bindparam, select, tuple_, update

from storage.prepared import AnyRow, Prepared
from storage.tables import alerts, clocks, pauses
from storage.tx import Tx

WAKE = "due"
"""The hint that something may be due earlier than was planned."""


class Kind(StrEnum):
    """What a clock runs for."""

    ANSWER = "answer"
    """the first answer of a round"""
    RESOLUTION = "resolution"
    DESK = "desk"
    """an answer at the desk, or of the lead, to which it was handed up"""
    PART = "part"
    """an opinion that was asked of another desk"""


@dataclass(frozen=True, slots=True)
class Timing:
    """When a clock is due, by which ladder ((name, count, moment, whom it concerns) in order), computed how."""

    policy: str
    due_at: datetime
    rungs: tuple[tuple[str, int, datetime, tuple[str, ...]], ...]
    wake_at: datetime | None
    ministry: str
    ruling: int
    province: str | None = None
    """By whose closures."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock as it stood when it was read."""

    id: int
    question_id: int
    kind: Kind
    round: int
    since: datetime
    policy: str
    due_at: datetime
    stopped_at: datetime | None
    ministry: str
    ruling: int
    province: str | None
    """By whose closures: the one where the question was when it began. What was promised does not move."""


@dataclass(frozen=True, slots=True)
class Pause:
    """All clocks of a question stood from then on; while it lasts, `ends_at` is when it ends by itself."""

    id: int
    begins_at: datetime
    ends_at: datetime
    ended_at: datetime | None

    @property
    def until(self) -> datetime:
        return self.ended_at or self.ends_at


_COLUMNS = (
    clocks.c.id, clocks.c.question_id, clocks.c.kind, clocks.c.round, clocks.c.since, clocks.c.policy,
    clocks.c.due_at, clocks.c.stopped_at, clocks.c.ministry, clocks.c.ruling, clocks.c.province,
)  # fmt: skip
_START = Prepared(
    lambda insert: insert(clocks).on_conflict_do_nothing(index_elements=["question_id", "kind", "round"]),
    "question_id", "kind", "round", "since", "policy", "due_at", "rungs", "wake_at", "ministry", "ruling",
    "province",
)  # fmt: skip
_OF = Prepared(select(*_COLUMNS).where(clocks.c.question_id == bindparam("of")).order_by(clocks.c.id))
_PAUSES = Prepared(
    select(pauses.c.id, pauses.c.begins_at, pauses.c.ends_at, pauses.c.ended_at)
    .where(pauses.c.question_id == bindparam("of"))
    .order_by(pauses.c.id)
)
_STOP = Prepared(
    update(clocks)
    .where(clocks.c.question_id == bindparam("of"), clocks.c.stopped_at.is_(None))
    .values(stopped_at=bindparam("at"), wake_at=None)
)
_RETIME = Prepared(
    update(clocks).where(clocks.c.id == bindparam("of")),
    "policy", "due_at", "rungs", "wake_at", "ministry", "ruling", "province", "stopped_at",
)  # fmt: skip


async def start(tx: Tx, question_id: int, kind: Kind, round_: int, since: datetime, timing: Timing) -> None:
    """Starts a clock; one that runs, or ran, already stays as it is."""
    await tx.change(_START, question_id=question_id, kind=kind, round=round_, since=since, **_kept(timing))
    tx.wake(WAKE)


async def retime(tx: Tx, clock_id: int, timing: Timing) -> None:
    """Gives a clock another deadline and ladder; one that had stopped runs again."""
    await tx.change(_RETIME, of=clock_id, stopped_at=None, **_kept(timing))
    tx.wake(WAKE)


async def stop(tx: Tx, question_id: int, at: datetime) -> None:
    """Stops the clocks of a question that run."""
    await tx.change(_STOP, of=question_id, at=at)


async def stop_one(tx: Tx, clock_id: int, at: datetime) -> None:
    """Stops one clock."""
    running = update(clocks).where(clocks.c.id == clock_id, clocks.c.stopped_at.is_(None))
    await tx.change(running.values(stopped_at=at, wake_at=None))


async def of(tx: Tx, question_id: int) -> list[Clock]:
    """All clocks of a question, in the order in which they were started."""
    return [_clock(row) for row in await tx.rows(_OF, of=question_id)]


async def running_until(tx: Tx, question_id: int, kind: Kind) -> datetime | None:
    """When the clock of this kind is due that runs; None where none does."""
    running = [clock.due_at for clock in await of(tx, question_id) if clock.kind is kind and not clock.stopped_at]
    return running[-1] if running else None


async def raised(tx: Tx, clock_id: int) -> set[tuple[str, int]]:
    """Which rungs of a clock have been raised: (name, count)."""
    rows = await tx.rows(select(alerts.c.rung, alerts.c.count).where(alerts.c.clock_id == clock_id))
    return {(row[0], row[1]) for row in rows}


async def pauses_of(tx: Tx, question_id: int) -> list[Pause]:
    """When the clocks of a question stood, in order."""
    return [Pause(*row) for row in await tx.rows(_PAUSES, of=question_id)]


async def pause(tx: Tx, question_id: int, begins: datetime, ends: datetime) -> None:
    """Notes that the clocks of a question stand, until a moment at most."""
    await tx.change(tx.insert(pauses).values(question_id=question_id, begins_at=begins, ends_at=ends))


async def end_pause(tx: Tx, question_id: int, at: datetime) -> bool:
    """Ends the pause that lasts; False where none does."""
    lasts = and_(pauses.c.question_id == question_id, pauses.c.ended_at.is_(None), pauses.c.ends_at > at)
    return bool(await tx.change(update(pauses).where(lasts).values(ended_at=at)))


async def get(tx: Tx, clock_id: int) -> Clock | None:
    """One clock."""
    row = await tx.row(select(*_COLUMNS).where(clocks.c.id == clock_id))
    return _clock(row) if row else None


async def computed_before(tx: Tx, ministry: str, ruling: int, after: Clock | None, limit: int) -> list[Clock]:
    """Running clocks of a ministry that were computed by what does not hold any more, by ruling, beyond `after`."""
    place = tuple_(clocks.c.ruling, clocks.c.id)
    wanted = (
        select(*_COLUMNS)
        .where(clocks.c.wake_at.is_not(None), clocks.c.ministry == ministry, clocks.c.ruling < ruling)
        .order_by(clocks.c.ruling, clocks.c.id)
        .limit(limit)
    )
    if after:
        wanted = wanted.where(place > tuple_(after.ruling, after.id))
    return [_clock(row) for row in await tx.rows(wanted)]


def _kept(timing: Timing) -> dict[str, Any]:
    rungs = [[name, count, at.isoformat(), list(tell)] for name, count, at, tell in timing.rungs]
    return {"policy": timing.policy, "due_at": timing.due_at, "rungs": rungs, "wake_at": timing.wake_at,
            "ministry": timing.ministry, "ruling": timing.ruling, "province": timing.province}  # fmt: skip


def rungs_of(kept: Sequence[Sequence[Any]]) -> tuple[tuple[str, int, datetime, tuple[str, ...]], ...]:
    """A ladder as it was kept."""
    return tuple((name, count, datetime.fromisoformat(at), tuple(tell)) for name, count, at, tell in kept)


def _clock(row: AnyRow) -> Clock:
    return Clock(row[0], row[1], Kind(row[2]), *row[3:])
