"""Rights end with the seat; old, forged and other people's buttons do nothing; commands leave a dialog."""

from __future__ import annotations

from datetime import timedelta

from tests.phones import TelegramPhone
from tests.stories.moves import UNKNOWN, all_of, asks_a_person, code_in, pair
from tests.talk import Town


async def test_an_officer_whose_term_is_over_sees_and_does_nothing(town: Town) -> None:
    today = town.clock.today()
    minh = await town.officer("Trần Văn Minh", seat_until=today)
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    code = code_in(await asks_a_person(lan))
    card = await minh.hears("Câu hỏi mới " + code)
    answered = await minh.says("Trả lời khi còn trực.", reply_to=card)
    await lan.hears("Trả lời khi còn trực.")
    await minh.says("/hangdoi")
    await minh.hears("Không còn câu hỏi nào")

    tuan = await town.officer("Lê Anh Tuấn", channel="web")
    town.clock.forward(timedelta(days=1))
    for typed in (code, "/hangdoi", "/truc"):
        await minh.says(typed)
    await minh.hears("Không tìm thấy câu hỏi này")
    await minh.hears("Lệnh này dành cho cán bộ biệt phái và chuyên viên")
    await minh.hears("Lệnh này dành cho cán bộ biệt phái.")
    await minh.says("Nói thêm sau nhiệm kỳ.", reply_to=card)
    await minh.hears("Không tìm thấy câu hỏi này")
    await minh.edits(answered, "Sửa sau nhiệm kỳ.")
    await minh.hears("Không tìm thấy câu hỏi này")
    for label in card.buttons:
        await minh.presses(label, on=card)
        await minh.hears("Nút đã cũ")
    assert "sau nhiệm kỳ" not in await all_of(lan)

    await lan.presses("Chưa giải quyết được", on=lan.heard[-2])
    await lan.hears("còn vướng chỗ nào")
    await lan.says("Xã vẫn chưa làm được.")
    await lan.hears("Hạn trả lời mới")
    await town.looks_round()
    moved = await tuan.hears("Câu hỏi mới " + code)
    assert "Xã vẫn chưa làm được." in moved.text
    await lan.hears("nay do Lê Anh Tuấn phụ trách")
    assert "Xã vẫn chưa làm được." not in await all_of(minh)


async def test_messages_that_wait_are_not_sent_after_the_seat_has_ended(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh", seat_until=town.clock.today())
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    town.fake.fail_next("sendMessage", 429, retry_after=1)
    await asks_a_person(lan)
    town.clock.forward(timedelta(days=1))
    assert UNKNOWN not in await all_of(minh)


async def test_forged_old_and_foreign_buttons(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "telegram")
    assert isinstance(lan, TelegramPhone)
    assert isinstance(minh, TelegramPhone)
    await asks_a_person(lan)
    card = await minh.user.hears("Câu hỏi mới")
    token = card.rows[0][0].data
    assert token
    for forged in (token, "x", "AAAAAAAAAAAA.0", token[:-1] + "99", ".", "a" * 64):
        assert "Nút đã cũ" in await lan.toast_for(forged)
    assert await minh.toast_for(token) == ""
    await minh.hears("Mời Anh/chị nhập câu trả lời")
    web = await town.on_web("Người Lạ")
    await web.presses_forged(token)
    assert UNKNOWN not in await all_of(web)


async def test_a_command_or_a_button_leaves_what_was_being_typed(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    code = code_in(await asks_a_person(lan))
    card = await minh.hears("Câu hỏi mới")
    for button in ("Trả lời", "Hỏi thêm", "Chuyển cấp trên"):
        await minh.presses(button, on=card)
        await minh.hears(code)
        await minh.says("/toi")
        await minh.says("Chữ này không gửi cho ai.")
        await minh.hears("Tin vừa rồi trả lời câu hỏi nào?")
    await minh.says("/khongco")
    await minh.hears("Chưa có lệnh này")
    assert "Chữ này" not in await all_of(lan)
