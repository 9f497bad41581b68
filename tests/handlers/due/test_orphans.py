"""A seat ends: what it held is never nobody's; on both databases."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from storage import seats
from storage.seats import Role
from storage.tables import questions
from tests.handlers.due.conftest import Waiting


async def rescued(waiting: Waiting) -> None:
    await waiting.office.looks_round(clocks=4)


async def test_a_question_of_an_ended_seat_goes_to_whoever_is_there_with_the_deadline_it_has(
    waiting: Waiting,
) -> None:
    await waiting.asks()
    due = await waiting.office.db.read(lambda tx: tx.value(select(questions.c.due_at)))
    await rescued(waiting)
    assert await waiting.heard("Minh") == []
    await waiting.office.seat("Tú", Role.OFFICER, "20", "MOIT")
    [minh], [tu] = [await waiting.office.seats_of(who) for who in ("Minh", "Tú")]
    await waiting.office.db.write(lambda tx: seats.end(tx, minh.id))
    await rescued(waiting)
    [card] = await waiting.heard("Tú")
    assert card.startswith("Câu hỏi mới")
    [told] = await waiting.heard("Lan")
    assert "Tú" in told
    row = await waiting.office.db.read(lambda tx: tx.row(select(questions.c.holder_seat_id, questions.c.due_at)))
    assert row is not None
    assert tuple(row) == (tu.id, due)
    await rescued(waiting)
    assert await waiting.heard("Tú") == []


async def test_where_nobody_is_left_the_ministry_is_told(waiting: Waiting) -> None:
    await waiting.asks()
    [minh] = await waiting.office.seats_of("Minh")
    await waiting.office.db.write(lambda tx: seats.prolong(tx, minh.id, waiting.office.clock.today()))
    await rescued(waiting)
    [announced] = await waiting.heard("Hà")
    assert announced.startswith("Sắp bàn giao")
    waiting.office.clock.forward(timedelta(days=1))
    await rescued(waiting)
    told = await waiting.heard("Hà")
    assert any("Không có cán bộ trực" in line for line in told)
    assert any(line.startswith("Câu hỏi mới") for line in told)
    row = await waiting.office.db.read(lambda tx: tx.row(select(questions.c.holder_seat_id, questions.c.desk)))
    assert row is not None
    assert tuple(row) == (None, "MOIT")
    assert not [line for line in await waiting.heard("Minh") if line.startswith("Câu hỏi mới")]
