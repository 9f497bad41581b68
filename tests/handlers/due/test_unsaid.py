"""What an asker left open: it is asked once, sorted by the clock, or rests; on both databases."""

from __future__ import annotations

from sqlalchemy import select

from handlers.wording import words
from storage import figures
from storage.db import Tx
from storage.seats import Role
from storage.tables import questions
from tests.handlers.due.conftest import UNKNOWN, Waiting

vi = words("vi")
BANK_QUESTION = "UBND xã phải báo cáo việc thực hiện nhiệm vụ ngành Công Thương khi nào, gửi cho ai?"


async def states(waiting: Waiting) -> list[str]:
    rows = await waiting.office.db.read(lambda tx: tx.rows(select(questions.c.state).order_by(questions.c.id)))
    return [row.state for row in rows]


async def test_a_question_nobody_sorted_is_routed_by_the_clock(waiting: Waiting) -> None:
    await waiting.office.seat("Sơn", Role.ADMIN, "MAE")
    assert await waiting.office.says("Lan", UNKNOWN) == [vi("ask-which-field")]
    await waiting.passes(minutes=9)
    assert await waiting.heard("Minh") == []
    await waiting.passes(minutes=2)
    assert await states(waiting) == ["open"]
    told = [line for who in ("Minh", "Hà", "Sơn") for line in await waiting.office.told(who)]
    cards = [line for line in told if "Câu hỏi mới" in line]
    assert cards
    assert all("(tạm xếp, người hỏi chưa chọn)" in card for card in cards)
    [receipt] = await waiting.office.told("Lan")
    assert receipt.startswith("Đã gửi câu hỏi")
    assert "Anh/chị chưa chọn lĩnh vực" in receipt
    await waiting.passes(minutes=30)
    assert await waiting.heard("Lan") == []


async def test_an_answer_of_the_bank_without_a_word_rests_after_a_day(waiting: Waiting) -> None:
    await waiting.office.says("Lan", BANK_QUESTION)
    await waiting.passes(hours=23)
    assert await states(waiting) == ["offered"]
    await waiting.passes(hours=2)
    assert await states(waiting) == ["closed"]
    assert await waiting.heard("Lan") == []
    wakes = await waiting.office.db.read(lambda tx: tx.value(select(questions.c.wake_at)))
    assert wakes is None


async def test_suggestions_without_a_word_are_asked_about_once_then_rest(waiting: Waiting) -> None:
    told = await waiting.office.says("Lan", "xã báo cáo cho ai")
    assert told[0].startswith(vi("bank-suggest", count=3)), told
    await waiting.passes(minutes=31)
    [nudge] = await waiting.heard("Lan")
    assert "còn cần trả lời" in nudge
    await waiting.passes(hours=20)
    assert await waiting.heard("Lan") == []
    await waiting.passes(hours=4)
    assert await states(waiting) == ["closed"]
    assert await waiting.heard("Lan") == []


async def test_the_nudge_leads_to_a_person(waiting: Waiting) -> None:
    await waiting.office.says("Lan", "xã báo cáo cho ai")
    await waiting.passes(minutes=31)
    await waiting.heard("Lan")
    await waiting.office.presses("Lan", vi("unsaid-still"))
    assert (await states(waiting))[0] in ("open", "unsorted")


async def test_who_needs_no_answer_any_more_was_not_answered_by_the_bank(waiting: Waiting) -> None:
    await waiting.office.says("Lan", "xã báo cáo cho ai")
    await waiting.passes(minutes=31)
    await waiting.heard("Lan")
    assert await waiting.office.says("Lan", "không ạ") == [vi("dropped", start="xã báo cáo cho ai")]
    assert await states(waiting) == ["closed"]

    async def by_bank(tx: Tx) -> int:
        return (await figures.overall(tx, waiting.office.clock.business())).by_bank

    assert await waiting.office.db.read(by_bank) == 0
    assert await waiting.office.says("Lan", "không") == [vi("courtesy-returned")]  # and sends nothing on
    await waiting.passes(hours=72)
    assert await waiting.heard("Lan") == []
    await waiting.office.presses("Lan", vi("dropped-send"))
    await waiting.passes(minutes=11)
    assert await states(waiting) == ["open"]
    [sent_on] = await waiting.office.db.read(lambda tx: tx.rows(select(questions.c.due_at)))
    assert sent_on.due_at > waiting.office.clock.business()


async def test_what_was_added_and_never_sorted_joins_the_open_question(waiting: Waiting) -> None:
    await waiting.asks()
    told = await waiting.office.says("Lan", "Kinh phí đó lấy từ nguồn nào, có kịp trong năm nay không?")
    assert vi("sort-which") in told
    await waiting.passes(minutes=11)
    assert await states(waiting) == ["open", "merged"]
    [added] = await waiting.office.told("Minh")
    assert "Kinh phí đó lấy từ nguồn nào" in added
    [told_lan] = await waiting.heard("Lan")
    assert told_lan.startswith("Đã chuyển phần bổ sung")


async def test_what_nobody_sorted_does_not_join_a_question_that_was_sent_on_after_it(waiting: Waiting) -> None:
    office = waiting.office
    await office.says("Lan", "xã báo cáo cho ai")  # offered choices, and sent on only at the end
    await waiting.asks()
    await waiting.passes(minutes=20)
    left_open = "Thửa đất nông nghiệp xã cho thuê quá mười năm thì xử lý thế nào?"
    assert vi("sort-which") in await office.says("Lan", left_open)
    await office.presses("Lan", vi("bank-none-of-these"))
    await waiting.passes(minutes=11)
    assert await states(waiting) == ["open", "open", "open"]


async def test_what_was_written_hours_later_and_never_sorted_is_a_question_of_its_own(waiting: Waiting) -> None:
    await waiting.asks()
    await waiting.passes(minutes=60)
    told = await waiting.office.says("Lan", "Thửa đất nông nghiệp xã cho thuê quá mười năm thì xử lý thế nào?")
    assert vi("sort-which") in told
    await waiting.passes(minutes=11)
    assert await states(waiting) == ["open", "open"]


async def test_what_nobody_sorted_does_not_join_a_question_that_was_asked_after_it(waiting: Waiting) -> None:
    office = waiting.office
    await waiting.asks()
    left_open = "Thửa đất nông nghiệp xã cho thuê quá mười năm thì xử lý thế nào?"
    assert vi("sort-which") in await office.says("Lan", left_open)
    await office.presses("Minh", vi("card-answer"))
    await office.says("Minh", "Xã gửi kế hoạch về Sở trước ngày 30.")
    await office.presses("Lan", vi("settle-solved"))
    await waiting.asks(text="Xã muốn lắp trạm sạc xe điện ở chợ thì cần xin phép ai?")
    await waiting.passes(minutes=11)
    assert await states(waiting) == ["closed", "open", "open"]
    assert not any("bổ sung câu hỏi" in line for line in await office.told("Minh"))


async def test_it_is_said_what_an_open_question_waits_for(waiting: Waiting) -> None:
    office = waiting.office
    await office.says("Lan", BANK_QUESTION)
    [listed] = await office.says("Lan", "/cauhoi")
    assert vi("mine-offered") in listed
    await waiting.asks()
    await office.says("Lan", "Thửa đất nông nghiệp xã cho thuê quá mười năm thì xử lý thế nào?")
    [listed] = await office.says("Lan", "/cauhoi")
    assert vi("mine-unsaid") in listed
    assert vi("state-unsorted") not in listed
