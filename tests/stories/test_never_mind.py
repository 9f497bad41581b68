"""Who did not mean to ask, needs no answer, or says something by the way; and what the bank answers meanwhile."""

from __future__ import annotations

import pytest

from tests.stories.moves import ANSWERED_BY_BANK, MOIT, UNKNOWN, all_of, asks_a_person, code_in, pair
from tests.talk import Town


@pytest.mark.parametrize("channel", ["telegram", "zalo_bot", "zalo_oa", "web"])
async def test_who_did_not_mean_to_ask_says_so_and_can_think_again(town: Town, channel: str) -> None:
    lan, minh = await pair(town, channel, "telegram")
    await lan.says(UNKNOWN)
    await lan.hears("lĩnh vực nào")
    await lan.says("thôi không hỏi nữa ạ, cảm ơn anh")
    dropped = await lan.hears("không gửi cho ai")
    await town.forward(hours=2)
    assert UNKNOWN not in await all_of(minh)
    assert not [bubble for bubble in lan.heard if "còn cần trả lời" in bubble.text]

    await lan.presses("Gửi cán bộ", on=dropped)
    await lan.presses(MOIT, on=await lan.hears("lĩnh vực nào"))
    code = code_in(await lan.hears("Đã gửi câu hỏi"))
    assert UNKNOWN in (await minh.hears("Câu hỏi mới")).text
    await lan.says("không hỏi nữa")  # an officer has it by now
    take_back = await lan.hears(f"{code} · Xã muốn tổ chức")
    assert "/thuhoi" in take_back.text
    await lan.presses("Thu hồi câu hỏi", on=take_back)
    await lan.hears(f"Đã thu hồi câu hỏi {code}")
    await minh.hears(f"đã thu hồi câu hỏi {code}")


async def test_what_was_said_by_the_way_is_dropped_by_a_tap(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    first = code_in(await asks_a_person(lan))
    await lan.says("Loa của hội trường cũng rè quá rồi")
    which = await lan.hears("câu hỏi mới hay bổ sung")
    assert which.buttons[-1] == "Thôi, không hỏi nữa"
    await lan.presses("Thôi, không hỏi nữa", on=which)
    dropped = await lan.hears("“Loa của hội trường cũng rè quá rồi” không gửi cho ai")
    await town.forward(hours=1)
    assert "Loa của hội trường" not in await all_of(minh)
    await lan.presses("Thôi, không hỏi nữa", on=which)
    await lan.hears("không còn chờ ai trả lời")

    await lan.presses("Gửi cán bộ", on=dropped)  # and is no addition by then, though he names no field
    await lan.hears("lĩnh vực nào")
    await town.forward(minutes=11)
    assert code_in(await lan.hears("Đã gửi câu hỏi")) != first


async def test_who_gives_up_on_another_channel_gives_up_the_same(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    await lan.says(UNKNOWN)
    await lan.hears("lĩnh vực nào")
    for _ in range(6):
        await lan.says("/cauhoi")
        await lan.hears("Câu hỏi của Anh/chị")
    await lan.says("thôi không hỏi nữa ạ")
    await lan.hears("không gửi cho ai")
    await town.forward(hours=1)
    assert UNKNOWN not in await all_of(minh)


async def test_who_wants_to_know_what_this_is_asks_no_officer(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    await lan.says("bạn là ai vậy?")
    await lan.hears("Đây là Cầu Nối, kênh hỏi đáp tự động")
    await town.forward(hours=1)
    assert "bạn là ai" not in await all_of(minh)
    newcomer = await town.on_web("Người Mới")
    await newcomer.says("bạn là ai vậy?")
    assert "Đăng ký đơn vị" in (await newcomer.hears("Đây là Cầu Nối: cán bộ")).buttons


async def test_what_the_bank_is_sure_of_is_answered_at_once_though_something_is_under_way(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    code = code_in(await asks_a_person(lan))
    said = await lan.says(ANSWERED_BY_BANK)
    first = await lan.hears("trước ngày 30/11")
    assert first.quote == said
    belongs = first.buttons[-1]
    assert belongs.startswith(f"Bổ sung {code}: Xã muốn tổ chức")
    await lan.presses(belongs, on=first)
    await lan.hears(f"Đã chuyển phần bổ sung của câu hỏi {code}")
    card = await minh.hears(ANSWERED_BY_BANK)

    await minh.presses("Hỏi thêm", on=card)
    await minh.says("Đơn vị nào ạ?")
    await lan.hears("Đơn vị nào ạ?")
    await lan.says(ANSWERED_BY_BANK)  # another matter, while he is asked back
    other = await lan.hears("trước ngày 30/11")
    await lan.presses("Đã rõ", on=other)
    await lan.hears("Khi cần")
    await lan.says("Vâng, xã ạ")  # and this is still the answer to what he was asked
    await minh.hears("Vâng, xã ạ")


async def test_what_leans_on_what_was_asked_is_sorted_first(town: Town) -> None:
    lan, _ = await pair(town, "web", "telegram")
    await asks_a_person(lan)
    for leaning in ("Chợ đó hạng 3 thì sao ạ", "Chợ xuống cấp quá rồi"):
        await lan.says(leaning)
        await lan.hears("câu hỏi mới hay bổ sung")
