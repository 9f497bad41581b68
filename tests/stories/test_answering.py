"""An officer answers, in every way he can; two at once; asking back; what follows an answer."""

from __future__ import annotations

import pytest

from tests.stories.moves import OTHER_UNKNOWN, UNKNOWN, all_of, asks_a_person, code_in, pair
from tests.talk import Town

CROSSED = pytest.mark.parametrize(("asker", "officer"), [("telegram", "web"), ("web", "telegram")])


@CROSSED
async def test_ask_back_answer_supplement_and_on(town: Town, asker: str, officer: str) -> None:
    lan, minh = await pair(town, asker, officer)
    code = code_in(await asks_a_person(lan))
    card = await minh.hears("Câu hỏi mới")
    assert card.buttons == (
        "Trả lời",
        "Hỏi thêm",
        "Chuyển người khác",
        "Chuyển cấp trên",
        "Việc khác",
    )
    assert "Hoàng Thị Lan, Xã Thất Khê" in card.text

    await minh.presses("Hỏi thêm", on=card)
    await minh.hears("điều cần hỏi thêm về " + code)
    await minh.says("Có bao nhiêu gian hàng?")
    await minh.hears("Đồng hồ tính hạn dừng trong khi chờ")
    asked = await lan.hears("Có bao nhiêu gian hàng?")
    assert "Trần Văn Minh cần hỏi thêm" in asked.text
    await lan.says("3")  # a number answers what was asked, it presses no older button
    await lan.hears("Đã chuyển phần bổ sung")
    added = await minh.hears(f"Hoàng Thị Lan bổ sung câu hỏi {code}\n3")

    await minh.says("Mỗi gian hỗ trợ 10 triệu, theo Nghị quyết 20.", reply_to=added)
    sent = await minh.hears("Đã gửi trả lời câu hỏi " + code)
    answer = await lan.hears("Mỗi gian hỗ trợ 10 triệu")
    assert "Trần Văn Minh, cán bộ biệt phái Bộ Công Thương, " in answer.text
    assert answer.quote
    await minh.says("Kèm dự toán của xã.", reply_to=sent)
    await minh.hears("Đã gửi phần bổ sung")
    assert "Trả lời bổ sung câu hỏi " + code in (await lan.hears("Kèm dự toán")).text

    await lan.says("Nếu ít hơn 3 gian thì sao?", reply_to=answer)
    assert "Hạn trả lời mới" in (await lan.hears("Đã gửi lại câu hỏi " + code)).text
    again = await minh.hears("Nếu ít hơn 3 gian")
    assert "Hoàng Thị Lan hỏi tiếp câu " + code in again.text
    await minh.says("Vẫn được hỗ trợ.", reply_to=again)
    await lan.hears("Vẫn được hỗ trợ.")


@CROSSED
async def test_by_button_then_text_and_by_picking(town: Town, asker: str, officer: str) -> None:
    lan, minh = await pair(town, asker, officer)
    first = code_in(await asks_a_person(lan))
    await minh.presses("Trả lời", on=await minh.hears("Câu hỏi mới"))
    await minh.hears("Mời Anh/chị nhập câu trả lời cho " + first)
    await minh.says("/hangdoi")  # a command leaves what was being typed
    await minh.hears("1 câu hỏi chờ trả lời")
    await minh.says("Gửi dự toán về Sở Tài chính.")
    picking = await minh.hears("Tin vừa rồi trả lời câu hỏi nào?")
    assert first in picking.text
    assert "Gửi dự toán" not in await all_of(lan)

    await minh.presses("1", on=picking)
    await minh.hears("Đã gửi trả lời câu hỏi " + first)
    await lan.hears("Gửi dự toán về Sở Tài chính.")
    await minh.presses("1", on=picking)
    await minh.hears("đã được gửi đi trước đó")
    assert (await all_of(lan)).count("Gửi dự toán về Sở Tài chính.") == 1

    await lan.says(OTHER_UNKNOWN)
    await lan.says("cau hoi moi")
    await lan.presses("Thuộc Bộ Công Thương", on=await lan.hears("lĩnh vực nào"))
    second = code_in(await lan.hears("Đã gửi câu hỏi"))
    await minh.presses("Trả lời", on=await minh.hears("Câu hỏi mới " + second))
    await minh.hears("Mời Anh/chị nhập câu trả lời cho " + second)
    await minh.says("Hỏi Ban quản lý chợ.")
    await lan.hears("Hỏi Ban quản lý chợ.")
    await minh.says("Không còn gì để chọn.")
    await minh.hears("Không có câu hỏi nào đang chờ")


