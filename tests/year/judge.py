"""What must hold: at each step nobody's question, and in the end each rung once, none early, none late, none lost."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from handlers.due.alert import MOVED
from handlers.rules.ladder import REPEAT
from storage.clocks import rungs_of
from storage.db import Tx
from storage.questions import OPEN_STATES
from storage.seats import in_force
from storage.tables import alerts, clocks, notices, outbox, questions, seats
from tests.year.office import YearOffice

OFTEN = 10
"""Of so many notices to one person some were true when they were told."""


@dataclass
class Verdict:
    """What was seen, and what was wrong."""

    questions: int = 0
    clocks: int = 0
    raised: Counter[str] = field(default_factory=Counter)
    told: int = 0
    """Notices: so many alerts, each to so many people, were told in messages, or were no longer true by then."""
    steps: int = 0
    latest: float = 0.0
    """Seconds from the first tick at which a rung could have been raised to when it was."""
    faults: list[str] = field(default_factory=list)


async def nobodys(tx: Tx, day: date) -> int:
    """Open questions that are nobody's, or a seat's that has ended."""
    q = questions.c
    lost = or_(and_(q.holder_seat_id.is_(None), q.desk.is_(None)),
               and_(q.holder_seat_id.is_not(None), ~in_force(day)))  # fmt: skip
    found = select(func.count()).select_from(questions).outerjoin(seats, seats.c.id == q.holder_seat_id)
    return int(await tx.value(found.where(q.state.in_(OPEN_STATES), lost)))


async def judged(tx: Tx, office: YearOffice, ticks: Sequence[datetime], verdict: Verdict) -> None:
    """Looks at every clock and every alert."""
    verdict.questions = int(await tx.value(select(func.count()).select_from(questions)))
    rows = {row.id: row for row in await tx.rows(select(clocks))}
    verdict.clocks = len(rows)
    raised: dict[int, dict[tuple[str, int], datetime]] = {number: {} for number in rows}
    for row in await tx.rows(select(alerts)):
        verdict.raised[row.rung] += 1
        rung = row.rung, int(row._mapping["count"])  # a tuple has a `count` of its own
        name = f"{rung[0]} {rung[1]} of clock {row.clock_id}"
        if rung in raised[row.clock_id]:
            verdict.faults.append(f"twice: {name}")
        raised[row.clock_id][rung] = row.raised_at
        if row.raised_at < row.due_at:
            verdict.faults.append(f"early: {name}")
        if row.rung != MOVED:
            _late(office, ticks, verdict, rows[row.clock_id], row, name)
    for clock in rows.values():
        _lost(office, ticks, verdict, clock, raised[clock.id])
    await _untold(tx, ticks[-1], verdict)


async def _untold(tx: Tx, last: datetime, verdict: Verdict) -> None:
    """Whom it concerns was told by the last tick, unless the hours of his ministry held it back."""
    verdict.told = int(await tx.value(select(func.count()).where(notices.c.told_at.is_not(None))))
    concerned = select(notices.c.id).where(notices.c.alert_id == alerts.c.id).exists()
    runs = select(clocks.c.id).where(clocks.c.id == alerts.c.clock_id, clocks.c.stopped_at.is_(None)).exists()
    for name, left in (
        ("alerts are addressed to nobody", alerts.c.addressed_at.is_(None)),
        ("deadlines passed, and concerned nobody", and_(alerts.c.rung == "due", runs, ~concerned)),
        ("notices were told to nobody", and_(notices.c.told_at.is_(None), notices.c.tell_at <= last)),
    ):
        if count := int(await tx.value(select(func.count()).where(left))):
            verdict.faults.append(f"{count} {name}")
    for key, which in (("alert", alerts.c.rung != MOVED), ("moved", alerts.c.rung == MOVED)):
        about = select(notices.c.person_id).join(alerts, alerts.c.id == notices.c.alert_id)
        told = about.where(notices.c.told_at.is_not(None), which).group_by(notices.c.person_id)
        often = {row[0] for row in await tx.rows(told.having(func.count() >= OFTEN))}
        sent = await tx.rows(select(outbox.c.dedupe_key).where(outbox.c.dedupe_key.like(f"{key}:%")))
        if never := often - {int(row[0].split(":")[1]) for row in sent}:
            verdict.faults.append(f"{len(never)} people were told {OFTEN} times ({key}), and never got a message")


def _late(office: YearOffice, ticks: Sequence[datetime], verdict: Verdict, clock: Any, row: Any, name: str) -> None:
    since = _since(office, clock, row.due_at, row.raised_at)
    could = ticks[min(bisect_left(ticks, since), len(ticks) - 1)]
    late = (row.raised_at - could).total_seconds()
    verdict.latest = max(verdict.latest, late)
    if late > 0:
        verdict.faults.append(f"late by {late} s: {name}")


def _since(office: YearOffice, clock: Any, at: datetime, until: datetime) -> datetime:
    """From when on a rung could be raised: its moment, or when the clock was last computed anew before `until`."""
    changed = (*office.ruled, *office.retimed[clock.question_id])
    since: datetime = max(at, clock.since, *(moment for moment in changed if moment <= until))
    return since


def _lost(
    office: YearOffice, ticks: Sequence[datetime], verdict: Verdict, clock: Any,
    raised: dict[tuple[str, int], datetime],
) -> None:  # fmt: skip
    stopped = clock.stopped_at or office.size.end
    for name, count, at, _ in rungs_of(clock.rungs):
        first = bisect_left(ticks, _since(office, clock, at, stopped))
        if first < len(ticks) and ticks[first] < stopped and (name, count) not in raised:
            verdict.faults.append(f"lost: {name} {count} of clock {clock.id}")
    repeats = sorted(count for name, count in raised if name == REPEAT)
    if repeats and repeats != list(range(repeats[0], repeats[0] + len(repeats))):
        verdict.faults.append(f"a gap among the repetitions of clock {clock.id}: {repeats}")
