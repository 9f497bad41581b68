"""One human on several channels: he links them by a code, and what is said to him comes where he is."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import WSMsgType
from sqlalchemy import func, select, update

from handlers.people import link
from storage.db import Tx
from storage.tables import accounts, link_codes, sessions
from tests.phones import Phone, WebPhone
from tests.talk import Town

QUESTION = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?"
_CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


async def code_of(phone: Phone) -> str:
    """A code, asked for on this phone."""
    await phone.says("/lienket")
    found = _CODE.search((await phone.hears("Mã nối kênh của Anh/chị")).text)
    assert found
    return found[0]


async def links(old: Phone, new: Phone) -> None:
    await new.says(f"/lienket {await code_of(old)}")
    await new.hears("Đã nối")
    await old.hears("vừa được nối")


async def asks(lan: Phone) -> None:
    await lan.says(QUESTION)
    await lan.hears("lĩnh vực nào")
    await lan.presses("Thuộc Bộ Công Thương")
    await lan.hears("Đã gửi câu hỏi")


async def persons_with_accounts(town: Town) -> int:
    count: int = await town.read(lambda tx: tx.value(select(func.count(accounts.c.person_id.distinct()))))
    return count


@pytest.mark.parametrize("channel", ["zalo_oa", "zalo_bot", "web"])
async def test_a_code_from_one_channel_makes_another_ones_own(town: Town, channel: str) -> None:
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan")
    web = await town.on_web("Lan")
    phones: dict[str, Phone] = {"zalo_oa": town.on_zalo("Lan"), "zalo_bot": town.on_zalo_bot("Lan"), "web": web}
    other = phones[channel]
    await links(lan, other)
    await other.says("/toi")
    assert "Xã Thất Khê" in (await other.hears("Thông tin của Anh/chị")).text
    await asks(other)
    assert "Hoàng Thị Lan" in (await minh.hears("Câu hỏi mới")).text


async def test_typed_on_the_start_page_of_the_web_chat_it_is_the_same(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan")
    web = await town.on_web("Lan", code=await code_of(lan))
    await web.hears("Đã nối: từ giờ ở đây Anh/chị cũng là Hoàng Thị Lan")


async def test_on_telegram_the_link_that_holds_the_code_is_enough(town: Town) -> None:
    await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    await lan.says("/lienket")
    given = await lan.hears("Mã nối kênh của Anh/chị")
    code = _CODE.search(given.text)
    assert code
    assert f"https://t.me/caunoi_test_bot?start={code[0]}" in given.text
    assert "đừng gửi cho người khác" in given.text
    telegram = town.on_telegram("Lan")
    await telegram.says(f"/start {code[0]}")  # which is what Telegram says for whoever opens that link
    await telegram.hears("Đã nối: từ giờ ở đây Anh/chị cũng là Hoàng Thị Lan")
    await telegram.says("/lienket")
    assert "t.me" not in (await telegram.hears("Mã nối kênh của Anh/chị")).text
    await lan.presses("Gỡ Telegram", on=await lan.hears("vừa được nối"))
    await lan.hears("Đã gỡ Telegram")


async def test_what_a_newcomer_asked_the_bank_comes_with_him(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan")
    zalo = town.on_zalo("Lan")
    await zalo.says("Xã phải báo cáo ngành Công Thương khi nào?")
    await zalo.hears("")
    await links(lan, zalo)
    await lan.says("/dulieu")
    assert "Số câu hỏi đã gõ: 1" in (await lan.hears("Cầu Nối đang giữ gì")).text


async def test_whoever_got_the_code_can_undo_it_at_once(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan")
    thief = town.on_zalo("Kẻ gian")
    await links(lan, thief)
    await lan.presses("Gỡ Zalo OA")
    await lan.hears("Đã gỡ Zalo OA")
    await thief.says("/toi")
    assert "Chưa có phân công" in (await thief.hears("Thông tin của Anh/chị")).text
    assert "Hoàng Thị Lan" not in thief.heard[-1].text


async def test_a_code_is_good_once_and_the_newest_alone(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan")
    first, second = await code_of(lan), await code_of(lan)
    zalo, bot = town.on_zalo("Lan"), town.on_zalo_bot("Lan")
    await zalo.says(f"/lienket {first}")
    await zalo.hears("Mã nối kênh không đúng")
    await zalo.says(f"/lienket {second.lower().replace('-', ' ')}")
    await zalo.hears("Đã nối")
    await bot.says(f"/lienket {second}")
    await bot.hears("Mã nối kênh không đúng")


async def test_a_code_lives_for_ten_minutes_of_machine_time(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan")
    code = await code_of(lan)
    await town.forward(hours=3)  # moving the business clock does not end it

    async def minutes_left(tx: Tx) -> Any:
        return await tx.value(select(link_codes.c.expires_at)) - town.clock.machine()

    assert timedelta(minutes=9) < await town.read(minutes_left) <= timedelta(minutes=10)
    past = town.clock.machine() - timedelta(seconds=1)
    await town.app.db.write(lambda tx: tx.change(update(link_codes).values(expires_at=past)))
    zalo = town.on_zalo("Lan")
    await zalo.says(f"/lienket {code}")
    await zalo.hears("Mã nối kênh không đúng")


async def test_the_code_itself_is_not_kept(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan")
    code = await code_of(lan)
    [row] = await town.read(lambda tx: tx.rows(select(link_codes)))
    assert code not in str(row)
    assert code.replace("-", "") not in str(row)


async def test_a_code_typed_where_it_was_given_is_kept_for_the_other_channel(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan")
    code = await code_of(lan)
    await lan.says(f"/lienket {code}")
    await lan.hears("để gõ ở kênh khác")
    stranger = town.on_telegram("Ai đó")
    await stranger.says(f"/lienket {code}")
    await stranger.hears("để gõ ở kênh khác")
    zalo = town.on_zalo("Lan")
    await zalo.says(f"/lienket {code}")
    await zalo.hears("Đã nối")
    again = await code_of(lan)
    await zalo.says(f"/lienket {again}")
    await zalo.hears("đã là của Anh/chị rồi")


@pytest.mark.parametrize("asked", [False, True])
async def test_two_who_both_have_something_of_their_own_stay_two(town: Town, asked: bool) -> None:
    lan = await town.cadre("Hoàng Thị Lan")
    minh = await town.officer("Trần Văn Minh", channel="zalo_oa")
    if asked:
        await asks(lan)
        await minh.hears("Câu hỏi mới")
    people = await persons_with_accounts(town)
    await minh.says(f"/lienket {await code_of(lan)}")
    await minh.hears("không gộp vào người khác được")
    assert await persons_with_accounts(town) == people
    bot = town.on_zalo_bot("Lan")
    await bot.says(f"/lienket {await code_of(lan)}")
    await bot.hears("Đã nối")


async def test_typing_what_somebody_sends_gives_him_nothing(town: Town) -> None:
    """The other way round it would be phishing: an officer types a stranger's code, and the stranger is he."""
    minh = await town.officer("Trần Văn Minh")
    stranger = town.on_zalo("Kẻ gian")
    await minh.says(f"/lienket {await code_of(stranger)}")
    await minh.hears("không gộp vào người khác được")
    await stranger.says("/toi")
    assert "Chưa có phân công" in (await stranger.hears("Thông tin của Anh/chị")).text


