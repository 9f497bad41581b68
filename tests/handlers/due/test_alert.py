"""Reminders and alerts: each exactly once, whoever ticks; on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from handlers.due import alert, climb
from handlers.wording import words
from storage import persons, seats
from storage.alerts import Rise
from storage.due import Due
from storage.seats import Role
from storage.tables import alerts, clocks, notices
from storage.tables import questions as question_rows
from tests.handlers.due.conftest import UNKNOWN, Waiting

vi = words("vi")
A_DAY = timedelta(hours=25)


async def test_the_whole_ladder_each_rung_once(waiting: Waiting) -> None:
    await waiting.asks()
    await waiting.passes(hours=17, minutes=59)
    assert await waiting.heard("Minh") == []
    await waiting.passes(minutes=2)
    [reminder] = await waiting.heard("Minh")
    assert reminder.startswith("Nhắc hạn")
    assert await waiting.heard("Hà") == []
    await waiting.passes(hours=6)
    [due] = await waiting.heard("Minh")
    assert due.startswith("Cảnh báo: câu hỏi")
    [of_minh] = await waiting.heard("Hà")
    assert "Minh chưa trả lời" in of_minh
    await waiting.passes(hours=12)
    assert [text.split(":")[0] for text in await waiting.heard("Minh")] == ["Cảnh báo"]
    assert [text.split(":")[0] for text in await waiting.heard("Hà")] == ["Cảnh báo gửi đầu mối Bộ"]  # no expert yet
    await waiting.passes(hours=12)
    assert all("đã báo lãnh đạo Bộ" in text for text in await waiting.heard("Minh"))
    assert all(text.startswith("Báo lãnh đạo Bộ") for text in await waiting.heard("Hà"))
    for number in (1, 2, 3):
        await waiting.passes(hours=24)
        await waiting.tick()
        for who in ("Minh", "Hà"):
            [again] = await waiting.heard(who)
            assert again.startswith(f"Cảnh báo lần {number}")
    raised = await waiting.office.db.read(lambda tx: tx.rows(select(alerts.c.rung, alerts.c.count)))
    assert sorted(tuple(row) for row in raised) == [
        ("desk", 0), ("due", 0), ("leader", 0), ("reminder", 0), ("repeat", 1), ("repeat", 2), ("repeat", 3)
    ]  # fmt: skip


async def test_after_an_outage_of_three_days_each_person_gets_one_digest(waiting: Waiting) -> None:
    for number in (1, 2, 3):
        await waiting.asks(text=f"{UNKNOWN} (lần {number})")
    await waiting.passes(days=3, hours=1)
    for who in ("Minh", "Hà"):
        [digest] = await waiting.office.told(who)
        assert digest.startswith(vi("alert-digest", count=3))
        assert digest.count("Xã Thất Khê") == 3
    await waiting.tick()
    assert await waiting.heard("Minh") == []
    told = await waiting.office.db.read(
        lambda tx: tx.value(select(func.count()).select_from(notices).where(notices.c.told_at.is_(None)))
    )
    assert told == 0
    await waiting.passes(days=1)
    assert (await waiting.office.told("Minh"))[0].startswith(vi("alert-digest", count=3))


async def test_an_answer_ends_the_ladder(waiting: Waiting) -> None:
    await waiting.asks()
    await waiting.passes(hours=18)
    await waiting.heard("Minh")
    await waiting.office.presses("Minh", vi("card-answer"))
    await waiting.office.says("Minh", "Lập dự toán gửi Sở Tài chính.")
    await waiting.passes(days=3)
    assert await waiting.heard("Minh") == []
    assert await waiting.heard("Hà") == []


async def test_what_is_no_longer_true_is_not_told(waiting: Waiting) -> None:
    """Raised, then answered before anybody could be told."""
    await waiting.asks()
    ctx = waiting.office.ctx
    waiting.office.clock.forward(A_DAY)
    assert await climb.climb(ctx) == 1
    await waiting.office.presses("Minh", vi("card-answer"))
    await waiting.office.says("Minh", "Lập dự toán gửi Sở Tài chính.")
    await waiting.tick()
    assert await waiting.heard("Hà") == []


async def test_whose_seat_ended_meanwhile_is_not_told(waiting: Waiting) -> None:
    await waiting.asks()
    waiting.office.clock.forward(A_DAY)
    assert await climb.climb(waiting.office.ctx) == 1
    [seat] = await waiting.office.seats_of("Hà")
    await waiting.office.db.write(lambda tx: seats.end(tx, seat.id))
    await waiting.tick()
    assert await waiting.heard("Hà") == []
    assert len(await waiting.heard("Minh")) == 1


async def test_the_deputy_hears_of_what_is_due(waiting: Waiting) -> None:
    await waiting.office.seat("Tú", Role.OFFICER, "20", "MOIT")
    [minh], [tu] = [await waiting.office.seats_of(who) for who in ("Minh", "Tú")]
    await waiting.office.db.write(lambda tx: seats.set_deputy(tx, minh.id, tu.id))
    await waiting.asks()
    await waiting.passes(hours=18)
    assert await waiting.heard("Tú") == []
    await waiting.passes(hours=6)
    [heard] = await waiting.heard("Tú")
    assert "Minh chưa trả lời" in heard


async def test_a_question_at_which_the_clock_fails_keeps_nobody_from_his_alert(
    waiting: Waiting, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await waiting.asks()
    await waiting.asks(text=f"{UNKNOWN} (lần 2)")
    broken = await waiting.office.db.read(lambda tx: tx.value(select(func.min(question_rows.c.id))))
    monkeypatch.setattr(climb, "rungs", _fails_at(broken))
    waiting.office.clock.forward(A_DAY)
    await waiting.office.ticks()
    [heard] = await waiting.heard("Minh")
    assert heard.startswith("Cảnh báo")
    again = await waiting.office.db.read(
        lambda tx: tx.value(select(clocks.c.wake_at).where(clocks.c.question_id == broken))
    )
    assert again > waiting.office.clock.business()
    assert "the clock failed at a question" in caplog.text


def _fails_at(broken: int) -> Callable[[Due, datetime], list[Rise]]:
    rungs = climb.rungs

    def fails(clock: Due, now: datetime) -> list[Rise]:
        if clock.question_id == broken:
            raise ArithmeticError("beyond all time")
        return rungs(clock, now)

    return fails


async def test_a_person_who_cannot_be_told_keeps_nobody_from_his_alert(
    waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    await waiting.asks()
    ha = await waiting.office.person("Hà")
    tell = alert.tell

    async def fails(turn: object, person_id: int) -> None:
        if person_id == ha.id:
            raise ArithmeticError("nobody knows why")
        await tell(turn, person_id)  # type: ignore[arg-type]

    monkeypatch.setattr(alert, "tell", fails)
    waiting.office.clock.forward(A_DAY)
    await waiting.office.ticks()
    assert len(await waiting.heard("Minh")) == 1
    monkeypatch.undo()
    await waiting.office.ticks()
    assert len(await waiting.heard("Hà")) == 1


async def test_somebody_who_is_gone_everywhere_stops_nothing(waiting: Waiting) -> None:
    await waiting.asks()
    await waiting.office.db.write(lambda tx: persons.set_reachable(tx, "telegram", "Hà", reachable=False))
    await waiting.passes(days=1)
    assert len(await waiting.heard("Minh")) == 1
