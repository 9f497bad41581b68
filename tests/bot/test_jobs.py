"""The ticker: one job at the earliest due row, planned anew whenever that changes; on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.jobs import Jobs
from storage.db import Database, Unavailable
from storage.seats import Role
from storage.tables import notices, questions
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
        job = self.jobs._scheduler.get_job("due")
        return job.next_run_time if job else None

    async def planned_at(self, expected: datetime) -> None:
        """Waits until the job is planned for then, on the machine's clock."""

        def near(_: object) -> bool:
            return self.planned is not None and abs(self.planned - expected) < timedelta(seconds=2)

        await until(self.office.db, lambda tx: tx.value(select(1)), near)

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
    await ticking.office.says("Tú", "báo cáo công thương hằng năm")  # suggestions: a nudge within the hour
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
    assert len(await ticking.office.told("Minh")) == 1
    await ticking.planned_at(ticking.office.clock.machine() + timedelta(days=1))


async def test_the_planned_job_runs_by_itself_in_its_time(ticking: Ticking) -> None:
    await ticking.jobs.start()
    await ticking.asks()
    await ticking.office.told("Minh")
    due = await ticking.office.db.read(lambda tx: tx.value(select(questions.c.wake_at)))
    ticking.office.clock.forward(due - ticking.office.clock.business() - timedelta(seconds=0.3))
    ticking.office.db.wakes.give({"due"})
    wanted = select(questions.c.wake_at)
    await until(ticking.office.db, lambda tx: tx.value(wanted), lambda at: at > due)
    told = select(func.count()).select_from(notices).where(notices.c.told_at.is_not(None))
    await until(ticking.office.db, lambda tx: tx.value(told), lambda number: number == 1)
    assert len(await ticking.office.told("Minh")) == 1


async def test_a_bank_that_cannot_be_read_does_not_stop_the_clock(ticking: Ticking) -> None:
    ticking.bank_fails = True
    await ticking.asks()
    await ticking.jobs.start()
    await ticking.planned_at(ticking.office.clock.machine() + timedelta(hours=18))
