"""A question goes on: to another officer, to the ministry, to a deputy, to whoever joins later."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete

from storage.seats import Role
from storage.tables import links
from tests.phones import TelegramPhone
from tests.stories.moves import MAE, OTHER_UNKNOWN, UNKNOWN, all_of, asks_a_person, code_in, pair
from tests.talk import Town

REASON = "Vượt thẩm quyền, xin Vụ Thị trường trong nước cho ý kiến."


async def test_to_another_officer_of_the_province_of_either_ministry(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    tuan = await town.officer("Lê Anh Tuấn", channel="web")
    hoa = await town.officer("Đỗ Thị Hoa", ministry="MAE")
    other = await town.officer("Người Tỉnh Khác", province="22")
    receipt = await asks_a_person(lan)
    code, due = code_in(receipt), receipt.text.splitlines()[1]
    card = await minh.hears("Câu hỏi mới")
    await minh.presses("Chuyển người khác", on=card)
    whom = await minh.hears("cho ai?")
    assert whom.buttons == ("Lê Anh Tuấn (Bộ Công Thương)", "Đỗ Thị Hoa (Bộ Nông nghiệp và Môi trường)")
    await minh.presses("Lê Anh Tuấn (Bộ Công Thương)", on=whom)
    await minh.hears("Đã chuyển câu hỏi")
    told = await lan.hears("nay do Lê Anh Tuấn phụ trách")
    assert due in told.text  # the deadline does not move
    moved = await tuan.hears("Trần Văn Minh chuyển cho Anh/chị câu hỏi " + code)

    await tuan.presses("Chuyển người khác", on=moved)
    await tuan.presses("Đỗ Thị Hoa (Bộ Nông nghiệp và Môi trường)", on=await tuan.hears("cho ai?"))
    await lan.hears("nay do Đỗ Thị Hoa phụ trách")
    await hoa.says("Việc này của Sở Nông nghiệp.", reply_to=await hoa.hears("Lê Anh Tuấn chuyển cho Anh/chị"))
    await hoa.hears("Đã gửi trả lời")
    assert "cán bộ biệt phái Bộ Nông nghiệp và Môi trường" in (await lan.hears("Sở Nông nghiệp.")).text
    await minh.presses("Trả lời", on=card)
    await minh.hears("Nút đã cũ")  # it is the other ministry's now
    assert code not in await all_of(other)


@pytest.mark.parametrize("asker", ["telegram", "web"])
async def test_up_to_the_ministry_with_a_reason_and_without(town: Town, asker: str) -> None:
    lan, minh = await pair(town, asker, "web" if asker == "telegram" else "telegram")
    binh = await town.expert("Phạm Quốc Bình", channel=asker)
    colleague = await town.cadre("Nông Văn Dũng")
    receipt = await asks_a_person(lan)
    code, due = code_in(receipt), receipt.text.splitlines()[1].removeprefix("Hạn trả lời: ").rstrip(".")
    card = await minh.hears("Câu hỏi mới")
    await minh.presses("Chuyển cấp trên", on=card)
    await minh.hears("sẽ được chuyển tới đầu mối Bộ Công Thương")
    await minh.says(REASON)
    await minh.hears("Đã chuyển câu hỏi")
    told = await lan.hears("đã được chuyển tới đầu mối Bộ Công Thương")
    assert due in told.text
    up = await binh.hears(f"Câu hỏi {code} do Trần Văn Minh chuyển lên Anh/chị")
    assert REASON in up.text
    assert "Chuyển cấp trên" not in up.buttons
    await minh.presses("Chuyển cấp trên", on=card)
    await minh.hears("đã được chuyển lên trước đó, nay do đầu mối Bộ Công Thương xử lý")

    await binh.says("Áp dụng Nghị định 60/2024.", reply_to=up)
    await binh.hears("Đã gửi trả lời")
    answer = await lan.hears("Áp dụng Nghị định 60/2024.")
    assert "Phạm Quốc Bình, Bộ Công Thương, " in answer.text
    for phone in (lan, colleague):
        await phone.says(code)
        await phone.hears("Câu hỏi " + code)
        assert REASON not in await all_of(phone)

    await lan.says(OTHER_UNKNOWN)
    await lan.presses("Câu hỏi mới", on=await lan.hears("câu hỏi mới hay bổ sung"))
    await lan.presses("Thuộc Bộ Công Thương", on=await lan.hears("lĩnh vực nào"))
    await minh.presses("Chuyển cấp trên", on=await minh.hears("Câu hỏi mới"))
    await minh.hears("sẽ được chuyển tới đầu mối Bộ Công Thương")
    await minh.says("chuyen ngay")  # the button, typed
    second = await binh.hears("do Trần Văn Minh chuyển lên Anh/chị")
    assert "chuyen ngay" not in second.text
    assert "chuyển cấp trên vì" not in second.text


async def test_away_with_a_deputy_and_back(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    tuan = await town.officer("Lê Anh Tuấn")
    await minh.says("/truc")
    await minh.presses("Nhờ Lê Anh Tuấn thay", on=await minh.hears("Anh/chị đang trực"))
    duty = await minh.hears("Người thay: Lê Anh Tuấn")
    await tuan.hears("Trần Văn Minh nhờ Anh/chị trả lời thay")
    await minh.presses("Báo vắng", on=duty)
    await minh.hears("vắng đến hết ngày nào")
    await minh.says("hôm nào đó")
    await minh.hears("Chưa đọc được ngày")
    await minh.says("den 25/12")
    assert "25/12" in (await minh.hears("Anh/chị đang vắng đến")).text

    receipt = await asks_a_person(lan)
    assert "tới Lê Anh Tuấn" in receipt.text
    assert code_in(await tuan.hears("Câu hỏi mới")) == code_in(receipt)
    await tuan.says("/truc")
    await tuan.presses("Báo vắng", on=await tuan.hears("Lịch trực"))
    await tuan.presses("Chưa rõ ngày về", on=await tuan.hears("vắng đến hết ngày nào"))
    await tuan.hears("Anh/chị đang vắng đến khi Anh/chị báo về")
    await minh.says("da tro lai")
    await minh.hears("Anh/chị đang trực")
    await lan.says(OTHER_UNKNOWN)
    await lan.presses("Câu hỏi mới", on=await lan.hears("câu hỏi mới hay bổ sung"))
    await lan.presses("Thuộc Bộ Công Thương", on=await lan.hears("lĩnh vực nào"))
    assert "tới Trần Văn Minh" in (await lan.hears("Đã gửi câu hỏi")).text


async def test_nobody_on_duty_is_told_at_once_and_who_joins_later_adopts(town: Town) -> None:
    ha = await town.admin("Nguyễn Thu Hà", channel="web")
    lan = await town.cadre("Hoàng Thị Lan")
    receipt = await asks_a_person(lan)
    assert "tới đầu mối Bộ Công Thương" in receipt.text
    code = code_in(receipt)
    await ha.presses("Xem câu hỏi", on=await ha.hears("Không có cán bộ trực cho câu hỏi " + code))
    await ha.hears("Câu hỏi " + code)

    minh = await town.officer("Trần Văn Minh")
    card = await minh.hears("Câu hỏi mới " + code)
    await lan.hears("nay do Trần Văn Minh phụ trách")
    await minh.says("Đã nhận, trả lời ngay.", reply_to=card)
    await lan.hears("Đã nhận, trả lời ngay.")


async def test_an_officer_whose_term_begins_later_finds_what_waited(town: Town) -> None:
    tomorrow = town.clock.today() + timedelta(days=1)
    minh = town.on_telegram("Trần Văn Minh")
    await minh.says(await town.invited(Role.OFFICER, "20", "MOIT", seat_from=tomorrow))
    await minh.hears("Đã nhận mã")
    lan = await town.cadre("Hoàng Thị Lan")
    assert "tới đầu mối Bộ Công Thương" in (await asks_a_person(lan)).text
    town.clock.forward(timedelta(days=1))
    await town.looks_round()
    await minh.hears("Câu hỏi mới")
    await lan.hears("nay do Trần Văn Minh phụ trách")


async def test_an_officer_who_cannot_be_reached_loses_his_questions_to_a_colleague(town: Town) -> None:
    ha = await town.admin("Nguyễn Thu Hà", channel="web")
    minh = await town.officer("Trần Văn Minh")
    duc = await town.officer("Lê Đức", channel="web")
    lan = await town.cadre("Hoàng Thị Lan")
    assert isinstance(minh, TelegramPhone)
    minh.user.deactivates()
    await asks_a_person(lan)
    await ha.hears("Không gửi được tin cho Trần Văn Minh")
    card = await duc.hears("Câu hỏi mới")
    await lan.hears("nay do Lê Đức phụ trách")
    await duc.says("Tôi trả lời thay.", reply_to=card)
    await lan.hears("Tôi trả lời thay.")


async def test_a_ministry_without_anybody_is_the_other_admins_concern(town: Town) -> None:
    ha = await town.admin("Nguyễn Thu Hà", ministry="MAE")
    lan = await town.cadre("Hoàng Thị Lan")
    await asks_a_person(lan)
    told = await ha.hears("Không có cán bộ trực")
    assert told.buttons == ()
    assert UNKNOWN not in await all_of(ha)


async def test_a_reply_to_a_card_whose_link_was_lost_is_still_its_answer(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    lan = await town.cadre("Hoàng Thị Lan")
    await asks_a_person(lan)
    card = await minh.hears("Câu hỏi mới")
    await town.app.db.write(lambda tx: tx.change(delete(links).where(links.c.role == "card")))
    await minh.says("Trả lời dù mất liên kết.", reply_to=card)
    await lan.hears("Trả lời dù mất liên kết.")


async def test_the_queue_is_in_order_of_deadlines_and_paged(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh", channel="web")
    hoa = await town.officer("Đỗ Thị Hoa", ministry="MAE")
    codes: list[str] = []
    cadres = [await town.cadre(f"Cán bộ {n}") for n in range(4)]
    for number in range(20):
        lan = cadres[number % 4]
        if number < 19:
            await lan.says(OTHER_UNKNOWN)
        else:  # written two hours ago, in a valley without a network: its deadline is the first
            assert isinstance(lan, TelegramPhone)
            await lan.user.says(OTHER_UNKNOWN, at=town.clock.business() - timedelta(hours=2))
        if number >= 4:
            await lan.presses("Câu hỏi mới", on=await lan.hears("câu hỏi mới hay bổ sung"))
        await lan.presses("Thuộc Bộ Công Thương", on=await lan.hears("lĩnh vực nào"))
        codes.append(code_in(await lan.hears("Đã gửi câu hỏi")))
        await town.forward(minutes=1)
    await minh.says("/hangdoi")
    seen: list[str] = []
    for shown, left in ((8, 12), (8, 4), (4, 0)):
        page = await minh.hears("20 câu hỏi chờ trả lời")
        seen += [line.split()[1] for line in page.text.splitlines() if line[:1].isdigit() and line[1:3] == ". "]
        numbers = tuple(str(n) for n in range(1, shown + 1))
        assert page.buttons == (numbers + ((f"Xem tiếp ({left})",) if left else ()))
        if left:
            await minh.says(str(shown + 1) if left == 12 else f"xem tiep ({left})")
    assert seen == [codes[19], *codes[:19]]
    await minh.says("4")
    await minh.hears("Câu hỏi " + codes[18])
    await town.forward(hours=24)
    await minh.says("/hangdoi")
    assert "QUÁ HẠN từ" in (await minh.hears("20 câu hỏi chờ trả lời")).text
    await hoa.says("/hangdoi")
    await hoa.hears("Không còn câu hỏi nào chờ")
    await cadres[0].says("/hangdoi")
    await cadres[0].hears("Lệnh này dành cho cán bộ biệt phái")


async def test_a_land_question_goes_to_the_ministry_of_land(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh")
    hoa = await town.officer("Đỗ Thị Hoa", ministry="MAE")
    lan = await town.cadre("Hoàng Thị Lan", channel="web")
    receipt = await asks_a_person(lan, ministry=MAE)
    assert "Đỗ Thị Hoa" in receipt.text
    await hoa.hears("Câu hỏi mới")
    assert code_in(receipt) not in await all_of(minh)
