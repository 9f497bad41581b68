"""Runs a year: events in their order, a tick each hour by several sweepers at once, none during outages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import update

from bot.jobs import Jobs
from storage.db import Database, Tx
from storage.outbox import WAITING
from storage.tables import outbox
from tests.year.almanac import BEGIN, HOUR, Size, Year, drawn
from tests.year.judge import Verdict, judged, nobodys
from tests.year.office import YearOffice

MonthPassed = Callable[[datetime, int, Verdict], None]
MONTH = timedelta(days=30)


async def year(db: Database, size: Size, seed: int, month_passed: MonthPassed | None = None) -> Verdict:
    """A whole year on a seeded database; `month_passed` hears every 30 days how far it is."""
    office, what = YearOffice(db, size, seed), drawn(size, seed)
    await office.opens()
    verdict = Verdict()
    ticks = await _lived(office, what, verdict, month_passed)
    await db.read_many(lambda tx: judged(tx, office, ticks, verdict))
    return verdict


async def _lived(
    office: YearOffice, what: Year, verdict: Verdict, month_passed: MonthPassed | None
) -> list[datetime]:  # fmt: skip
    ticks, at = [], BEGIN
    events = iter(what.events)
    event = next(events, None)
    while at < office.size.end:
        at += HOUR
        if month_passed and (at - BEGIN) % MONTH < HOUR:
            month_passed(at, len(office.asked), verdict)
        while event and event.at < at:
            await office.does(event)
            event = next(events, None)
        if what.out(at):
            continue
        office.clock.at = at
        await _swept(office)
        await office.db.write(partial(_sent, office.clock.machine()))
        ticks.append(at)
        verdict.steps += 1
        if lost := await office.db.read(partial(nobodys, day=office.clock.today())):
            verdict.faults.append(f"{lost} open questions are nobody's at {at}")
    return ticks


async def _swept(office: YearOffice) -> None:
    """Several at once. Each is new: a scheduler that was never started keeps whatever was planned with it."""
    sweepers = [Jobs(office.ctx, _nothing, _nothing) for _ in range(office.size.sweepers)]
    await asyncio.gather(*(sweeper.sweep_now() for sweeper in sweepers))


async def _sent(now: datetime, tx: Tx) -> None:
    """All phones are on. Whoever has not got for a minute of machine time what he was told is told nothing more."""
    await tx.change(update(outbox).where(WAITING).values(state="sent", sent_at=now))


async def _nothing() -> None: ...
