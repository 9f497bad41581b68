"""The deadlines that a ministry lays down: by its admins, confirmed, for what is asked and for what is open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.ministry.deadline import Wish, read, read_time
from handlers.rules.policies import Policies
from handlers.rules.policy import read as policy
from handlers.wording import words
from storage import questions, rulings, seats
from storage.seats import Role
from storage.tables import audit
from tests.handlers.office import Office

vi = words("vi")
BUTTON = "MOIT · trả lời lần đầu: 48 giờ liên tục, tính cả đêm và ngày nghỉ"


async def _policies(office: Office, ministry: str = "MOIT") -> Policies:
    rules = await office.db.read(lambda tx: office.ctx.in_force.of(tx, ministry, 24))
    return rules.policies


async def _answer(office: Office, ministry: str = "MOIT") -> str:
    return str((await _policies(office, ministry)).within.answer)


async def _asks(office: Office, text: str) -> questions.Question:
    """Sends a question to a person."""
    await office.says("lan", text)
    await office.presses("lan", "Thuộc Bộ Công Thương")
    return await _open(office)


async def _open(office: Office) -> questions.Question:
    lan = await office.person("lan")
    asked, *_ = await office.db.read(lambda tx: questions.of_asker(tx, lan.id, "open"))
    return asked


async def test_an_admin_sees_it_changes_it_and_what_is_open_follows(office: Office) -> None:
    await office.seat("lan", Role.CADRE, "06040")
    await office.seat("sếp", Role.ADMIN, "MOIT")
    asked = await _asks(office, "qzx wvk jjjj ppp mmm?")
    assert asked.due_at == asked.clock_from + timedelta(hours=24)
    await office.told("sếp")  # nobody is on duty
    [shown] = await office.says("sếp", "/hantraloi")
    assert "trả lời lần đầu: 24 giờ liên tục" in shown
    assert await office.labels("sếp") == [vi("deadline-quiet-on"), vi("ladder-button")]
    assert {"hantraloi", "lich"} <= set(await office.menu("sếp"))

    await office.says("sếp", "/hantraloi 48 giờ")
    assert await _answer(office) == "clock:24h"  # nothing changes before he confirms
    for _ in range(2):
        [done] = await office.presses("sếp", BUTTON)
        assert done.startswith(vi("deadline-done", ministry="Bộ Công Thương"))
    assert (await _answer(office), await _answer(office, "MAE")) == ("clock:48h", "clock:24h")
    noted = await office.db.read(lambda tx: tx.rows(select(audit.c.object).where(audit.c.verb == "deadline")))
    assert [row.object for row in noted] == ["ministry:MOIT"]

    await office.told("lan")
    await office.ticks()
    now_is = await _open(office)
    assert now_is.due_at == asked.clock_from + timedelta(hours=48)
    for who in ("lan", "sếp"):  # who asked, and whoever holds it at the desk: once
        [told] = await office.told(who)
        assert told.startswith(vi("deadline-moved", count=1))
        assert asked.code in told
    await office.ticks()
    assert (await office.told("lan"), await office.told("sếp")) == ([], [])


async def test_what_is_answered_keeps_the_deadline_it_had(office: Office) -> None:
    await office.seat("lan", Role.CADRE, "06040")
    await office.seat("minh", Role.OFFICER, "20", "MOIT")
    await office.seat("sếp", Role.ADMIN, "MOIT")
    asked = await _asks(office, "qzx wvk jjjj ppp mmm?")
    await office.presses("minh", vi("card-answer"))
    await office.says("minh", "Lập dự toán gửi Sở Tài chính.")
    await office.says("sếp", "/hantraloi 48")
    await office.presses("sếp", BUTTON)
    await office.told("lan")
    await office.ticks()
    assert await office.told("lan") == []
    now_is = await office.db.read(lambda tx: questions.get(tx, asked.id))
    assert now_is.due_at == asked.due_at


async def test_one_field_the_resolution_and_the_desk_have_times_of_their_own(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    for typed in ("điện lực: 4 giờ làm việc", "giải quyết: 5 ngày làm việc", "đầu mối: 1 ngày làm việc"):
        await office.says("sếp", f"/hantraloi {typed}")
        await office.presses("sếp", (await office.labels("sếp"))[0])
    found = await _policies(office)
    [(_, own)] = found.fields.items()
    assert str(own.answer) == "working:4h"
    assert (str(found.within.answer), str(found.within.resolution)) == ("clock:24h", "working:5d")
    assert str(found.within.desk) == "working:1d"
    versions = await office.db.read(lambda tx: rulings.history(tx, "MOIT", rulings.Kind.POLICY))
    assert [version.author for version in versions] == ["sếp"] * 3, "each change is a version of its own"


async def test_quiet_is_one_tap(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    await office.says("sếp", "/hantraloi")
    await office.presses("sếp", vi("deadline-quiet-on"))
    assert (await _policies(office)).quiet
    await office.says("sếp", "/hantraloi")
    await office.presses("sếp", vi("deadline-quiet-off"))
    assert not (await _policies(office)).quiet


@pytest.mark.parametrize(
    "typed",
    ["0", "-1", "721", "99999", "1.5", "1e3", "hai", "48 ngày", "٤٨", "4 8", "😀", "x" * 8000, "'; --",
     "61 ngày làm việc",
     "không có lĩnh vực này: 8", ": 8", "điện lực:", "điện lực: 8 tuần"],
)  # fmt: skip
async def test_what_is_no_time_changes_nothing(office: Office, typed: str) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    assert await office.says("sếp", f"/hantraloi {typed}") == [vi("deadline-bad")]
    assert await _answer(office) == "clock:24h"


@pytest.mark.parametrize(
    ("typed", "is_read"),
    [("1", "clock:1h"), ("720", "clock:720h"), ("048", "clock:48h"), ("36h", "clock:36h"), ("36 HOURS", "clock:36h"),
     ("8 giờ làm việc", "working:8h"), ("8 gio lam viec", "working:8h"), ("1 ngày làm việc", "working:1d"),
     ("2 Working Days", "working:2d"), ("3 ngay lam viec", "working:3d")],
)  # fmt: skip
def test_times_are_read_in_any_spelling(typed: str, is_read: str) -> None:
    assert str(read_time(typed)) == is_read


def test_what_a_time_is_for() -> None:
    assert read("48", "MOIT") == Wish("answer", None, policy("clock:48h"))
    assert read("Resolution: 5 working days", "MOIT") == Wish("resolution", None, policy("working:5d"))
    assert read("dau moi : 12", "MOIT") == Wish("desk", None, policy("clock:12h"))


async def test_what_is_so_already_needs_no_button(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    [said] = await office.says("sếp", "/hantraloi 24")
    assert said.endswith(vi("deadline-how"))


@pytest.mark.parametrize(
    ("role", "unit", "ministry"),
    [(Role.CADRE, "06040", None), (Role.OFFICER, "20", "MOIT"), (Role.LEADER, "MOIT", None), (None, "", None)],
)
async def test_nobody_else_lays_it_down(office: Office, role: Role | None, unit: str, ministry: str | None) -> None:
    if role:
        await office.seat("lan", role, unit, ministry)
    assert await office.says("lan", "/hantraloi 48") == [vi("deadline-not-allowed")]


async def test_an_ended_seat_lays_down_nothing_by_its_old_button(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    await office.says("sếp", "/hantraloi 48")
    [seat] = await office.seats_of("sếp")
    await office.db.write(lambda tx: seats.end(tx, seat.id))
    assert await office.presses("sếp", BUTTON) == [vi("deadline-not-allowed")]
    assert await _answer(office) == "clock:24h"


async def test_two_admins_do_not_overrule_each_other_unawares(office: Office) -> None:
    for who, hours in (("hà", 48), ("vân", 12)):
        await office.seat(who, Role.ADMIN, "MOIT")
        await office.says(who, f"/hantraloi {hours}")
    await office.presses("hà", BUTTON)
    label = BUTTON.replace("48", "12")
    [again] = await office.presses("vân", label)
    assert "trả lời lần đầu: 48 giờ" in again
    assert await _answer(office) == "clock:48h"
    await office.presses("vân", label)
    assert await _answer(office) == "clock:12h"
