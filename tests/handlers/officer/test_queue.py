"""The queue: how many of what kind, through a filter, page by page, forward and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.wording import words
from tests.handlers.comfort.held import held, officer_and_asker
from tests.handlers.office import Office

vi = words("vi")
HOUR = timedelta(hours=1)


@pytest.fixture
async def busy(office: Office) -> Office:
    """Minh holds twelve: two overdue, one of which waits for its asker; nine due today; one due in two days."""
    tomorrow_morning = datetime(2026, 12, 1, 1, tzinfo=UTC)
    office.clock.forward(max(tomorrow_morning - office.clock.business(), timedelta()))
    await officer_and_asker(office)
    await held(office, "Chợ quê hết hạn hợp đồng thì sao?", -HOUR, field="markets")
    await held(office, "Trạm điện nào gần nhất?", -2 * HOUR, state="waiting")
    for number in range(9):
        await held(office, f"Câu hôm nay thứ {number}?", HOUR)
    await held(office, "Câu của ngày kia?", timedelta(days=2))
    return office


def codes(text: str) -> list[str]:
    return [line.split()[1] for line in text.splitlines() if line[:1].isdigit() and ". " in line[:4]]


async def test_the_heading_counts_and_pages_turn_both_ways(busy: Office) -> None:
    [first] = await busy.says("Minh", "/hangdoi")
    assert first.startswith(vi("queue-title", count=12))
    assert vi("queue-counts", overdue=2, today=9, waiting=1, count=12) in first
    assert vi("queue-page", page=1, pages=2) in first
    assert "Trạm điện" in first.splitlines()[5]  # most urgent first
    [second] = await busy.says("Minh", "9")
    assert vi("queue-page", page=2, pages=2) in second
    assert len(codes(first)) == 8
    assert len(codes(second)) == 4
    [again] = await busy.presses("Minh", vi("queue-back"))
    assert codes(again) == codes(first)
    assert codes((await busy.says("Minh", "/hangdoi trang 2"))[0]) == codes(second)
    assert codes((await busy.says("Minh", "/hangdoi 99"))[0]) == codes(second)  # there is no such page: the last


async def test_a_page_knows_its_filter(busy: Office) -> None:
    [today] = await busy.says("Minh", "/hangdoi hom nay")
    assert vi("queue-filtered", filter=vi("queue-filter-today"), count=9) in today
    assert len(codes(today)) == 8
    [rest] = await busy.says("Minh", "9")
    assert len(codes(rest)) == 1
    assert "thứ 8" in rest
    [late] = await busy.presses("Minh", vi("queue-filter-overdue"))
    assert len(codes(late)) == 2
    assert "hôm nay" not in late.partition("1. ")[2].partition(vi("queue-how"))[0]
    [waiting] = await busy.says("Minh", "/queue waiting")
    assert "Trạm điện" in waiting
    assert len(codes(waiting)) == 1


async def test_by_field_in_words_and_by_button(busy: Office) -> None:
    [asked] = await busy.presses("Minh", (await _label(busy, vi("queue-by-field"))))
    assert asked == vi("queue-which-field")
    [electric] = await busy.presses("Minh", vi.field("electricity"))
    assert vi("queue-filtered", filter=vi.field("electricity"), count=11) in electric
    [market] = await busy.says("Minh", "/hangdoi quan ly cho")
    assert "Chợ quê" in market
    assert len(codes(market)) == 1


async def test_nothing_under_a_filter_and_no_such_filter_have_a_way_out(busy: Office) -> None:
    [nothing] = await busy.says("Minh", "/hangdoi thuốc lá")
    assert nothing == vi("queue-none-of-these", filter=vi.field("tobacco"), count=12)
    assert vi("queue-filter-all") in await busy.labels("Minh")
    [back] = await busy.says("Minh", "tat ca")
    assert vi("queue-title", count=12) in back
    [unknown] = await busy.says("Minh", "/hangdoi khẩn cấp")
    fields = f"{vi.field('electricity')}, {vi.field('markets')}"
    assert unknown == vi("queue-no-such-filter", fields=fields)
    assert vi("queue-filter-overdue") in await busy.labels("Minh")


async def test_few_questions_need_no_filters(office: Office) -> None:
    await officer_and_asker(office)
    await held(office, "Một câu thôi?")
    [shown] = await office.says("Minh", "/hangdoi")
    assert vi("queue-counts", overdue=0, today=0, waiting=0, count=1) in shown or "hôm nay: 1" in shown
    assert await office.labels("Minh") == ["1"]


async def _label(office: Office, label: str) -> str:
    """The label, once a page that has it is before him."""
    await office.says("Minh", "/hangdoi")
    assert label in await office.labels("Minh")
    return label
