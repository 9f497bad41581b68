"""What people type instead of pressing: a plain no, or that they do not go on; and that reading ends nothing."""

from __future__ import annotations

import pytest

from handlers.wording import words
from storage import conversations, questions
from storage.questions import Question
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")
UNSURE = "thủ tục cấp phép bán lẻ rượu và thuốc lá ở chợ xã"


@pytest.fixture
async def asked(office: Office) -> Question:
    """Lan's question, which Minh holds."""
    await office.seat("lan", Role.CADRE, "06040")
    await office.seat("minh", Role.OFFICER, "20", "MOIT")
    await office.says("lan", "qzx wvk jjjj ppp mmm?")
    await office.presses("lan", "Thuộc Bộ Công Thương")
    await office.told("minh")
    return await office.db.read(lambda tx: questions.get(tx, 1))


@pytest.mark.parametrize("no", ["khong phai", "Ko", "không"])
async def test_a_plain_no_declines_what_is_offered_and_is_no_question_of_its_own(office: Office, no: str) -> None:
    await office.seat("lan", Role.CADRE, "06040")
    await office.says("lan", UNSURE)
    assert vi("bank-none-of-these") in await office.labels("lan")
    await office.says("lan", no)
    lan = await office.person("lan")
    [only] = await office.db.read(lambda tx: questions.of_asker(tx, lan.id))
    assert only.text == UNSURE
    assert only.state != "offered"


@pytest.mark.parametrize("word", ["thôi", "HUY", "bỏ qua"])
async def test_who_does_not_go_on_sends_nothing(office: Office, asked: Question, word: str) -> None:
    await office.presses("minh", vi("card-escalate"))
    assert await office.says("minh", word) == [vi("show-given-up")]
    now_is = await office.db.read(lambda tx: questions.get(tx, asked.id))
    assert not now_is.escalated
    assert (await office.db.read(lambda tx: conversations.at(tx, office.place("minh")))).dialog is None


async def test_reading_does_not_end_what_an_asker_was_asked_back(office: Office, asked: Question) -> None:
    await office.presses("minh", vi("card-ask-back"))
    await office.says("minh", "Chợ hạng mấy?")
    for read in (f"/visao {asked.code}", "/cauhoi"):
        assert vi("dialog-left") not in await office.says("lan", read)
    assert "bổ sung" in " ".join(await office.says("lan", "Hạng ba."))
    assert (await office.db.read(lambda tx: questions.get(tx, asked.id))).state == "open"


async def test_what_belongs_to_no_question_is_dropped(office: Office, asked: Question) -> None:
    [which] = await office.says("minh", "Cảm ơn anh nhé.")
    assert "Cảm ơn anh nhé." in which
    assert await office.presses("minh", vi("pick-drop")) == [vi("pick-dropped")]
    assert (await office.db.read(lambda tx: questions.get(tx, asked.id))).state == "open"


async def test_a_field_is_typed_by_its_name(office: Office, asked: Question) -> None:
    await office.presses("minh", vi("more-button"))
    await office.presses("minh", vi("card-wrong-field"))
    assert await office.says("minh", "gì đó") == [vi("correct-no-such-field")]
    [which] = await office.says("minh", "an toan")  # in the names of several
    assert which == vi("correct-which-of-these")
    await office.says("minh", "xuc tien thuong mai")
    assert (await office.db.read(lambda tx: questions.get(tx, asked.id))).field == "trade-promotion"
