"""Digests: in the morning what waits, in the evening how the day was; once each, in working time, of that day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from handlers.clock import VIETNAM, Clock
from handlers.due import digest
from handlers.rules import policies
from handlers.rules.policies import Policies, Within
from handlers.rules.policy import Measure, Policy
from handlers.wording import words
from storage import digests, seats
from storage.db import Database, Tx
from storage.questions import get as by_id
from storage.seats import Role
from storage.tables import questions
from tests.handlers.due.conftest import UNKNOWN, Waiting
from tests.handlers.office import Office

vi = words("vi")
MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=VIETNAM)


class SetClock(Clock):
    """Business time that is set; machine time goes its own way."""

    def __init__(self) -> None:
        super().__init__()
        self.at = MONDAY.astimezone(UTC)

    def business(self) -> datetime:
        return self.at

    def forward(self, by: timedelta) -> None:
        self.at += by


class Days(Waiting):
    """An office in which digests are told."""

    def at(self, day: int, hour: int, minute: int = 0) -> None:
        """A moment of March 2027, whose first day is a Monday."""
        self.office.clock.at = datetime(2027, 3, day, hour, minute, tzinfo=VIETNAM)  # type: ignore[attr-defined]

    async def told(self, who: str, day: int, hour: int, minute: int = 0) -> list[str]:
        """What somebody is told when four clocks tick at that moment; reminders and alerts aside."""
        self.at(day, hour, minute)
        await self.office.ticks(clocks=4)
        return [text for text in await self.office.told(who) if "Bản tin sáng" in text or ": ngày thứ" in text]


@pytest.fixture
async def days(seeded_db: Database) -> Days:
    made = Days(Office(seeded_db, digests=True, clock=SetClock()))
    await made.begin()
    return made


async def test_an_officers_morning_is_told_once_when_work_begins(days: Days) -> None:
    await days.asks()
    assert await days.told("Minh", 1, 16) == []  # he has had his card; this day's morning was before
    assert await days.told("Minh", 2, 7, 29) == []
    [told] = await days.told("Minh", 2, 7, 30)
    lines = told.splitlines()
    assert lines[0] == vi("digest-morning", day="thứ Ba 02/03", count=1)
    assert vi("digest-today", count=1) in lines
    assert "Hạn 09:00, thứ Ba 02/03" in told
    assert await days.office.labels("Minh") == [vi("alert-open-queue")]
    assert await days.told("Minh", 2, 7, 31) == []
    assert await days.told("Minh", 2, 16) == []
    [told] = await days.told("Minh", 3, 7, 30)
    assert vi("digest-overdue", count=1) in told.splitlines()


async def test_the_queue_opens_by_its_button_and_by_typing(days: Days) -> None:
    await days.asks()
    [_] = await days.told("Minh", 2, 7, 30)
    assert vi("queue-title", count=1) in (await days.office.says("Minh", "xem hang doi"))[0]


async def test_nothing_is_told_where_nothing_waits_or_nobody_works(days: Days) -> None:
    assert await days.told("Minh", 2, 7, 30) == []
    await days.asks()
    assert await days.told("Minh", 2, 9) == []  # a morning that was done without a word is not made good
    assert await days.told("Minh", 6, 8) == []  # a Saturday
    await days.office.says("Hà", "/lich đóng 08/03 Lạng Sơn: bão")
    await days.office.presses("Hà", (await days.office.labels("Hà"))[0])
    assert await days.told("Minh", 8, 8) == []
    assert await days.told("Minh", 9, 8) != []


async def test_after_an_outage_only_the_same_days_is_told(days: Days) -> None:
    await days.asks()
    [told] = await days.told("Minh", 4, 10, 15)
    assert "thứ Năm 04/03" in told
    assert await days.told("Minh", 5, 18) == []  # its time has passed, and yesterday's never comes
    [told] = await days.told("Hà", 5, 18)
    assert "thứ Sáu 05/03" in told
    assert await days.told("Hà", 6, 1) == []


async def test_the_clock_wakes_when_the_next_one_is_due(days: Days) -> None:
    def at(day: int, hour: int, minute: int = 0) -> datetime:
        return datetime(2027, 3, day, hour, minute, tzinfo=VIETNAM)

    await days.asks()
    assert await digest.following(days.office.ctx) == at(1, 17)
    await days.told("Hà", 1, 17)
    assert await digest.following(days.office.ctx) == at(2, 0)
    days.at(2, 0)
    assert await digest.following(days.office.ctx) == at(2, 7, 30)
    days.office.digests = False
    assert await digest.following(days.office.ctx) is None


async def test_who_stands_in_hears_it_and_who_is_away_does_not(days: Days) -> None:
    await days.office.seat("Tú", Role.OFFICER, "20", "MOIT")
    await days.asks()
    [minh], [tu] = await days.office.seats_of("Minh"), await days.office.seats_of("Tú")

    async def leaves(tx: Tx) -> None:
        await seats.set_deputy(tx, minh.id, tu.id)
        await seats.leave(tx, minh.id, days.office.clock.today(), None)

    await days.office.db.write(leaves)
    days.at(2, 7, 30)
    await days.office.ticks()
    assert not [text for text in await days.office.told("Minh") if "Bản tin sáng" in text]
    assert [text for text in await days.office.told("Tú") if "Bản tin sáng" in text]


async def _goes_up_and_back(office: Office) -> None:
    code = (await office.db.read(lambda tx: by_id(tx, 1))).code
    await office.says("Minh", code)
    await office.presses("Minh", vi("card-escalate"))
    await office.presses("Minh", vi("escalate-without-reason"))
    await office.says("Hà", code)
    await office.presses("Hà", vi("card-give-back"))
    await office.says("Hà", "Xin áp dụng Nghị định 60/2024.")
    await office.told("Hà")


async def test_an_admins_evening(days: Days) -> None:
    await days.asks()
    await days.asks(text=f"{UNKNOWN} (lần 2)")
    [told] = await days.told("Hà", 1, 17)
    lines = told.splitlines()
    assert lines[0] == vi("digest-evening", ministry="Bộ Công Thương", day="thứ Hai 01/03")
    assert lines[1:3] == [vi("digest-asked", count=2), vi("digest-answered", count=0, timely=0)]
    assert vi("digest-late", count=0) in lines
    assert await days.told("Hà", 1, 17, 5) == []
    days.at(2, 7)
    await _goes_up_and_back(days.office)
    [told] = await days.told("Hà", 2, 17, 1)
    assert vi("digest-escalated", count=1) in told
    assert vi("digest-returned", count=1) in told
    assert vi("digest-late", count=2) in told
    assert vi("digest-late-line", province="Tỉnh Lạng Sơn", count=2, holders="Minh 2") in told
    listed = await days.office.presses("Hà", vi("digest-show-late"))
    assert vi("overdue-title", count=2) in listed[0]
    assert listed == await days.office.says("Hà", "/quahan")
    assert (await days.office.says("Minh", "/overdue"))[-1] == vi("overdue-not-yours")


async def test_an_evening_of_which_there_is_nothing_to_say_is_silent(days: Days) -> None:
    assert await days.told("Hà", 1, 17) == []
    assert await days.told("Hà", 2, 17) == []


async def test_everybody_may_switch_his_own_off(days: Days) -> None:
    await days.asks()
    shown = (await days.office.says("Minh", "/bantin"))[0]
    assert vi("digest-is-morning") in shown
    assert vi("digest-is-evening") not in shown
    assert vi("digest-own-off") in (await days.office.presses("Minh", vi("digest-button-off")))[0]
    assert await days.told("Minh", 2, 7, 30) == []
    assert vi("digest-own-on") in (await days.office.says("Minh", "/bantin bật"))[0]
    assert await days.told("Minh", 2, 8) == []  # from the next one on
    assert await days.told("Minh", 3, 8) != []
    assert vi("digest-own-off") in (await days.office.says("Minh", "/digest OFF"))[0]
    assert await days.told("Minh", 4, 8) == []


async def test_an_admin_switches_them_off_for_his_ministry(days: Days) -> None:
    await days.asks()
    assert vi("digest-not-admin") in await days.office.says("Minh", "/bantin bộ tắt")
    off = vi("digest-ministry-off", ministry="Bộ Công Thương")
    assert off in (await days.office.says("Hà", "/bantin bo tat"))[0]
    assert await days.told("Minh", 2, 8) == []
    assert await days.told("Hà", 2, 17) == []
    assert off in (await days.office.says("Minh", "/bantin"))[-1]
    await days.office.says("Hà", "/bantin")
    await days.office.presses("Hà", vi("digest-button-ministry-on", ministry="Bộ Công Thương"))
    assert await days.told("Minh", 3, 8) != []


async def test_what_cannot_be_read_changes_nothing(days: Days) -> None:
    for typed in ("/bantin mai", "/bantin tắt bộ nhé", "/bantin sở tắt", "/bantin " + "tắt " * 900):
        assert (await days.office.says("Minh", typed))[0].startswith(vi("digest-bad"))
    assert await days.office.says("Lan", "/bantin tắt") == [vi("digest-not-yours")]
    minh = await days.office.person("Minh")
    assert await days.office.db.read(lambda tx: digests.wants(tx, minh.id))


async def test_one_at_whom_it_fails_keeps_nobody_elses_back(days: Days) -> None:
    await days.office.seat("Tú", Role.OFFICER, "20", "MOIT")
    await days.asks()
    await days.asks(text=f"{UNKNOWN} (lần 2)")
    damaged = update(questions).where(questions.c.id == 1).values(asker_place="")
    await days.office.db.write(lambda tx: tx.change(damaged))
    days.at(2, 7, 30)
    await days.office.ticks()
    told = [text for who in ("Minh", "Tú") for text in await days.office.told(who) if "Bản tin sáng" in text]
    assert len(told) == 1


@pytest.mark.parametrize("on", [True, False, None])
def test_what_a_ministry_laid_down_is_read_back(on: bool | None) -> None:
    laid_down = Policies(Within(Policy(Measure.CLOCK_HOURS, 24)), digests=on)
    assert policies.from_json(policies.to_json(laid_down)) == laid_down
    before_there_were_any = {key: value for key, value in policies.to_json(laid_down).items() if key != "digests"}
    assert policies.from_json(before_there_were_any).digests is None
    with pytest.raises(TypeError):
        policies.from_json({**policies.to_json(laid_down), "digests": "có"})
