"""How an entry comes to be: proposed from an answer, from questions or by hand, reviewed, and in use."""

from __future__ import annotations

import asyncio

import pytest

from storage.bank import history, reviews
from tests.phones import Bubble, Phone
from tests.stories.moves import ANSWERED_BY_BANK, UNKNOWN, asks_a_person, code_in, entries
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
    there = [entry for entry in await entries(town) if entry.question == ANSWERED_BY_BANK]
    assert "Xã báo cáo việc thực hiện nhiệm vụ ngành Công Thương cho ai, khi nào" in there[0].phrasings


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
    [entry] = [entry for entry in await entries(town) if entry.question == ANSWERED_BY_BANK]
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
