"""Terms that end: announced a week before, handed over at midnight, and never a question without somebody."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from handlers.wording import words
from storage import questions, seats
from storage.seats import Role
from storage.tables import handovers
from storage.tables import questions as rows
from tests.handlers.due.conftest import UNKNOWN, Waiting

vi = words("vi")


async def _ends_in(waiting: Waiting, who: str, days: int) -> None:
    [seat] = await waiting.office.seats_of(who)
    until = waiting.office.clock.today() + timedelta(days=days)
    await waiting.office.db.write(lambda tx: seats.prolong(tx, seat.id, until))


async def _holders(waiting: Waiting) -> set[str | None]:
    found = await waiting.office.db.read(lambda tx: tx.rows(select(rows.c.id).where(rows.c.state == "open")))
    asked = await waiting.office.db.read(lambda tx: questions.several(tx, [row[0] for row in found]))
    return {question.holder_name for question in asked}


async def test_a_week_before_all_concerned_get_the_pack_once(waiting: Waiting) -> None:
    await waiting.asks()
    await waiting.office.told("Minh")
    await _ends_in(waiting, "Minh", 8)
    await waiting.office.ticks()
    assert await waiting.office.told("Minh") == []
    await waiting.passes(days=1)
    pack = next(text for text in await waiting.office.told("Minh") if "Bàn giao" in text)
    assert "Câu hỏi chưa xong: 1" in pack
    assert vi("handover-to-nobody-own") in pack
    to_admin = next(text for text in await waiting.office.told("Hà") if "Sắp bàn giao" in text)
    assert "/canbo" in to_admin
    await waiting.office.ticks()
    assert not [text for text in await waiting.office.told("Minh") if "Bàn giao" in text]
    await _ends_in(waiting, "Minh", 30)  # prolonged: announced again before the new day
    await waiting.passes(days=24)
    assert [text for text in await waiting.office.told("Minh") if "Bàn giao" in text]


async def test_at_midnight_all_go_to_the_successor(waiting: Waiting) -> None:
    for number in range(5):
        await waiting.asks(text=f"{UNKNOWN} (lần {number})")
    await _ends_in(waiting, "Minh", 1)
    await waiting.office.seat("Tú", Role.OFFICER, "20", "MOIT")
    await waiting.office.ticks()
    for who in ("Minh", "Tú", "Lan", "Hà"):
        await waiting.office.told(who)
    await waiting.passes(days=2)
    assert await _holders(waiting) == {"Tú"}
    to_tu = next(text for text in await waiting.office.told("Tú") if "nhận bàn giao 5 câu hỏi" in text)
    assert "Minh" in to_tu
    former = next(text for text in await waiting.office.told("Minh") if "đã kết thúc" in text)
    assert "5 câu hỏi chưa xong đã chuyển cho Tú" in former
    assert sum("Tú" in text for text in await waiting.office.told("Lan")) == 5
    assert await waiting.office.db.read(lambda tx: tx.value(select(func.sum(handovers.c.moved)))) == 5


async def test_without_a_successor_they_go_to_the_desk_and_it_is_told(waiting: Waiting) -> None:
    for number in range(5):
        await waiting.asks(text=f"{UNKNOWN} (lần {number})")
    await _ends_in(waiting, "Minh", 0)
    await waiting.office.told("Hà")
    await waiting.passes(days=1)
    assert await _holders(waiting) == {None}
    [told] = [text for text in await waiting.office.told("Hà") if "về đầu mối Bộ" in text]
    assert "5 câu hỏi" in told
