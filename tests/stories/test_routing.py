"""Who gets a question: by room and field of seats, by a ministry's own rules, and after its field was corrected."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handlers.rules import policies
from handlers.rules.policies import Policies, Within
from handlers.rules.policy import Measure, Policy
from storage import audit, clocks, duties, questions, routes, rulings, seats
from storage.routes import NewRoute
from storage.seats import Seat
from tests.phones import Bubble, Phone
from tests.stories.moves import (
    MAE,
    OTHER_UNKNOWN,
    UNKNOWN,
    all_of,
    asks_a_person,
    chooses_else,
    chooses_ministry,
    code_in,
    pair,
)
from tests.stories.test_groups import CHAT, topic_of
from tests.talk import Town

GENERAL = "moit-general"
"""What is chosen by naming the ministry alone."""
WRONG = "Sai lĩnh vực"


async def seat_of(town: Town, name: str, province: str = "20") -> Seat:
    there = await town.read(lambda tx: seats.colleagues(tx, province, town.clock.today()))
    found: Seat = next(seat for seat in there if seat.person_name == name)
    return found


async def has_room_for(town: Town, name: str, capacity: int) -> None:
    seat = await seat_of(town, name)
    await town.app.db.write(lambda tx: duties.set_capacity(tx, seat.id, capacity))


async def answers_only(town: Town, name: str, *fields: str) -> None:
    seat = await seat_of(town, name)
    await town.app.db.write(lambda tx: duties.set_fields(tx, seat.id, fields))


async def goes(town: Town, **to: object) -> None:
    """A rule of the ministry of industry from today on."""
    nothing = dict.fromkeys(("field", "province", "commune", "seat_id", "group_province", "valid_until"))
    new = NewRoute(**{"ministry": "MOIT", "valid_from": town.clock.today(), **nothing, **to})  # type: ignore[arg-type]
    await town.app.db.write(lambda tx: routes.make(tx, new, town.clock.machine()))


async def asks_another(phone: Phone) -> Bubble:
    await phone.says(OTHER_UNKNOWN)
    await phone.presses("Câu hỏi mới", on=await phone.hears("câu hỏi mới hay bổ sung"))
    return await chooses_ministry(phone)


async def test_who_has_enough_is_stood_in_for_and_in_the_end_gets_it_all_the_same(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    tuan = await town.officer("Lê Anh Tuấn")
    await minh.says("/truc")
    await minh.presses("Nhờ Lê Anh Tuấn thay", on=await minh.hears("Anh/chị đang trực"))
    await tuan.hears("nhờ Anh/chị trả lời thay")
    await answers_only(town, "Trần Văn Minh", GENERAL)
    await has_room_for(town, "Trần Văn Minh", 1)
    assert "tới Trần Văn Minh" in (await asks_a_person(lan)).text
    second = await asks_another(lan)
    assert "tới Lê Anh Tuấn" in second.text
    card = await tuan.hears(f"Câu hỏi mới {code_in(second)} (Anh/chị nhận thay Trần Văn Minh)")
    await has_room_for(town, "Lê Anh Tuấn", 1)
    assert "tới Trần Văn Minh" in (await asks_another(lan)).text  # nobody has room
    await tuan.says("Trả lời thay.", reply_to=card)
    await lan.hears("Trả lời thay.")
    assert "tới Lê Anh Tuấn" in (await asks_another(lan)).text


async def test_a_seat_answers_its_fields_alone(town: Town) -> None:
    ha = await town.admin("Nguyễn Thu Hà", channel="web")
    lan, minh = await pair(town, "web", "telegram")
    await answers_only(town, "Trần Văn Minh", "electricity")
    receipt = await asks_a_person(lan)
    assert "tới đầu mối Bộ Công Thương" in receipt.text
    await ha.hears("Không có cán bộ trực cho câu hỏi " + code_in(receipt))
    await town.looks_round()
    assert code_in(receipt) not in await all_of(minh)
    await answers_only(town, "Trần Văn Minh")
    await town.looks_round()  # now it is his
    await minh.hears("Câu hỏi mới " + code_in(receipt))
    await lan.hears("nay do Trần Văn Minh phụ trách")


async def test_a_rule_keeps_questions_at_the_desk_for_as_long_as_it_is_in_force(town: Town) -> None:
    ha = await town.admin("Nguyễn Thu Hà", channel="web")
    lan, minh = await pair(town, "telegram", "web")
    binh = await town.expert("Phạm Quốc Bình")
    await goes(town, field=GENERAL, province="20", valid_until=town.clock.today())
    code = code_in(await asks_a_person(lan))
    card = await binh.hears("Câu hỏi mới " + code)
    assert "Chuyển cấp trên" not in card.buttons
    await town.looks_round()
    assert code not in await all_of(minh)
    assert "Không có cán bộ trực" not in await all_of(ha)
    await town.forward(days=1)
    assert "tới Trần Văn Minh" in (await asks_another(lan)).text


async def test_a_rule_gives_a_commune_to_another_provinces_group(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    quang = await town.officer("Đỗ Văn Quang", province="22")
    group = town.fake.group(CHAT, "Quảng Ninh hỏi đáp")
    group.turns_topics(on=True)
    group.takes_in_the_bot(quang.user)  # type: ignore[attr-defined]
    group.lets_the_bot_manage_topics(quang.user)  # type: ignore[attr-defined]
    await quang.user.says("/gannhom", in_=group)  # type: ignore[attr-defined]
    await group.hears("Đã gắn nhóm này với")
    await goes(town, commune="06040", group_province="22")
    receipt = await asks_a_person(lan)
    assert "tới Đỗ Văn Quang" in receipt.text
    topic, card = await topic_of(town, group, code_in(receipt))
    await quang.user.says("Trả lời trong nhóm.", card.id, in_=group, topic=topic)  # type: ignore[attr-defined]
    await lan.hears("Trả lời trong nhóm.")
    assert code_in(receipt) not in await all_of(minh)


@pytest.mark.parametrize(("asker", "officer"), [("web", "telegram"), ("telegram", "web"), ("zalo_oa", "zalo_bot")])
async def test_the_officer_corrects_the_field(town: Town, asker: str, officer: str) -> None:
    lan, minh = await pair(town, asker, officer)
    hoa = await town.officer("Đỗ Thị Hoa", ministry="MAE", channel=asker)
    receipt = await asks_a_person(lan)
    code, due = code_in(receipt), receipt.text.splitlines()[1].removeprefix("Hạn trả lời: ").rstrip(".")
    await town.forward(hours=1)
    card = await minh.hears("Câu hỏi mới " + code)
    await minh.says("viec khac")  # the buttons, typed
    await minh.hears("việc khác")
    await minh.says("sai linh vuc")
    which = await minh.hears("Lĩnh vực đúng là gì?")
    assert "Thuộc Bộ Công Thương" not in (*which.buttons, *which.text.splitlines())  # what it is now
    await minh.presses(MAE, on=which)
    done = await minh.hears(f"Đã chuyển câu hỏi {code} sang lĩnh vực")
    assert "do Đỗ Thị Hoa phụ trách" in done.text
    assert due in done.text  # the clock is the one it had
    assert due in (await lan.hears(f"Câu hỏi {code} đã được xếp vào lĩnh vực")).text
    hers = await hoa.hears(f"Trần Văn Minh chuyển cho Anh/chị câu hỏi {code}")
    assert due in hers.text
    if officer != "zalo_bot":  # where nothing can be replied to
        await minh.says("Vẫn xin trả lời.", reply_to=card)
        assert "chưa được gửi" in (await minh.hears("nay do Đỗ Thị Hoa phụ trách. Nội dung")).text
    await hoa.says("Việc của ngành Nông nghiệp.", reply_to=hers)
    await lan.hears("Việc của ngành Nông nghiệp.")
    assert "Vẫn xin trả lời" not in await all_of(lan)
    [line] = await town.read(lambda tx: audit.corrections(tx, code))
    assert (line.detail["was"], line.detail["is"], line.detail["guessed"]) == (GENERAL, "mae-general", False)
    await town.forward(hours=23)  # nobody is alerted of what was answered, and the clock was not set anew
    assert "Quá hạn" not in await all_of(hoa)


async def test_of_two_who_correct_at_once_one_is_told_what_it_is_by_now(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    tuan = await town.officer("Lê Anh Tuấn", channel="web")
    hoa = await town.officer("Đỗ Thị Hoa", ministry="MAE")
    await answers_only(town, "Lê Anh Tuấn", "electricity")
    code = code_in(await asks_a_person(lan))
    await chooses_else(minh, WRONG, on=await minh.hears("Câu hỏi mới " + code))
    his = await minh.hears("Lĩnh vực đúng là gì?")
    await tuan.says(code)
    await chooses_else(tuan, WRONG, on=await tuan.hears("Câu hỏi " + code))
    await tuan.presses(MAE, on=await tuan.hears("Lĩnh vực đúng là gì?"))
    await minh.hears("Anh/chị không cần trả lời câu này nữa")
    await minh.presses(MAE, on=his)
    await minh.hears("đã được xếp lại vào lĩnh vực")
    await hoa.hears("Lê Anh Tuấn chuyển cho Anh/chị câu hỏi " + code)
    assert len(await town.read(lambda tx: audit.corrections(tx, code))) == 1


async def test_the_asker_corrects_what_was_guessed_until_somebody_answers(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    hoa = await town.officer("Đỗ Thị Hoa", ministry="MAE", channel="web")
    for correct in (True, False):
        await lan.says(UNKNOWN)
        if not correct:
            await lan.presses("Câu hỏi mới", on=await lan.hears("câu hỏi mới hay bổ sung"))
        await lan.hears("lĩnh vực nào")
        await town.forward(minutes=11)
        receipt = await lan.hears("Anh/chị chưa chọn lĩnh vực")
        card = await minh.hears("Câu hỏi mới " + code_in(receipt))
        if correct:
            await lan.presses(WRONG, on=receipt)
            await lan.presses(MAE, on=await lan.hears("Lĩnh vực đúng là gì?"))
            await lan.hears("do Đỗ Thị Hoa phụ trách")
            await hoa.hears("Hoàng Thị Lan chuyển cho Anh/chị câu hỏi " + code_in(receipt))
            await minh.hears("Anh/chị không cần trả lời câu này nữa")
            await lan.presses(WRONG, on=receipt)
            await lan.hears("nút vừa bấm không dùng được nữa")
        else:
            await minh.says("Xin trả lời.", reply_to=card)
            await lan.hears("Xin trả lời.")
            await lan.presses(WRONG, on=receipt)
            await lan.hears("nay ở trạng thái “Đã trả lời”")


async def test_a_field_of_the_same_officer_is_only_filed_anew(town: Town) -> None:
    lan, minh = await pair(town, "web", "telegram")
    code = code_in(await asks_a_person(lan))
    await town.officer("Lê Anh Tuấn")  # with fewer open questions
    seat = await seat_of(town, "Trần Văn Minh")
    await town.app.db.write(lambda tx: questions.rewrite(tx, 1, field="electricity"))
    await chooses_else(minh, WRONG, on=await minh.hears("Câu hỏi mới " + code))
    await minh.presses("Thuộc Bộ Công Thương", on=await minh.hears("Lĩnh vực đúng là gì?"))
    await minh.hears("Câu hỏi vẫn do Trần Văn Minh phụ trách")
    assert "đã được xếp vào lĩnh vực" not in await all_of(lan)
    question = await town.read(lambda tx: questions.get(tx, 1))
    assert (question.field, question.holder_seat_id) == (GENERAL, seat.id)


async def test_an_ended_term_is_no_target_of_a_rule(town: Town) -> None:
    lan, _ = await pair(town, "web", "telegram")
    await town.officer("Lê Anh Tuấn", seat_until=town.clock.today() + timedelta(days=1))
    tuan = await seat_of(town, "Lê Anh Tuấn")
    await goes(town, seat_id=tuan.id, valid_from=date(2026, 1, 1))
    assert "tới Lê Anh Tuấn" in (await asks_a_person(lan)).text
    await town.forward(days=2)
    assert "tới Trần Văn Minh" in (await asks_another(lan)).text


async def test_what_was_handed_up_stays_with_its_ministry_and_leaves_it_for_the_other(town: Town) -> None:
    lan, minh = await pair(town, "telegram", "web")
    binh = await town.expert("Phạm Quốc Bình", channel="web")
    hoa = await town.officer("Đỗ Thị Hoa", ministry="MAE")
    code = code_in(await asks_a_person(lan))
    await town.app.db.write(lambda tx: questions.rewrite(tx, 1, field="electricity"))
    await minh.presses("Chuyển cấp trên", on=await minh.hears("Câu hỏi mới " + code))
    await minh.presses("Chuyển ngay", on=await minh.hears("Vì sao Anh/chị chuyển?"))
    up = await binh.hears(f"Câu hỏi {code} do Trần Văn Minh chuyển lên Anh/chị")
    until = await town.read(lambda tx: clocks.running_until(tx, 1, clocks.Kind.DESK))
    await chooses_else(binh, WRONG, on=up)
    await binh.presses("Thuộc Bộ Công Thương", on=await binh.hears("Lĩnh vực đúng là gì?"))
    await binh.hears("Câu hỏi vẫn do đầu mối Bộ Công Thương phụ trách")
    assert await town.read(lambda tx: clocks.running_until(tx, 1, clocks.Kind.DESK)) == until
    await chooses_else(binh, WRONG, on=up)
    await binh.presses(MAE, on=await binh.hears("Lĩnh vực đúng là gì?"))
    await hoa.hears("Phạm Quốc Bình chuyển cho Anh/chị câu hỏi " + code)
    assert await town.read(lambda tx: clocks.running_until(tx, 1, clocks.Kind.DESK)) is None


async def test_the_clock_that_it_had_goes_on_by_the_field_that_it_had(town: Town) -> None:
    def days(count: int) -> Within:
        return Within(Policy(Measure.CLOCK_HOURS, 24 * count))

    says = policies.to_json(Policies(days(1), {GENERAL: days(2)}))
    at = town.clock.business()
    await town.app.db.write(lambda tx: rulings.lay_down(tx, "MOIT", rulings.Kind.POLICY, says, None, "", at))
    lan, minh = await pair(town, "web", "telegram")
    hoa = await town.officer("Đỗ Thị Hoa", ministry="MAE")
    await asks_a_person(lan)
    asked = await town.read(lambda tx: questions.get(tx, 1))
    assert asked.due_at == asked.clock_from + timedelta(days=2)
    card = await minh.hears("Câu hỏi mới")
    await minh.presses("Hỏi thêm", on=card)
    await minh.hears("nhập điều cần hỏi thêm")
    await minh.says("Hội chợ ở đâu ạ?")
    await lan.hears("Hội chợ ở đâu ạ?")
    await chooses_else(minh, WRONG, on=card)
    await minh.presses(MAE, on=await minh.hears("Lĩnh vực đúng là gì?"))
    await hoa.hears("Trần Văn Minh chuyển cho Anh/chị câu hỏi")
    await town.forward(hours=3)
    await lan.says("Ở trung tâm.")
    await hoa.hears("Ở trung tâm.")
    now_is = await town.read(lambda tx: questions.get(tx, 1))
    waited = now_is.due_at - asked.due_at
    assert timedelta(hours=2, minutes=59) <= waited < timedelta(hours=3, minutes=5)  # from minute to minute
