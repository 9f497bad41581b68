"""What a change of the law does to the entries that cite it, and who is told."""

from __future__ import annotations

from datetime import timedelta

from tests.phones import Bubble, Phone
from tests.stories.moves import ANSWERED_BY_BANK
from tests.talk import Town

LAW = "Nghị định 139/2025/NĐ-CP"


async def notes(reviewer: Phone, place: str, effect: str, since: str) -> Bubble:
    """A reviewer notes a change of the law; what he is told."""
    await reviewer.says("/nganhang")
    await reviewer.presses("Ghi nhận văn bản thay đổi", on=await reviewer.hears("Ngân hàng hỏi đáp: "))
    await reviewer.hears("Văn bản nào thay đổi?")
    await reviewer.says(place)
    await reviewer.presses(effect, on=await reviewer.hears("thay đổi thế nào?"))
    await reviewer.hears("theo văn bản nào?")
    await reviewer.says(since)
    await reviewer.presses("Ghi nhận", on=await reviewer.hears("được tạm giữ và chờ rà soát"))
    return await reviewer.hears("Đã ghi nhận")


async def finds(reviewer: Phone, question: str) -> Bubble:
    """The card of an entry, putting off what comes before it."""
    card = await reviewer.hears("Mục tạm giữ vì văn bản thay đổi")
    while question not in card.text:
        await reviewer.presses("Để sau", on=card)
        card = await reviewer.hears("Mục tạm giữ vì văn bản thay đổi")
    return card


async def finds_again(reviewer: Phone) -> None:
    """What the law holds still waits for him."""
    await reviewer.says("/nganhang")
    desk = await reviewer.hears("Đang chờ rà soát")
    await reviewer.presses(desk.buttons[0], on=desk)
    await finds(reviewer, ANSWERED_BY_BANK)


def tomorrow(town: Town, days: int = 1) -> str:
    """A day as people write it."""
    return f"{town.clock.today() + timedelta(days=days):%d/%m/%Y}"


async def test_the_law_lapses_at_midnight_and_who_asked_before_is_told_once(town: Town) -> None:
    ha = await town.expert("Phạm Thu Hà", channel="web")
    lan, tu = await town.cadre("Hoàng Thị Lan"), await town.cadre("Nông Văn Tư", commune="06001", channel="web")
    for asker in (lan, tu, lan):
        await asker.says(ANSWERED_BY_BANK)
        answer = await asker.hears("trước ngày 30/11")
    assert "Căn cứ: Nghị định 139/2025/NĐ-CP, Điều 20" in answer.text
    await notes(
        ha, "Điều 20 Nghị định 139/2025/NĐ-CP", "Hết hiệu lực", f"{tomorrow(town)} theo Nghị định 300/2026/NĐ-CP"
    )
    await lan.says(ANSWERED_BY_BANK)
    await lan.hears("trước ngày 30/11")  # still today

    await town.forward(hours=24)
    await town.looks_round()
    await lan.says(ANSWERED_BY_BANK)
    held = await lan.hears("hết hiệu lực từ")
    assert "theo Nghị định 300/2026/NĐ-CP" in held.text
    assert "30/11" not in held.text
    assert held.buttons == ("Hỏi cán bộ",)

    await ha.says("/nganhang")
    desk = await ha.hears("Đang chờ rà soát")
    await ha.presses(desk.buttons[0], on=desk)
    card = await finds(ha, ANSWERED_BY_BANK)
    await ha.presses("Sửa", on=card)
    await ha.presses("Trả lời", on=await ha.hears("sửa phần nào"))
    await ha.hears("viết câu trả lời")
    await ha.says("Từ nay báo cáo trước ngày 15/12.")
    await ha.presses("Duyệt bản sửa", on=await ha.hears("15/12"))
    await ha.hears("Đã duyệt mục rà soát số")
    for asker in (lan, tu):
        again = await asker.hears("đã thay đổi. Nội dung mới")
        assert "Từ nay báo cáo trước ngày 15/12." in again.text
    await town.looks_round()
    await town.forward(minutes=5)
    assert sum("Nội dung mới" in bubble.text for bubble in lan.heard) == 1
    assert sum("Nội dung mới" in bubble.text for bubble in tu.heard) == 1
    await tu.says(ANSWERED_BY_BANK)
    assert "chưa được Bộ duyệt" not in (await tu.hears("trước ngày 15/12")).text


async def test_what_is_suspended_says_until_when_and_holds_again_by_itself(town: Town) -> None:
    ha, lan = await town.expert("Phạm Thu Hà"), await town.cadre("Hoàng Thị Lan", channel="web")
    today = tomorrow(town, 0)
    await notes(ha, LAW, "Tạm dừng", f"từ {today} đến {tomorrow(town)} theo Nghị quyết 30/2026/NQ-CP")
    await town.looks_round()
    await lan.says(ANSWERED_BY_BANK)
    assert "theo Nghị quyết 30/2026/NQ-CP" in (await lan.hears("Đang tạm dừng đến")).text
    await town.forward(hours=48)
    await lan.says(ANSWERED_BY_BANK)
    await lan.hears("trước ngày 30/11")


