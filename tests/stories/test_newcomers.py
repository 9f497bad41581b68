"""Whoever is not approved yet; whoever reads English; whoever cannot be reached."""

from __future__ import annotations

from storage.seats import Role
from tests.phones import TelegramPhone
from tests.stories.moves import ANSWERED_BY_BANK, UNKNOWN, all_of, asks_a_person, chooses_ministry, code_in, pair
from tests.talk import Town


async def test_unapproved_he_uses_the_bank_and_his_question_waits_for_him(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan")
    code = code_in(await asks_a_person(lan))
    await minh.hears("Câu hỏi mới")

    moi = await town.on_web("Lý Văn Mới")
    await moi.says(ANSWERED_BY_BANK)
    answer = await moi.hears("trước ngày 30/11")
    await moi.says(code)
    await moi.hears("Không tìm thấy câu hỏi này")
    await moi.presses("Chưa rõ, hỏi cán bộ", on=answer)
    enrol = await moi.hears("mời Anh/chị đăng ký đơn vị trước")
    await moi.presses("Đăng ký đơn vị", on=enrol)
    await moi.hears("tỉnh, thành phố nào")
    await moi.says("that khe lang son")
    await moi.presses("Đúng", on=await moi.hears("đúng không?"))
    await moi.hears("Đã gửi yêu cầu đăng ký")
    await moi.presses("Chưa rõ, hỏi cán bộ", on=answer)
    await moi.hears("đang chờ duyệt. Câu hỏi được giữ lại")
    await moi.says("/cauhoi")
    listed = await moi.hears("Câu hỏi của Anh/chị")
    assert UNKNOWN[:30] not in listed.text

    await town.forward(days=2)  # approval takes its time; the question is kept all the same
    await minh.presses("Duyệt", on=await minh.hears("Yêu cầu sử dụng"))
    earlier = await moi.hears("Trước đó Anh/chị có hỏi")
    await moi.presses("Gửi câu hỏi này", on=earlier)
    receipt = await moi.hears("Đã gửi câu hỏi")
    card = await minh.hears("Câu hỏi mới " + code_in(receipt))
    assert "Lý Văn Mới, Xã Thất Khê" in card.text
    await minh.says("/hangdoi")
    queue = await minh.hears("câu hỏi chờ trả lời")
    assert queue.text.count("QUÁ HẠN") == 1  # the other one's: his clock runs since he sent it


async def test_a_story_in_english(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    await minh.says("/language en")
    await minh.hears("English")
    code = code_in(await asks_a_person(lan))
    card = await minh.hears("New question " + code)
    assert card.buttons == ("Answer", "Ask back", "Hand on", "Hand up", "More")
    assert "Answer due: " in card.text
    await minh.says("Apply to the department of finance.", reply_to=card)
    await minh.hears("The answer to " + code + " was sent")
    answer = await lan.hears("Apply to the department")
    assert "cán bộ biệt phái Bộ Công Thương" in answer.text
    await lan.says("/ngonngu en")
    await lan.hears("English")
    await lan.says("2")
    await lan.hears("What is still unclear")
    await lan.says("The department sent it back.")
    await lan.hears("New deadline: ")
    await minh.hears("goes on with question " + code)


async def test_an_asker_who_blocked_the_bot(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    assert isinstance(lan, TelegramPhone)
    code = code_in(await asks_a_person(lan))
    card = await minh.hears("Câu hỏi mới")
    lan.user.blocks()
    await minh.says("Gửi Sở Tài chính.", reply_to=card)
    told = await minh.hears("Chưa gửi được tin về câu hỏi " + code)
    assert "Hoàng Thị Lan (Xã Thất Khê" in told.text
    lan.user.unblocks()
    await lan.says("/cauhoi")
    await lan.presses("1", on=await lan.hears("Câu hỏi của Anh/chị"))
    await lan.hears("Gửi Sở Tài chính.")


async def test_an_answer_that_the_platform_refuses(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    assert isinstance(lan, TelegramPhone)
    code = code_in(await asks_a_person(lan))
    card = await minh.hears("Câu hỏi mới")
    town.fake.fail_next("sendMessage", 400, description="Bad Request: strange entities")
    await minh.says("Gửi Sở Tài chính.", reply_to=card)
    told = await minh.hears("Không chắc tin về câu hỏi " + code)
    assert "Hoàng Thị Lan (Xã Thất Khê" in told.text
    await lan.says("/cauhoi")
    await lan.presses("1", on=await lan.hears("Câu hỏi của Anh/chị"))
    await lan.hears("Gửi Sở Tài chính.")


async def test_an_officer_who_blocked_the_bot_is_told_to_the_ministry(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    ha = await town.admin("Nguyễn Thu Hà", channel="web")
    assert isinstance(minh, TelegramPhone)
    minh.user.blocks()
    await lan.says(UNKNOWN)
    code = code_in(await chooses_ministry(lan))
    lost = await ha.hears("Không gửi được tin cho Trần Văn Minh về câu hỏi " + code)
    await ha.presses("Xem câu hỏi", on=lost)
    await ha.hears(UNKNOWN)
    assert not [bubble for bubble in minh.heard if UNKNOWN in bubble.text]
    await minh.says("/toi")  # he is back, and nobody else had it meanwhile
    await minh.hears("Câu hỏi mới " + code)


async def test_asked_before_the_invite_it_is_sent_with_one_tap_and_moving_on_he_asks_elsewhere(town: Town) -> None:
    minh, binh = await town.officer("Trần Văn Minh"), await town.officer("Rơ Châm Bình", "52")
    moi = await town.on_web("Lý Văn Mới")
    await moi.says(UNKNOWN)
    await moi.hears("mời Anh/chị đăng ký đơn vị trước")
    await moi.says(await town.invited(Role.CADRE, "06040"))
    await moi.presses("Gửi câu hỏi này", on=await moi.hears("Trước đó Anh/chị có hỏi"))
    first = code_in(await chooses_ministry(moi))
    await minh.hears("Câu hỏi mới " + first)

    await moi.says(await town.invited(Role.CADRE, "23941"))
    await moi.hears("Phân công trước của Anh/chị tại Xã Thất Khê")
    await moi.says(UNKNOWN)
    await moi.presses("Câu hỏi mới", on=await moi.hears("câu hỏi mới hay bổ sung"))
    second = code_in(await chooses_ministry(moi))
    card = await binh.hears("Câu hỏi mới " + second)
    assert "Chư Sê" in card.text
    assert second not in await all_of(minh)
