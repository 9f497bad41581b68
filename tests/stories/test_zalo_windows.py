"""Zalo lets us write to somebody for 48 hours after he did something; a message later than that waits, or costs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession
from sqlalchemy import select, update

from storage.db import Tx
from storage.tables import accounts
from tests.fakes.zalo_oa.server import MESSAGE
from tests.phones import Phone
from tests.talk import Town

QUESTION = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?"


@pytest.fixture
async def paying(seeded_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """A town whose ministry lets messages cost something."""
    town = Town(seeded_url, tmp_path / "data")
    town.more["zalo_oa_allow_paid"] = True
    async with town:
        yield town


async def asked(town: Town) -> tuple[Phone, Phone]:
    """Lan, on Zalo, has asked; Minh, on Telegram, has it."""
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan", channel="zalo_oa")
    await lan.says(QUESTION)
    await lan.hears("lĩnh vực nào")
    await lan.presses("Thuộc Bộ Công Thương")
    await lan.hears("Đã gửi câu hỏi")
    return lan, minh


async def answers(minh: Phone, text: str) -> None:
    card = await minh.hears("Câu hỏi mới")
    await minh.says(text, reply_to=card)
    await minh.hears("Đã gửi trả lời")


async def shut_rows(town: Town) -> str:
    """What the page of figures says of messages that wait until their readers do something."""
    async with ClientSession() as browser, browser.get(f"http://127.0.0.1:{town.app.port}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    return "\n".join(line for line in lines if line.startswith("caunoi_outbox_shut_rows"))


async def test_an_answer_within_48_hours_is_free(town: Town) -> None:
    lan, minh = await asked(town)
    await town.forward(hours=47)
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await lan.hears("Lập dự toán")
    assert town.oa.cost == 0


async def test_an_answer_after_48_hours_waits_for_the_asker_and_its_author_knows(town: Town) -> None:
    lan, minh = await asked(town)
    await town.forward(hours=49)
    calls = len(town.oa.called(MESSAGE))
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await minh.hears("chưa gửi được cho Hoàng Thị Lan")
    assert len(town.oa.called(MESSAGE)) == calls, "Zalo is not even asked"
    assert await shut_rows(town) == 'caunoi_outbox_shut_rows{channel="zalo_oa"} 1.0'
    before = len(lan.heard)
    await lan.says("Em chào anh chị")
    await lan.hears("Lập dự toán gửi Sở Tài chính.")
    assert "Lập dự toán" in lan.heard[before].text, "what waited comes first"
    assert len([b for b in lan.heard if "Lập dự toán" in b.text]) == 1
    assert town.oa.cost == 0


async def test_whoever_follows_again_reads_what_waited(town: Town) -> None:
    lan, minh = await asked(town)
    await town.forward(hours=24 * 8)
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await minh.hears("chưa gửi được cho Hoàng Thị Lan")
    await town.oa.person("Hoàng Thị Lan").clicks_chat()
    await lan.hears("Lập dự toán gửi Sở Tài chính.")


async def test_it_waits_over_a_restart(town: Town) -> None:
    lan, minh = await asked(town)
    await town.forward(hours=49)
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await minh.hears("chưa gửi được cho Hoàng Thị Lan")
    await town.closes()
    await town.opens()
    await lan.says("Em chào anh chị")
    await lan.hears("Lập dự toán gửi Sở Tài chính.")
    assert len([b for b in minh.heard if "chưa gửi được" in b.text]) == 1, "it is told once"


async def test_whoever_has_the_web_chat_too_reads_it_there(town: Town) -> None:
    lan, minh = await asked(town)
    web = await town.on_web("Hoàng Thị Lan")
    await web.says("/trogiup")
    await web.hears("/")

    async def joined(tx: Tx) -> None:
        person = await tx.value(select(accounts.c.person_id).where(accounts.c.channel == "zalo_oa"))
        await tx.change(update(accounts).where(accounts.c.channel == "web").values(person_id=person))

    await town.app.db.write(joined)
    await town.forward(hours=49)
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await web.hears("Lập dự toán gửi Sở Tài chính.")
    assert not [b for b in minh.heard if "chưa gửi được" in b.text]
    assert not [b for b in lan.heard if "Lập dự toán" in b.text]


async def test_where_the_ministry_pays_it_is_sent_for_seven_days(paying: Town) -> None:
    lan, minh = await asked(paying)
    await paying.forward(hours=24 * 6)
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await lan.hears("Lập dự toán gửi Sở Tài chính.")
    cost = paying.oa.cost
    assert cost > 0
    await paying.forward(hours=25)
    receipt = next(b for b in reversed(minh.heard) if "Đã gửi trả lời" in b.text)
    await minh.says("Bổ sung: kèm kế hoạch.", reply_to=receipt)
    await minh.hears("chưa gửi được cho Hoàng Thị Lan")
    assert paying.oa.cost == cost


async def test_what_waited_goes_out_once_the_ministry_pays(town: Town) -> None:
    lan, minh = await asked(town)
    await town.forward(hours=49)
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await minh.hears("chưa gửi được cho Hoàng Thị Lan")
    assert town.oa.cost == 0
    await town.closes()
    town.more["zalo_oa_allow_paid"] = True
    await town.opens()
    await lan.hears("Lập dự toán gửi Sở Tài chính.")
    assert town.oa.cost > 0


async def test_an_officer_on_zalo_is_silent_over_the_weekend(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh", channel="zalo_oa")
    ha = await town.admin("Nguyễn Thu Hà")
    lan = await town.cadre("Hoàng Thị Lan")
    await town.forward(hours=60)
    await lan.says(QUESTION)
    await lan.hears("lĩnh vực nào")
    await lan.presses("Thuộc Bộ Công Thương")
    await lan.hears("Đã gửi câu hỏi")
    await ha.hears("gọi cho cán bộ này")
    await lan.hears("chưa gửi được cho Trần Văn Minh")
    await minh.says("Chào buổi sáng")
    card = await minh.hears("Câu hỏi mới")
    await minh.says("Lập dự toán gửi Sở Tài chính.", reply_to=card)
    await lan.hears("Lập dự toán gửi Sở Tài chính.")
    assert town.oa.cost == 0
