"""A question changes hands across channels: what asker, both holders and ministry hear, and which deadline."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from handlers.clock import VIETNAM
from storage.seats import Role
from tests.phones import Bubble
from tests.stories.moves import OTHER_UNKNOWN, all_of, asks_a_person, chooses_ministry, code_in, pair
from tests.talk import Town


def due_in(receipt: Bubble) -> str:
    """The deadline that a receipt tells."""
    return receipt.text.splitlines()[1].removeprefix("Hạn trả lời: ").rstrip(".")


async def ten_at_night(town: Town, days: int) -> None:
    """The clock goes on to an hour at which a term may end while an answer has time."""
    day = town.clock.today() + timedelta(days=days)
    at = datetime.combine(day, time(22), VIETNAM)
    await town.forward(seconds=(at - town.clock.business()).total_seconds())


async def test_a_term_ends_and_the_successor_has_the_question_by_the_same_deadline(town: Town) -> None:
    last = town.clock.today() + timedelta(days=8)
    ha = await town.admin("Nguyễn Thu Hà", channel="web")
    minh = await town.officer("Trần Văn Minh", seat_until=last)
    lan = await town.cadre("Hoàng Thị Lan", channel="zalo_oa")
    await ten_at_night(town, 1)
    assert "Chưa có người kế nhiệm" in (await minh.hears("Bàn giao: phân công của Anh/chị")).text
    assert "/moi" in (await ha.hears("Sắp bàn giao: phân công của Trần Văn Minh")).text
    tuan = await town.on_web("Lê Anh Tuấn")
    await tuan.says(await town.invited(Role.OFFICER, "20", "MOIT", seat_from=last + timedelta(days=1)))
    await tuan.hears("Đã nhận mã")

    await ten_at_night(town, 7)
    receipt = await asks_a_person(lan)
    code, due = code_in(receipt), due_in(receipt)
    card = await minh.hears("Câu hỏi mới " + code)
    assert due in card.text
    await town.forward(hours=3)
    told = await lan.hears(f"Câu hỏi {code} nay do Lê Anh Tuấn phụ trách")
    assert due in told.text
    former = await minh.hears("Phân công của Anh/chị ở")
    assert "1 câu hỏi chưa xong đã chuyển cho Lê Anh Tuấn" in former.text
    his = await tuan.hears("Câu hỏi mới " + code)
    assert due in his.text

    await minh.says("Trả lời lúc hết nhiệm kỳ.", reply_to=card)
    assert "chưa được gửi cho người hỏi" in (await minh.hears("nay do Lê Anh Tuấn phụ trách")).text
    await tuan.says("Gửi Sở Công Thương.", reply_to=his)
    await lan.hears("Gửi Sở Công Thương.")
    assert "Trả lời lúc hết nhiệm kỳ." not in await all_of(lan)
    assert "Không có cán bộ trực" not in await all_of(ha)


async def test_a_term_ends_with_nobody_to_follow_and_the_ministry_has_the_question(town: Town) -> None:
    ha = await town.admin("Nguyễn Thu Hà")
    binh = await town.expert("Phạm Quốc Bình", channel="web")
    minh = await town.officer("Trần Văn Minh", channel="web", seat_until=town.clock.today() + timedelta(days=1))
    lan = await town.cadre("Hoàng Thị Lan")
    await ten_at_night(town, 1)
    receipt = await asks_a_person(lan)
    code, due = code_in(receipt), due_in(receipt)
    await town.forward(hours=3)
    assert due in (await lan.hears(f"Câu hỏi {code} nay do đầu mối Bộ Công Thương phụ trách")).text
    assert "đã chuyển cho đầu mối Bộ Công Thương" in (await minh.hears("Phân công của Anh/chị ở")).text
    await ha.hears("Không có cán bộ trực cho câu hỏi " + code)
    card = await binh.hears("Câu hỏi mới " + code)
    assert due in card.text
    await binh.says("Vụ trả lời thay.", reply_to=card)
    await lan.hears("Vụ trả lời thay.")


async def test_handed_to_a_colleague_between_zalo_and_the_web(town: Town) -> None:
    lan, minh = await pair(town, "zalo_oa", "zalo_bot")
    ha = await town.admin("Nguyễn Thu Hà")
    tuan = await town.officer("Lê Anh Tuấn", channel="web")
    receipt = await asks_a_person(lan)
    code, due = code_in(receipt), due_in(receipt)
    await minh.hears("Câu hỏi mới " + code)
    await minh.says("chuyen nguoi khac")  # the button, typed
    await minh.presses("Lê Anh Tuấn (Bộ Công Thương)", on=await minh.hears("cho ai?"))
    assert "Hạn trả lời giữ nguyên" in (await minh.hears(f"Đã chuyển câu hỏi {code} cho Lê Anh Tuấn")).text
    assert due in (await lan.hears(f"Câu hỏi {code} nay do Lê Anh Tuấn phụ trách")).text
    moved = await tuan.hears("Trần Văn Minh chuyển cho Anh/chị câu hỏi " + code)
    assert due in moved.text
    await town.forward(hours=18, minutes=1)
    assert due in (await tuan.hears(f"Nhắc hạn: câu hỏi {code}")).text
    await tuan.says("Đã nhận chuyển.", reply_to=moved)
    await lan.hears("Đã nhận chuyển.")
    await town.forward(hours=7)
    for phone in (minh, ha):
        assert "Cảnh báo" not in await all_of(phone)
    assert "Nhắc hạn" not in await all_of(minh)


async def test_whoever_stands_in_is_alerted_of_what_the_absent_one_holds_and_answers_it(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    ha = await town.admin("Nguyễn Thu Hà", channel="web")
    tuan = await town.officer("Lê Anh Tuấn", channel="zalo_oa")
    receipt = await asks_a_person(lan)
    code, due = code_in(receipt), due_in(receipt)
    await minh.hears("Câu hỏi mới " + code)
    await minh.says("/truc")
    await minh.presses("Nhờ Lê Anh Tuấn thay", on=await minh.hears("Anh/chị đang trực"))
    await tuan.hears("Trần Văn Minh nhờ Anh/chị trả lời thay")
    await minh.presses("Báo vắng", on=await minh.hears("Người thay: Lê Anh Tuấn"))
    await minh.presses("Chưa rõ ngày về", on=await minh.hears("vắng đến hết ngày nào"))
    await minh.hears("Anh/chị đang vắng đến khi")
    await tuan.says("/hangdoi")
    assert code in (await tuan.hears("1 câu hỏi chờ trả lời")).text
    await town.forward(hours=24, minutes=1)
    for phone in (tuan, ha):
        assert due in (await phone.hears(f"Cảnh báo: Trần Văn Minh chưa trả lời {code}")).text
    await minh.hears(f"Cảnh báo: câu hỏi {code}")
    await tuan.says(code)
    await tuan.says("Trả lời thay anh Minh.", reply_to=await tuan.hears("Câu hỏi " + code))
    await lan.hears("Trả lời thay anh Minh.")

    await tuan.says("/truc")
    await tuan.presses("Báo vắng", on=await tuan.hears("Lịch trực"))
    await tuan.presses("Chưa rõ ngày về", on=await tuan.hears("vắng đến hết ngày nào"))
    await tuan.hears("Anh/chị đang vắng đến khi")
    await lan.says(OTHER_UNKNOWN)
    await lan.presses("Câu hỏi mới", on=await lan.hears("câu hỏi mới hay bổ sung"))
    second = await chooses_ministry(lan)
    assert "tới đầu mối Bộ Công Thương" in second.text
    await ha.hears("Không có cán bộ trực cho câu hỏi " + code_in(second))
