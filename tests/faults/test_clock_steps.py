"""The machine's clock is set a day ahead or back, while the service runs and between two lives of it (libfaketime).

Promised: no deadline is missed and no alert comes twice; a lane that was held back for seconds is not held back for
a day; receiving and sending go on, sessions stay open, and nothing waits for the clock to be where it was.
"""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.telegram import FakeUser
from tests.faults.faketime import SteppedClock
from tests.faults.people import invited
from tests.stories.asking import BANK_QUESTION
from tests.stories.process import Killed, unmarked_twice

DAY = timedelta(days=1)
UNKNOWN = "Loa hội trường rè quá, thay kiểu gì?"
ALERTS = ("Nhắc hạn", "Cảnh báo")
DUE = "đã đến hạn lúc"
SOON = 15.0
"""Seconds; the safety tick alone would take thirty."""


@dataclass
class Office:
    """The service under a clock of its own, an officer and a cadre."""

    service: Killed
    clock: SteppedClock
    minh: FakeUser
    lan: FakeUser
    hai: FakeUser
    asked: int = 0

    async def opens(self, *codes: str) -> None:
        await self.service.start()
        for person, code in zip((self.minh, self.lan), codes, strict=True):
            await person.says(f"/start {code}")
            await person.hears("Đã xong. Anh/chị là")

    async def asks(self) -> None:
        """What only a person can answer: within a day."""
        await self.lan.says(UNKNOWN)
        await self.lan.presses("Thuộc Bộ Công Thương", on=await self.lan.hears("lĩnh vực nào", SOON))
        await self.minh.hears("Câu hỏi mới", SOON)

    async def is_held_back(self) -> None:
        """Somebody asks, and Telegram wants a second before it takes the answer."""
        throttled = self._throttled()
        self.service.fake.fail_next("sendMessage", 429, retry_after=1)
        self.asked = await self.hai.says(BANK_QUESTION)
        await self.service.fake.until(lambda: self._throttled() > throttled, SOON)

    def _throttled(self) -> int:
        return sum(call.status == 429 for call in self.service.fake.calls)

    async def was_answered(self, question: int = 0) -> None:
        wanted = question or self.asked

        def answered() -> bool:
            return any(shown.reply_to == wanted for shown in self.hai.heard)

        await self.service.fake.until(answered, SOON)

    @property
    def alerts(self) -> list[str]:
        """What the officer was told by the clock, by first lines."""
        return [shown.text.partition("\n")[0] for shown in self.minh.heard if shown.text.startswith(ALERTS)]


@pytest.fixture
async def office(seeded_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    codes = await invited(seeded_url)
    clock = SteppedClock(tmp_path)
    async with Killed(seeded_url, tmp_path / "run", more_env=clock.env) as service:
        minh, lan = service.fake.user(2, "Trần Văn Minh"), service.fake.user(1, "Hoàng Thị Lan")
        office = Office(service, clock, minh, lan, service.fake.user(3, "Nông Văn Hải"))
        await office.opens(*codes)
        await office.asks()
        yield office
        assert unmarked_twice(office.minh.heard) == []
        assert await service.terminate() < 10


@pytest.mark.slow
async def test_a_day_back_two_ahead_and_one_back_while_it_runs(office: Office) -> None:
    """Each deadline is told once, within seconds of the step that made it due."""
    service = office.service
    await office.is_held_back()
    office.clock.step(-DAY)
    await office.was_answered()
    await service.says("clock was set", SOON)
    await office.was_answered(await office.hai.says(BANK_QUESTION))  # and so the scheduler planned anew
    assert office.alerts == []
    office.clock.step(2 * DAY)
    await office.minh.hears(DUE, SOON)
    await office.is_held_back()
    office.clock.step(-DAY)
    await office.was_answered()
    assert len(office.alerts) == 1
    office.clock.step(DAY + timedelta(hours=1))
    await office.was_answered(await office.hai.says(BANK_QUESTION))
    assert len(office.alerts) == 1


@pytest.mark.slow
@pytest.mark.parametrize("days", [-1, 1])
async def test_a_day_between_two_lives(office: Office, days: int) -> None:
    """What the last life held, or held back, is free in the next; what fell due meanwhile is told once."""
    await office.is_held_back()
    await office.service.kill()
    office.clock.step(days * DAY)
    await office.service.start()
    await office.was_answered()
    if days > 0:
        await office.minh.hears(DUE, SOON)
    assert len(office.alerts) == max(days, 0)


async def test_the_machine_slept_for_a_day(office: Office) -> None:
    """What fell due while nothing ran is told once, as soon as it runs again."""
    office.service.signals(signal.SIGSTOP)
    office.clock.step(DAY + timedelta(minutes=1))
    office.service.signals(signal.SIGCONT)
    await office.minh.hears(DUE, SOON)
    await office.was_answered(await office.hai.says(BANK_QUESTION))
    assert len(office.alerts) == 1