async def test_wrong_codes_are_capped_for_each_guesser(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan")
    code = await code_of(lan)
    zalo = town.on_zalo("Kẻ gian")
    for number in range(link.MOST_WRONG):
        await zalo.says(f"/lienket K7Q2-9XMD-4TR{number}")
        await zalo.hears("Mã nối kênh không đúng")
    await zalo.says(f"/lienket {code}")
    await zalo.hears("gõ quá nhiều lần")


async def test_wrong_codes_are_capped_for_all_together(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "MOST_WRONG_ALTOGETHER", 4)
    lan = await town.cadre("Hoàng Thị Lan")
    code = await code_of(lan)
    for number in range(2):
        guesser = town.on_zalo(f"Kẻ gian {number}")
        await guesser.says(f"/lienket K7Q2-9XMD-4TR{number}")
        await guesser.hears("Mã nối kênh không đúng")
        await guesser.says(f"/start K7Q2-9XMD-4TS{number}")
        await guesser.hears("Mã không đúng")
    last = town.on_zalo("Lan")
    await last.says(f"/lienket {code}")
    await last.hears("gõ quá nhiều lần")
    await last.says(code)
    await last.hears("Mã không đúng")


async def test_two_channels_that_type_one_code_at_once(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan")
    code = await code_of(lan)
    zalo, bot, web = town.on_zalo("A"), town.on_zalo_bot("B"), await town.on_web("C")
    phones: list[Phone] = [zalo, bot, web]
    await asyncio.gather(*(phone.says(f"/lienket {code}") for phone in phones))
    heard = await asyncio.gather(*(_either(phone) for phone in phones))
    assert sorted(heard) == ["Mã nối kênh", "Mã nối kênh", "Đã nối"]
    his = (
        select(func.count())
        .select_from(accounts)
        .where(
            accounts.c.person_id
            == select(accounts.c.person_id).where(accounts.c.channel == "telegram").scalar_subquery()
        )
    )
    assert await town.read(lambda tx: tx.value(his)) == 2


async def _either(phone: Phone) -> str:
    told = await phone.hears("nối")
    return next(start for start in ("Đã nối", "Mã nối kênh") if told.text.startswith(start))


async def test_an_odd_code_is_wrong_and_nothing_else(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan")
    for odd in ("😀", "x" * 4000, "' OR 1=1 --", "%"):
        await lan.says(f"/lienket {odd}")
        await lan.hears("Mã nối kênh không đúng")


# --- where notices go ---------------------------------------------------------------------------------------------


async def linked(town: Town) -> tuple[Phone, Phone, WebPhone]:
    """Lan, on Telegram and on the web; Minh answers."""
    minh = await town.officer("Trần Văn Minh", channel="zalo_oa")
    lan = await town.cadre("Hoàng Thị Lan")
    web = await town.on_web("Lan")
    await links(lan, web)
    return minh, lan, web


async def answers(minh: Phone, text: str) -> None:
    card = await minh.hears("Câu hỏi mới")
    await minh.says(text, reply_to=card)
    await minh.hears("Đã gửi trả lời")


async def opens_channels(phone: Phone) -> None:
    await phone.says("/toi")
    await phone.hears("Thông tin của Anh/chị")
    await phone.presses("Nơi nhận tin")
    await phone.hears("Các kênh của Anh/chị")


async def test_an_answer_goes_to_the_channel_that_was_chosen(town: Town) -> None:
    minh, lan, web = await linked(town)
    await opens_channels(lan)
    await lan.presses("Nhận tin ở trang chat Cầu Nối")
    assert "nhận tin trước" in (await lan.hears("Các kênh của Anh/chị")).text
    await asks(lan)
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await web.hears("Lập dự toán gửi Sở Tài chính.")
    assert not [b for b in lan.heard if "Lập dự toán" in b.text]


async def test_if_the_chosen_channel_blocks_us_the_next_one_is_used(town: Town) -> None:
    minh, _lan, web = await linked(town)
    await opens_channels(web)
    await web.presses("Nhận tin ở Telegram")
    await web.hears("nhận tin trước")
    await asks(web)
    town.fake.user(101, "").blocks()
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await web.hears("Lập dự toán gửi Sở Tài chính.")


# --- log out everywhere -------------------------------------------------------------------------------------------


async def test_logging_out_everywhere_throws_pages_out_at_once(town: Town) -> None:
    _, lan, web = await linked(town)
    async with web.socket() as page:
        await page.send_json({"since": 0})
        await page.receive_json(timeout=5)
        await opens_channels(lan)
        await lan.presses("Đăng xuất mọi thiết bị")
        await lan.hears("Tiếp tục?")
        await lan.presses("Đăng xuất")
        await lan.hears("Đã đăng xuất mọi thiết bị khác và gỡ 1 kênh")
        async with asyncio.timeout(5):
            while (word := await page.receive()).type is WSMsgType.TEXT:
                assert word.data
        assert (word.type, word.data) == (WSMsgType.CLOSE, 4401)
    status, told = await web.posts("messages", {"client_id": "12345678", "text": "Còn đây không?"})
    assert (status, told["error"]) == (401, "error_session")
    assert await town.read(lambda tx: tx.value(select(func.count()).select_from(sessions))) == 0


async def test_a_poll_that_waits_is_thrown_out_too(town: Town) -> None:
    _, lan, web = await linked(town)
    await opens_channels(lan)
    await lan.presses("Đăng xuất mọi thiết bị")
    await lan.hears("Tiếp tục?")
    with pytest.raises(AssertionError, match="error_session"):
        await asyncio.gather(web.hears("nothing that is ever said"), lan.presses("Đăng xuất"))


async def test_on_the_web_the_page_where_it_is_pressed_stays(town: Town) -> None:
    _, lan, web = await linked(town)
    await opens_channels(web)
    await web.presses("Đăng xuất mọi thiết bị")
    asked = await web.hears("Tiếp tục?")
    await web.presses("Thôi", on=asked)
    await web.hears("Chưa đăng xuất thiết bị nào")
    await lan.says("/toi")
    assert "Xã Thất Khê" in (await lan.hears("Thông tin của Anh/chị")).text
    await web.presses("Đăng xuất", on=asked)
    await web.hears("Đã đăng xuất mọi thiết bị khác")
    await lan.says("/toi")
    assert "Chưa có phân công" in (await lan.hears("Thông tin của Anh/chị")).text


async def test_a_code_that_was_given_before_is_void_after_it(town: Town) -> None:
    _, lan, _ = await linked(town)
    code = await code_of(lan)
    await opens_channels(lan)
    await lan.presses("Đăng xuất mọi thiết bị")
    await lan.hears("Tiếp tục?")
    await lan.presses("Đăng xuất")
    await lan.hears("Đã đăng xuất")
    bot = town.on_zalo_bot("Lan")
    await bot.says(f"/lienket {code}")
    await bot.hears("Mã nối kênh không đúng")


# --- whom nothing reaches -----------------------------------------------------------------------------------------


async def test_an_officer_who_blocks_his_only_channel_is_shown_to_his_admin(town: Town) -> None:
    ha = await town.admin("Nguyễn Thu Hà")
    minh = await town.officer("Trần Văn Minh")
    await ha.says("/thongke")
    assert "Trần Văn Minh" not in (await ha.hears("Số liệu")).text
    town.fake.user(102, "").blocks()
    await ha.hears("Không còn kênh nào gửi được tin tới Trần Văn Minh – Tỉnh Lạng Sơn")
    await ha.says("/thongke")
    assert "Hiện không gửi được tin tới: Trần Văn Minh (Tỉnh Lạng Sơn)" in (await ha.hears("Số liệu")).text
    assert minh.heard


async def test_an_officer_who_has_another_channel_is_not_lost(town: Town) -> None:
    ha = await town.admin("Nguyễn Thu Hà")
    minh = await town.officer("Trần Văn Minh")
    await links(minh, await town.on_web("Minh"))
    town.fake.user(102, "").blocks()
    lan = await town.cadre("Hoàng Thị Lan")
    await asks(lan)
    await ha.says("/thongke")
    assert "không gửi được" not in (await ha.hears("Số liệu")).text
    assert not [b for b in ha.heard if "Không còn kênh" in b.text]