async def test_a_further_message_is_an_addition_or_new_by_one_tap(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    first = code_in(await asks_a_person(lan))
    await minh.hears("Câu hỏi mới")
    await lan.says("Hội chợ dự kiến 20 gian hàng.")
    which = await lan.hears("câu hỏi mới hay bổ sung")
    assert which.buttons[0].startswith("Bổ sung " + first)  # it was sent on a moment ago
    assert which.buttons[1] == "Câu hỏi mới"
    await lan.presses(which.buttons[0], on=which)
    await lan.hears("Đã chuyển phần bổ sung của câu hỏi " + first)
    await minh.hears("Hội chợ dự kiến 20 gian hàng.")
    await lan.presses("Câu hỏi mới", on=which)
    await lan.hears("Nội dung này đã được ghi vào câu hỏi khác")

    await town.forward(minutes=5)
    await lan.says(OTHER_UNKNOWN)
    which = await lan.hears("câu hỏi mới hay bổ sung")
    assert which.buttons[0] == "Câu hỏi mới"
    await lan.presses("Câu hỏi mới", on=which)
    await lan.presses("Thuộc Bộ Công Thương", on=await lan.hears("lĩnh vực nào"))
    second = code_in(await lan.hears("Đã gửi câu hỏi"))
    assert second != first
    await minh.hears("Câu hỏi mới " + second)

    await lan.says("/cauhoi")
    mine = await lan.hears("Câu hỏi của Anh/chị")
    assert mine.text.count("Đang xử lý: ") == 2
    assert "Đã đóng" not in mine.text


async def test_what_is_never_sorted_joins_the_open_question_by_itself(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "telegram")
    first = code_in(await asks_a_person(lan))
    await lan.says("Hội chợ dự kiến 20 gian hàng.")
    await lan.hears("câu hỏi mới hay bổ sung")
    await town.forward(minutes=11)
    await minh.hears("Hội chợ dự kiến 20 gian hàng.")
    await lan.hears("Đã chuyển phần bổ sung của câu hỏi " + first)


@CROSSED
async def test_two_answer_at_once_the_first_wins(town: Town, asker: str, officer: str) -> None:
    lan, minh = await pair(town, asker, officer)
    tuan = await town.officer("Lê Anh Tuấn", channel=asker)
    code = code_in(await asks_a_person(lan, UNKNOWN))
    card = await minh.hears("Câu hỏi mới")
    await tuan.says(code.replace("-", " "))
    other = await tuan.hears("Câu hỏi " + code)

    await minh.says("Câu trả lời thứ nhất.", reply_to=card)
    await minh.hears("Đã gửi trả lời")
    await tuan.says("Câu trả lời thứ hai.", reply_to=other)
    told = await tuan.hears("Trần Văn Minh đã trả lời câu hỏi " + code)
    assert "lúc" in told.text
    await lan.hears("Câu trả lời thứ nhất.")
    assert "Câu trả lời thứ hai." not in await all_of(lan)

    await tuan.presses("Gửi làm phần bổ sung", on=told)
    await tuan.hears("Đã gửi phần bổ sung")
    second = await lan.hears("Câu trả lời thứ hai.")
    assert "Trả lời bổ sung" in second.text
    assert "Lê Anh Tuấn" in second.text
    await tuan.presses("Gửi làm phần bổ sung", on=told)

    await tuan.presses("Trả lời", on=other)
    await tuan.presses("Viết bổ sung", on=await tuan.hears("Anh/chị vẫn có thể viết bổ sung"))
    await tuan.hears("Mời Anh/chị nhập phần bổ sung")
    await tuan.says("Và câu thứ ba.")
    await lan.hears("Và câu thứ ba.")
    assert (await all_of(lan)).count("Câu trả lời thứ hai.") == 1


async def test_solved_rated_not_solved_and_open_again(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    code = code_in(await asks_a_person(lan))
    await minh.says("Gửi Sở Tài chính.", reply_to=await minh.hears("Câu hỏi mới"))
    answer = await lan.hears("Gửi Sở Tài chính.")
    await lan.says("2")  # as the button: not solved
    await lan.hears("còn vướng chỗ nào")
    await lan.says("Sở trả lại hồ sơ.")
    await lan.hears("Hạn trả lời mới")
    again = await minh.hears("Sở trả lại hồ sơ.")
    assert "hỏi tiếp câu " + code in again.text
    assert "Hỏi thêm" in again.buttons
    await town.forward(hours=18)
    await minh.hears("Nhắc hạn: câu hỏi " + code)
    await minh.says("Bổ sung văn bản của tỉnh.", reply_to=again)
    second = await lan.hears("Bổ sung văn bản của tỉnh.")
    await lan.presses("Đã giải quyết", on=second)
    thanks = await lan.hears("đã đóng")
    await lan.says("4")
    await lan.hears("Đã ghi nhận 4 sao")
    await lan.presses("5 ★", on=thanks)
    await lan.hears("Đã ghi nhận 5 sao")
    await minh.hears("5 sao")
    await lan.presses("Đã giải quyết", on=answer)
    await lan.hears(f"Câu hỏi {code} nay ở trạng thái “Đã đóng”")

    await lan.says(code)
    shown = await lan.hears("Đã đóng")
    await lan.presses("Hỏi tiếp câu này", on=shown)
    await lan.hears("còn vướng chỗ nào")
    await lan.says("Lại vướng nữa.")
    await minh.hears("Lại vướng nữa.")


async def test_two_experts_and_a_question_longer_than_a_message(town: Town) -> None:
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    binh = await town.expert("Phạm Quốc Bình")
    cuong = await town.expert("Vũ Mạnh Cường", channel="web")
    long = "Loa hội trường rè quá, thay kiểu gì?\n" + "\n".join(f"Bóng đèn {n}: nhấp nháy." for n in range(280))
    code = code_in(await asks_a_person(lan, long))
    first = await binh.hears("Câu hỏi mới " + code)
    second = await binh.hears("Bóng đèn 279: nhấp")
    assert first.id != second.id  # Telegram takes 4,096 characters; a reply to either part is the answer
    other = await cuong.hears("Câu hỏi mới " + code)
    assert "Bóng đèn 279" in other.text
    await binh.says("Thay loa.", reply_to=first)
    await binh.hears("Đã gửi trả lời câu hỏi " + code)
    await cuong.says("Thay cả dây.", reply_to=other)
    await cuong.hears("Phạm Quốc Bình đã trả lời câu hỏi " + code)
    await lan.hears("Thay loa.")
    assert "Thay cả dây." not in await all_of(lan)
    await binh.says("Gọi VNPT.", reply_to=second)
    await lan.hears("Gọi VNPT.")
