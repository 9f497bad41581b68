"""The ticker: one job at the earliest due row, planned anew whenever that changes; on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta, tzinfo

import pytest
from apscheduler.schedulers import base
from apscheduler.triggers import date, interval
from sqlalchemy import func, select

from bot import jobs
from bot.jobs import Jobs
from handlers import clock
from handlers.due.climb import climb
from storage.db import Database, Unavailable
from storage.seats import Role
from storage.tables import alerts, clocks, notices
from tests.bot.platform import until
from tests.handlers.office import Office

UNKNOWN = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?"


class Ticking:
    def __init__(self, db: Database) -> None:
        self.office = Office(db)
        self.ctx = self.office.ctx
        self.bank_fails = False
        self.jobs = Jobs(self.ctx, self._bank, self._tidy)

    async def _bank(self) -> None:
        if self.bank_fails:
            raise Unavailable("just now")

    async def _tidy(self) -> None: ...

    @property
    def planned(self) -> datetime | None:
        jobs = [self.jobs._scheduler.get_job(name) for name in ("due", "unsaid")]
        return min((job.next_run_time for job in jobs if job), default=None)

    async def planned_at(self, expected: datetime) -> None:
        """Waits until the job is planned for then, on the machine's clock."""

        def near(_: object) -> bool:
            return self.planned is not None and abs(self.planned - expected) < timedelta(seconds=2)

        await until(self.office.db, lambda tx: tx.value(select(1)), near)

    async def has_told(self, notes: int) -> None:
        """Waits until so many notices are told."""
        told = select(func.count()).select_from(notices).where(notices.c.told_at.is_not(None))
        await until(self.office.db, lambda tx: tx.value(told), lambda number: number == notes)

    async def asks(self) -> None:
        await self.office.says("Lan", UNKNOWN)
        await self.office.presses("Lan", "Thuộc Bộ Công Thương")


@pytest.fixture
async def ticking(seeded_db: Database) -> AsyncIterator[Ticking]:
    ticking = Ticking(seeded_db)
    await ticking.office.seat("Minh", Role.OFFICER, "20", "MOIT")
    await ticking.office.seat("Lan", Role.CADRE, "06040")
    yield ticking
    await ticking.jobs.stop()


async def test_planned_for_the_earliest_row_and_earlier_when_one_comes(ticking: Ticking) -> None:
    await ticking.jobs.start()
    assert ticking.planned is None
    await ticking.asks()
    now = ticking.office.clock.machine()
    await ticking.planned_at(now + timedelta(hours=18))
    await ticking.office.says("Tú", "xã báo cáo cho ai")  # suggestions: a nudge within the hour
    await ticking.planned_at(now + timedelta(minutes=30))


async def test_the_clock_of_the_offices_counts_not_the_machines(ticking: Ticking) -> None:
    ticking.office.clock.forward(timedelta(days=3))
    await ticking.jobs.start()
    await ticking.asks()
    await ticking.planned_at(ticking.office.clock.machine() + timedelta(hours=18))
    ticking.office.clock.forward(timedelta(hours=17))
    await ticking.jobs.sweep_now()
    await ticking.planned_at(ticking.office.clock.machine() + timedelta(hours=1))


async def test_what_fell_due_while_we_were_away_is_done_at_the_start(ticking: Ticking) -> None:
    await ticking.asks()
    await ticking.office.told("Minh")
    ticking.office.clock.forward(timedelta(days=3))
    await ticking.jobs.start()
    raised = await ticking.office.db.read(lambda tx: tx.value(select(func.count()).select_from(alerts)))
    assert raised == 5  # the four steps and the day after the last: all of it before we are ready
    await ticking.has_told(5)
    assert len(await ticking.office.told("Minh")) == 1
    await ticking.planned_at(ticking.office.clock.machine() + timedelta(days=1))


async def test_the_planned_job_runs_by_itself_in_its_time(ticking: Ticking) -> None:
    await ticking.jobs.start()
    await ticking.asks()
    await ticking.office.told("Minh")
    due = await ticking.office.db.read(lambda tx: tx.value(select(clocks.c.wake_at)))
    ticking.office.clock.forward(due - ticking.office.clock.business() - timedelta(seconds=0.3))
    ticking.office.db.wakes.give({"due"})
    wanted = select(clocks.c.wake_at)
    await until(ticking.office.db, lambda tx: tx.value(wanted), lambda at: at > due)
    await ticking.has_told(1)
    assert len(await ticking.office.told("Minh")) == 1


async def test_what_is_due_is_raised_while_somebody_is_being_told(ticking: Ticking) -> None:
    await ticking.jobs.start()
    await ticking.asks()
    due = await ticking.office.db.read(lambda tx: tx.value(select(clocks.c.wake_at)))
    raised = select(func.count()).select_from(alerts)
    async with ticking.jobs._telling._turning:  # as long as it takes
        ticking.office.clock.forward(due - ticking.office.clock.business())
        ticking.office.db.wakes.give({"due"})
        await until(ticking.office.db, lambda tx: tx.value(raised), lambda number: number == 1)
        told = select(func.count()).select_from(notices)
        assert await ticking.office.db.read(lambda tx: tx.value(told)) == 0
    await ticking.has_told(1)


async def test_what_a_dead_process_raised_and_did_not_tell_is_told_by_the_next_one(ticking: Ticking) -> None:
    await ticking.asks()
    await ticking.office.told("Minh")
    ticking.office.clock.forward(timedelta(hours=18))
    assert await climb(ticking.ctx) == 1
    assert await ticking.office.told("Minh") == []
    await ticking.jobs.start()
    await ticking.has_told(1)
    assert len(await ticking.office.told("Minh")) == 1


@pytest.mark.parametrize("days", [1, -1])
async def test_a_machine_whose_clock_is_set_goes_on_ticking(
    ticking: Ticking, days: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    step = timedelta(days=days)
    monkeypatch.setattr(jobs, "LOOKS_AT_THE_CLOCK", 0.01)
    await ticking.asks()
    await ticking.jobs.start()
    now = ticking.office.clock.machine()
    await ticking.planned_at(now + timedelta(hours=18))

    class Set(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Set:
            return cls.fromtimestamp((datetime.now(tz) + step).timestamp(), tz)

    for module in (base, interval, date, clock):
        monkeypatch.setattr(module, "datetime", Set)

    def safe(_: object) -> bool:
        job = ticking.jobs._scheduler.get_job("safety")
        assert job is not None
        return "clock was set" in caplog.text and bool(abs(job.next_run_time - (now + step)) < timedelta(minutes=1))

    await until(ticking.office.db, lambda tx: tx.value(select(1)), safe)
    raised = select(func.count()).select_from(alerts)
    await until(ticking.office.db, lambda tx: tx.value(raised), lambda number: number == (2 if days > 0 else 0))


async def test_a_bank_that_cannot_be_read_does_not_stop_the_clock(ticking: Ticking) -> None:
    ticking.bank_fails = True
    await ticking.asks()
    await ticking.jobs.start()
    await ticking.planned_at(ticking.office.clock.machine() + timedelta(hours=18))
