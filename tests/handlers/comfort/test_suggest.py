"""Suggestions: honest about what holds, of his own province alone, credited, and never twice by a double tap."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from faq.entry import Effect, Hold
from faq.match import Bank
from handlers.context import Context
from handlers.wording import words
from storage import audit, questions, thread
from storage.db import Tx
from storage.questions import Question
from storage.seats import Role
from storage.tables import given
from tests.handlers.comfort.held import held, officer_and_asker
from tests.handlers.office import Office, _bank

vi = words("vi")
KNOWN = "UBND xã phải báo cáo việc thực hiện nhiệm vụ ngành Công Thương khi nào, gửi cho ai?"
FAIR = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?"
OLD = "Lập dự toán gửi Sở Tài chính."


@pytest.fixture
async def desk(office: Office) -> Office:
    await officer_and_asker(office)
    return office


async def suggested(office: Office, question: Question) -> list[str]:
    await office.says("Minh", question.code)
    await office.presses("Minh", vi("more-button"))
    return await office.presses("Minh", vi("suggest-button"))


async def answered(office: Office, question: Question, answer: str, by: str = "Minh") -> None:
    """An earlier question of the province that has its answer."""
    person, now = await office.person(by), office.clock.business()

    async def body(tx: Tx) -> None:
        await questions.move(tx, question, "answered", answered_at=now)
        await thread.say(tx, question.id, person.id, "answer", answer, now, ())

    await office.db.write(body)


async def noted(office: Office, question: Question) -> list[dict[str, object]]:
    rows = await office.db.read(lambda tx: audit.of(tx, question.code))
    return [row.detail for row in rows if row.verb == "answer_from"]


async def test_an_entry_is_sent_with_its_basis_and_credited(desk: Office) -> None:
    question = await held(desk, KNOWN)
    [shown] = await suggested(desk, question)
    entry = _bank().get(_bank().match(KNOWN)[0].entry)
    assert entry
    assert entry.answer in shown
    await desk.told("Lan")
    await desk.presses("Minh", vi("use-as-it-is"))
    told = (await desk.told("Lan"))[-1]
    assert entry.answer in told
    assert vi("bank-basis", basis=entry.legal_basis[0]) in told
    assert await noted(desk, question) == [{"entry": entry.id, "edited": False}]
    lan = await desk.person("Lan")  # he is told when the entry changes
    kept = select(given.c.entry_id).where(given.c.person_id == lan.id, given.c.question_id == question.id)
    assert await desk.db.read(lambda tx: tx.value(kept)) == entry.id


async def test_edited_first_it_is_given_by_itself_and_credited_as_edited(desk: Office) -> None:
    question = await held(desk, KNOWN)
    await suggested(desk, question)
    how, text = await desk.presses("Minh", vi("use-edited"))
    assert how == vi("use-edited-how", code=question.code)
    entry = _bank().get(_bank().match(KNOWN)[0].entry)
    assert entry
    assert text.startswith(entry.answer)
    await desk.says("Minh", "Tôi đã sửa: gửi Sở Công Thương.")
    assert "Tôi đã sửa" in (await desk.told("Lan"))[-1]
    assert await noted(desk, question) == [{"entry": entry.id, "edited": True}]


class Changed(Office):
    """An office whose bank says something else about one entry."""

    bank: Bank

    @property
    def ctx(self) -> Context:
        made = super().ctx
        made.bank = self.bank
        return made


@pytest.mark.parametrize("how", ["other province", "lapsed", "held back"])
async def test_what_does_not_plainly_hold_is_not_sent_as_it_is(desk: Office, how: str) -> None:
    entry = _bank().get(_bank().match(KNOWN)[0].entry)
    assert entry
    yesterday = desk.clock.today() - timedelta(days=1)
    changed = {
        "other province": replace(entry, provinces=("01",)),
        "lapsed": replace(entry, valid_to=yesterday),
        "held back": replace(entry, holds=(Hold(Effect.AMENDED, yesterday, "Nghị định mới"),)),
    }[how]
    office = Changed(desk.db, clock=desk.clock, said=desk.said, read_up_to=desk.read_up_to)
    office.bank = Bank([changed])
    question = await held(office, KNOWN)
    [shown] = await suggested(office, question)
    assert vi("use-as-it-is") not in await office.labels("Minh")
    if how == "held back":
        assert vi("suggest-held") in shown
        assert entry.answer not in shown
        assert vi("use-edited") not in await office.labels("Minh")
    else:
        assert vi("suggest-look-over") in shown


async def test_earlier_answers_are_those_of_his_own_province_and_ministry(desk: Office) -> None:
    await desk.seat("Khoa", Role.OFFICER, "22", "MOIT")
    await desk.seat("Hoa", Role.OFFICER, "20", "MAE")
    for holder in ("Khoa", "Hoa"):
        await answered(desk, await held(desk, FAIR, holder=holder), f"Của {holder}.", by=holder)
    question = await held(desk, FAIR)
    told = await suggested(desk, question) + await desk.says("Minh", "/tracuu hội chợ hàng việt")
    assert not any(f"Của {holder}." in text or "đã trả lời trong tỉnh" in text
                   for text in told for holder in ("Khoa", "Hoa"))  # fmt: skip
    await answered(desk, await held(desk, FAIR), OLD)
    assert OLD in (await suggested(desk, question))[0]
    assert vi("earlier-title", count=1) in (await desk.says("Minh", "/tracuu du toan so tai chinh"))[-1]
    assert vi("earlier-title", count=1) not in "".join(await desk.says("Lan", "/tracuu du toan so tai chinh"))


async def test_a_citizens_data_is_warned_of_before_it_goes_to_somebody_else(desk: Office) -> None:
    await answered(desk, await held(desk, FAIR), "Ông Nguyễn Văn Bảy, CCCD 012345678901, nộp tại Sở.")
    [shown] = await suggested(desk, await held(desk, FAIR))
    assert vi("personal-identity") in shown
    await desk.told("Lan")
    [warned] = await desk.presses("Minh", vi("use-as-it-is"))
    assert vi("personal-identity") in warned
    assert await desk.told("Lan") == []
    await desk.presses("Minh", vi("use-all-the-same"))
    assert "Nguyễn Văn Bảy" in (await desk.told("Lan"))[-1]


async def test_a_double_tap_sends_once_and_who_was_faster_is_told(desk: Office) -> None:
    await answered(desk, await held(desk, FAIR), OLD)
    question = await held(desk, FAIR)
    await suggested(desk, question)
    token = await desk.token("Minh", vi("use-as-it-is"))
    await desk.told("Lan")
    await desk.presses_token("Minh", token)
    assert await desk.presses_token("Minh", token) == [vi("pick-sent-before")]
    assert len(await desk.told("Lan")) == 1
    other = await held(desk, FAIR)
    await suggested(desk, other)
    await desk.seat("Tú", Role.OFFICER, "20", "MOIT")
    await answered(desk, other, "Tú đã trả lời.", by="Tú")
    [late] = await desk.presses("Minh", vi("use-as-it-is"))
    assert late.startswith("Tú đã trả lời câu hỏi " + other.code)


async def test_nothing_near_has_a_way_on(desk: Office) -> None:
    question = await held(desk, "Qwrtp zxcvb mnbvc?")
    assert await suggested(desk, question) == [vi("suggest-nothing", code=question.code)]
    assert vi("card-answer") in await desk.labels("Minh")
