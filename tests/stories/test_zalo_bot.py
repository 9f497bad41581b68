"""On the Zalo bot: no buttons, nothing edited, nothing quoted, a small allowance; and the main job is done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from aiohttp import ClientSession

from bot.channels.zalo_bot.allowance import month_of, until_next_month
from storage import outbox
from storage.channels import quotas
from storage.seats import Role
from tests.bot.platform import until
from tests.fakes.zalo_bot import How
from tests.phones import ZaloBotPhone
from tests.stories.moves import UNKNOWN, all_of, asks_a_person, pair
from tests.talk import Town

KEY = "zalo_bot:1459232241454765289"


@pytest.fixture(params=["webhook", "polling"])
async def either_way(request: pytest.FixtureRequest, seeded_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """The service, to which Zalo delivers, or which polls Zalo."""
    made = Town(seeded_url, tmp_path / "data")
    made.zalo_bot_mode = request.param
    async with made as town:
        yield town


async def used(town: Town) -> int:
    return int(await town.read(lambda tx: quotas.used(tx, KEY, month_of(town.clock.business()))))


async def test_a_restart_in_the_middle_loses_nothing(either_way: Town) -> None:
    town = either_way
    lan, minh = await pair(town, "zalo_bot", "telegram")
    await lan.says(UNKNOWN)
    sort = await lan.hears("lĩnh vực nào")
    await town.closes()
    await town.opens()
    await lan.presses("Thuộc Bộ Công Thương", on=sort)
    await lan.hears("Đã gửi câu hỏi")
    card = await minh.hears("Câu hỏi mới")
    await town.closes()
    await town.opens()
    await minh.says("Lập dự toán gửi Sở Tài chính.", reply_to=card)
    answer = await lan.hears("Lập dự toán gửi Sở Tài chính.")
    await lan.presses("Đã giải quyết", on=answer)
    await lan.hears("đã đóng")


async def test_five_deliveries_are_one_message(town: Town) -> None:
    lan, minh = await pair(town, "zalo_bot", "telegram")
    person = cast("ZaloBotPhone", lan).person
    await person.says(UNKNOWN, how=How(copies=5))
    await person.says("Thuộc Bộ Công Thương", how=How("wrapped", copies=5))
    await lan.hears("Đã gửi câu hỏi")
    card = await minh.hears("Câu hỏi mới")
    await minh.says("Lập dự toán.", reply_to=card)
    await lan.hears("Lập dự toán.")
    assert len([bubble for bubble in minh.heard if "Hạn trả lời" in bubble.text]) == 1
    assert len([bubble for bubble in lan.heard if "lĩnh vực nào" in bubble.text]) == 1
    assert len([bubble for bubble in lan.heard if "Lập dự toán." in bubble.text]) == 1


async def test_an_officer_on_the_bot_answers_by_number(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh", channel="zalo_bot")
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    await asks_a_person(lan)
    await minh.presses("Trả lời", on=await minh.hears("Câu hỏi mới"))
    await minh.hears("Mời Anh/chị nhập câu trả lời")
    await minh.says("Lập dự toán gửi Sở Tài chính.")
    await minh.hears("Đã gửi trả lời")
    await lan.hears("Lập dự toán gửi Sở Tài chính.")


async def test_what_the_bot_cannot_see_is_said_once(town: Town) -> None:
    lan, minh = await pair(town, "zalo_bot", "telegram")
    for name in ("giay-phep.pdf", "phu-luc.pdf"):
        await lan.sends_file(name)
    await lan.hears("không chuyển được nên chưa tới nơi")
    await asks_a_person(lan)
    await minh.hears("Câu hỏi mới")
    assert len([bubble for bubble in lan.heard if "không chuyển được nên chưa tới nơi" in bubble.text]) == 1


async def test_in_a_group_it_is_silent(town: Town) -> None:
    town.zalo_bot.world.can_join_groups = True
    lan = cast("ZaloBotPhone", await town.cadre("Hoàng Thị Lan", channel="zalo_bot"))
    group = town.zalo_bot.group("Xã Thất Khê")
    await lan.person.says("@Bot Cầu Nối chợ hạng 3 ai quản?", in_=group)
    await lan.says("/trogiup")
    await lan.hears("Cầu Nối giúp gì?")
    assert group.heard == []


async def test_an_officers_correction_is_said_again(town: Town) -> None:
    lan, minh = await pair(town, "zalo_bot", "telegram")
    await asks_a_person(lan)
    card = await minh.hears("Câu hỏi mới")
    said = await minh.says("Mức hỗ trợ là 10 triệu.", reply_to=card)
    await lan.hears("10 triệu")
    await minh.edits(said, "Mức hỗ trợ là 15 triệu.")
    again = await lan.hears("15 triệu")
    assert again.text.startswith("(đã sửa)")


async def test_a_file_is_named_and_opened_elsewhere(town: Town) -> None:
    lan, minh = await pair(town, "zalo_bot", "telegram")
    await asks_a_person(lan)
    card = await minh.hears("Câu hỏi mới")
    await minh.sends_file("bieu-mau.pdf", "Theo mẫu này.", reply_to=card)
    answer = await lan.hears("Theo mẫu này.")
    assert "📎 bieu-mau.pdf\nhttp" in answer.text


async def test_at_the_end_of_the_month_answers_go_and_notices_wait(town: Town) -> None:
    lan, minh = await pair(town, "zalo_bot", "telegram")
    month, monthly = month_of(town.clock.business()), town.app.settings.zalo_bot_monthly_messages
    rest = monthly * 9 // 10 - await used(town)
    await town.app.db.write(lambda tx: quotas.take(tx, KEY, month, rest, monthly))
    await lan.says("/trogiup")
    await asks_a_person(lan)
    card = await minh.hears("Câu hỏi mới")
    await minh.says("Lập dự toán gửi Sở Tài chính.", reply_to=card)
    await lan.hears("Lập dự toán gửi Sở Tài chính.")
    assert not [bubble for bubble in lan.heard if "Cầu Nối giúp gì?" in bubble.text]
    assert monthly * 9 // 10 < await used(town) < monthly

    town.clock.forward(timedelta(seconds=until_next_month(town.clock.business()) + 1))
    await lan.says("/trogiup")
    await lan.hears("Cầu Nối giúp gì?")
    assert await used(town) >= 1


async def test_a_broadcast_does_not_come_by_the_bot_and_its_sender_hears_why(town: Town) -> None:
    ha = await town.admin("Nguyễn Thu Hà")
    lan = await town.cadre("Hoàng Thị Lan", channel="zalo_bot")
    ly = await town.cadre("Lý", channel="telegram")
    before = await used(town)
    await ha.says("/thongbao")
    await ha.presses("Tất cả cán bộ địa phương và người của Bộ", on=await ha.hears("mới tới ai"))
    await ha.hears("nội dung")
    await ha.says("Hội nghị giao ban lúc 8 giờ thứ Hai.")
    confirm = await ha.hears("Trên đây là đúng tin")
    await ha.presses(next(label for label in confirm.buttons if label.startswith("Gửi")), on=confirm)
    sending = await ha.hears("Đang gửi")
    await town.looks_round()
    await ly.hears("giao ban")
    await until(town.app.db, outbox.depth, lambda waiting: not waiting)
    await ha.presses(sending.buttons[0], on=sending)
    results = await ha.hears("Zalo Bot")
    assert "1 người chỉ có Zalo Bot" in results.text
    assert not [bubble for bubble in lan.heard if "giao ban" in bubble.text]
    assert await used(town) == before


async def test_somebody_new_is_led_through_by_typing(town: Town) -> None:
    lan = town.on_zalo_bot("Lan")
    code = await town.invited(Role.CADRE, "06040")
    await lan.says(f"/start {code}")
    await lan.hears("Đã xong. Anh/chị là")
    await lan.says("/trogiup")
    await lan.hears("Cầu Nối giúp gì?")


@pytest.mark.parametrize("officer", ["telegram", "web"])
async def test_a_photo_belongs_to_the_question_and_keeps_nothing_back(town: Town, officer: str) -> None:
    lan, minh = await pair(town, "zalo_bot", officer)
    await lan.sends_photo(UNKNOWN)
    await lan.presses("Thuộc Bộ Công Thương", on=await lan.hears("lĩnh vực nào"))
    await lan.hears("Đã gửi câu hỏi")
    card = await minh.hears("Hạn trả lời")
    assert UNKNOWN in card.text
    await all_of(minh)
    assert "photo" in [file for bubble in minh.heard for file in bubble.files]
    await minh.sends_file("du-toan.pdf", "Lập dự toán gửi Sở Tài chính.", reply_to=card)
    told = await lan.hears("Lập dự toán gửi Sở Tài chính.")
    address = told.text.partition("/m/")[2].split()[0]
    async with ClientSession() as browser, browser.get(f"http://127.0.0.1:{town.app.port}/m/{address}") as answer:
        assert (answer.status, (await answer.read())[:4]) == (200, b"%PDF")
