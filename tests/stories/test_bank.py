"""The bank answers, offers choices, or knows nothing: what a cadre sees and can do by tap and by typing."""

from __future__ import annotations

import pytest

from tests.stories.moves import (
    ANSWERED_BY_BANK,
    MAE,
    MOIT,
    UNKNOWN,
    all_of,
    asks_a_person,
    chooses_ministry,
    code_in,
    pair,
)
from tests.talk import Town

VAGUE = "cụm công nghiệp"


@pytest.mark.parametrize("channel", ["telegram", "web"])
async def test_the_answer_helped_and_that_is_all(town: Town, channel: str) -> None:
    lan, minh = await pair(town, channel, "telegram")
    await lan.says("ubnd xa phai bao cao viec thuc hien nhiem vu nganh cong thuong khi nao, gui cho ai")
    answer = await lan.hears("trước ngày 30/11")
    assert answer.buttons == ("Đã rõ", "Chưa rõ, hỏi cán bộ")
    assert "Kiểm tra lần cuối" in answer.text
    await lan.says("da ro")  # a button's label, typed as people type
    await lan.hears("Cảm ơn Anh/chị. Khi cần")
    assert "Hạn trả lời" not in await all_of(minh)
    await lan.says("Thế gửi bản giấy hay bản điện tử ạ?", reply_to=answer)  # the bank's question is over: a new one
    await lan.hears("lĩnh vực nào")


@pytest.mark.parametrize("channel", ["telegram", "web"])
async def test_what_the_bank_closed_can_still_go_to_a_person(town: Town, channel: str) -> None:
    lan, minh = await pair(town, channel, "telegram")
    await lan.says(ANSWERED_BY_BANK)
    await lan.presses("Đã rõ", on=await lan.hears("trước ngày 30/11"))
    await lan.hears("Khi cần")
    await lan.says("/cauhoi")
    await lan.presses("1", on=await lan.hears("Câu hỏi của Anh/chị"))
    shown = await lan.hears("Đã đóng\nHoàng Thị Lan")
    await town.forward(days=3)
    await lan.presses("Chưa rõ, hỏi cán bộ", on=shown)
    receipt = await lan.hears("Đã gửi câu hỏi")
    await minh.says("Gửi bản điện tử.", reply_to=await minh.hears("Câu hỏi mới " + code_in(receipt)))
    await lan.hears("Gửi bản điện tử.")
    await minh.says("/hangdoi")
    await minh.hears("Không còn câu hỏi nào")
    await lan.presses("Chưa rõ, hỏi cán bộ", on=shown)
    await lan.hears(f"Câu hỏi {code_in(receipt)} nay ở trạng thái “Đã trả lời”")


