"""Who blocks the bot and takes it back: the admin knows of it, and nothing that waited is lost."""

from __future__ import annotations

from tests.phones import Phone, TelegramPhone
from tests.stories.moves import asks_a_person, code_in
from tests.talk import Town


def user(phone: Phone) -> TelegramPhone:
    assert isinstance(phone, TelegramPhone)
    return phone


async def test_an_answer_waits_for_a_cadre_who_blocked_the_bot_until_he_takes_it_back(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh", channel="web")
    lan = await town.cadre("Hoàng Thị Lan")
    code = code_in(await asks_a_person(lan))
    user(lan).user.blocks()
    await minh.says("Theo Quyết định số 12.", reply_to=await minh.hears(code))
    await minh.hears("Chưa gửi được tin")
    user(lan).user.unblocks()
    heard = await lan.hears("Theo Quyết định số 12.")
    assert heard.text.startswith("Trả lời")
    assert [b.text for b in lan.heard if "Quyết định số 12" in b.text] == [heard.text]


async def test_an_answer_comes_also_when_he_comes_back_by_writing(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh", channel="web")
    lan = await town.cadre("Hoàng Thị Lan")
    code = code_in(await asks_a_person(lan))
    user(lan).user.blocks()
    await minh.says("Theo Quyết định số 12.", reply_to=await minh.hears(code))
    await minh.hears("Chưa gửi được tin")
    await lan.says("/toi")  # Telegram's word that he is back was lost, or comes later
    await lan.hears("Theo Quyết định số 12.")


async def test_the_admin_hears_once_of_an_officer_who_blocked_the_bot(town: Town) -> None:
    hoa = await town.admin("Lê Hoa", channel="web")
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    code = code_in(await asks_a_person(lan))
    await minh.hears(code)
    user(minh).user.blocks()
    told = await hoa.hears("Không còn kênh nào gửi được tin tới")
    assert "Trần Văn Minh" in told.text
    assert "Còn 1 câu hỏi" in told.text


async def test_nobody_is_told_of_an_officer_who_is_still_reached_elsewhere_or_of_a_cadre(town: Town) -> None:
    hoa = await town.admin("Lê Hoa", channel="web")
    lan = await town.cadre("Hoàng Thị Lan")
    user(lan).user.blocks()
    user(lan).user.unblocks()
    await lan.says("/toi")
    await lan.hears("Hoàng Thị Lan")
    await hoa.says("/toi")
    await hoa.hears("Lê Hoa")
    assert not [b for b in hoa.heard if "chặn Cầu Nối" in b.text]


async def test_a_card_waits_for_the_only_officer_who_blocked_the_bot(town: Town) -> None:
    hoa = await town.admin("Lê Hoa", channel="web")
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    user(minh).user.blocks()
    await hoa.hears("Không còn kênh nào gửi được tin tới")
    code = code_in(await asks_a_person(lan))
    await hoa.hears("Không gửi được tin cho Trần Văn Minh")
    user(minh).user.unblocks()
    card = await minh.hears(code)
    await minh.says("Xã cứ làm theo mẫu.", reply_to=card)
    await lan.hears("Xã cứ làm theo mẫu.")
