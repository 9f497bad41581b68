"""What is said while something else happens to a question: nothing is lost, nobody is told what is not so."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, update

from handlers.incoming import Incoming, Pressed, Said
from handlers.wording import words
from storage import figures, questions, seats
from storage.db import Tx
from storage.links import Link, make
from storage.questions import Question
from storage.seats import Role
from storage.tables import messages
from storage.tables import questions as table
from tests.handlers.office import Office
from tests.handlers.race import overtakes

UNKNOWN = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?"
ON_POSTGRESQL = pytest.mark.parametrize("seeded_url", ["postgresql"], indirect=True)
vi = words("vi")


@pytest.fixture
async def asked(office: Office) -> Office:
    """Lan asked, Minh has the card."""
    await office.seat("Hà", Role.ADMIN, "MOIT")
    await office.seat("Minh", Role.OFFICER, "20", "MOIT")
    await office.seat("Lan", Role.CADRE, "06040")
    await office.says("Lan", UNKNOWN)
    await office.presses("Lan", "Thuộc Bộ Công Thương")
    for who in ("Hà", "Minh", "Lan"):
        await office.told(who)
    return office


async def the_question(office: Office, number: int = 1) -> Question:
    return await office.db.read(lambda tx: questions.get(tx, number))


async def stands(office: Office) -> str:
    """What a press on its buttons tells that came too late."""
    question = await the_question(office)
    code = question.code if question.due_at else ""
    return vi("show-stands", code=code, stands=vi(f"state-{question.state}"))


async def reply(office: Office, who: str, text: str, role: str) -> Said:
    """A reply to a message of the bot's about the first question."""
    link = Link(office.place(who), f"about-{who}", role, 1)
    await office.db.write(lambda tx: make(tx, link))
    office.said += 1
    now = office.clock.business()
    return Said(office.sender(who), office.place(who), f"r{office.said}", now, text, (), f"about-{who}")


async def press(office: Office, who: str, label: str) -> Incoming:
    return Pressed(office.sender(who), office.place(who), await office.token(who, label), office.clock.business())


async def spoken(office: Office) -> list[tuple[int, str, str]]:
    wanted = select(messages.c.question_id, messages.c.kind, messages.c.text).order_by(messages.c.id)
    return [(row[0], row[1], row[2]) for row in await office.db.read(lambda tx: tx.rows(wanted))]


@ON_POSTGRESQL
async def test_an_addition_and_the_answer_at_the_same_moment(asked: Office) -> None:
    answer = await reply(asked, "Minh", "Gửi Sở Tài chính.", "card")
    await overtakes(asked, answer, await reply(asked, "Lan", "Hội chợ có 20 gian.", "receipt"))
    question = await the_question(asked)
    assert (question.state, question.round) == ("open", 2)
    told = await asked.told("Lan")
    assert vi("answer-heading", code=question.code) in told[0]
    assert told[1].startswith(f"Đã gửi lại câu hỏi {question.code}")
    assert any("hỏi tiếp câu" in line and "20 gian" in line for line in await asked.told("Minh"))
    assert [kind for _, kind, _ in await spoken(asked)] == ["asked", "answer", "addition"]


@ON_POSTGRESQL
async def test_a_merger_and_the_answer_at_the_same_moment(asked: Office) -> None:
    await asked.says("Lan", "Hội chợ có 20 gian.")
    label = next(label for label in await asked.labels("Lan") if label.startswith("Bổ sung"))
    answer = await reply(asked, "Minh", "Gửi Sở Tài chính.", "card")
    await overtakes(asked, answer, await press(asked, "Lan", label))
    assert [(await the_question(asked, number)).state for number in (1, 2)] == ["open", "merged"]
    assert any("20 gian" in line for line in await asked.told("Minh"))


@ON_POSTGRESQL
async def test_solved_by_two_taps_at_once(asked: Office) -> None:
    await asked.takes(await reply(asked, "Minh", "Gửi Sở Tài chính.", "card"))
    tap = await press(asked, "Lan", vi("settle-solved"))
    await overtakes(asked, tap, tap)
    told = await asked.told("Lan")
    assert told[-1] == await stands(asked)
    assert len([line for line in told if "đã đóng" in line]) == 1


@ON_POSTGRESQL
@pytest.mark.parametrize("first", ["bank-helped", "bank-not-helped"])
async def test_what_is_said_to_the_bank_twice_at_once(office: Office, first: str) -> None:
    await office.seat("Lan", Role.CADRE, "06040")
    await office.says("Lan", "UBND xã phải báo cáo việc thực hiện nhiệm vụ ngành Công Thương khi nào, gửi cho ai?")
    helped = await press(office, "Lan", vi("bank-helped"))
    await overtakes(office, await press(office, "Lan", vi(first)), helped)
    assert (await office.told("Lan"))[-1] == await stands(office)