async def test_a_thumb_a_number_and_a_question_mark_become_nobodys_question(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    await lan.says("??")
    await lan.hears("gõ /trogiup để xem các việc")
    await lan.says("2")  # there is no list that it could mean
    await lan.hears("gõ /trogiup để xem các việc")
    await lan.says("👍")
    await lan.hears("Cần hỏi gì")
    code = code_in(await asks_a_person(lan))
    await lan.says("?")
    assert code in (await lan.hears("Đang xử lý: ")).text
    await minh.says("Gửi Sở Tài chính.", reply_to=await minh.hears("Câu hỏi mới"))
    answer = await lan.hears("Gửi Sở Tài chính.")
    await lan.says("👍", reply_to=answer)
    await lan.hears("đã giải quyết xong chưa")
    await lan.says("??", reply_to=answer)
    assert (await lan.hears("Đã trả lời")).buttons == ("Đã giải quyết", "Chưa giải quyết được")
    assert "👍" not in await all_of(minh)


async def test_suggestions_are_chosen_by_button_and_by_number(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    await lan.says(VAGUE)
    offered = await lan.hears("Có phải Anh/chị hỏi")
    assert offered.buttons[-1] == "Không phải, hỏi cán bộ"
    first, second = (line[3:] for line in offered.text.splitlines() if line[:3] in ("1. ", "2. "))
    await lan.presses("2", on=offered)
    chosen = await lan.hears(second)
    assert "Căn cứ:" in chosen.text
    await lan.presses("Đã rõ", on=chosen)
    await lan.hears("Khi cần")

    await lan.says(VAGUE)
    await lan.hears("Có phải Anh/chị hỏi")
    await lan.says("1")
    chosen = await lan.hears(first)
    await lan.presses("Chưa rõ, hỏi cán bộ", on=chosen)
    receipt = await lan.hears("Đã gửi câu hỏi")
    card = await minh.hears("Câu hỏi mới")
    assert code_in(card) == code_in(receipt)
    assert "Đã xem trong ngân hàng hỏi đáp:" in card.text
    assert f"– {first}" in card.text


async def test_none_of_these_goes_to_the_field_that_is_near_or_asks_for_it(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    await town.officer("Đỗ Thị Hoa", ministry="MAE")
    lan = await town.cadre("Hoàng Thị Lan", channel="web")

    await lan.says(VAGUE)
    await lan.presses("Không phải, hỏi cán bộ", on=await lan.hears("Có phải Anh/chị hỏi"))
    assert "Trần Văn Minh" in (await lan.hears("Đã gửi câu hỏi")).text
    assert "Lĩnh vực: Cụm công nghiệp" in (await minh.hears("Câu hỏi mới")).text


async def test_an_unsure_field_is_one_tap_or_one_digit(town: Town) -> None:
    hoa = await town.officer("Đỗ Thị Hoa", ministry="MAE", channel="web")
    lan = await town.cadre("Hoàng Thị Lan")
    await lan.says(UNKNOWN)
    asked = await lan.hears("lĩnh vực nào")
    number = asked.buttons.index(MAE) + 1
    await lan.says(str(number))
    receipt = await lan.hears("Đã gửi câu hỏi")
    assert "Đỗ Thị Hoa" in receipt.text
    assert code_in(await hoa.hears("Câu hỏi mới")) == code_in(receipt)
    await lan.presses(MAE, on=asked)
    await lan.hears("nay ở trạng thái “Chờ trả lời”")


async def test_an_edit_while_the_bank_still_has_it_asks_the_bank_again(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    said = await lan.says(ANSWERED_BY_BANK)
    await lan.hears("trước ngày 30/11")
    await lan.edits(said, VAGUE)
    await lan.hears("Có phải Anh/chị hỏi")
    await lan.edits(said, UNKNOWN)
    await chooses_ministry(lan)
    card = await minh.hears("Câu hỏi mới")
    assert UNKNOWN in card.text
    assert ANSWERED_BY_BANK not in card.text


async def test_thanks_and_greetings_become_nobodys_question(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    await lan.says("Chào anh chị ạ")
    await lan.hears("Cần hỏi gì")
    await asks_a_person(lan)
    card = await minh.hears("Câu hỏi mới")
    await minh.says("Lập dự toán gửi Sở Tài chính.", reply_to=card)
    answer = await lan.hears("Lập dự toán")
    await lan.says("Dạ em cảm ơn anh nhiều ạ!")
    solved = await lan.hears("đã giải quyết xong chưa")
    await lan.says("cam on", reply_to=answer)
    await lan.hears("đã giải quyết xong chưa")
    await lan.presses("Đã giải quyết", on=solved)
    await lan.hears("đã đóng")
    await town.forward(hours=1)
    assert "cảm ơn" not in await all_of(minh)


async def test_the_bank_is_searched_without_asking_anybody(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    await lan.says("/tracuu")
    await lan.hears("/tracuu kèm từ khóa")
    await lan.says("/tracuu cap giay phep ban le ruou")
    found = await lan.hears("Hộ kinh doanh bán lẻ rượu có phải xin giấy phép")
    assert "Đang tạm dừng" in found.text
    await lan.says("/tracuu xyzzy quux")
    await lan.hears("Không tìm thấy mục phù hợp")
    await minh.says("chợ hạng 3 ai quản lý")
    await minh.presses("Tìm trong ngân hàng hỏi đáp", on=await minh.hears("Không có câu hỏi nào đang chờ"))
    await minh.hears("Chợ hạng 1, hạng 2, hạng 3 khác nhau thế nào?")
    assert "Hạn trả lời" not in await all_of(minh)


async def test_what_nobody_sorted_goes_where_it_was_said_and_a_word_alone_to_nobody(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    await lan.says("cái cân")
    await lan.hears("lĩnh vực nào")
    await town.forward(hours=1)
    asked = await lan.hears("còn cần trả lời câu “cái cân”")
    assert not [bubble for bubble in minh.heard if "cái cân" in bubble.text]
    await lan.presses("Còn, gửi cán bộ", on=asked)
    await lan.presses(MOIT, on=await lan.hears("lĩnh vực nào"))
    receipt = await lan.hears("Đã gửi câu hỏi")
    assert receipt.quote
    await minh.hears("cái cân")

    await lan.says("Họp vào sáng thứ Năm hằng tuần, ở bãi đất công của xã.")
    await lan.hears("câu hỏi mới hay bổ sung")
    await town.forward(hours=1)
    await minh.hears("bãi đất công của xã")
    await lan.hears("Đã chuyển phần bổ sung")


async def test_a_word_its_asker_means_goes_on_even_when_he_names_no_field(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan")
    await lan.says("cái cân")
    await lan.hears("lĩnh vực nào")
    await town.forward(hours=1)
    await lan.presses("Còn, gửi cán bộ", on=await lan.hears("còn cần trả lời câu “cái cân”"))
    await lan.hears("lĩnh vực nào")
    await town.forward(hours=1)
    await lan.hears("Đã gửi câu hỏi")
    await minh.hears("cái cân")
