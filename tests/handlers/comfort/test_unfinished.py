"""An answer that was begun is not forgotten, and what comes late is nothing before he says what it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from handlers.dispatch import DIALOG_LIVES
from handlers.incoming import Said
from handlers.wording import words
from storage import waits
from storage.links import Link, make
from storage.questions import Question
from storage.seats import Role
from storage.tables import questions as table
from tests.handlers.comfort.held import held, officer_and_asker
from tests.handlers.office import Office

vi = words("vi")
LATE = "Lập dự toán gửi Sở Tài chính."


@pytest.fixture
async def desk(office: Office) -> Office:
    await officer_and_asker(office)
    return office


async def begins(office: Office, question: Question) -> None:
    await office.says("Minh", question.code)
    await office.presses("Minh", vi("card-answer"))


async def count(office: Office) -> int:
    return int(await office.db.read(lambda tx: tx.value(select(func.count()).select_from(table))))


def still(question: Question) -> str:
    return vi("unfinished", code=question.code, start=question.text)


async def test_a_command_and_anothers_card_say_what_is_still_owed(desk: Office) -> None:
    first, second = await held(desk, "Loa rè thì sao?"), await held(desk, "Hội chợ xin kinh phí ở đâu?")
    await begins(desk, first)
    told = await desk.says("Minh", "/hangdoi")
    assert told[0] == still(first)
    assert vi("queue-title", count=2) in told[1]  # last: numbers mean the list
    assert vi("dialog-left") not in told
    assert await desk.says("Minh", f"trả lời {first.code}") == [vi("answer-write", code=first.code)]
    card = Link(desk.place("Minh"), "card2", "card", second.id)
    await desk.db.write(lambda tx: make(tx, card))
    reply = Said(desk.sender("Minh"), desk.place("Minh"), "r1", desk.clock.business(), LATE, (), "card2")
    await desk.takes(reply)
    told = await desk.told("Minh")
    assert told[0] == still(first)
    assert told[1] == vi("answer-sent", code=second.code, name="Lan")


async def test_of_what_is_answered_nothing_is_said(desk: Office) -> None:
    first = await held(desk, "Loa rè thì sao?")
    await begins(desk, first)
    await desk.says("Minh", LATE)
    assert still(first) not in await desk.says("Minh", "/hangdoi")
    second = await held(desk, "Hội chợ xin kinh phí ở đâu?")
    await begins(desk, second)
    again = await desk.presses("Minh", vi("card-ask-back"))  # something else about the same question
    assert again == [vi("ask-back-write", code=second.code)]


@pytest.mark.parametrize("also_cadre", [False, True])
async def test_what_comes_after_the_dialog_is_no_question_and_no_answer_by_itself(
    desk: Office, also_cadre: bool
) -> None:  # fmt: skip
    if also_cadre:
        await desk.seat("Minh", Role.CADRE, "06040")
    question = await held(desk, "Loa rè thì sao?")
    await begins(desk, question)
    desk.clock.forward(DIALOG_LIVES + timedelta(minutes=1))
    await desk.told("Lan")
    before = await count(desk)
    assert await desk.says("Minh", LATE) == [vi("lapsed-which", code=question.code, start=question.text)]
    assert await count(desk) == before
    token = await desk.token("Minh", vi("lapsed-other"))
    [other] = await desk.presses_token("Minh", token)
    assert await desk.told("Lan") == []
    if also_cadre:
        assert await count(desk) == before + 1  # he said that it was one
        assert await desk.presses_token("Minh", token) == [vi("pick-sent-before")]
    else:
        assert other.startswith(vi("pick-which"))
        await desk.says("Minh", "1")
        assert LATE in (await desk.told("Lan"))[-1]


async def test_what_was_to_be_asked_back_is_no_answer(desk: Office) -> None:
    question = await held(desk, "Loa rè thì sao?")
    await desk.says("Minh", question.code)
    await desk.presses("Minh", vi("card-ask-back"))
    desk.clock.forward(DIALOG_LIVES + timedelta(minutes=1))
    which = vi("lapsed-which-ask-back", code=question.code, start=question.text)
    assert await desk.says("Minh", "Loa hiệu gì?") == [which]
    await desk.told("Lan")
    await desk.presses("Minh", vi("kept-is-asked-back", code=question.code))
    assert "Loa hiệu gì?" in (await desk.told("Lan"))[-1]
    assert await desk.presses("Minh", vi("kept-is-asked-back", code=question.code)) == [vi("pick-sent-before")]


async def test_what_comes_late_to_what_is_answered_goes_its_way(desk: Office) -> None:
    question, other = await held(desk, "Loa rè thì sao?"), await held(desk, "Hội chợ xin kinh phí ở đâu?")
    await begins(desk, question)
    await desk.seat("Tú", Role.OFFICER, "20", "MOIT")
    await desk.says("Tú", question.code)
    await desk.presses("Tú", vi("card-answer"))
    await desk.says("Tú", "Thay loa.")
    desk.clock.forward(DIALOG_LIVES + timedelta(minutes=1))
    [told] = await desk.says("Minh", LATE)
    assert told.startswith(vi("pick-which"))
    assert other.code in told


async def test_a_note_is_of_its_round(desk: Office) -> None:
    question = await held(desk, "Loa rè thì sao?")
    minh = await desk.person("Minh")
    await desk.db.write(lambda tx: waits.note(tx, question, "Sở Tư pháp", minh.id, desk.clock.business()))
    assert vi("awaiting-noted", text="Sở Tư pháp") in (await desk.says("Minh", question.code))[0]
    assert "Sở Tư pháp" not in "".join(await desk.says("Lan", question.code))
    await desk.db.write(lambda tx: tx.change(table.update().values(round=2)))
    assert "Sở Tư pháp" not in "".join(await desk.says("Minh", question.code) + await desk.says("Minh", "/hangdoi"))
