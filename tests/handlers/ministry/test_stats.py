"""Figures: who sees which, the total first, the worst province first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.wording import words
from storage import questions
from storage.db import Tx
from storage.questions import NewQuestion
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")
HOUR = timedelta(hours=1)


async def _asked(office: Office, province: str, ministry: str = "MOIT", **columns: Any) -> None:
    person, now = await office.person("lan"), office.clock.business()
    state, bank = columns.pop("state", "open"), columns.pop("bank_said", "route")

    async def keep(tx: Tx) -> None:
        made = await questions.make(
            tx,
            NewQuestion(
                person.id, person.place, state, None, province, ministry, None, "x", (), bank, now - 30 * HOUR, None
            ),
        )
        await questions.rewrite(tx, made, field=None, **columns)

    await office.db.write(keep)


@pytest.fixture
async def asked(office: Office) -> Office:
    """Lạng Sơn: one overdue, one answered in time, one late; Gia Lai: one in time, one by the bank; one of MAE."""
    await office.says("lan", "/start")
    now = office.clock.business()
    due: dict[str, Any] = {"due_at": now - HOUR, "first_due_at": now - HOUR}
    await _asked(office, "20", **due)
    await _asked(office, "20", state="answered", answered_at=now - 2 * HOUR, **due)
    await _asked(office, "20", state="answered", answered_at=now, **due)
    await _asked(office, "52", state="closed", answered_at=now - 2 * HOUR, **due)
    await _asked(office, "52", state="closed", bank_said="answer")
    await _asked(office, "52", due_at=now + HOUR, first_due_at=now + HOUR)
    await _asked(office, "20", "MAE", **due)
    return office


@pytest.mark.parametrize("role", [Role.ADMIN, Role.LEADER])
async def test_a_ministry_by_province_worst_first(asked: Office, role: Role) -> None:
    await asked.seat("sếp", role, "MOIT")
    [text] = await asked.says("sếp", "/thongke")
    lines = text.splitlines()
    assert lines[0] == "Số liệu: Bộ Công Thương"
    assert lines[2:8] == [
        "Quá hạn: 1",
        "Đang chờ trả lời: 2",
        "Đã hỏi: 6",
        "Ngân hàng hỏi đáp đã trả lời: 1",
        "Cán bộ đã trả lời: 3",
        "Trả lời đúng hạn: 50%",
    ]
    assert lines[10:12] == ["Lạng Sơn: 1 · 1 · 2 · 33%", "Gia Lai: 0 · 1 · 1 · 100%"]


async def test_one_province_in_full(asked: Office) -> None:
    await asked.seat("sếp", Role.ADMIN, "MOIT")
    [text] = await asked.says("sếp", "/stats gia lai")
    assert "Bộ Công Thương – Tỉnh Gia Lai" in text
    assert "Đã hỏi: 3" in text
    assert "Lạng Sơn" not in text


async def test_an_officer_sees_his_own_province_and_ministry_only(asked: Office) -> None:
    await asked.seat("hoa", Role.OFFICER, "20", "MOIT")
    for command in ("/thongke", "/thongke gia lai"):
        [text] = await asked.says("hoa", command)
        assert "Tỉnh Lạng Sơn" in text
        assert "Đã hỏi: 3" in text
        assert "Gia Lai" not in text


async def test_nothing_asked_yet(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MAE")
    [text] = await office.says("sếp", "/thongke")
    assert vi("stats-nothing-yet") in text


@pytest.mark.parametrize(("role", "unit"), [(Role.CADRE, "06040"), (Role.EXPERT, "MOIT"), (None, "")])
async def test_nobody_else_sees_figures(asked: Office, role: Role | None, unit: str) -> None:
    if role:
        await asked.seat("ly", role, unit)
    assert await asked.says("ly", "/thongke") == [vi("stats-not-allowed")]


async def test_an_ended_seat_sees_no_figures(asked: Office) -> None:
    until = asked.clock.today()
    await asked.says("sếp", "/start " + await asked.code(Role.ADMIN, "MOIT", until=until))
    await asked.told("sếp")
    asked.clock.forward(timedelta(days=1))
    assert await asked.says("sếp", "/thongke") == [vi("stats-not-allowed")]


async def test_all_provinces_fit_one_message_of_short_lines(office: Office) -> None:
    await office.says("lan", "/start")
    provinces = [place for place in office.ctx.places.places if place.kind == "province"]
    for place in provinces:
        await _asked(office, place.code)
    await office.seat("sếp", Role.ADMIN, "MOIT")
    [text] = await office.says("sếp", "/thongke")
    lines = text.splitlines()
    assert sum(" · " in line and ": 0 · 1" in line for line in lines) == 34
    assert len(text) < 4_096
    assert max(map(len, lines)) <= 50
