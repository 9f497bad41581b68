"""Saying hello and redeeming a code."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handlers.invite import Order, make
from handlers.wording import words
from storage import questions
from storage.seats import Role
from storage.tables import audit, invites, tries
from tests.handlers.office import KEY, Office

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
        (Role.LEADER, "MOIT", None, "hangdoi"),
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


async def test_what_was_asked_before_the_code_is_offered_to_be_sent(office: Office) -> None:
    await office.says("lan", "qzx wvk jjjj ppp mmm?")
    _, offer = await office.says("lan", "/start " + await office.code(Role.CADRE, "06040"))
    assert "qzx wvk jjjj ppp mmm?" in offer
    assert await office.labels("lan") == [vi("enrol-button-send-question")]
    await office.presses("lan", vi("enrol-button-send-question"))
    await office.presses("lan", "Thuộc Bộ Công Thương")
    [question] = await office.db.read(lambda tx: questions.of_unit(tx, "06040"))
    assert (question.text, question.state) == ("qzx wvk jjjj ppp mmm?", "open")
    assert len(await office.says("lan", "/start")) == 1  # nothing is left to be sent


async def test_several_are_offered_newest_first_and_the_rest_with_start(office: Office) -> None:
    for n in range(1, 8):
        await office.says("lan", f"qzx{n} wvk jjjj ppp mmm?")
    _, offer = await office.says("lan", "/start " + await office.code(Role.CADRE, "06040"))
    assert offer.splitlines()[:3] == [
        vi("enrol-earlier-questions", count=7), "1. “qzx7 wvk jjjj ppp mmm?”", "2. “qzx6 wvk jjjj ppp mmm?”",
    ]  # fmt: skip
    assert offer.splitlines()[-1] == vi("enrol-earlier-more", more=2)
    assert await office.labels("lan") == ["1", "2", "3", "4", "5"]
    await office.says("lan", "2")
    _, again = await office.says("lan", "/start")
    assert "1. “qzx7 wvk" in again
    assert "qzx6" not in again
    assert again.splitlines()[-1] == vi("enrol-earlier-more", more=1)


async def test_what_the_bank_answered_and_what_has_a_unit_is_not_offered(office: Office) -> None:
    await office.says("lan", "Hạn cuối nộp báo cáo tháng là ngày nào?")
    await office.seat("minh", Role.CADRE, "06040")
    await office.says("minh", "qzx wvk jjjj ppp mmm?")
    said = await office.says("lan", "/start " + await office.code(Role.CADRE, "06040"))
    assert not any("qzx" in text for text in said)
    assert len(await office.says("minh", "/start")) == 1


async def test_a_code_of_another_unit_moves_a_cadre_there(office: Office) -> None:
    await office.seat("lan", Role.CADRE, "06040")
    left, welcome = await office.says("lan", "/start " + await office.code(Role.CADRE, "23941"))
    assert left == vi("enrol-left", unit="Xã Thất Khê, tỉnh Lạng Sơn")
    assert "Chư Sê" in welcome
    assert await office.seats("lan") == [("cadre", "06040", "ended"), ("cadre", "23941", "valid")]
    await office.says("lan", "qzx wvk jjjj ppp mmm?")
    [question] = await office.db.read(lambda tx: questions.of_asker(tx, 1))
    assert (question.unit, question.province) == ("23941", "52")


async def test_a_code_for_later_lets_the_unit_of_today_be_until_then(office: Office) -> None:
    await office.seat("lan", Role.CADRE, "06040")
    begins = office.clock.today() + timedelta(days=3)
    order = Order(Role.CADRE, "23941", None, begins)
    made = await office.db.write(lambda tx: make(tx, office.clock, KEY, order))
    leaves, _ = await office.says("lan", f"/start {made.code}")
    assert "đến hết" in leaves
    assert [seat.unit for seat in await office.seats_of("lan") if seat.valid_on(office.clock.today())] == ["06040"]
    assert [seat.unit for seat in await office.seats_of("lan") if seat.valid_on(begins)] == ["23941"]


async def test_an_officer_keeps_his_seat_when_he_becomes_a_cadre(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await office.seat("hoa", Role.CADRE, "06040")
    assert {state for _, _, state in await office.seats("hoa")} == {"valid"}


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
