"""The clock is moved: terms end, deadlines come, and each thing is told once."""

from __future__ import annotations

from datetime import timedelta

from tests.talk import Town

UNKNOWN = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?"


async def test_an_officer_whose_term_ends_leaves_nobody_without_an_answer(town: Town) -> None:
    ha = await town.admin("Nguyễn Thu Hà")
    minh = await town.officer("Trần Văn Minh", seat_until=town.clock.today() + timedelta(days=1))
    lan = await town.cadre("Hoàng Thị Lan")
    await lan.says(UNKNOWN)
    await lan.hears("lĩnh vực nào")
    await lan.presses("Thuộc Bộ Công Thương")
    card = await minh.hears("Câu hỏi mới")
    await town.closes()
    town.clock.forward(timedelta(days=2, hours=1))
    await town.opens()
    await ha.hears("Không có cán bộ trực")
    await minh.says("Tôi vẫn trả lời.", reply_to=card)
    await minh.hears("Nội dung Anh/chị vừa nhập chưa được gửi cho người hỏi")
    assert not [bubble for bubble in lan.heard if "Tôi vẫn trả lời" in bubble.text]
    assert not [bubble for bubble in minh.heard if "Cảnh báo" in bubble.text]


async def test_an_hour_forward_twenty_five_times_says_each_thing_once(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan")
    await lan.says(UNKNOWN)
    await lan.hears("lĩnh vực nào")
    await lan.presses("Thuộc Bộ Công Thương")
    await minh.hears("Câu hỏi mới")
    for _ in range(25):
        await town.forward(hours=1)
    await minh.hears("Nhắc hạn")
    await minh.hears("Cảnh báo: câu hỏi")
    assert len([b for b in minh.heard if "Nhắc hạn" in b.text or "Cảnh báo" in b.text]) == 2