@ON_POSTGRESQL
async def test_the_field_is_asked_of_a_question_that_is_just_done(office: Office) -> None:
    await office.seat("Lan", Role.CADRE, "06040")
    await office.says("Lan", "xã báo cáo cho ai")
    none = await press(office, "Lan", vi("bank-none-of-these"))
    await overtakes(office, none, none)
    assert (await office.told("Lan"))[-1] == await stands(office)


async def test_what_is_missing_reaches_him_though_it_is_open_again(asked: Office) -> None:
    await asked.takes(await reply(asked, "Minh", "Gửi Sở Tài chính.", "card"))
    await asked.presses("Lan", vi("settle-not-solved"))
    opened = update(table).values(state="open")  # by another phone of hers, say
    await asked.db.write(lambda tx: tx.change(opened))
    [told] = await asked.says("Lan", "Sở trả lại hồ sơ.")
    assert told.startswith("Đã chuyển phần bổ sung")
    assert any("Sở trả lại hồ sơ." in line for line in await asked.told("Minh"))


async def test_the_clock_keeps_the_question_of_who_is_of_no_unit(asked: Office) -> None:
    await asked.takes(await reply(asked, "Minh", "Gửi Sở Tài chính.", "card"))
    [lan] = await asked.seats_of("Lan")
    await asked.db.write(lambda tx: seats.end(tx, lan.id))
    assert await asked.says("Lan", "Loa hội trường rè quá, thay kiểu gì?")
    await asked.told("Minh")
    asked.clock.forward(timedelta(minutes=11))
    await asked.ticks()
    assert await asked.told("Lan") == [vi("ask-enrol-first")]
    kept = await the_question(asked, 2)
    assert (kept.state, kept.unit, kept.due_at, kept.wake_at) == ("offered", None, None, None)
    assert await asked.told("Minh") == []
    await asked.seat("Lan", Role.CADRE, "06040")
    await asked.presses("Lan", vi("enrol-button-send-question"))
    assert (await the_question(asked, 2)).unit == "06040"


async def test_who_has_a_unit_by_now_is_of_it_to_the_clock(asked: Office) -> None:
    await asked.takes(await reply(asked, "Minh", "Gửi Sở Tài chính.", "card"))
    [lan] = await asked.seats_of("Lan")
    await asked.db.write(lambda tx: seats.end(tx, lan.id))
    await asked.says("Lan", "Loa hội trường rè quá, thay kiểu gì?")
    await asked.says("Lan", "/start " + await asked.code(Role.CADRE, "06040"))
    asked.clock.forward(timedelta(minutes=11))
    await asked.ticks()
    opened = await the_question(asked, 2)
    assert (opened.state, opened.unit) == ("open", "06040")


async def test_an_addition_counts_as_no_question_and_is_found_nowhere(asked: Office) -> None:
    await asked.says("Lan", "UBND xã phải báo cáo việc thực hiện nhiệm vụ ngành Công Thương khi nào, gửi cho ai?")
    label = next(label for label in await asked.labels("Lan") if label.startswith("Bổ sung"))
    await asked.presses("Lan", label)
    merged, lan = await the_question(asked, 2), await asked.person("Lan")
    assert merged.state == "merged"

    async def counted(tx: Tx) -> tuple[Any, ...]:
        overall = await figures.overall(tx, asked.clock.business())
        [moit] = await figures.by_province(tx, asked.clock.business(), "MOIT")
        return overall.asked, overall.by_bank, moit.asked, moit.by_bank, await figures.asked_by(tx, lan.id)

    assert await asked.db.read(counted) == (1, 0, 1, 0, 1)
    [mine] = await asked.says("Lan", "/cauhoi")
    assert merged.code not in mine
    for who in ("Lan", "Minh", "Hà"):
        assert (await asked.says(who, merged.code))[-1] == vi("show-nothing")


async def test_only_what_never_went_to_a_person_was_answered_by_the_bank(asked: Office) -> None:
    await asked.seat("Mai", Role.CADRE, "06040")
    await asked.says("Mai", "UBND xã phải báo cáo việc thực hiện nhiệm vụ ngành Công Thương khi nào, gửi cho ai?")

    async def by_bank(tx: Tx) -> int:
        return (await figures.overall(tx, asked.clock.business())).by_bank

    assert await asked.db.read(by_bank) == 1
    await asked.presses("Mai", vi("bank-helped"))
    assert await asked.db.read(by_bank) == 1
    await asked.presses("Mai", vi("bank-not-helped"))
    assert await asked.db.read(by_bank) == 0


async def test_every_change_of_the_stars_is_told(asked: Office) -> None:
    await asked.takes(await reply(asked, "Minh", "Gửi Sở Tài chính.", "card"))
    await asked.presses("Lan", vi("settle-solved"))
    await asked.told("Minh")
    for stars in (5, 3, 5, 5):
        await asked.presses("Lan", f"{stars} ★")
    told = [line.rpartition(": ")[2] for line in await asked.told("Minh")]
    assert told == ["5 sao.", "3 sao.", "5 sao."]


