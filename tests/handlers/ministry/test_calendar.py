"""The working calendar of a ministry, as its admins change it in chat."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from handlers.clock import VIETNAM
from handlers.ministry.calendar import Edit, read, with_edit
from handlers.rules.calendar import Calendar
from handlers.wording import words
from storage import questions
from storage.seats import Role
from tests.handlers.office import Office

vi = words("vi")


async def _calendar(office: Office) -> Calendar:
    return (await office.db.read(lambda tx: office.ctx.in_force.of(tx, "MOIT", 24))).calendar


async def _lays_down(office: Office, typed: str) -> str:
    await office.says("sếp", f"/lich {typed}")
    [label] = await office.labels("sếp")
    [done] = await office.presses("sếp", label)
    return done


async def test_a_day_off_a_day_made_up_and_a_storm(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    today = office.clock.today()
    off, worked, shut = (today + timedelta(days=n) for n in (10, 20, 30))
    for typed in (
        f"nghỉ {off:%d/%m/%Y} nghỉ bù",
        f"làm {worked:%d/%m/%Y}",
        f"đóng {shut:%d/%m/%Y} Lạng Sơn: bão số 12",
    ):
        assert await _lays_down(office, typed)
    found = await _calendar(office)
    assert (dict(found.off), dict(found.worked)) == ({off: "nghỉ bù"}, {worked: ""})
    [closure] = found.closures
    assert (closure.province, closure.name) == ("20", "bão số 12")
    assert closure.ends - closure.begins == timedelta(days=1)
    [shown] = await office.says("sếp", "/lich")
    assert f"Nghỉ {vi.day(off, office.clock.business())}: nghỉ bù (Bộ quy định)" in shown
    assert "Lạng Sơn" in shown
    for day in (off, shut):
        await _lays_down(office, f"bỏ {day:%d/%m/%Y}")
    found = await _calendar(office)
    assert (dict(found.off), found.closures) == ({}, ())


async def test_open_deadlines_follow_and_are_told_once(office: Office) -> None:
    await office.seat("lan", Role.CADRE, "06040")
    await office.seat("minh", Role.OFFICER, "20", "MOIT")
    await office.seat("sếp", Role.ADMIN, "MOIT")
    await office.says("sếp", "/hantraloi 1 ngày làm việc")
    await office.presses("sếp", (await office.labels("sếp"))[0])
    await office.says("lan", "qzx wvk jjjj ppp mmm?")
    await office.presses("lan", "Thuộc Bộ Công Thương")
    lan = await office.person("lan")
    [asked] = await office.db.read(lambda tx: questions.of_asker(tx, lan.id, "open"))
    assert asked.due_at
    day = asked.due_at.astimezone(VIETNAM).date()
    await _lays_down(office, f"nghỉ {day:%d/%m/%Y} mất điện")
    await office.told("lan")
    await office.told("minh")
    await office.ticks()
    now_is = await office.db.read(lambda tx: questions.get(tx, asked.id))
    assert now_is.due_at
    assert now_is.due_at > asked.due_at
    for who in ("lan", "minh"):
        [told] = await office.told(who)
        assert vi.time(now_is.due_at, office.clock.business()) in told
    [why] = await office.says("lan", f"/visao {asked.code}")
    assert "nghỉ lễ, tết: mất điện" in why


@pytest.mark.parametrize(
    "typed",
    ["nghỉ", "nghỉ mai", "nghỉ 31/02/2026", "nghỉ 99/99", "ngủ 24/11", "nghỉ 24/11/1999", "nghỉ 24/11/2099",
     "nghỉ 24/11-01/01/2026", "đóng 24/11 Atlantis: bão", "nghỉ 24/11 " + "x" * 101, "24/11", "'; drop table --"],
)  # fmt: skip
async def test_what_cannot_be_read_changes_nothing(office: Office, typed: str) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    assert await office.says("sếp", f"/lich {typed}") == [vi("calendar-bad")]
    assert await office.labels("sếp") == []


@pytest.mark.parametrize("role", [Role.CADRE, Role.OFFICER])
async def test_nobody_else_changes_it(office: Office, role: Role) -> None:
    await office.seat("lan", role, "06040" if role is Role.CADRE else "20", None if role is Role.CADRE else "MOIT")
    assert await office.says("lan", "/lich nghỉ 24/11") == [vi("calendar-not-allowed")]


async def test_how_days_are_read(office: Office) -> None:
    today = office.clock.today()
    day = today + timedelta(days=3)
    assert read(office.ctx, f"NGHI {day.day}/{day.month}") == Edit("off", day, day, "")
    assert read(office.ctx, f"lam bu {day.day}.{day.month}.{day.year} bù") == Edit("worked", day, day, "bù")
    last = day + timedelta(days=2)
    typed = f"đóng cửa {day:%d/%m/%Y} - {last:%d/%m/%Y} bão số 3"
    assert read(office.ctx, typed) == Edit("shut", day, last, "bão số 3")


def test_the_last_word_about_a_day_holds() -> None:
    class NoDays:
        def off(self, day: date) -> str | None:
            return None

        made_up = off

    day = date(2026, 11, 28)
    found = with_edit(Calendar(NoDays()), Edit("off", day, day, "a"))
    found = with_edit(found, Edit("worked", day, day, "b"))
    assert (dict(found.off), dict(found.worked)) == ({}, {day: "b"})
    shut = with_edit(found, Edit("shut", day, day, "c"))
    assert with_edit(shut, Edit("shut", day, day, "c")) == shut, "once is enough"
    assert shut.closures[0].begins == datetime(2026, 11, 28, tzinfo=VIETNAM)
