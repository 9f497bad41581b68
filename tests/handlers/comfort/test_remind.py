"""Reminders: set by words or taps, raised once by several clocks, dropped when there is nothing to be reminded of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.wording import words
from storage import seats
from storage.seats import Role
from tests.handlers.comfort.held import held, officer_and_asker
from tests.handlers.office import Office

vi = words("vi")


@pytest.fixture
async def desk(office: Office) -> Office:
    await officer_and_asker(office)
    return office


async def reminders(office: Office) -> list[str]:
    return [text for text in await office.told("Minh") if text.startswith("Nhắc Anh/chị")]


async def test_several_clocks_tell_it_once_and_not_before_its_time(desk: Office) -> None:
    question = await held(desk, "Loa rè thì sao?")
    assert "Sẽ nhắc" in (await desk.says("Minh", f"/nhac {question.code} 2 tiếng nữa"))[0]
    assert question.code in (await desk.says("Minh", "/nhac"))[0]
    desk.clock.forward(timedelta(minutes=119))
    await desk.ticks(2)
    assert await reminders(desk) == []
    desk.clock.forward(timedelta(minutes=1, seconds=1))
    await desk.ticks(3)
    await desk.ticks()
    assert len(await reminders(desk)) == 1


@pytest.mark.parametrize("gone", ["dropped", "no longer his", "moved"])
async def test_what_there_is_no_need_of_is_not_told(desk: Office, gone: str) -> None:
    question = await held(desk, "Loa rè thì sao?")
    await desk.says("Minh", f"/nhac {question.code} sau 1 giờ")
    if gone == "dropped":
        assert await desk.says("Minh", f"/nhac {question.code} bỏ") == [vi("remind-dropped", code=question.code)]
    elif gone == "moved":
        await desk.says("Minh", f"/remind {question.code} in 3 hours")
    else:
        [seat] = await desk.seats_of("Minh")
        await desk.db.write(lambda tx: seats.end(tx, seat.id))
    desk.clock.forward(timedelta(hours=2))
    await desk.ticks()
    assert await reminders(desk) == []
    desk.clock.forward(timedelta(hours=2))
    await desk.ticks()
    assert len(await reminders(desk)) == (1 if gone == "moved" else 0)


async def test_bad_input_says_what_is_good(desk: Office) -> None:
    question = await held(desk, "Loa rè thì sao?")
    for typed, told in {
        "linh tinh": vi("remind-how"), f"{question.code} khi nào rảnh": vi("remind-unreadable"),
        f"{question.code}": vi("remind-unreadable"), f"{question.code} 01/01/2020 9h": vi("remind-past"),
        f"{question.code} sau 900 ngày": vi("remind-too-far"), "482-715-364 15:30": vi("show-nothing"),
    }.items():  # fmt: skip
        assert await desk.says("Minh", f"/nhac {typed}") == [told], typed
    assert await desk.says("Lan", f"/nhac {question.code} 15:30") == [vi("show-nothing")]
    assert vi("remind-list-empty") in (await desk.says("Minh", "/nhac"))[0]


async def test_what_was_no_time_may_be_the_answer(desk: Office) -> None:
    question = await held(desk, "Loa rè thì sao?")
    await desk.says("Minh", question.code)
    await desk.presses("Minh", vi("more-button"))
    await desk.presses("Minh", vi("remind-button"))
    assert await desk.says("Minh", "Gửi Phòng Văn hóa.") == [vi("remind-unreadable")]
    await desk.told("Lan")
    await desk.presses("Minh", vi("kept-is-answer", code=question.code))
    assert "Gửi Phòng Văn hóa." in (await desk.told("Lan"))[-1]


async def test_a_stranger_cannot_ask_what_is_behind_a_card(desk: Office) -> None:
    question = await held(desk, "Loa rè thì sao?")
    await desk.seat("Khoa", Role.OFFICER, "22", "MOIT")
    assert await desk.says("Khoa", f"/nhac {question.code} 15:30") == [vi("show-nothing")]
