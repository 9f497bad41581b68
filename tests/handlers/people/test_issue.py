"""Inviting from the chat: who may invite whom, and that the code opens just that seat."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from handlers.people.issue import MOST_A_DAY, months_on
from handlers.wording import words
from storage import seats
from storage.seats import Role
from storage.tables import invites
from tests.handlers.office import Office

vi = words("vi")
_CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


async def _redeemed(office: Office, letter: str, who: str = "new") -> tuple[str, str, str]:
    found = _CODE.search(letter)
    assert found
    await office.says(who, found.group())
    return (await office.seats(who))[-1]


async def test_an_admin_invites_an_officer_for_a_term(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    await office.says("sếp", "/moi")
    assert await office.presses("sếp", "Cán bộ biệt phái") == [vi("invite-which-province")]
    assert await office.says("sếp", "lang son") == [vi("invite-how-long", unit="Tỉnh Lạng Sơn")]
    made, letter = await office.presses("sếp", vi("invite-term-3"))
    assert "cán bộ biệt phái – Tỉnh Lạng Sơn" in made
    assert _CODE.search(made) is None
    assert letter.startswith("sếp mời Anh/chị")
    assert await _redeemed(office, letter, "hoa") == ("officer", "20", "valid")
    [seat] = await office.seats_of("hoa")
    assert seat.ministry == "MOIT"
    assert seat.valid_until == months_on(office.clock.today(), 3)


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        (date(2026, 11, 22), 3, date(2027, 2, 22)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_a_term_is_counted_in_months(day: date, months: int, until: date) -> None:
    assert months_on(day, months) == until


async def test_an_admin_invites_a_cadre_of_any_commune(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    await office.says("sếp", "/invite")
    await office.presses("sếp", "Cán bộ địa phương")
    assert await office.says("sếp", "van lang thai nguyen") == [vi("enrol-which-of-these")]
    _, letter = await office.presses("sếp", "Xã Văn Lang, tỉnh Thái Nguyên")
    role, unit, _ = await _redeemed(office, letter)
    place = office.ctx.places.get(unit)
    assert role == "cadre"
    assert place
    assert place.full_name == "Xã Văn Lang"


@pytest.mark.parametrize(("label", "role"), [("Chuyên viên Bộ", "expert"), ("Lãnh đạo Bộ", "leader")])
async def test_an_admin_invites_his_ministrys_people(office: Office, label: str, role: str) -> None:
    await office.seat("sếp", Role.ADMIN, "MAE")
    await office.says("sếp", "/moi")
    _, letter = await office.presses("sếp", label)
    assert await _redeemed(office, letter) == (role, "MAE", "valid")


async def test_no_admin_is_made_from_the_chat(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    await office.says("sếp", "/moi")
    assert "Quản trị của Bộ" not in await office.labels("sếp")


async def test_an_officer_invites_within_his_province_only(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    assert await office.says("hoa", "/moi") == [vi("invite-which-commune")]
    await office.says("hoa", "chu se gia lai")  # only near names of his own province are offered
    assert all(label.endswith(", tỉnh Lạng Sơn") for label in await office.labels("hoa"))
    _, letter = await office.says("hoa", "that khe")
    assert await _redeemed(office, letter) == ("cadre", "06040", "valid")


async def test_an_officer_invites_into_his_ministrys_department(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await office.says("hoa", "/moi")
    _, letter = await office.presses("hoa", "Sở Công Thương Lạng Sơn")
    assert await _redeemed(office, letter) == ("cadre", "20-MOIT", "valid")


@pytest.mark.parametrize(
    ("role", "unit"), [(Role.CADRE, "06040"), (Role.EXPERT, "MOIT"), (Role.LEADER, "MOIT"), (None, "")]
)
async def test_nobody_else_invites(office: Office, role: Role | None, unit: str) -> None:
    if role:
        await office.seat("lan", role, unit)
    assert await office.says("lan", "/moi") == [vi("invite-not-allowed")]


async def test_an_ended_seat_invites_nobody_by_its_old_buttons(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    await office.says("sếp", "/moi")
    officer, leader = await office.token("sếp", "Cán bộ biệt phái"), await office.token("sếp", "Lãnh đạo Bộ")
    await office.presses_token("sếp", officer)
    [seat] = await office.seats_of("sếp")
    await office.db.write(lambda tx: seats.end(tx, seat.id))
    assert await office.says("sếp", "lang son") == [vi("invite-not-allowed")]
    assert await office.presses_token("sếp", leader) == [vi("invite-not-allowed")]
    assert len(await office.db.read(lambda tx: tx.rows(select(invites)))) == 1


async def test_a_code_dies_with_the_seat_that_made_it(office: Office) -> None:
    await office.says("hoa", "/start " + await office.code(Role.OFFICER, "20", "MOIT", until=office.clock.today()))
    await office.says("hoa", "/moi")
    *_, letter = await office.says("hoa", "that khe")
    code = _CODE.search(letter)
    assert code
    office.clock.forward(timedelta(days=1))
    assert await office.says("new", code.group()) == [vi("people-code-wrong")]
    assert await office.seats("new") == []


@pytest.mark.parametrize("text", ["", "😀", "x" * 8000, "0000-0000-000X", "%"])
async def test_what_names_no_unit_is_asked_again(office: Office, text: str) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await office.says("hoa", "/moi")
    assert await office.says("hoa", text) == [vi("invite-unit-not-found")]
    made, _ = await office.says("hoa", "that khe")
    assert "Thất Khê" in made


async def test_a_stolen_chat_cannot_make_codes_without_end(office: Office) -> None:
    await office.seat("sếp", Role.ADMIN, "MOIT")
    await office.says("sếp", "/moi")
    leader = await office.token("sếp", "Lãnh đạo Bộ")
    for _ in range(MOST_A_DAY):
        await office.presses_token("sếp", leader)
    await office.told("sếp")
    assert await office.presses_token("sếp", leader) == [vi("invite-too-many")]
