"""How a deadline came about, and what stops it: the clock stands while the asker is asked back, and not for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from handlers import timeline
from handlers.clock import VIETNAM
from handlers.rules import policy
from handlers.rules.calendar import Calendar
from handlers.rules.ladder import Running
from handlers.rules.viet_nam import VietNam
from handlers.wording import words
from storage import clocks, questions
from storage.clocks import Kind
from storage.questions import Question
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")


@pytest.fixture
async def asked(office: Office) -> Question:
    """Lan's question, which Minh holds; the ministry has an admin and an expert."""
    await office.seat("lan", Role.CADRE, "06040")
    await office.seat("minh", Role.OFFICER, "20", "MOIT")
    await office.seat("hà", Role.EXPERT, "MOIT", "MOIT")
    await office.says("lan", "qzx wvk jjjj ppp mmm?")
    await office.presses("lan", "Thuộc Bộ Công Thương")
    return await _now(office)


async def _now(office: Office) -> Question:
    lan = await office.person("lan")
    [found] = await office.db.read(lambda tx: questions.of_asker(tx, lan.id))
    return found


async def _asks_back(office: Office, what: str = "Chợ hạng mấy?") -> str:
    await office.presses("minh", vi("card-ask-back"))
    *_, heard = await office.says("minh", what)
    return heard


async def _why(office: Office, who: str, question: Question) -> str:
    *_, heard = await office.says(who, f"/visao {question.code}")
    return heard


async def test_the_clock_stands_while_the_asker_is_asked_back(office: Office, asked: Question) -> None:
    office.clock.forward(timedelta(hours=6))
    heard = await _asks_back(office)
    assert "Đồng hồ tính hạn dừng" in heard
    office.clock.forward(timedelta(hours=40))
    await office.ticks()
    assert await office.told("minh") == [], "nothing is due while the next word is the asker's"
    assert "chờ người hỏi bổ sung" in await _why(office, "minh", asked)
    await office.says("lan", "Hạng ba.")
    now_is = await _now(office)
    assert asked.due_at
    assert now_is.due_at
    assert timedelta(hours=40) <= now_is.due_at - asked.due_at < timedelta(hours=40, minutes=1)
    text = await _why(office, "minh", asked)
    assert f"{vi('timeline-total', lasts=vi('timeline-lasts', hours=24, minutes=0))}" in text
    assert "+ " in text
    assert "– " in text


async def test_it_cannot_be_stopped_for_ever(office: Office, asked: Question) -> None:
    await _asks_back(office)
    office.clock.forward(timedelta(hours=73))
    await office.ticks()
    [told] = await office.told("minh")
    assert told.startswith("Người hỏi chưa bổ sung, đồng hồ chạy lại")
    assert vi("alert-do-waited") in told
    heard = await _asks_back(office, "Anh/chị còn đó không?")
    assert "vẫn tính tiếp" in heard
    office.clock.forward(timedelta(hours=24))
    await office.ticks()
    assert "Cảnh báo" in (await office.told("minh"))[-1]


async def test_an_ask_back_that_is_taken_back_lets_the_clock_run(office: Office, asked: Question) -> None:
    await _asks_back(office)
    office.clock.forward(timedelta(minutes=30))
    await office.says("minh", "/thuhoi")
    now_is = await _now(office)
    assert now_is.state == "open"
    assert now_is.due_at
    assert asked.due_at
    assert now_is.due_at - asked.due_at < timedelta(minutes=31)


async def test_the_desk_has_a_clock_of_its_own(office: Office, asked: Question) -> None:
    office.clock.forward(timedelta(hours=20))
    await office.presses("minh", vi("card-escalate"))
    await office.presses("minh", vi("escalate-without-reason"))
    found = await office.db.read(lambda tx: clocks.of(tx, asked.id))
    assert [(clock.kind, clock.stopped_at) for clock in found] == [(Kind.ANSWER, None), (Kind.DESK, None)]
    assert found[0].due_at == asked.due_at, "the original one is kept"
    [card] = [text for text in await office.told("hà") if asked.code in text]
    assert "Hạn riêng của nơi đang xử lý" in card
    text = await _why(office, "lan", asked)
    assert "Trả lời lần đầu" in text
    assert "Hạn riêng của cấp trên\nTính từ khi được chuyển lên: " in text


async def test_an_answer_stops_all_and_says_whether_it_was_in_time(office: Office, asked: Question) -> None:
    office.clock.forward(timedelta(hours=25))
    await office.presses("minh", vi("card-answer"))
    await office.says("minh", "Lập dự toán gửi Sở Tài chính.")
    found = await office.db.read(lambda tx: clocks.of(tx, asked.id))
    assert all(clock.stopped_at for clock in found)
    assert "quá hạn 1 giờ" in await _why(office, "lan", asked)
    await office.says("lan", "Còn chợ hạng hai?")


async def test_whoever_may_not_see_it_hears_what_a_wrong_code_brings(office: Office, asked: Question) -> None:
    await office.seat("tú", Role.OFFICER, "22", "MOIT")
    assert await office.says("tú", f"/visao {asked.code}") == [vi("show-nothing")]
    assert await office.says("tú", "/visao 111-111-111") == [vi("show-nothing")]
    assert await office.says("lan", "/visao") == [vi("why-which")]


def test_it_adds_up_on_paper() -> None:
    """Seconds are not shown, so they must not be counted: from 15:29 to 17:00 it is an hour and 31 minutes."""
    begins = datetime(2026, 12, 1, 15, 29, 40, tzinfo=VIETNAM)
    found = Running(begins, policy.read("working:8h"), Calendar(VietNam()), None, ()).deadline
    [first, *_, last] = [line for line in timeline.told(vi, found, begins) if line.startswith("+")]
    assert first == "+ 15:29 – 17:00, thứ Ba 01/12: được tính 1 giờ 31 phút (giờ làm việc)"
    assert last == "+ 13:00 – 15:29, thứ Tư 02/12: được tính 2 giờ 29 phút (giờ làm việc)"
    assert found.due == datetime(2026, 12, 2, 15, 29, 40, tzinfo=VIETNAM)
