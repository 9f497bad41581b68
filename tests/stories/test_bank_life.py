"""The life of an entry: born of an answer, reviewed, used, doubted, overtaken by the law, told anew."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from faq.entry import Entry
from handlers import bank
from storage.bank import history, reviews
from tests.phones import Bubble, Phone
from tests.stories.moves import ANSWERED_BY_BANK, UNKNOWN, asks_a_person, code_in
from tests.talk import Town

ANSWER = (
    "Xã lập dự toán gửi Phòng Kinh tế trước 30/11, theo Điều 5 Nghị định 139/2025/NĐ-CP. "
    "Ông Nguyễn Văn Tám đã làm, gọi 0912 345 678."
)
LAW = "Nghị định 139/2025/NĐ-CP"


async def proposes(town: Town, lan: Phone, minh: Phone, question: str = UNKNOWN, answer: str = ANSWER) -> Bubble:
    """An officer answers and proposes his answer for the bank; what he is told."""
    code = code_in(await asks_a_person(lan, question))
    await minh.says(answer, reply_to=await minh.hears(code))
    await minh.presses("Đưa vào ngân hàng", on=await minh.hears("Đã gửi trả lời"))
    return await minh.hears("Đã gửi Bộ duyệt")


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


async def _entries(town: Town) -> list[Entry]:
    return list(await bank.all_of(town.app.db))


@pytest.mark.parametrize("channel", ["telegram", "web"])
async def test_a_good_answer_becomes_an_entry_and_answers_the_next_one(town: Town, channel: str) -> None:
    ha = await town.expert("Phạm Thu Hà", channel=channel)
    minh, lan = await town.officer("Trần Văn Minh"), await town.cadre("Hoàng Thị Lan", channel=channel)
    told = await proposes(town, lan, minh)
    assert "che họ tên, số điện thoại" in told.text

    card = await ha.hears("Mục mới chờ duyệt")
    assert "của Trần Văn Minh" in card.text
    assert UNKNOWN in card.text
    assert "– Nghị định 139/2025/NĐ-CP, Điều 5" in card.text
    assert "Ông [họ tên] đã làm, gọi [số điện thoại]." in card.text
    await ha.presses("Sửa", on=card)
    await ha.presses("Trả lời", on=await ha.hears("sửa phần nào"))
    await ha.hears("viết câu trả lời")
    await ha.says("Xã lập dự toán gửi Phòng Kinh tế trước 30/11.")
    edited = await ha.hears("Mục mới chờ duyệt")
    assert "[họ tên]" not in edited.text
    await ha.presses("Duyệt", on=edited)
    await ha.hears("Đã duyệt mục rà soát số")
    await minh.hears("đã được duyệt và có trong ngân hàng")

    tu = await town.cadre("Nông Văn Tư", commune="06001", channel="web")
    await town.looks_round()
    await tu.says("xa muon to chuc hoi cho hang viet cuoi nam xin ho tro kinh phi the nao")
    answer = await tu.hears("Xã lập dự toán gửi Phòng Kinh tế")
    assert "Căn cứ: Nghị định 139/2025/NĐ-CP, Điều 5" in answer.text
    assert "Kiểm tra lần cuối" in answer.text
    assert "chưa được Bộ duyệt" not in answer.text


async def test_what_has_no_legal_basis_is_not_accepted(town: Town) -> None:
    ha, minh = await town.expert("Phạm Thu Hà"), await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan")
    await proposes(town, lan, minh, answer="Anh/chị cứ làm như năm trước.")
    card = await ha.hears("Mục mới chờ duyệt")
    assert "Chưa có căn cứ pháp lý" in card.text
    assert "Duyệt" not in card.buttons
    await ha.presses("Sửa", on=card)
    await ha.presses("Căn cứ pháp lý", on=await ha.hears("sửa phần nào"))
    await ha.hears("mỗi căn cứ một dòng")
    await ha.says("theo quy định hiện hành")
    await ha.hears("Chưa thấy tên văn bản")
    await ha.says("Nghị định 146/2025/NĐ-CP, Điều 54")
    assert "Duyệt" in (await ha.hears("Mục mới chờ duyệt")).buttons


async def test_a_rejected_draft_comes_back_with_its_reason(town: Town) -> None:
    ha, minh = await town.expert("Phạm Thu Hà", channel="web"), await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan")
    await proposes(town, lan, minh)
    await ha.presses("Từ chối", on=await ha.hears("Mục mới chờ duyệt"))
    await ha.hears("Vì sao từ chối?")
    await ha.says("Năm nay đã bỏ hỗ trợ này")
    await ha.hears("Đã từ chối mục rà soát số")
    await minh.hears("Lý do: Năm nay đã bỏ hỗ trợ này.")


async def test_what_was_refused_is_proposed_again_knowingly(town: Town) -> None:
    ha, minh = await town.expert("Phạm Thu Hà", channel="web"), await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan")
    await proposes(town, lan, minh)
    await ha.presses("Từ chối", on=await ha.hears("Mục mới chờ duyệt"))
    await ha.hears("Vì sao từ chối?")
    await ha.says("Năm nay đã bỏ hỗ trợ này")
    await minh.hears("Lý do: Năm nay đã bỏ hỗ trợ này")

    await minh.presses("Đưa vào ngân hàng")
    warned = await minh.hears("Lần trước, Phạm Thu Hà đã từ chối lúc")
    assert "Năm nay đã bỏ hỗ trợ này" in warned.text
    await minh.presses("Đề nghị lại", on=warned)
    await minh.hears("Đã gửi Bộ duyệt")
    card = await ha.hears("Mục mới chờ duyệt · mục rà soát số 2")
    assert "Lần trước, Phạm Thu Hà đã từ chối lúc" in card.text
    assert "Lý do: Năm nay đã bỏ hỗ trợ này" in card.text


async def test_what_is_asked_there_already_becomes_another_wording(town: Town) -> None:
    ha, minh = await town.expert("Phạm Thu Hà"), await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    await lan.says("Xã báo cáo việc thực hiện nhiệm vụ ngành Công Thương cho ai, khi nào")
    await lan.presses("Chưa rõ, hỏi cán bộ", on=await lan.hears("trước ngày 30/11"))
    code = code_in(await lan.hears("Đã gửi câu hỏi"))
    await minh.says("Theo Nghị định 139/2025/NĐ-CP, gửi Sở Công Thương.", reply_to=await minh.hears(code))
    await minh.presses("Đưa vào ngân hàng", on=await minh.hears("Đã gửi trả lời"))
    card = await ha.hears("Mục mới chờ duyệt")
    assert ANSWERED_BY_BANK in card.text
    await ha.presses("Gộp vào mục 1", on=card)
    await ha.hears("thành một cách hỏi")
    await minh.hears("được gộp vào mục có sẵn")
    await town.looks_round()
    there = [entry for entry in await _entries(town) if entry.question == ANSWERED_BY_BANK]
    assert "Xã báo cáo việc thực hiện nhiệm vụ ngành Công Thương cho ai, khi nào" in there[0].phrasings


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


async def test_an_entry_in_use_is_mended_from_where_it_was_found(town: Town) -> None:
    ha = await town.expert("Phạm Thu Hà", channel="web")
    await ha.says(f"/tracuu {ANSWERED_BY_BANK}")
    await ha.presses("Sửa mục này", on=await ha.hears("trước ngày 30/11"))
    card = await ha.hears("Mục cần kiểm tra lại")
    await ha.presses("Sửa", on=card)
    for part, text in (("Có hiệu lực từ", "1/3/2027"), ("Hiệu lực đến hết", "1/1/2027")):
        await ha.presses(part, on=await ha.hears("sửa phần nào"))
        await ha.hears("ngày nào?")
        await ha.says(text)
        card = await ha.hears("Mục cần kiểm tra lại")
        await ha.presses("Sửa", on=card)
    assert "đứng trước ngày có hiệu lực" in card.text
    assert "Duyệt bản sửa" not in card.buttons


async def test_three_who_were_not_helped_put_an_entry_under_review(town: Town) -> None:
    ha = await town.expert("Phạm Thu Hà")
    await town.officer("Trần Văn Minh")
    communes = ["06040", "06001", "06019"]
    for number, commune in enumerate(communes, 1):
        asker = await town.cadre(f"Người {number}", commune=commune, channel=("telegram", "web")[number % 2])
        assert not any("Mục cần xem lại" in bubble.text for bubble in ha.heard)
        await asker.says(ANSWERED_BY_BANK)
        await asker.presses("Chưa rõ, hỏi cán bộ", on=await asker.hears("trước ngày 30/11"))
        await asker.hears("Đã gửi câu hỏi")
    card = await ha.hears("Mục cần xem lại")
    assert "3 người nhận câu trả lời này báo chưa rõ" in card.text
    assert card.buttons == ("Vẫn đúng", "Sửa", "Bỏ khỏi ngân hàng", "Để sau")
    await ha.presses("Vẫn đúng", on=card)
    await ha.hears("Đã duyệt mục rà soát số")


async def test_one_who_says_no_thrice_is_one(town: Town) -> None:
    ha, lan = await town.expert("Phạm Thu Hà"), await town.cadre("Hoàng Thị Lan")
    await town.officer("Trần Văn Minh")
    for _ in range(3):
        await lan.says(ANSWERED_BY_BANK)
        bubble = await lan.hears("")
        while "trước ngày 30/11" not in bubble.text:
            if "câu hỏi mới" in bubble.text.lower() and bubble.buttons:
                await lan.presses(bubble.buttons[0], on=bubble)
            bubble = await lan.hears("")
        await lan.presses("Chưa rõ, hỏi cán bộ", on=bubble)
        await lan.hears("Đã gửi câu hỏi")
    await ha.says("/nganhang")
    await ha.hears("Không có mục nào chờ rà soát")


async def test_of_two_reviewers_one_decides_and_the_other_hears_who(town: Town) -> None:
    ha = await town.expert("Phạm Thu Hà")
    nga = await town.expert("Lê Thị Nga", channel="web")
    minh, lan = await town.officer("Trần Văn Minh"), await town.cadre("Hoàng Thị Lan")
    await proposes(town, lan, minh)
    cards = [await reviewer.hears("Mục mới chờ duyệt") for reviewer in (ha, nga)]
    for number, reviewer in enumerate((ha, nga)):
        await reviewer.presses("Duyệt", on=cards[number])
        cards[number] = await reviewer.hears("còn chỗ đã che: [họ tên], [số điện thoại]")
    await asyncio.gather(ha.presses("Vẫn duyệt", on=cards[0]), nga.presses("Vẫn duyệt", on=cards[1]))
    said = [await reviewer.hears("duyệt") for reviewer in (ha, nga)]
    winners = [bubble for bubble in said if bubble.text.startswith("Đã duyệt mục rà soát số")]
    losers = [bubble for bubble in said if "đã được" in bubble.text]
    assert (len(winners), len(losers)) == (1, 1), said
    review = await town.read(lambda tx: reviews.get(tx, 1))
    assert review.decided_by_name in losers[0].text
    assert len(await town.read(lambda tx: history.of(tx, "hoidap-1"))) == 1


async def test_who_has_not_seen_an_edit_does_not_publish_it(town: Town) -> None:
    ha = await town.expert("Phạm Thu Hà")
    nga = await town.expert("Lê Thị Nga", channel="web")
    minh, lan = await town.officer("Trần Văn Minh"), await town.cadre("Hoàng Thị Lan")
    await proposes(town, lan, minh)
    seen = await nga.hears("Mục mới chờ duyệt")
    await ha.presses("Sửa", on=await ha.hears("Mục mới chờ duyệt"))
    await ha.presses("Câu hỏi", on=await ha.hears("sửa phần nào"))
    await ha.hears("viết câu hỏi")
    await ha.says("Kinh phí hội chợ hàng Việt của xã lấy ở đâu?")
    await ha.hears("lấy ở đâu?")
    await nga.presses("Duyệt", on=seen)
    await nga.hears("đã khác so với thẻ")
    again = await nga.hears("Kinh phí hội chợ hàng Việt của xã lấy ở đâu?")
    await nga.presses("Duyệt", on=again)
    await nga.presses("Vẫn duyệt", on=await nga.hears("còn chỗ đã che"))
    await nga.hears("Đã duyệt mục rà soát số")


async def test_whoever_was_helped_teaches_the_bank_his_words(town: Town) -> None:
    ha = await town.expert("Phạm Thu Hà")
    said = [
        "ubnd xa phai bao cao viec thuc hien nhiem vu nganh cong thuong khi nao, gui cho ai a",
        "Báo cáo thực hiện nhiệm vụ ngành Công Thương của UBND xã gửi khi nào, cho ai? Gọi tôi 0912345678",
        "Xã phải báo cáo việc thực hiện nhiệm vụ ngành Công Thương khi nào và gửi cho ai vậy",
    ]
    for commune, text in zip(["06040", "06001", "06019"], said, strict=True):
        asker = await town.cadre(f"Người {commune}", commune=commune, channel="web")
        await asker.says(text)
        await asker.presses("Đã rõ", on=await asker.hears("trước ngày 30/11"))
        await asker.hears("Cảm ơn")
    card = await ha.hears("Cách hỏi mới")
    assert said[0] in card.text
    assert "0912345678" not in card.text
    await ha.presses("Duyệt bản sửa", on=card)
    await ha.hears("Đã duyệt mục rà soát số")
    [entry] = [entry for entry in await _entries(town) if entry.question == ANSWERED_BY_BANK]
    assert said[0] in entry.phrasings
    assert not entry.reviewed  # nobody has looked at what it says
    assert any("[số điện thoại]" in text for text in entry.phrasings)


async def test_what_is_long_unchecked_is_looked_at_again(town: Town) -> None:
    ha = await town.expert("Phạm Thu Hà", channel="web")
    await ha.says("/nganhang")
    assert "Kiểm tra lại 10 mục" not in (await ha.hears("Ngân hàng hỏi đáp: ")).buttons
    await town.forward(hours=24 * 181)
    await ha.says("/nganhang")
    desk = await ha.hears("Đến hạn kiểm tra lại")
    await ha.presses("Kiểm tra lại 10 mục", on=desk)
    card = await ha.hears("Mục cần kiểm tra lại")
    await ha.presses("Vẫn đúng", on=card)
    assert "Mục tiếp theo (9)" in (await ha.hears("Đã duyệt mục rà soát số")).buttons


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


async def test_two_merges_into_one_entry_lose_nothing(town: Town) -> None:
    ha, nga = await town.expert("Phạm Thu Hà"), await town.expert("Lê Thị Nga", channel="web")
    minh, lan = await town.officer("Trần Văn Minh"), await town.cadre("Hoàng Thị Lan", channel="web")
    tu = await town.cadre("Nông Văn Tư", commune="06001")
    said = [
        "Xã báo cáo việc thực hiện nhiệm vụ ngành Công Thương cho ai, khi nào",
        "UBND xã phải báo cáo thực hiện nhiệm vụ ngành Công Thương khi nào và gửi cho ai",
    ]
    cards = []
    for asker, text in zip((lan, tu), said, strict=True):
        await asker.says(text)
        await asker.presses("Chưa rõ, hỏi cán bộ", on=await asker.hears("trước ngày 30/11"))
        code = code_in(await asker.hears("Đã gửi câu hỏi"))
        await minh.says("Theo Nghị định 139/2025/NĐ-CP, gửi Sở.", reply_to=await minh.hears(code))
        await minh.presses("Đưa vào ngân hàng", on=await minh.hears("Đã gửi trả lời"))
        cards.append([await reviewer.hears("Mục mới chờ duyệt") for reviewer in (ha, nga)])
    await asyncio.gather(ha.presses("Gộp vào mục 1", on=cards[0][0]), nga.presses("Gộp vào mục 1", on=cards[1][1]))
    for reviewer in (ha, nga):
        await reviewer.hears("thành một cách hỏi")
    [entry] = [entry for entry in await _entries(town) if entry.question == ANSWERED_BY_BANK]
    assert set(said) <= set(entry.phrasings)


async def test_the_desk_is_shut_for_others(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    for phone in (minh, lan):
        await phone.says("/nganhang")
        await phone.hears("dành cho chuyên viên và quản trị của Bộ")


async def test_what_several_asked_becomes_one_entry(town: Town) -> None:
    ha, minh = await town.expert("Phạm Thu Hà"), await town.officer("Trần Văn Minh")
    other = "kinh phí hỗ trợ xã tổ chức hội chợ hàng Việt cuối năm? gọi tôi 0912345678"
    for number, (commune, text) in enumerate([("06040", UNKNOWN), ("06001", other)]):
        asker = await town.cadre(f"Người {number}", commune=commune, channel="web")
        code = code_in(await asks_a_person(asker, text))
    await minh.says(ANSWER, reply_to=await minh.hears(code))
    await minh.hears("Đã gửi trả lời")
    await ha.says("/nganhang")
    await ha.presses("Câu chưa có trong ngân hàng", on=await ha.hears("Ngân hàng hỏi đáp: "))
    log = await ha.hears("chưa có mục trả lời")
    assert "0912345678" not in log.text
    assert "30 ngày qua có 2 câu hỏi" in log.text
    assert "(2 câu)" in log.text
    await ha.presses("Soạn mục từ nhóm 1", on=log)
    card = await ha.hears("Mục mới chờ duyệt")
    assert UNKNOWN in card.text
    assert "kinh phí hỗ trợ xã tổ chức" in card.text
    assert "0912345678" not in card.text
    assert "Xã lập dự toán" in card.text
    await ha.presses("Duyệt", on=card)
    await ha.presses("Vẫn duyệt", on=await ha.hears("còn chỗ đã che"))
    await ha.hears("Đã duyệt mục rà soát số")
    await town.looks_round()
    await ha.says("/nganhang")
    await ha.presses("Câu chưa có trong ngân hàng", on=await ha.hears("Không có mục nào chờ"))
    assert "30 ngày qua có 0 câu hỏi" in (await ha.hears("chưa có mục trả lời")).text


async def test_an_entry_is_written_by_hand(town: Town) -> None:
    ha, lan = await town.admin("Vũ Đức Anh"), await town.cadre("Hoàng Thị Lan", channel="web")
    await ha.says("/nganhang")
    await ha.presses("Soạn mục mới", on=await ha.hears("Ngân hàng hỏi đáp: "))
    await ha.presses("Thương mại điện tử", on=await ha.hears("thuộc lĩnh vực nào"))
    for wanted, text in (("câu hỏi", "Bán cây bao báp qua mạng có phải báo xã không?"),
                         ("câu trả lời", "Không phải báo xã."), ("căn cứ", LAW)):  # fmt: skip
        await ha.hears(f"Anh/chị viết {wanted}")
        await ha.says(text)
    await ha.presses("Duyệt", on=await ha.hears("bao báp"))
    await ha.hears("Đã duyệt mục rà soát số")
    await town.looks_round()
    await lan.says("ban cay bao bap qua mang co phai bao xa khong")
    await lan.hears("Không phải báo xã.")
