"""Who is told what when something changes that somebody has read: the asker above all, and whoever has to act."""

from __future__ import annotations

import pytest

from tests.phones import TelegramPhone
from tests.stories.moves import UNKNOWN, all_of, asks_a_person, chooses_ministry, code_in, it_belongs, pair
from tests.talk import Town

CHANGED = "đã sửa câu trả lời"


@pytest.mark.parametrize(("asker", "officer"), [("telegram", "web"), ("web", "telegram")])
async def test_an_answer_that_is_edited_after_a_while_rings(town: Town, asker: str, officer: str) -> None:
    lan, minh = await pair(town, asker, officer)
    code = code_in(await asks_a_person(lan))
    said = await minh.says("Hỗ trợ 10 triệu.", reply_to=await minh.hears("Câu hỏi mới"))
    answer = await lan.hears("Hỗ trợ 10 triệu.")
    await minh.edits(said, "Hỗ trợ 11 triệu.")
    await lan.hears("Hỗ trợ 11 triệu.")
    assert CHANGED not in await all_of(lan)  # a typo, mended at once
    await town.forward(minutes=3)
    await minh.edits(said, "Hỗ trợ 15 triệu, theo Nghị quyết 20.")
    assert (await lan.hears("Hỗ trợ 15 triệu")).id == answer.id
    told = await lan.hears(f"Trần Văn Minh {CHANGED} cho câu hỏi {code}")
    assert (told.quote, told.buttons) == (answer.id, ())

    await lan.presses("Đã giải quyết", on=answer)
    await lan.hears("đã đóng")
    await minh.edits(said, "Không hỗ trợ.")
    for _ in range(3):
        await minh.hears("đã được cập nhật")
    await all_of(lan)
    told = [bubble for bubble in lan.heard if CHANGED in bubble.text][-1]
    assert (told.quote, told.buttons) == (answer.id, ("Hỏi tiếp câu này",))
    await lan.presses("Hỏi tiếp câu này", on=told)
    await lan.hears("còn vướng chỗ nào")
    await lan.says("Vì sao vậy ạ?", reply_to=told)
    await minh.hears("Vì sao vậy ạ?")


async def test_where_it_is_said_anew_nothing_is_said_besides(town: Town) -> None:
    lan, minh = await pair(town, "zalo_oa", "telegram")
    await asks_a_person(lan)
    said = await minh.says("Hỗ trợ 10 triệu.", reply_to=await minh.hears("Câu hỏi mới"))
    await lan.hears("Hỗ trợ 10 triệu.")
    await town.forward(minutes=3)
    await minh.edits(said, "Hỗ trợ 15 triệu.")
    assert (await lan.hears("Hỗ trợ 15 triệu.")).text.startswith("(đã sửa)")
    assert CHANGED not in await all_of(lan)


async def test_whoever_answered_hears_that_the_question_was_taken_back_and_onlookers_do_not(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    tuan = await town.officer("Lê Anh Tuấn", channel="web")
    said = await lan.says(UNKNOWN)
    code = code_in(await chooses_ministry(lan))
    card = await minh.hears("Câu hỏi mới")
    await tuan.says(code)
    await tuan.hears(UNKNOWN)
    await minh.says("Hỗ trợ 10 triệu.", reply_to=card)
    await lan.hears("Hỗ trợ 10 triệu.")
    await lan.recalls(said)
    told = await minh.hears(f"Hoàng Thị Lan đã thu hồi một tin ở câu hỏi {code}")
    assert told.quote == card.id
    assert "câu trả lời đã gửi vẫn giữ nguyên" in told.text
    assert "đã thu hồi một tin" not in await all_of(tuan)
    assert UNKNOWN not in await all_of(tuan)

    await lan.says("/cauhoi")
    assert f"{code} · (đã thu hồi)" in (await lan.hears("Câu hỏi của Anh/chị")).text
    await lan.says("Loa hội trường rè quá, thay kiểu gì?")  # nothing is left to which it could be an addition
    await lan.hears("lĩnh vực nào")


async def test_what_was_taken_back_without_pointing_at_it_is_named_and_an_album_is_one(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    assert isinstance(lan, TelegramPhone)
    await asks_a_person(lan)
    await minh.hears("Câu hỏi mới")
    await lan.user.sends_album("Biên bản", "", "")
    await it_belongs(lan)
    await minh.hears("Biên bản")
    await lan.says("/thuhoi")
    assert "Tin đã thu hồi: “Biên bản”" in (await lan.hears("Đã thu hồi tin")).text
    await lan.user.sends_album("Tờ trình", "", "")
    await it_belongs(lan)
    await minh.hears("Tờ trình")
    await town.forward(hours=2)
    await lan.says("/thuhoi")
    assert (await lan.hears("muốn thu hồi tin nào")).buttons == ("Tờ trình", UNKNOWN[:39].rstrip() + "…")


@pytest.mark.parametrize("officer", ["telegram", "zalo_oa"])
async def test_what_was_taken_back_is_not_proposed_for_the_bank(town: Town, officer: str) -> None:
    lan, minh = await pair(town, "web", officer)
    await asks_a_person(lan)
    said = await minh.says("Hỗ trợ 10 triệu.", reply_to=await minh.hears("Câu hỏi mới"))
    sent = await minh.hears("Đã gửi trả lời")
    assert sent.buttons == ("Đưa vào ngân hàng", "Lưu thành mẫu", "Hoàn tác (30 giây)")
    await minh.recalls(said)
    await minh.hears("Đã thu hồi câu trả lời")
    if officer == "telegram":
        await all_of(minh)
        assert next(bubble.buttons for bubble in minh.heard if bubble.id == sent.id) == ()
    else:
        await minh.presses("Đưa vào ngân hàng", on=sent)
        await minh.hears("đã được thu hồi nên không đưa vào ngân hàng được")
