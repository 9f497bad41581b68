"""Telegram goes away, the service stops, the clock runs on: what was said is answered, each alert comes once."""

from __future__ import annotations

from datetime import timedelta

from tests.phones import TelegramPhone
from tests.stories.process import unmarked_twice
from tests.talk import Town

UNKNOWN = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?"


async def test_telegram_refuses_for_a_while_and_the_web_goes_on(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh", channel="web")
    lan = await town.cadre("Hoàng Thị Lan")
    town.fake.fail_next("sendMessage", 502, times=1)
    await lan.says(UNKNOWN)
    again = await lan.hears("(gửi lại)", 10)  # a gateway's error says nothing of what stands behind it
    await lan.presses("Thuộc Bộ Công Thương", on=again)
    await minh.hears("Câu hỏi mới")
    assert isinstance(lan, TelegramPhone)
    assert unmarked_twice(lan.user.heard) == []


async def test_a_service_that_was_away_for_three_days_catches_up_in_one_digest(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan")
    for number in (1, 2):
        await lan.says(f"{UNKNOWN} (lần {number})")
        if number == 2:
            await lan.hears("câu hỏi mới hay bổ sung")
            await lan.presses("Câu hỏi mới")
        await lan.hears("lĩnh vực nào")
        await lan.presses("Thuộc Bộ Công Thương")
        await minh.hears("Câu hỏi mới")
    await town.closes()
    town.clock.forward(timedelta(days=3))
    await lan.says("/cauhoi")
    await town.opens()
    await minh.hears("Cảnh báo: 2 câu hỏi cần trả lời")
    await lan.hears("Câu hỏi của")
    await town.forward(minutes=1)
    assert len([bubble for bubble in minh.heard if "Cảnh báo" in bubble.text]) == 1
