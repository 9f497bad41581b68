"""An officer's day made lighter: suggestions, undoing, one answer for several, reminders, notes, drafts."""

from __future__ import annotations

import pytest

from tests.stories.moves import OTHER_UNKNOWN, UNKNOWN, all_of, asks_a_person, chooses_else, code_in, pair
from tests.talk import Town

ALIKE = "Phường xin hỗ trợ kinh phí tổ chức hội chợ hàng Việt cuối năm thế nào?"
ANSWER = "Lập dự toán gửi Sở Tài chính, theo Nghị quyết 20."
CROSSED = pytest.mark.parametrize(("asker", "officer"), [("telegram", "web"), ("web", "telegram")])


@CROSSED
async def test_an_earlier_answer_is_found_and_sent_again(town: Town, asker: str, officer: str) -> None:
    lan, minh = await pair(town, asker, officer)
    first = code_in(await asks_a_person(lan))
    await minh.says(ANSWER, reply_to=await minh.hears("Câu hỏi mới " + first))
    await lan.hears(ANSWER)
    hoa = await town.cadre("Lý Thị Hoa", commune="06001", channel=asker)
    second = code_in(await asks_a_person(hoa, ALIKE))
    await chooses_else(minh, "Gợi ý trả lời", on=await minh.hears("Câu hỏi mới " + second))
    shown = await minh.hears("Gợi ý 1/1")
    assert first in shown.text
    assert ANSWER in shown.text
    await minh.presses("Gửi nguyên văn", on=shown)
    await minh.hears("Đã gửi trả lời câu hỏi " + second)
    await hoa.hears(ANSWER)
    await minh.presses("Gửi nguyên văn", on=shown)
    await minh.hears("đã được gửi đi trước đó")
    await minh.says("/tracuu hội chợ hàng việt")
    found = await minh.hears("Câu hỏi đã trả lời trong tỉnh (2)")
    await minh.presses("1", on=found)
    assert ANSWER in (await minh.hears("Câu hỏi " + second)).text


@CROSSED
async def test_an_answer_is_undone_in_half_a_minute_and_recalled_later(
    town: Town, asker: str, officer: str
) -> None:  # fmt: skip
    lan, minh = await pair(town, asker, officer)
    code = code_in(await asks_a_person(lan))
    await minh.says("Gửi nhầm rồi.", reply_to=await minh.hears("Câu hỏi mới"))
    await lan.hears("Gửi nhầm rồi.")
    await minh.presses("Hoàn tác (30 giây)", on=await minh.hears("Đã gửi trả lời"))
    await minh.hears("Câu hỏi lại chờ Anh/chị trả lời")
    back = await minh.hears("Nội dung vừa rút lại")
    assert "Gửi nhầm rồi." in back.text
    await lan.hears("đã thu hồi câu trả lời")
    assert "Gửi nhầm rồi." not in await all_of(lan)

    await minh.says(ANSWER, reply_to=back)
    await lan.hears(ANSWER)
    await all_of(minh)
    sent = [bubble for bubble in minh.heard if bubble.text.startswith("Đã gửi trả lời câu hỏi " + code)][-1]
    await town.forward(seconds=31)
    await minh.presses("Hoàn tác (30 giây)", on=sent)
    late = await minh.hears("Đã quá 30 giây")
    assert ANSWER in await all_of(lan)
    await minh.presses("Thu hồi câu trả lời", on=late)
    await lan.hears("đã thu hồi câu trả lời")


