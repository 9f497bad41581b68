"""What somebody edits, the other side sees edited; what it said before is kept."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.tables import revisions
from tests.stories.moves import UNKNOWN, adds, all_of, asks_a_person, chooses_ministry, code_in, pair
from tests.talk import Town

CROSSED = pytest.mark.parametrize(("asker", "officer"), [("telegram", "web"), ("web", "telegram")])


@CROSSED
async def test_question_addition_and_answer_before_and_after(town: Town, asker: str, officer: str) -> None:
    lan, minh = await pair(town, asker, officer)
    said = await lan.says(UNKNOWN)
    code = code_in(await chooses_ministry(lan))
    card = await minh.hears("Câu hỏi mới")
    for text in ("Xã Thất Khê mở hội chợ, xin kinh phí ở đâu?", "Hội chợ"):
        await lan.edits(said, text)
        await lan.hears(f"vừa sửa ở câu hỏi {code} đã được cập nhật")
        edited = await minh.hears(text)
        assert edited.id == card.id
        assert edited.buttons == card.buttons
    assert UNKNOWN not in await all_of(minh)

    added = await adds(lan, "20 gian hàng")
    relay = await minh.hears("20 gian hàng")
    await lan.edits(added, "30 gian hàng")
    assert (await minh.hears("30 gian hàng")).id == relay.id

    answered = await minh.says("Hỗ trợ 10 triệu.", reply_to=card)
    answer = await lan.hears("Hỗ trợ 10 triệu.")
    await minh.edits(answered, "Hỗ trợ 15 triệu, theo Nghị quyết 20.")
    await minh.hears("đã được cập nhật")
    corrected = await lan.hears("Hỗ trợ 15 triệu")
    assert corrected.id == answer.id
    assert "Trần Văn Minh" in corrected.text
    assert corrected.buttons == answer.buttons
    await lan.edits(said, "Hội chợ xuân")
    await minh.hears("Hội chợ xuân")

    kept = await town.read(lambda tx: tx.rows(select(revisions.c.text).order_by(revisions.c.replaced_at)))
    assert [row.text for row in kept] == [
        UNKNOWN, "Xã Thất Khê mở hội chợ, xin kinh phí ở đâu?", "20 gian hàng", "Hỗ trợ 10 triệu.", "Hội chợ",
    ]  # fmt: skip


async def test_an_addition_is_edited_on_the_card_of_whoever_took_over(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    tuan = await town.officer("Lê Anh Tuấn", channel="web")
    await asks_a_person(lan)
    card = await minh.hears("Câu hỏi mới")
    added = await adds(lan, "20 gian hàng")
    await minh.hears("20 gian hàng")
    await minh.presses("Chuyển người khác", on=card)
    await minh.presses("Lê Anh Tuấn (Bộ Công Thương)", on=await minh.hears("cho ai?"))
    taken = await tuan.hears("20 gian hàng")
    await lan.edits(added, "30 gian hàng")
    again = await tuan.hears("30 gian hàng")
    assert again.id == taken.id
    await tuan.edits(await tuan.says("Được 15 triệu.", reply_to=taken), "Được 20 triệu.")
    await lan.hears("Được 20 triệu.")


@pytest.mark.parametrize("officer", ["telegram", "web"])
async def test_the_words_under_a_picture(town: Town, officer: str) -> None:
    lan, minh = await pair(town, "telegram", officer)
    said = await lan.sends_photo(UNKNOWN)
    await chooses_ministry(lan)
    await minh.hears("Câu hỏi mới")
    await lan.edits(said, "Ảnh này là biên bản kiểm tra.")
    await minh.hears("Ảnh này là biên bản kiểm tra.")
    more = await lan.sends_photo()
    await minh.hears("(không có chữ)")
    await lan.edits(more, "Trang hai.")
    assert "Trang hai." in (await minh.hears("Trang hai.")).text


async def test_an_edit_of_what_was_no_question_changes_nothing(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "telegram")
    said = await lan.says("/cauhoi")
    await lan.hears("Chưa có câu hỏi nào")
    await lan.edits(said, "/cauhoi 1")
    answered = await minh.says("viết chơi")
    await minh.hears("Không có câu hỏi nào đang chờ")
    await minh.edits(answered, "viết thật")
    assert "cập nhật" not in await all_of(lan) + await all_of(minh)