async def test_of_a_desk_whoever_answered_hears_what_came_of_it(asked: Office) -> None:
    await asked.seat("Tú", Role.ADMIN, "MOIT")
    await asked.presses("Minh", vi("card-escalate"))
    await asked.presses("Minh", vi("escalate-without-reason"))
    await asked.takes(await reply(asked, "Tú", "Gửi Sở Tài chính.", "card"))
    for who in ("Hà", "Tú", "Minh"):
        await asked.told(who)
    await asked.presses("Lan", vi("settle-solved"))
    await asked.presses("Lan", "5 ★")
    code = (await the_question(asked)).code
    assert await asked.told("Tú") == [
        vi("settle-told", code=code, name="Lan"), vi("settle-rating-told", code=code, name="Lan", stars=5)
    ]  # fmt: skip
    assert (await asked.told("Hà"), await asked.told("Minh")) == ([], [])


async def test_the_ministry_hears_each_time_that_nobody_is_on_duty(asked: Office) -> None:
    for name in ("Minh", "Tú"):
        if name != "Minh":
            await asked.seat(name, Role.OFFICER, "20", "MOIT")
        [seat] = await asked.seats_of(name)
        await asked.db.write(partial(seats.end, seat_id=seat.id))
        await asked.looks_round()
        assert len([line for line in await asked.told("Hà") if "Không có cán bộ trực" in line]) == 1
        await asked.looks_round()
        assert not [line for line in await asked.told("Hà") if "Không có cán bộ trực" in line]


async def test_an_admin_opens_what_lies_at_his_desk(asked: Office) -> None:
    [minh] = await asked.seats_of("Minh")
    await asked.db.write(partial(seats.end, seat_id=minh.id))
    await asked.looks_round()
    alert = next(line for line in await asked.told("Hà") if "Không có cán bộ trực" in line)
    assert "đầu mối Bộ Công Thương" in alert
    code = (await the_question(asked)).code
    assert code in (await asked.says("Hà", "/hangdoi"))[0]
    assert (await asked.presses("Hà", vi("queue-show")))[0].startswith(vi("card-title", code=code))


async def test_a_guess_of_the_ministry_gives_nobody_there_a_right_to_it(asked: Office) -> None:
    await asked.says("Lan", "Hội chợ có 20 gian.")
    kept = await the_question(asked, 2)
    await asked.db.write(lambda tx: questions.rewrite(tx, 2, ministry="MOIT"))
    assert await asked.says("Minh", kept.code) == [vi("show-nothing")]


@ON_POSTGRESQL
async def test_asked_back_while_somebody_answers(asked: Office) -> None:
    await asked.seat("Tú", Role.OFFICER, "20", "MOIT")
    await asked.says("Tú", (await the_question(asked)).code)
    await asked.presses("Tú", vi("card-ask-back"))
    place, now = asked.place("Tú"), asked.clock.business()
    back = Said(asked.sender("Tú"), place, "back", now, "Bao nhiêu gian hàng?", ())
    await overtakes(asked, await reply(asked, "Minh", "Gửi Sở Tài chính.", "card"), back)
    [told] = await asked.told("Tú")
    assert "Đã trả lời" in told
    assert "chưa được gửi" in told
    assert (1, "unsent", "Bao nhiêu gian hàng?") in await spoken(asked)
    assert not [line for line in await asked.told("Lan") if "gian hàng" in line]


async def test_a_reason_for_what_is_answered_by_now_is_kept_unsent(asked: Office) -> None:
    await asked.seat("Tú", Role.OFFICER, "20", "MOIT")
    await asked.says("Tú", (await the_question(asked)).code)
    await asked.presses("Tú", vi("card-escalate"))
    await asked.takes(await reply(asked, "Minh", "Gửi Sở Tài chính.", "card"))
    [told] = await asked.says("Tú", "Vượt thẩm quyền.")
    assert "chưa được gửi" in told
    assert (1, "unsent", "Vượt thẩm quyền.") in await spoken(asked)
    assert await asked.presses("Tú", vi("card-ask-back")) == [await stands(asked)]
    assert await asked.presses("Tú", vi("card-transfer")) == [await stands(asked)]


@ON_POSTGRESQL
async def test_handed_on_by_two_at_once(asked: Office) -> None:
    await asked.seat("Tú", Role.OFFICER, "20", "MOIT")
    await asked.says("Tú", (await the_question(asked)).code)
    await asked.presses("Tú", vi("card-escalate"))
    up = await press(asked, "Tú", vi("escalate-without-reason"))
    await asked.presses("Minh", vi("card-escalate"))
    await overtakes(asked, up, await press(asked, "Minh", vi("escalate-without-reason")))
    code, desk = (await the_question(asked)).code, vi("card-desk", ministry=vi.ministry("MOIT"))
    assert (await asked.told("Minh"))[-1] == vi("escalate-was-done", code=code, to=desk)
    heading = vi("card-escalated", code=code, name="Tú")
    assert len([line for line in await asked.told("Hà") if heading in line]) == 1