async def test_one_answer_for_those_who_ask_the_same(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    hoa = await town.cadre("Lý Thị Hoa", commune="06001", channel="telegram")
    mai = await town.cadre("Nông Thị Mai", commune="06001", channel="web")
    askers = {code_in(await asks_a_person(phone, text)): phone for phone, text in
              ((lan, UNKNOWN), (hoa, ALIKE), (mai, UNKNOWN))}  # fmt: skip
    card = await minh.hears("Câu hỏi mới " + list(askers)[2])
    await minh.says("/hangdoi")
    assert (await minh.hears("3 câu hỏi chờ")).text.count("Còn 2 câu hỏi khác đang chờ có nội dung tương tự") == 3
    await minh.says(ANSWER, reply_to=card)
    offer = await minh.hears("Còn 2 câu đang chờ có nội dung tương tự")
    first, second = (line.split()[1] for line in offer.text.splitlines() if line[:3] in ("1. ", "2. "))
    assert {first, second} == set(list(askers)[:2])
    await minh.presses("Bỏ câu 2", on=offer)
    left = await minh.hears("Còn 1 câu đang chờ có nội dung tương tự")
    await minh.presses("Gửi cùng câu trả lời cho 1 câu", on=left)
    await minh.hears("Đã gửi trả lời câu hỏi " + first)
    await askers[first].hears(ANSWER)
    await minh.presses("Gửi cùng câu trả lời cho 2 câu", on=offer)  # one of them has its answer by now
    assert first in (await minh.hears("Không gửi cho 1 câu")).text
    await askers[second].hears(ANSWER)
    assert (await all_of(askers[first])).count(ANSWER) == 1


async def test_a_reminder_comes_once_at_its_time_and_outlives_a_restart(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "telegram")
    code = code_in(await asks_a_person(lan))
    await chooses_else(minh, "Nhắc tôi lúc…", on=await minh.hears("Câu hỏi mới " + code))
    await minh.hears("Nhắc lại câu hỏi")
    await minh.says("chiều chiều")
    await minh.hears("Chưa đọc được giờ")
    await minh.says("2 tiếng nữa")
    await minh.hears("Sẽ nhắc Anh/chị câu hỏi " + code)
    await town.forward(hours=1, minutes=59)
    await town.closes()
    await town.opens()
    assert "Nhắc Anh/chị:" not in await all_of(minh)
    await town.forward(minutes=2)
    told = await minh.hears("Nhắc Anh/chị: câu hỏi " + code)
    await town.forward(hours=1)
    assert (await all_of(minh)).count("Nhắc Anh/chị:") == 1
    await minh.presses("Nhắc lại sau", on=told)
    await minh.presses("Sau 1 giờ", on=await minh.hears("Nhắc lại câu hỏi"))
    await minh.hears("Sẽ nhắc Anh/chị")
    await minh.says(ANSWER, reply_to=told)
    await lan.hears(ANSWER)
    await town.forward(hours=2)
    assert (await all_of(minh)).count("Nhắc Anh/chị:") == 1


async def test_a_note_for_whom_it_waits_is_never_the_askers_to_see(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    code = code_in(await asks_a_person(lan))
    card = await minh.hears("Câu hỏi mới " + code)
    await chooses_else(minh, "Chờ ai…", on=card)
    await minh.hears("đang chờ ai, việc gì?")
    await minh.says("x" * 201)
    await minh.hears("Ghi chú cần có chữ")
    await minh.says("chờ Sở Tư pháp trả lời")
    await minh.hears("hạn trả lời vẫn tính")
    await minh.says("/hangdoi")
    assert "Ghi chú: chờ Sở Tư pháp trả lời" in (await minh.hears("1 câu hỏi chờ")).text
    await minh.says(code)
    assert "chờ Sở Tư pháp" in (await minh.hears("Câu hỏi " + code)).text
    await lan.says(code)
    await lan.hears("Câu hỏi " + code)
    assert "Sở Tư pháp" not in await all_of(lan)
    await chooses_else(minh, "Chờ ai…", on=card)
    await minh.presses("Không chờ nữa", on=await minh.hears("đang chờ ai, việc gì?"))
    await minh.hears("Đã bỏ ghi chú")


async def test_what_was_begun_is_not_forgotten(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    hoa = await town.cadre("Lý Thị Hoa", commune="06001", channel="telegram")
    first, second = code_in(await asks_a_person(lan)), code_in(await asks_a_person(hoa, OTHER_UNKNOWN))
    await minh.presses("Trả lời", on=await minh.hears("Câu hỏi mới " + first))
    await minh.hears("Mời Anh/chị nhập câu trả lời cho " + first)
    await minh.presses("Trả lời", on=await minh.hears("Câu hỏi mới " + second))
    still = await minh.hears(f"Câu hỏi {first} (“Xã muốn")
    await minh.hears("Mời Anh/chị nhập câu trả lời cho " + second)
    await minh.says("Hỏi Ban quản lý chợ.")
    await hoa.hears("Hỏi Ban quản lý chợ.")
    await minh.presses("Trả lời " + first, on=still)
    await minh.hears("Mời Anh/chị nhập câu trả lời cho " + first)
    await town.forward(hours=13)
    await minh.says(ANSWER)  # long after: it must not go anywhere by itself
    which = await minh.hears("Tin vừa rồi có phải câu trả lời không?")
    assert first in which.text
    assert ANSWER not in await all_of(lan)
    await minh.presses("Gửi làm câu trả lời " + first, on=which)
    await lan.hears(ANSWER)