async def test_what_is_noted_late_holds_at_once_and_may_be_taken_back(town: Town) -> None:
    ha, lan = await town.expert("Phạm Thu Hà"), await town.cadre("Hoàng Thị Lan", channel="web")
    noted = await notes(ha, "Điều 20 Nghị định 139/2025", "Hết hiệu lực", "01/11/2026 theo Nghị định 300/2026/NĐ-CP")
    assert "6 mục được tạm giữ" in noted.text  # though each of them was checked after that day
    await town.looks_round()
    await lan.says(ANSWERED_BY_BANK)
    await lan.hears("hết hiệu lực từ")
    await ha.presses("Thu hồi ghi nhận này", on=noted)
    await ha.hears("6 mục được dùng lại")
    await town.looks_round()
    await lan.says(ANSWERED_BY_BANK)
    await lan.hears("trước ngày 30/11")
    await ha.says("/nganhang")
    await ha.hears("Không có mục nào chờ rà soát")


async def test_who_lets_an_entry_go_has_seen_all_that_holds_it(town: Town) -> None:
    ha, lan = await town.expert("Phạm Thu Hà"), await town.cadre("Hoàng Thị Lan", channel="web")
    today = tomorrow(town, 0)
    await notes(ha, "Điều 20 Nghị định 139/2025", "Được sửa đổi", f"{today} theo Nghị định 300/2026/NĐ-CP")
    await ha.presses("Xem mục đầu tiên", on=await ha.hears("cần rà soát"))
    card = await finds(ha, ANSWERED_BY_BANK)
    await notes(ha, "khoản 1 Điều 20 Nghị định 139/2025", "Hết hiệu lực", f"{today} theo Luật Công Thương 2026")
    await ha.presses("Vẫn đúng", on=card)
    await ha.hears("đã khác so với thẻ")
    again = await finds(ha, ANSWERED_BY_BANK)
    assert "theo Luật Công Thương 2026" in again.text
    await town.looks_round()
    await lan.says(ANSWERED_BY_BANK)
    await lan.hears("hết hiệu lực từ")
    await ha.presses("Vẫn đúng", on=again)
    await ha.hears("Đã duyệt mục rà soát số")
    await town.looks_round()
    await lan.says(ANSWERED_BY_BANK)
    await lan.hears("trước ngày 30/11")


async def test_who_looks_at_wordings_alone_lets_nothing_go(town: Town) -> None:
    ha = await town.expert("Phạm Thu Hà")
    for commune, end in (("06040", "vậy"), ("06001", "ạ"), ("06019", "thế nhỉ")):
        asker = await town.cadre(f"Người {commune}", commune=commune, channel="web")
        await asker.says(f"Xã phải báo cáo việc thực hiện nhiệm vụ ngành Công Thương khi nào, gửi cho ai {end}")
        await asker.presses("Đã rõ", on=await asker.hears("trước ngày 30/11"))
        await asker.hears("Cảm ơn")
    await ha.hears("Cách hỏi mới · mục rà soát số 1")
    by = f"{tomorrow(town, 0)} theo Nghị định 300/2026/NĐ-CP"
    await notes(ha, "Điều 20 Nghị định 139/2025", "Hết hiệu lực", by)
    await ha.says("/nganhang")
    desk = await ha.hears("Đang chờ rà soát")
    await ha.presses(desk.buttons[0], on=desk)
    await ha.presses("Duyệt bản sửa", on=await ha.hears("Cách hỏi mới · mục rà soát số 1"))
    await ha.hears("còn tạm giữ")
    await town.looks_round()
    await asker.says(ANSWERED_BY_BANK)
    await asker.hears("hết hiệu lực từ")
    await finds_again(ha)


async def test_what_is_taken_out_is_told_and_leaves_nothing_open(town: Town) -> None:
    ha, lan = await town.expert("Phạm Thu Hà"), await town.cadre("Hoàng Thị Lan", channel="web")
    await lan.says(ANSWERED_BY_BANK)
    answer = await lan.hears("trước ngày 30/11")
    await lan.presses("Đã rõ", on=answer)
    await notes(
        ha, "Điều 20 Nghị định 139/2025/NĐ-CP", "Hết hiệu lực", f"{tomorrow(town, 0)} theo Nghị định 300/2026/NĐ-CP"
    )
    await ha.presses("Xem mục đầu tiên", on=await ha.hears("cần rà soát"))
    await ha.presses("Bỏ khỏi ngân hàng", on=await finds(ha, ANSWERED_BY_BANK))
    await ha.hears("viết lý do")
    await ha.says("Nghị định 300 không còn yêu cầu báo cáo này")
    assert "báo cho 1 người" in (await ha.hears("không còn trong ngân hàng")).text
    told = await lan.hears("không còn dùng nữa")
    assert ANSWERED_BY_BANK in told.text
    await town.looks_round()
    await lan.says(ANSWERED_BY_BANK)
    assert ANSWERED_BY_BANK not in (await lan.hears("Có phải Anh/chị hỏi")).text
