"""What comes before its time: an edit before what it edits, a reply before we know that what it answers was shown."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.tables import inbox, revisions
from tests.phones import TelegramPhone
from tests.stories.moves import asks_a_person, chooses_ministry, pair
from tests.talk import Town

QUESTION = "Loa ở hội trường bị rè"
"""Nothing for the bank."""
BETTER = "Loa ở hội trường bị rè."


@pytest.fixture
async def town(seeded_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """A town on each kind of database; Telegram is polled."""
    async with Town(seeded_url, tmp_path) as running:
        yield running


async def says_and_edits(town: Town, phone: TelegramPhone, text: str, better: str) -> None:
    """The edit comes first."""
    waiting = town.fake.world.waiting
    said = await phone.says(text)
    await phone.edits(said, better)
    waiting[-1], waiting[-2] = waiting[-2], waiting[-1]


async def on_telegram(town: Town) -> tuple[TelegramPhone, TelegramPhone]:
    lan, minh = await pair(town, "telegram", "telegram")
    assert isinstance(lan, TelegramPhone)
    assert isinstance(minh, TelegramPhone)
    return lan, minh


async def test_an_edit_that_comes_before_its_question_is_not_lost(town: Town) -> None:
    lan, minh = await on_telegram(town)
    await says_and_edits(town, lan, QUESTION, BETTER)
    await chooses_ministry(lan)
    card = await minh.hears("Câu hỏi mới")
    assert BETTER in card.text.splitlines()
    kept = await town.read(lambda tx: tx.rows(select(revisions.c.text)))
    assert [row.text for row in kept] == [QUESTION]


async def test_an_edit_that_comes_before_the_answer_it_corrects(town: Town) -> None:
    lan, minh = await on_telegram(town)
    await asks_a_person(lan, QUESTION)
    await minh.hears("Câu hỏi mới")
    await says_and_edits(town, minh, "Hỗ trợ 10 triệu.", "Hỗ trợ 15 triệu.")
    await minh.presses("1", on=await minh.hears("trả lời câu hỏi nào"))
    assert "Hỗ trợ 15 triệu." in (await lan.hears("Trả lời câu hỏi")).text


async def test_the_last_of_several_early_edits_counts(town: Town) -> None:
    lan, minh = await on_telegram(town)
    waiting = town.fake.world.waiting
    said = await lan.says(QUESTION)
    await lan.edits(said, "Máy in")
    await lan.edits(said, BETTER)
    waiting[-3:] = [waiting[-2], waiting[-1], waiting[-3]]
    await chooses_ministry(lan)
    assert BETTER in (await minh.hears("Câu hỏi mới")).text.splitlines()


async def test_an_edit_of_what_is_in_no_thread_changes_nothing(town: Town) -> None:
    lan, _ = await on_telegram(town)
    await says_and_edits(town, lan, "/toi", "/trogiup")
    await lan.hears("Thông tin của Anh/chị")
    await says_and_edits(town, lan, "/toi", "/trogiup")
    await lan.hears("Thông tin của Anh/chị")
    undone = await town.read(lambda tx: tx.rows(select(inbox.c.id).where(inbox.c.state != "done")))
    assert undone == []


async def test_a_reply_waits_until_we_know_what_it_answers(town: Town) -> None:
    lan, minh = await on_telegram(town)
    town.fake.keep_waiting(lan.user.id, "Đã gửi câu hỏi")
    await lan.says(QUESTION)
    await lan.hears("lĩnh vực")
    await lan.presses("Thuộc Bộ Công Thương")
    receipt = await lan.hears("Đã gửi câu hỏi")
    await minh.hears("Câu hỏi mới")
    await lan.says("20 gian hàng", reply_to=receipt)
    await town.fake.until(lambda: town.fake.pending == 0)
    town.fake.answer_at_last(lan.user.id)
    assert "20 gian hàng" in (await minh.hears("bổ sung câu hỏi")).text
    await lan.hears("Đã chuyển phần bổ sung")


async def test_a_reply_waits_for_a_minute_at_most(town: Town) -> None:
    lan, minh = await on_telegram(town)
    await asks_a_person(lan, QUESTION)
    await minh.hears("Câu hỏi mới")
    town.fake.keep_waiting(lan.user.id, "Thông tin")
    await lan.says("/toi")
    shown = await lan.hears("Thông tin")
    await lan.says("20 gian hàng", reply_to=shown)
    await town.fake.until(lambda: town.fake.pending == 0)
    await town.forward(seconds=61)
    while await town.read(lambda tx: tx.value(select(inbox.c.id).where(inbox.c.state == "new").limit(1))):
        await town.looks_round()
    town.fake.answer_at_last(lan.user.id)
    await lan.hears("câu hỏi mới hay bổ sung")


async def test_a_card_is_closed_although_its_button_came_first(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    assert isinstance(minh, TelegramPhone)
    town.fake.keep_waiting(minh.user.id, "Yêu cầu sử dụng")
    lan = town.on_telegram("Nông Thị Lan")
    await lan.says("/start")
    await lan.hears("Cầu Nối")
    await lan.presses("Đăng ký đơn vị")
    await lan.hears("tỉnh, thành phố nào")
    await lan.says("xã thất khê, lạng sơn")
    await lan.hears("đúng không")
    await lan.presses("Đúng")
    card = await minh.hears("Yêu cầu sử dụng")
    await minh.presses("Duyệt", on=card)
    await town.fake.until(lambda: town.fake.pending == 0)
    town.fake.answer_at_last(minh.user.id)
    assert (await minh.hears("Đã duyệt")).id == card.id
