"""Quiet hours hold back the message, never the record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from handlers.clock import VIETNAM
from handlers.due import sweep
from handlers.wording import words
from storage.tables import alerts
from tests.handlers.due.conftest import Waiting

vi = words("vi")


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=VIETNAM)


async def _until(waiting: Waiting, at: datetime) -> None:
    waiting.office.clock.forward(at - waiting.office.clock.business())
    await waiting.tick()


async def test_what_falls_due_at_night_is_recorded_then_and_told_in_the_morning(waiting: Waiting) -> None:
    await waiting.office.says("Hà", "/hantraloi")
    await waiting.office.presses("Hà", vi("deadline-quiet-on"))
    await _until(waiting, _at(1, 20))  # a Monday
    await waiting.asks()
    await _until(waiting, _at(2, 14, 1))
    assert len(await waiting.heard("Minh")) == 1, "the reminder comes in working hours, and at once"
    await _until(waiting, _at(2, 20, 1))
    raised = await waiting.office.db.read(lambda tx: tx.value(select(func.count()).select_from(alerts)))
    assert raised == 2
    assert await waiting.heard("Minh") == []
    planned = await sweep.next_telling(waiting.office.ctx)
    assert planned == _at(3, 7, 30)
    await _until(waiting, _at(3, 7, 29))
    assert await waiting.heard("Minh") == []
    await _until(waiting, _at(3, 7, 30))
    [told] = await waiting.heard("Minh")
    assert told.startswith("Cảnh báo")
    assert await sweep.next_telling(waiting.office.ctx) is None


async def test_what_was_answered_meanwhile_is_not_told_in_the_morning(waiting: Waiting) -> None:
    await waiting.office.says("Hà", "/hantraloi")
    await waiting.office.presses("Hà", vi("deadline-quiet-on"))
    await _until(waiting, _at(1, 20))
    await waiting.asks()
    await _until(waiting, _at(2, 20, 1))
    await waiting.heard("Minh")
    await waiting.office.presses("Minh", vi("card-answer"))
    await waiting.office.says("Minh", "Lập dự toán gửi Sở Tài chính.")
    await waiting.office.told("Hà")
    await _until(waiting, _at(3, 8))
    assert await waiting.heard("Hà") == []
    assert await waiting.heard("Minh") == []
