"""How a deadline came about, and what stops it: the clock stands while the asker is asked back, and not for ever."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pytest

from handlers import deadlines, timeline
from handlers.clock import VIETNAM
from handlers.rules import policy
from handlers.rules.calendar import Calendar
from handlers.rules.ladder import Running
from handlers.rules.viet_nam import VietNam
from handlers.wording import words
from storage import clocks, desks, questions
from storage.clocks import Kind
from storage.clocks import Pause as Stood
from storage.desks import Bureau
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
    [told] = await office.told("lan")
    assert "thời hạn giải đáp câu hỏi này tạm dừng tính" in told
    office.clock.forward(timedelta(hours=40))
    await office.ticks()
    assert await office.told("minh") == [], "nothing is due while the next word is the asker's"
    assert "chờ người hỏi bổ sung" in await _why(office, "minh", asked)
    await office.says("lan", "Hạng ba.")
    now_is = await _now(office)
    assert asked.due_at
    assert now_is.due_at
    assert abs(now_is.due_at - asked.due_at - timedelta(hours=40)) <= timedelta(minutes=1)  # from minute to minute
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
    assert "tạm dừng" not in (await office.told("lan"))[-1]
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
    assert now_is.due_at - asked.due_at <= timedelta(minutes=31)


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


MINUTES = re.compile(r"được tính (?:(\d+) giờ)? ?(?:(\d+) phút)?")


@pytest.mark.parametrize(
    ("since", "pauses"),
    [
        ("15:29:40", ()),
        ("09:00:20", (("10:00:50", "10:10:10"),)),
        ("09:00:20", (("10:00:05", "10:10:50"),)),
        ("09:00:20", (("09:00:50", "09:30:40"), ("11:00:50", "12:10:10"))),
    ],
)
def test_it_adds_up_on_paper(since: str, pauses: tuple[tuple[str, str], ...]) -> None:
    """Seconds are not shown, so what is counted must not hang on them, however often the clock stood."""
    day = date(2026, 12, 1)

    def at(told: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(told), VIETNAM)

    stood = [Stood(number, at(begins), at(ends), at(ends)) for number, (begins, ends) in enumerate(pauses)]
    counted = deadlines.to_the_minute(stood, at(since))
    found = Running(at(since), policy.read("working:8h"), Calendar(VietNam()), None, counted).deadline
    lines = [line for line in timeline.told(vi, found, at(since)) if line.startswith("+")]
    shown = [MINUTES.search(line) for line in lines]
    assert sum(60 * int(m[1] or 0) + int(m[2] or 0) for m in shown if m) == 8 * 60
    for line, m in zip(lines, shown, strict=True):
        begins, ends = (time.fromisoformat(told) for told in re.findall(r"\d\d:\d\d", line)[:2])
        assert m
        assert 60 * int(m[1] or 0) + int(m[2] or 0) == (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
    assert found.counted == timedelta(hours=8)


async def test_what_others_owe_is_no_colleagues_of_the_asker(office: Office, asked: Question) -> None:
    await office.seat("cúc", Role.CADRE, "06040")
    await office.db.write(lambda tx: desks.put(tx, Bureau("MOIT-X", "MOIT", "cục", "Cục X", frozenset())))
    await office.seat("bình", Role.EXPERT, "MOIT-X", "MOIT")
    await office.presses("minh", vi("more-button"))
    await office.presses("minh", vi("card-opinion-button"))
    await office.presses("minh", "Cục X")
    await office.presses("minh", vi("opinion-ask-now"))
    part = vi("clock-part-heading")
    assert part in await _why(office, "minh", asked)
    assert part in await _why(office, "bình", asked)
    for who in ("lan", "cúc"):
        text = await _why(office, who, asked)
        assert vi("clock-answer-heading", round=1) in text
        assert part not in text


async def test_it_is_counted_from_when_it_was_sent_on(office: Office) -> None:
    await office.seat("lan", Role.CADRE, "06040")
    await office.seat("minh", Role.OFFICER, "20", "MOIT")
    await office.says("lan", "han nop bao cao nganh cong thuong cua xa la ngay nao, gui cho ai?")
    office.clock.forward(timedelta(hours=7))
    await office.presses("lan", vi("bank-not-helped"))
    assert "Tính từ khi gửi tới cán bộ: " in await _why(office, "lan", await _now(office))
