"""The deadline that a ministry lays down: by its admins, confirmed, for what is asked from then on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.ministry.deadline import read_hours
from handlers.wording import words
from storage import fields, questions, seats
from storage.seats import Role
from storage.tables import audit
from tests.handlers.office import Office

vi = words("vi")
BUTTON = vi("deadline-button", ministry="Bộ Công Thương", hours=48)


async def _hours(office: Office, ministry: str = "MOIT") -> int:
    return await office.db.read(lambda tx: fields.deadline_hours(tx, ministry))


async def _asks(office: Office, text: str) -> timedelta:
    """Sends a question to a person; how long he has to answer it."""
    await office.says("lan", text)
    await office.presses("lan", "Thuộc Bộ Công Thương")
    lan = await office.person("lan")
    asked, *_ = await office.db.read(lambda tx: questions.of_asker(tx, lan.id, "open"))
    assert asked.due_at
    return asked.due_at - asked.clock_from


async def test_an_admin_sees_it_changes_it_and_new_questions_have_it(office: Office) -> None:
    await office.seat("lan", Role.CADRE, "06040")
    await office.seat("sếp", Role.ADMIN, "MOIT")
    before = await _asks(office, "qzx wvk jjjj ppp mmm?")
    await office.told("sếp")  # nobody is on duty
    [shown] = await office.says("sếp", "/hantraloi")
    assert shown.splitlines()[0] == vi("deadline-is", ministry="Bộ Công Thương", hours=24)
    assert await office.labels("sếp") == []
    assert "hantraloi" in await office.menu("sếp")

    await office.says("sếp", "/hantraloi 48 giờ")
    assert await _hours(office) == 24  # nothing changes before he confirms
    done = vi("deadline-done", ministry="Bộ Công Thương", hours=48)
    assert await office.presses("sếp", BUTTON) == [done]
    assert await office.presses("sếp", BUTTON) == [done]
    assert (await _hours(office), await _hours(office, "MAE")) == (48, 24)
    noted = await office.db.read(lambda tx: tx.rows(select(audit.c.object).where(audit.c.verb == "deadline")))
    assert [row.object for row in noted] == ["ministry:MOIT"]

    lan = await office.person("lan")
    [old] = await office.db.read(lambda tx: questions.of_asker(tx, lan.id, "open"))
    assert old.due_at == old.clock_from + before  # what was promised stays
    assert before == timedelta(hours=24)


async def test_a_question_sent_afterwards_is_due_by_it(office: Office) -> None:
    await office.seat("lan", Role.CADRE, "06040")
    await office.seat("sếp", Role.ADMIN, "MOIT")
    await office.says("sếp", "/deadline 48")
    await office.presses("sếp", BUTTON)
    assert await _asks(office, "qzx wvk jjjj ppp mmm?") == timedelta(hours=48)


@pytest.mark.parametrize(
    "typed", ["0", "-1", "721", "99999", "1.5", "1e3", "hai", "48 ngày", "٤٨", "4 8", "😀", "x" * 8000, "'; --"]
)
async def test_what_is_no_number_of_hours_changes_nothing(office: Office, typed: str) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    assert await office.says("sếp", f"/hantraloi {typed}") == [vi("deadline-bad", fewest=1, most=720)]
    assert await _hours(office) == 24


@pytest.mark.parametrize(("typed", "hours"), [("1", 1), ("720", 720), ("048", 48), ("36h", 36), ("36 HOURS", 36)])
def test_hours_are_read_in_any_spelling(typed: str, hours: int) -> None:
    assert read_hours(typed) == hours


async def test_what_is_so_already_needs_no_button(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    [said] = await office.says("sếp", "/hantraloi 24")
    assert said.splitlines()[-1] == vi("deadline-how")


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
    assert await _hours(office) == 24


async def test_two_admins_do_not_overrule_each_other_unawares(office: Office) -> None:
    for who, hours in (("hà", 48), ("vân", 12)):
        await office.seat(who, Role.ADMIN, "MOIT")
        await office.says(who, f"/hantraloi {hours}")
    await office.presses("hà", BUTTON)
    label = vi("deadline-button", ministry="Bộ Công Thương", hours=12)
    [again] = await office.presses("vân", label)
    assert again.splitlines()[0] == vi("deadline-is", ministry="Bộ Công Thương", hours=48)
    assert await _hours(office) == 48
    await office.presses("vân", label)
    assert await _hours(office) == 12
