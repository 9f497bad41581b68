"""He answers, or hands on, what somebody else has by now: he hears who, and what he wrote is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.incoming import Said
from handlers.wording import words
from storage import questions, seats
from storage.links import Link, make
from storage.questions import Question
from storage.seats import Role
from storage.tables import messages
from tests.handlers.office import Office

vi = words("vi")
TO_HOA = "Hoa (Bộ Nông nghiệp và Môi trường)"


async def question(office: Office) -> Question:
    return await office.db.read(lambda tx: questions.get(tx, 1))


async def replies(office: Office, who: str, text: str) -> list[str]:
    """A reply to the card of the first question."""
    await office.db.write(lambda tx: make(tx, Link(office.place(who), "card", "card", 1)))
    office.said += 1
    now = office.clock.business()
    await office.takes(Said(office.sender(who), office.place(who), f"r{office.said}", now, text, (), "card"))
    return await office.told(who)


async def unsent(office: Office) -> list[str]:
    kept = select(messages.c.text).where(messages.c.question_id == 1, messages.c.kind == "unsent")
    return [row.text for row in await office.db.read(lambda tx: tx.rows(kept))]


@pytest.fixture
async def asked(office: Office) -> Office:
    """Lan asked, Minh has it; Tú is his colleague, Hoa the other ministry's officer."""
    for who, ministry in (("Minh", "MOIT"), ("Tú", "MOIT"), ("Hoa", "MAE")):
        await office.seat(who, Role.OFFICER, "20", ministry)
    await office.seat("Lan", Role.CADRE, "06040")
    await office.says("Lan", "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?")
    await office.presses("Lan", "Thuộc Bộ Công Thương")
    for who in ("Lan", "Minh"):
        await office.told(who)
    return office


async def hands_on(office: Office, who: str, to: str) -> list[str]:
    await office.says(who, (await question(office)).code)
    await office.presses(who, vi("card-transfer"))
    return await office.presses(who, to)


async def test_an_answer_to_what_a_colleague_gave_to_the_other_ministry_is_kept(asked: Office) -> None:
    await hands_on(asked, "Tú", TO_HOA)
    code = (await question(asked)).code
    await asked.told("Minh")
    told = await replies(asked, "Minh", "Gửi Sở Tài chính.")
    assert told == [vi("moved-handed", code=code, holder="Hoa")]
    assert await unsent(asked) == ["Gửi Sở Tài chính."]
    asked.clock.forward(timedelta(days=2))  # by now it is none of his
    assert await replies(asked, "Minh", "Gửi Sở Tài chính.") == [vi("show-nothing")]


async def test_of_two_who_hand_it_on_the_second_hears_who_has_it_and_may_still(asked: Office) -> None:
    await asked.seat("An", Role.OFFICER, "20", "MOIT")
    code = (await question(asked)).code
    await asked.says("Minh", code)
    await asked.presses("Minh", vi("card-transfer"))
    await hands_on(asked, "Tú", "An (Bộ Công Thương)")
    told = await asked.presses("Minh", TO_HOA)
    assert told == [vi("transfer-was-faster", code=code, holder="An")]
    assert (await question(asked)).holder_name == "An"
    await asked.presses("Minh", vi("card-transfer"))
    await asked.presses("Minh", TO_HOA)
    assert (await question(asked)).holder_name == "Hoa"


async def test_what_he_writes_when_his_term_is_over_is_kept(asked: Office) -> None:
    office = asked
    [minh] = await office.seats_of("Minh")
    await office.db.write(lambda tx: seats.prolong(tx, minh.id, office.clock.today()))
    office.clock.forward(timedelta(days=1))
    code = (await question(office)).code
    assert await replies(office, "Minh", "Trước khi bàn giao.") == [vi("moved-term-over", code=code)]
    await office.looks_round()
    await office.told("Minh")
    assert await replies(office, "Minh", "Sau khi bàn giao.") == [vi("moved-handed", code=code, holder="Tú")]
    assert await unsent(office) == ["Trước khi bàn giao.", "Sau khi bàn giao."]
