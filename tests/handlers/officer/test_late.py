"""An officer's button that comes too late says what holds, and sends nothing."""

from __future__ import annotations

import pytest

from handlers.wording import words
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")


@pytest.fixture
async def second(office: Office) -> Office:
    """Lan asked, Minh has answered, and Tú's answer came second."""
    for name in ("Minh", "Tú"):
        await office.seat(name, Role.OFFICER, "20", "MOIT")
    await office.seat("Lan", Role.CADRE, "06040")
    await office.says("Lan", "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?")
    await office.presses("Lan", "Thuộc Bộ Công Thương")
    await office.says("Tú", "/cauhoi " + (await office.told("Minh"))[-1].split()[3])
    for name in ("Tú", "Minh"):
        await office.presses(name, vi("card-answer"))
    await office.says("Minh", "Một")
    assert "chưa được gửi" in (await office.says("Tú", "Hai"))[0]
    return office


async def test_what_he_took_back_is_no_supplement(second: Office) -> None:
    await second.says("Tú", "/thuhoi")
    await second.told("Lan")
    assert await second.presses("Tú", vi("answer-as-supplement")) == [vi("recall-twice")]
    assert await second.told("Lan") == []


async def test_nothing_is_sent_to_who_took_his_question_back(second: Office) -> None:
    await second.says("Minh", "/thuhoi")
    await second.says("Lan", "/thuhoi")
    assert "nên câu trả lời không được gửi đi" in (await second.presses("Tú", vi("answer-as-supplement")))[-1]
    assert await second.told("Lan") == []


async def test_handed_on_by_a_double_tap(second: Office) -> None:
    await second.presses("Lan", vi("settle-not-solved"))
    await second.says("Lan", "Vẫn vướng.")
    await second.presses("Minh", vi("card-transfer"))
    token = await second.token("Minh", vi("transfer-to", name="Tú", ministry=vi.ministry("MOIT")))
    once = await second.presses_token("Minh", token)
    assert "Đã chuyển câu hỏi" in once[-1]
    assert await second.presses_token("Minh", token) == once[-1:]
