"""The main job: a cadre asks, the bank or the officer answers, the clock alerts."""

from __future__ import annotations

import pytest

from tests.talk import Town

BANK_QUESTION = "UBND xã phải báo cáo việc thực hiện nhiệm vụ ngành Công Thương khi nào, gửi cho ai?"
UNKNOWN = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?"


@pytest.mark.parametrize(
    ("channel", "officers"),
    [
        ("telegram", "web"),
        ("web", "telegram"),
        ("zalo_oa", "zalo_oa"),
        ("zalo_oa", "web"),
        ("telegram", "zalo_oa"),
        ("zalo_bot", "web"),
        ("zalo_bot", "telegram"),
        ("zalo_bot", "zalo_oa"),
    ],
)
async def test_the_bank_answers_then_the_officer(town: Town, channel: str, officers: str) -> None:
    minh = await town.officer("Trần Văn Minh", channel=officers)
    lan = await town.cadre("Hoàng Thị Lan", channel=channel)

    await lan.says(BANK_QUESTION)
    answer = await lan.hears("trước ngày 30/11")
    assert "Căn cứ: Nghị định 139/2025/NĐ-CP" in answer.text
    assert "chưa được Bộ duyệt" in answer.text
    assert "21/11" in answer.text
    await lan.presses("Chưa rõ, hỏi cán bộ", on=answer)

    receipt = await lan.hears("Đã gửi câu hỏi")
    assert "Trần Văn Minh" in receipt.text
    card = await minh.hears("Câu hỏi mới")
    assert BANK_QUESTION in card.text
    assert "Xã Thất Khê" in card.text
    assert "Đã xem trong ngân hàng" in card.text

    await minh.says("Gửi báo cáo trước 30/11 về UBND tỉnh, theo Điều 20 NĐ 139/2025.", reply_to=card)
    await minh.hears("Đã gửi trả lời")
    official = await lan.hears("theo Điều 20")
    assert "Trần Văn Minh" in official.text
    await lan.presses("Đã giải quyết", on=official)
    thanks = await lan.hears("đánh giá")
    await lan.presses("5 ★", on=thanks)
    await lan.hears("5 sao")
    await minh.hears("5 sao")


async def test_nobody_answers_and_the_clock_says_so(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    ha = await town.admin("Nguyễn Thu Hà")
    lan = await town.cadre("Hoàng Thị Lan")

    await lan.says(UNKNOWN)
    await lan.hears("lĩnh vực nào")
    await lan.presses("Thuộc Bộ Công Thương")
    await lan.hears("Đã gửi câu hỏi")
    await minh.hears("Câu hỏi mới")

    await town.forward(hours=18)
    await minh.hears("Nhắc hạn")
    await town.forward(hours=6)
    alert = await minh.hears("Cảnh báo: câu hỏi")
    await ha.hears("Trần Văn Minh chưa trả lời")
    await town.forward(hours=24)
    await minh.hears("đã báo lãnh đạo Bộ")
    await town.forward(hours=24)
    await minh.hears("Cảnh báo lần 1")

    await minh.presses("Trả lời", on=alert)
    await minh.hears("Mời Anh/chị nhập câu trả lời")
    await minh.says("Lập dự toán gửi Sở Tài chính.")
    await lan.hears("Lập dự toán gửi Sở Tài chính.")
    await town.forward(hours=48)
    assert not [b for b in minh.heard if "Cảnh báo lần 2" in b.text]
