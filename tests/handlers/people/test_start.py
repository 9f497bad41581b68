"""Saying hello and redeeming a code."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handlers.wording import words
from storage.seats import Role
from storage.tables import audit, invites, tries
from tests.handlers.office import Office

vi = words("vi")


async def test_a_newcomer_is_told_what_this_is_and_what_to_do(office: Office) -> None:
    [hello] = await office.says("lan", "/start")
    assert hello == vi("people-hello-newcomer")
    assert await office.labels("lan") == [vi("people-enrol"), vi("people-button-have-code")]
    assert "trogiup" in await office.menu("lan")
    assert await office.presses("lan", vi("people-button-have-code")) == [vi("people-code-ask")]


async def test_without_self_enrolment_it_says_whom_to_ask(office: Office) -> None:
    office.enrolment = "invite"
    [hello] = await office.says("lan", "/start")
    assert "xin mã từ cán bộ biệt phái" in hello
    assert await office.labels("lan") == []


@pytest.mark.parametrize(
    "spelling", [str, str.lower, lambda code: code.replace("-", " "), lambda c: c.replace("0", "O")]
)
async def test_a_code_gives_the_seat(office: Office, spelling: object) -> None:
    code = await office.code(Role.CADRE, "06040")
    assert callable(spelling)
    [welcome] = await office.says("lan", f"/start {spelling(code)}")
    assert "Xã Thất Khê, tỉnh Lạng Sơn" in welcome
    assert await office.seats("lan") == [("cadre", "06040", "valid")]
    [seat] = await office.seats_of("lan")
    assert (seat.province, seat.ministry) == ("20", None)
    assert (await office.menu("lan"))[0] == "cauhoi"
    noted = await office.db.read(lambda tx: tx.rows(select(audit.c.verb, audit.c.object)))
    assert ("redeem", f"seat:{seat.id}") in [tuple(row) for row in noted]


async def test_a_code_may_simply_be_typed_even_within_a_dialog(office: Office) -> None:
    code = await office.code(Role.CADRE, "06040")
    await office.says("lan", "/start")
    await office.presses("lan", vi("people-enrol"))
    [welcome] = await office.says("lan", code.replace("-", "").lower())
    assert "Thất Khê" in welcome
    again = await office.says("lan", "lạng sơn là gì")
    assert vi("enrol-not-found") not in again  # the dialog is over


@pytest.mark.parametrize(
    ("role", "unit", "ministry", "first"),
    [
        (Role.OFFICER, "20", "MOIT", "hangdoi"),
        (Role.EXPERT, "MOIT", None, "hangdoi"),
        (Role.LEADER, "MOIT", None, "thongke"),
        (Role.ADMIN, "MOIT", None, "thongke"),
        (Role.CADRE, "20-MOIT", None, "cauhoi"),
    ],
)
async def test_each_role_is_welcomed_with_its_own_commands(
    office: Office, role: Role, unit: str, ministry: str | None, first: str
) -> None:
    [welcome] = await office.says("hoa", "/start " + await office.code(role, unit, ministry))
    assert "Đã xong" in welcome
    assert (await office.menu("hoa"))[0] == first
    [hello] = await office.says("hoa", "/start")
    assert hello.startswith("Chào Anh/chị hoa.")


async def test_unknown_used_and_expired_codes_get_one_answer(office: Office) -> None:
    used, expired = await office.code(Role.CADRE, "06040"), await office.code(Role.CADRE, "06040")
    await office.says("first", f"/start {used}")
    past = office.clock.machine() - timedelta(days=8)
    await office.db.write(
        lambda tx: tx.change(update(invites).where(invites.c.uses_left == 1).values(expires_at=past))
    )
    said = {
        (await office.says("lan", f"/start {text}"))[0]
        for text in (used, expired, "K7Q2-9XMD-4TRP", "😀", "x" * 8000)
    }
    assert said == {vi("people-code-wrong")}
    assert await office.seats("lan") == []


async def test_ten_wrong_tries_an_hour_and_then_not_even_the_right_one(office: Office) -> None:
    code = await office.code(Role.CADRE, "06040")
    for _ in range(10):
        assert await office.says("lan", "/start 0000-0000-000X") == [vi("people-code-wrong")]
    assert await office.says("lan", f"/start {code}") == [vi("people-code-too-often")]
    assert await office.seats("lan") == []
    [welcome] = await office.says("others are not stopped", f"/start {code}")
    assert "Đã xong" in welcome
    earlier = office.clock.machine() - timedelta(hours=1, seconds=1)
    await office.db.write(lambda tx: tx.change(update(tries).values(since=earlier)))
    assert await office.says("lan", f"/start {code}") == [vi("people-code-wrong")]


async def test_the_same_seat_twice_burns_no_use(office: Office) -> None:
    code = await office.code(Role.CADRE, "06040", uses=2)
    await office.says("lan", f"/start {code}")
    [again] = await office.says("lan", f"/start {code}")
    assert "không cần dùng mã này" in again
    assert len(await office.seats("lan")) == 1
    assert await office.db.read(lambda tx: tx.value(select(invites.c.uses_left))) == 1


async def test_two_at_once_with_one_use_make_one_seat(office: Office) -> None:
    code = await office.code(Role.CADRE, "06040")
    await office.says("lan", "/start")
    await office.says("minh", "/start")
    await asyncio.gather(office.says("lan", f"/start {code}"), office.says("minh", f"/start {code}"))
    assert len(await office.seats("lan") + await office.seats("minh")) == 1


async def test_a_longer_term_prolongs_the_same_seat(office: Office) -> None:
    until, later = (office.clock.today() + timedelta(days=days) for days in (90, 180))
    await office.says("hoa", "/start " + await office.code(Role.OFFICER, "20", "MOIT", until=until))
    [before] = await office.seats_of("hoa")
    await office.says("hoa", "/start " + await office.code(Role.OFFICER, "20", "MOIT", until=later))
    [after] = await office.seats_of("hoa")
    assert (before.id, before.valid_until) == (after.id, until)
    assert after.valid_until == later


async def test_a_seat_that_is_over_by_now_is_not_given(office: Office) -> None:
    code = await office.code(Role.OFFICER, "20", "MOIT", until=office.clock.today())
    office.clock.forward(timedelta(days=1))
    assert await office.says("hoa", f"/start {code}") == [vi("people-code-wrong")]
    assert await office.db.read(lambda tx: tx.value(select(invites.c.uses_left))) == 1


async def test_an_ended_seat_is_no_seat(office: Office) -> None:
    await office.says("hoa", "/start " + await office.code(Role.OFFICER, "20", "MOIT", until=office.clock.today()))
    office.clock.forward(timedelta(days=1))
    await office.told("hoa")
    assert await office.says("hoa", "/start") == [vi("people-hello-newcomer")]


async def test_whoever_has_no_name_is_asked_for_it(office: Office) -> None:
    welcome, ask = await office.says("7001", "/start " + await office.code(Role.CADRE, "06040"))
    assert "Đã xong" in welcome
    assert ask == vi("people-name-ask")
    assert await office.says("7001", "😀😀") == [vi("people-name-bad")]
    assert await office.says("7001", "thủ tục xin cấp phép bán lẻ rượu thế nào?") == [vi("people-name-bad")]
    assert await office.says("7001", "Nông  Thị Lan") == [vi("people-name-taken", name="Nông Thị Lan")]
    assert (await office.person("7001")).name == "Nông Thị Lan"
