"""What is beyond somebody's authority: up to the lead and the bureau, back with advice, and others' opinions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import clocks, desks, duties, opinions, questions, seats
from storage.clocks import Kind
from storage.desks import Bureau
from tests.phones import Phone
from tests.stories.moves import all_of, asks_a_person, chooses_else, code_in, pair
from tests.stories.test_routing import seat_of
from tests.talk import Town

GENERAL = "moit-general"
POWER, MARKET = "Cục Điện lực", "Cục Quản lý và Phát triển thị trường trong nước"
BOTH = [("telegram", "web"), ("web", "telegram")]
SECRET = "Việc này Bộ đang sửa Thông tư, chưa nói ra ngoài."


async def has_bureaus(town: Town) -> None:
    """Two bureaus of the ministry of industry; the one of markets answers what these stories ask."""
    for bureau in (
        Bureau("MOIT-DTDL", "MOIT", "cục", POWER, frozenset({"electricity"})),
        Bureau("MOIT-TTTN", "MOIT", "cục", MARKET, frozenset({GENERAL, "markets"})),
    ):
        await town.app.db.write(lambda tx, one=bureau: desks.put(tx, one))  # type: ignore[misc]


async def is_lead(town: Town, name: str) -> None:
    seat = await seat_of(town, name)
    await town.app.db.write(lambda tx: duties.set_lead(tx, seat, lead=True))


async def goes_up(phone: Phone, card_of: str, to: str) -> None:
    """Hands up without a reason."""
    await phone.presses("Chuyển cấp trên", on=await phone.hears(card_of))
    await phone.presses("Chuyển ngay", on=await phone.hears(f"sẽ được chuyển tới {to}"))
    await phone.hears("Đã chuyển câu hỏi")


@pytest.mark.parametrize(("asker", "officer"), BOTH)
async def test_to_the_lead_then_to_the_bureau_of_the_field(town: Town, asker: str, officer: str) -> None:
    await has_bureaus(town)
    lan, minh = await pair(town, asker, officer)
    tuan = await town.officer("Lê Anh Tuấn", channel=asker)
    await is_lead(town, "Lê Anh Tuấn")
    binh = await town.expert("Phạm Quốc Bình", channel=officer, unit="MOIT-TTTN")
    ha = await town.expert("Vũ Thu Hà", channel=asker)
    receipt = await asks_a_person(lan)
    code, due = code_in(receipt), receipt.text.splitlines()[1].removeprefix("Hạn trả lời: ").rstrip(".")
    await town.app.db.write(lambda tx: questions.rewrite(tx, 1, holder_seat_id=1))
    await goes_up(minh, "Câu hỏi mới " + code, "Lê Anh Tuấn, đầu mối cán bộ biệt phái của tỉnh")
    told = await lan.hears("đã được chuyển tới Lê Anh Tuấn, đầu mối cán bộ biệt phái của tỉnh")
    assert f"hạn ban đầu vẫn ghi nhận: {due}" in told.text
    assert await town.read(lambda tx: clocks.running_until(tx, 1, Kind.DESK)) is not None
    await minh.presses("Chuyển cấp trên", on=next(b for b in minh.heard if b.text.startswith("Câu hỏi mới " + code)))
    await minh.hears("đã được chuyển lên trước đó, nay do Lê Anh Tuấn xử lý")

    await town.forward(hours=2)
    await goes_up(tuan, f"Câu hỏi {code} do Trần Văn Minh chuyển lên Anh/chị", f"{MARKET}, Bộ Công Thương")
    await lan.hears(f"đã được chuyển tới {MARKET}, Bộ Công Thương")
    up = await binh.hears(f"Câu hỏi {code} do Lê Anh Tuấn chuyển lên Anh/chị")
    assert "Hạn riêng của nơi đang xử lý" in up.text
    assert "Chuyển cấp trên" not in up.buttons
    runs = [c for c in await town.read(lambda tx: clocks.of(tx, 1)) if c.stopped_at is None]
    assert [clock.kind for clock in runs] == [Kind.ANSWER, Kind.DESK]
    assert code not in await all_of(ha)  # the ministry's own desk was not asked
    await lan.says(code)
    assert f"Đang xử lý: {MARKET}, Bộ Công Thương" in (await lan.hears("Câu hỏi " + code)).text
    await binh.says("Áp dụng Nghị định 60/2024.", reply_to=up)
    answer = await lan.hears("Áp dụng Nghị định 60/2024.")
    assert f"Phạm Quốc Bình, {MARKET}, Bộ Công Thương, " in answer.text
    copy = await minh.hears("Bản gửi Anh/chị biết; Hoàng Thị Lan đã nhận được trả lời này.")
    assert "Áp dụng Nghị định 60/2024." in copy.text


@pytest.mark.parametrize(("asker", "officer"), BOTH)
async def test_back_with_advice_that_the_asker_never_sees(town: Town, asker: str, officer: str) -> None:
    await has_bureaus(town)
    lan, minh = await pair(town, asker, officer)
    binh = await town.expert("Phạm Quốc Bình", channel=asker, unit="MOIT-TTTN")
    receipt = await asks_a_person(lan)
    code, due = code_in(receipt), receipt.text.splitlines()[1].removeprefix("Hạn trả lời: ").rstrip(".")
    await goes_up(minh, "Câu hỏi mới " + code, MARKET)
    await binh.presses("Trả lại kèm ý kiến", on=await binh.hears("do Trần Văn Minh chuyển lên"))
    await binh.hears("Mời Anh/chị nhập ý kiến để Trần Văn Minh trả lời câu hỏi " + code)
    await binh.says(SECRET)
    done = await binh.hears("Đã trả lại câu hỏi " + code)
    assert f"Hạn trả lời vẫn là {due}" in done.text
    back = await minh.hears(f"Phạm Quốc Bình trả lại câu hỏi {code} kèm ý kiến")
    assert f"Nội bộ · Phạm Quốc Bình trả lại kèm ý kiến (người hỏi không thấy):\n{SECRET}" in back.text
    assert f"Hạn trả lời: {due}" in (await lan.hears("nay do Trần Văn Minh phụ trách")).text
    assert await town.read(lambda tx: clocks.running_until(tx, 1, Kind.DESK)) is None
    await binh.says("Và xem thêm Điều 5.", reply_to=done)  # he thought of something more
    await minh.hears("Và xem thêm Điều 5.")
    await minh.says("Xin báo cáo Sở trước.", reply_to=back)
    assert "Có ý kiến của" not in (await lan.hears("Xin báo cáo Sở trước.")).text
    await lan.says(code)
    await lan.hears("Câu hỏi " + code)
    assert SECRET not in await all_of(lan)


async def test_a_desk_cannot_give_back_what_is_its_own_or_what_nobody_would_take(town: Town) -> None:
    await has_bureaus(town)
    lan, minh = await pair(town, "telegram", "web")
    binh = await town.expert("Phạm Quốc Bình", unit="MOIT-TTTN")
    code = code_in(await asks_a_person(lan))
    await goes_up(minh, "Câu hỏi mới " + code, MARKET)
    up = await binh.hears("do Trần Văn Minh chuyển lên")
    await binh.presses("Trả lại kèm ý kiến", on=up)
    await binh.hears("Mời Anh/chị nhập ý kiến")
    seat = await seat_of(town, "Trần Văn Minh")
    today = town.clock.today()
    # The term ends while the advice is being written.
    await town.app.db.write(lambda tx: seats.prolong(tx, seat.id, today - timedelta(days=1)))
    await binh.says(SECRET)
    await binh.hears("không có cán bộ biệt phái trực để nhận lại câu hỏi " + code)
    kept = await town.read(lambda tx: questions.get(tx, 1))
    assert (kept.desk, kept.holder_seat_id) == ("MOIT-TTTN", None)


@pytest.mark.parametrize(("asker", "officer"), BOTH)
async def test_two_desks_with_one_joint_answer(town: Town, asker: str, officer: str) -> None:
    await has_bureaus(town)
    lan, minh = await pair(town, asker, officer)
    binh = await town.expert("Phạm Quốc Bình", channel=asker, unit="MOIT-TTTN")
    ha = await town.expert("Vũ Thu Hà", channel=officer, unit="MOIT-DTDL")
    code = code_in(await asks_a_person(lan))
    await goes_up(minh, "Câu hỏi mới " + code, MARKET)
    await chooses_else(binh, "Xin ý kiến", on=await binh.hears("do Trần Văn Minh chuyển lên"))
    await binh.presses(POWER, on=await binh.hears("Xin ý kiến ai về câu hỏi " + code))
    await binh.hears(f"Anh/chị cần {POWER}, Bộ Công Thương cho ý kiến gì")
    await binh.says("Phần điện chiếu sáng hội chợ thì sao?")
    asked = await binh.hears(f"Đã xin ý kiến {POWER}, Bộ Công Thương")
    assert "cần có trước" in asked.text
    card = await ha.hears(f"Phạm Quốc Bình xin ý kiến Anh/chị về câu hỏi {code}")
    assert "Phần điện chiếu sáng hội chợ thì sao?" in card.text
    assert "người hỏi không thấy" in card.text
    assert card.buttons == ("Cho ý kiến",)
    given = await ha.says("Điện chiếu sáng theo hợp đồng mua bán điện.", reply_to=card)
    await ha.hears("Đã chuyển ý kiến của Anh/chị về câu hỏi")
    note = await binh.hears(f"Vũ Thu Hà ({POWER}) cho ý kiến về câu hỏi {code}")
    await ha.edits(given, "Điện chiếu sáng theo hợp đồng mua bán điện, Điều 22.")
    assert (await binh.hears("Điều 22.")).id == note.id
    assert [c.kind for c in await town.read(lambda tx: clocks.of(tx, 1)) if c.stopped_at is None] == [
        Kind.ANSWER, Kind.DESK,
    ]  # fmt: skip
    await binh.says("Cảm ơn chị, có áp dụng từ tháng này không?", reply_to=note)  # goes on inside
    await ha.hears("Cảm ơn chị, có áp dụng từ tháng này không?")
    await binh.presses("Trả lời", on=note)
    await binh.hears("Mời Anh/chị nhập câu trả lời")
    await binh.says("Được hỗ trợ; điện theo hợp đồng.")
    answer = await lan.hears("Được hỗ trợ; điện theo hợp đồng.")
    assert f"Có ý kiến của: {POWER}, Bộ Công Thương" in answer.text
    text = await all_of(lan)
    assert "Vũ Thu Hà" not in text
    assert "chiếu sáng hội chợ" not in text
    assert "Cảm ơn chị" not in text


async def test_a_part_that_is_late_is_told_to_the_desk_that_owes_it(town: Town) -> None:
    await has_bureaus(town)
    lan, minh = await pair(town, "telegram", "web")
    ha = await town.expert("Vũ Thu Hà", channel="web", unit="MOIT-DTDL")
    code = code_in(await asks_a_person(lan))
    await chooses_else(minh, "Xin ý kiến", on=await minh.hears("Câu hỏi mới " + code))
    await minh.presses(POWER, on=await minh.hears("Xin ý kiến ai"))
    await minh.presses("Gửi nguyên câu hỏi", on=await minh.hears("cho ý kiến gì"))
    await ha.hears("Trần Văn Minh xin ý kiến Anh/chị về câu hỏi " + code)
    await ha.says("/hangdoi")
    listed = await ha.hears("1 câu hỏi đang chờ ý kiến của Anh/chị")
    assert code in listed.text
    await town.forward(hours=24)
    late = await ha.hears(f"Cảnh báo: câu hỏi {code} đã đến hạn")
    assert "(hạn cho ý kiến của đơn vị được hỏi)" in late.text
    await ha.presses("Cho ý kiến", on=late)
    await ha.hears("Mời Anh/chị nhập ý kiến về câu hỏi " + code)
    await ha.says("Không thuộc điện lực.")
    note = await minh.hears(f"Vũ Thu Hà ({POWER}) cho ý kiến về câu hỏi {code}")
    assert note.buttons == ("Trả lời",)  # what was said inside is never sent on as it is
    assert "Không thuộc điện lực." not in await all_of(lan)


@pytest.mark.parametrize(("asker", "officer"), BOTH)
async def test_a_colleagues_opinion_stays_inside_and_is_not_waited_for(town: Town, asker: str, officer: str) -> None:
    lan, minh = await pair(town, asker, officer)
    hoa = await town.officer("Đỗ Thị Hoa", ministry="MAE", channel=asker)
    code = code_in(await asks_a_person(lan))
    card = await minh.hears("Câu hỏi mới " + code)
    await hoa.says(code)
    await hoa.hears("Không tìm thấy")
    await chooses_else(minh, "Xin ý kiến", on=card)
    await minh.presses(
        "Đỗ Thị Hoa (Bộ Nông nghiệp và Môi trường)", on=await minh.hears("Xin ý kiến ai về câu hỏi " + code)
    )
    await minh.presses("Gửi nguyên câu hỏi", on=await minh.hears("Anh/chị cần Đỗ Thị Hoa cho ý kiến gì"))
    await minh.hears("Đã xin ý kiến Đỗ Thị Hoa")
    asked = await hoa.hears("xin ý kiến Anh/chị về câu hỏi " + code)
    await hoa.says(code)  # who is asked may read it
    shown = await hoa.hears("Câu hỏi " + code + "\nChờ trả lời")
    assert shown.buttons == ("Cho ý kiến",)
    await minh.says("Trả lời luôn đây.", reply_to=card)
    await lan.hears("Trả lời luôn đây.")
    await hoa.hears(f"Câu hỏi {code} đã được trả lời, không cần ý kiến nữa")
    await hoa.says("Theo tôi thì khác.", reply_to=asked)
    await hoa.hears("đã được trả lời trước đó. Ý kiến của Anh/chị được lưu và đã chuyển tới Trần Văn Minh")
    assert "Theo tôi thì khác." in (await minh.hears("cho ý kiến về câu hỏi " + code)).text
    assert "Theo tôi" not in await all_of(lan)
    kept = await town.read(lambda tx: opinions.of(tx, 1))
    assert [opinion.ended_at is not None for opinion in kept] == [True]


@pytest.mark.parametrize(("asker", "officer"), BOTH)
async def test_an_opinion_that_is_typed_without_a_reply_goes_nowhere_unasked(
    town: Town, asker: str, officer: str
) -> None:
    lan, minh = await pair(town, asker, officer)
    hoa = await town.officer("Đỗ Thị Hoa", ministry="MAE", channel=asker)
    code = code_in(await asks_a_person(lan))
    await chooses_else(minh, "Xin ý kiến", on=await minh.hears("Câu hỏi mới " + code))
    await minh.presses("Đỗ Thị Hoa (Bộ Nông nghiệp và Môi trường)", on=await minh.hears("Xin ý kiến ai"))
    await minh.presses("Gửi nguyên câu hỏi", on=await minh.hears("Anh/chị cần Đỗ Thị Hoa cho ý kiến gì"))
    await hoa.hears("xin ý kiến Anh/chị về câu hỏi " + code)
    await hoa.says(SECRET)
    asked = await hoa.hears("Tin vừa rồi là ý kiến về câu hỏi nào?")
    assert "người hỏi không thấy" in asked.text
    assert SECRET not in await all_of(minh)
    await hoa.presses(f"Ý kiến về {code}", on=asked)
    await hoa.hears("Đã chuyển ý kiến")
    assert SECRET in (await minh.hears("cho ý kiến về câu hỏi " + code)).text
    await hoa.presses(f"Ý kiến về {code}", on=asked)
    await hoa.hears("được gửi đi trước đó")
    assert (await all_of(minh)).count(SECRET) == 1
    assert SECRET not in await all_of(lan)


async def test_an_opinion_that_is_asked_for_stands_beside_his_own_questions(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    hoa = await town.officer("Đỗ Thị Hoa", ministry="MAE")
    code = code_in(await asks_a_person(lan))
    await chooses_else(minh, "Xin ý kiến", on=await minh.hears("Câu hỏi mới " + code))
    await minh.presses("Đỗ Thị Hoa (Bộ Nông nghiệp và Môi trường)", on=await minh.hears("Xin ý kiến ai"))
    await minh.presses("Gửi nguyên câu hỏi", on=await minh.hears("Anh/chị cần Đỗ Thị Hoa cho ý kiến gì"))
    seat = await seat_of(town, "Đỗ Thị Hoa")
    own = code_in(await asks_a_person(await town.cadre("Vi Thị Nga")))
    await town.app.db.write(lambda tx: questions.rewrite(tx, 2, holder_seat_id=seat.id))
    await hoa.says(SECRET)
    both = await hoa.hears("Tin vừa rồi trả lời câu hỏi nào?")
    assert own in both.text
    inside = both.text.partition("Hay là ý kiến mà Anh/chị được hỏi?")[2]
    assert "người hỏi không thấy" in inside
    assert f"2. {code}" in inside
    assert both.buttons[:2] == ("1", f"Ý kiến về {code}")
    await hoa.presses(f"Ý kiến về {code}", on=both)
    assert SECRET in (await minh.hears("cho ý kiến về câu hỏi " + code)).text
    assert SECRET not in await all_of(lan)


async def test_what_experts_answer_goes_through_the_officer_where_that_is_laid_down(town: Town) -> None:
    await has_bureaus(town)
    nga = await town.admin("Nguyễn Thu Nga")
    lan, minh = await pair(town, "telegram", "web")
    binh = await town.expert("Phạm Quốc Bình", unit="MOIT-TTTN")
    await nga.says("/canbo")
    await nga.presses("Cục, vụ của Bộ", on=await nga.hears("Bộ Công Thương: 1 người"))
    listed = await nga.hears("Bộ Công Thương: 2 cục, vụ nhận câu hỏi chuyển lên")
    assert f"{MARKET}: 1 chuyên viên, 0 câu hỏi đang chờ" in listed.text
    await nga.presses("Đổi: gửi qua cán bộ biệt phái", on=listed)
    await nga.hears("gửi cho cán bộ biệt phái để chuyển tới người hỏi")
    code = code_in(await asks_a_person(lan))
    await goes_up(minh, "Câu hỏi mới " + code, MARKET)
    await binh.says("Theo Điều 9.", reply_to=await binh.hears("do Trần Văn Minh chuyển lên"))
    await binh.hears(f"Đã chuyển nội dung trả lời câu hỏi {code} cho Trần Văn Minh để gửi người hỏi")
    back = await minh.hears(f"Phạm Quốc Bình đã có nội dung trả lời câu hỏi {code}")
    assert "Theo Điều 9." not in await all_of(lan)
    await minh.presses("Gửi nguyên văn cho người hỏi", on=back)
    answer = await lan.hears("Theo Điều 9.")
    await minh.presses("Gửi nguyên văn cho người hỏi", on=back)  # a second tap sends nothing
    await minh.hears("nút vừa bấm không dùng được nữa")
    assert (await all_of(lan)).count("Theo Điều 9.") == 1
    assert "Trần Văn Minh, cán bộ biệt phái Bộ Công Thương" in answer.text
    assert f"Có ý kiến của: {MARKET}, Bộ Công Thương" in answer.text
