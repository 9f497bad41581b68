"""A telephone number is its owner's to give: by Telegram's button, or typed; and to take back."""

from __future__ import annotations

import pytest

from tests.phones import Phone, TelegramPhone
from tests.stories.moves import all_of, asks_a_person, code_in
from tests.talk import Town


def user(phone: Phone) -> TelegramPhone:
    assert isinstance(phone, TelegramPhone)
    return phone


async def asked(phone: Phone) -> None:
    await phone.says("/toi")
    await phone.presses("Số điện thoại", on=await phone.hears("Hoàng Thị Lan"))
    await phone.hears("gõ số điện thoại của mình")


async def test_a_number_is_sent_by_button_shown_under_ones_data_and_deleted(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan")
    await asked(lan)
    assert [s.asks_contact for s in user(lan).user.heard][-1] == "Gửi số của tôi"
    await user(lan).user.shares_contact("84912345678")
    await lan.hears("Đã lưu số điện thoại 0912345678")
    await lan.says("/dulieu")
    await lan.hears("0912345678")
    await asked(lan)
    await lan.presses("Xóa số điện thoại")
    await lan.hears("Đã xóa số điện thoại")
    await lan.says("/dulieu")
    await lan.hears("không giữ")


async def test_anothers_contact_is_refused_politely_and_ones_own_is_taken_after_it(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan")
    await asked(lan)
    await user(lan).user.shares_contact("0987654321", of=555)
    await lan.hears("không phải số của Anh/chị")
    await lan.says("/dulieu")
    await lan.hears("không giữ")
    await asked(lan)
    await user(lan).user.shares_contact("+84912345678")
    await lan.hears("Đã lưu số điện thoại 0912345678")


@pytest.mark.parametrize("channel", ["web", "zalo_oa", "zalo_bot", "telegram"])
async def test_a_number_is_typed_on_any_channel(town: Town, channel: str) -> None:
    lan = await town.cadre("Hoàng Thị Lan", channel=channel)
    await asked(lan)
    await lan.says("số của tôi á?")
    await lan.hears("Chưa đọc được số điện thoại")
    await lan.says("(+84) 912.345-678")
    await lan.hears("Đã lưu số điện thoại 0912345678")


async def test_the_officer_who_is_asked_to_let_somebody_in_hears_the_number_and_nobody_else(town: Town) -> None:
    minh, other = await town.officer("Trần Văn Minh"), await town.officer("Lò Văn Sơn", province="14")
    lan = town.on_telegram("Hoàng Thị Lan")
    await lan.says("/start")
    await lan.presses("Đăng ký đơn vị", on=await lan.hears("Cầu Nối"))
    await lan.hears("tỉnh, thành phố nào")
    await lan.says("that khe lang son")
    await lan.presses("Đúng", on=await lan.hears("đúng không?"))
    sent = await lan.hears("Đã gửi yêu cầu đăng ký")
    await lan.presses("Số điện thoại", on=sent)
    await lan.hears("gõ số điện thoại của mình")
    await lan.user.shares_contact("0912345678")
    await minh.hears("Hoàng Thị Lan vừa gửi số điện thoại: 0912345678")
    assert "0912345678" not in await all_of(other)


async def test_whoever_answers_may_call_the_asker_and_nobody_else_sees_the_number(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh", channel="web")
    expert, hoa = await town.expert("Phạm Thu", channel="web"), await town.admin("Lê Hoa", channel="web")
    lan = await town.cadre("Hoàng Thị Lan")
    huong = await town.cadre("Lý Thị Hương", channel="web")
    await asked(lan)
    await lan.says("0912345678")
    await lan.hears("Đã lưu số điện thoại")
    code = code_in(await asks_a_person(lan))
    for who in (minh, hoa):
        await who.says(code)
        await who.hears("Điện thoại của Hoàng Thị Lan: 0912345678")
    await minh.presses("Chuyển cấp trên")
    await minh.presses("Chuyển ngay", on=await minh.hears("Vì sao"))
    await expert.hears(code)
    for who in (expert, huong, lan):
        await who.says(code)
        await who.hears(code)
        assert "0912345678" not in (await all_of(who)).replace("Đã lưu số điện thoại 0912345678", "")
