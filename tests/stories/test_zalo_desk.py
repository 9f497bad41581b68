"""Somebody at the Official Account's own desk writes by hand, beside the bot: neither talks over the other."""

from __future__ import annotations

import pytest

from storage import inbox
from tests.bot.platform import until
from tests.fakes.zalo_oa.server import MESSAGE
from tests.phones import Phone
from tests.talk import Town

BANK_QUESTION = "UBND xã phải báo cáo việc thực hiện nhiệm vụ ngành Công Thương khi nào, gửi cho ai?"
QUESTION = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?"
BY_HAND = "Chị Lan ơi, tôi là Hải ở văn phòng đây."


def overheard(town: Town, whose: str) -> float:
    return float(town.app.meter.registry.get_sample_value("caunoi_overheard_total", {"whose": whose}) or 0)


async def is_noticed(town: Town) -> None:
    def all_done(undone: int) -> bool:
        return not undone and overheard(town, "by hand") > 0

    await until(town.app.db, lambda tx: inbox._count(tx, inbox.UNDONE), all_done)


async def lan_of(town: Town) -> Phone:
    return await town.cadre("Hoàng Thị Lan", channel="zalo_oa")


async def desk_writes(town: Town, text: str = BY_HAND, admin_id: str | None = "7001") -> None:
    await town.oa.agent_writes(town.oa.person("Hoàng Thị Lan"), text, admin_id)


@pytest.mark.parametrize("first", [False, True], ids=["after the answer", "before the answer"])
async def test_what_we_write_ourselves_silences_nobody(town: Town, first: bool) -> None:
    town.oa.sending.echo_first = first
    lan = await lan_of(town)
    await lan.says(BANK_QUESTION)
    await lan.hears("trước ngày 30/11")
    calls = len(town.oa.called(MESSAGE))
    await town.oa.until(lambda: len([a for a in town.oa.webhook.attempts if a.event_name == "oa_send_text"]) >= calls)
    assert overheard(town, "by hand") == 0


async def test_while_somebody_writes_by_hand_the_bank_is_silent_and_the_question_goes_to_the_officer(
    town: Town,
) -> None:
    minh, lan = await town.officer("Trần Văn Minh"), await lan_of(town)
    await desk_writes(town)
    await is_noticed(town)
    await lan.says(BANK_QUESTION)
    await town.oa.until(lambda: lan.heard[-1].text != BY_HAND)
    assert not [b for b in lan.heard if "30/11" in b.text]
    if "lĩnh vực nào" in lan.heard[-1].text:
        await lan.presses("Thuộc Bộ Công Thương")
    await lan.hears("Đã gửi câu hỏi")
    await minh.hears("Câu hỏi mới")


async def test_after_an_hour_the_bank_speaks_again(town: Town) -> None:
    lan = await lan_of(town)
    await desk_writes(town)
    await is_noticed(town)
    await town.forward(minutes=61)
    await lan.says(BANK_QUESTION)
    await lan.hears("trước ngày 30/11")


async def test_an_id_that_is_not_ours_is_somebody_elses(town: Town) -> None:
    lan = await lan_of(town)
    await desk_writes(town, admin_id=None)
    await is_noticed(town)
    await lan.says(BANK_QUESTION)
    await town.oa.until(lambda: lan.heard[-1].text != BY_HAND)
    assert not [b for b in lan.heard if "30/11" in b.text]


async def test_a_ministry_may_let_both_speak(town: Town) -> None:
    await town.closes()
    town.more["zalo_oa_agent_pause_minutes"] = 0
    await town.opens()
    lan = await lan_of(town)
    await desk_writes(town)
    await is_noticed(town)
    await lan.says(BANK_QUESTION)
    await lan.hears("trước ngày 30/11")


async def test_others_are_answered_as_ever(town: Town) -> None:
    await lan_of(town)
    hoa = await town.cadre("Lê Thị Hoa", channel="zalo_oa")
    await desk_writes(town)
    await is_noticed(town)
    await hoa.says(BANK_QUESTION)
    await hoa.hears("trước ngày 30/11")


async def test_what_was_written_by_hand_stands_in_the_thread_and_is_shown_to_the_officer(town: Town) -> None:
    minh, lan = await town.officer("Trần Văn Minh"), await lan_of(town)
    await lan.says(QUESTION)
    await lan.hears("lĩnh vực nào")
    await lan.presses("Thuộc Bộ Công Thương")
    await lan.hears("Đã gửi câu hỏi")
    await minh.hears("Câu hỏi mới")
    await desk_writes(town)
    relayed = await minh.hears("Người trực Zalo OA vừa nhắn")
    assert BY_HAND in relayed.text
    by_hand = next(b for b in lan.heard if b.text == BY_HAND)
    await lan.says("Vâng, em gửi thêm dự toán.", reply_to=by_hand)
    await minh.hears("Vâng, em gửi thêm dự toán.")
    await minh.says("Gửi Sở Tài chính nhé.", reply_to=relayed)
    await lan.hears("Gửi Sở Tài chính nhé.")


async def test_a_message_whose_answer_was_lost_is_ours_all_the_same(town: Town) -> None:
    lan = await lan_of(town)
    town.oa.drop_next(MESSAGE, effect=True)
    await lan.says("/trogiup")
    await lan.hears("(gửi lại)")
    assert overheard(town, "by hand") == 0


@pytest.mark.parametrize("told", ["as it was said", "with its choices"])
async def test_a_first_copy_of_which_we_are_told_late_silences_nobody(town: Town, told: str) -> None:
    lan = await lan_of(town)
    town.oa.sending.echoes = False
    town.oa.drop_next(MESSAGE, effect=True)
    await lan.says("/trogiup")
    await lan.hears("(gửi lại)")
    [copy] = [b for b in lan.heard if f"(gửi lại)\n{b.text}" in {other.text for other in lan.heard}]
    shown = town.oa.person("Hoàng Thị Lan").him.messages[copy.id]
    if told == "with its choices":
        shown.text += "\n\n1. Danh sách câu hỏi"
    await town.oa.webhook.send(town.oa.sending.echo(shown))
    await until(town.app.db, lambda tx: inbox._count(tx, inbox.UNDONE), lambda undone: not undone)
    assert (overheard(town, "by hand"), overheard(town, "ours")) == (0, 1)
    await lan.says(BANK_QUESTION)
    await lan.hears("trước ngày 30/11")


async def test_what_the_desk_writes_after_a_message_was_said_twice_is_by_hand(town: Town) -> None:
    lan = await lan_of(town)
    town.oa.drop_next(MESSAGE, effect=True)
    await lan.says("/trogiup")
    await lan.hears("(gửi lại)")
    await desk_writes(town, admin_id=None)
    await is_noticed(town)
    assert overheard(town, "by hand") == 1


@pytest.mark.parametrize("mark", ["(gửi lại)", "(đã sửa)"])
async def test_what_begins_with_a_mark_of_ours_is_ours(town: Town, mark: str) -> None:
    lan = await lan_of(town)
    await desk_writes(town, f"{mark}\nGửi báo cáo trước ngày 30/11.", admin_id=None)
    await until(town.app.db, lambda tx: inbox._count(tx, inbox.UNDONE), lambda undone: not undone)
    assert overheard(town, "by hand") == 0
    await lan.says(BANK_QUESTION)
    await lan.hears("trước ngày 30/11")
