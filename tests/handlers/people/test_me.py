"""Who am I, in which language, what is kept, help; and whether guidance is genuine."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from handlers.people.menu import explained
from handlers.verbs import COMMANDS
from handlers.wording import words
from storage.seats import Role
from storage.tables import persons
from tests.handlers.office import Office

vi, en = words("vi"), words("en")


async def test_me_names_the_seats_with_their_terms(office: Office) -> None:
    until = office.clock.today() + timedelta(days=90)
    await office.says("hoa", "/start " + await office.code(Role.OFFICER, "20", "MOIT", until=until))
    await office.told("hoa")
    [me] = await office.says("hoa", "/toi")
    assert "Họ tên: hoa" in me
    assert "• cán bộ biệt phái – Tỉnh Lạng Sơn, từ" in me
    assert f"đến hết {vi.day(until, office.clock.business())}" in me


async def test_an_ended_or_refused_seat_is_not_shown_as_held(office: Office) -> None:
    await office.says("hoa", "/start " + await office.code(Role.OFFICER, "20", "MOIT", until=office.clock.today()))
    await office.told("hoa")
    office.clock.forward(timedelta(days=1))
    [me] = await office.says("hoa", "/me")
    assert vi("people-me-no-seat") in me
    [data] = await office.says("hoa", "/dulieu")
    assert "đã kết thúc" in data


async def test_the_name_is_changed_by_typing(office: Office) -> None:
    await office.says("lan", "/toi")
    assert await office.presses("lan", vi("people-button-rename")) == [vi("people-name-ask")]
    assert await office.says("lan", "Y Bhin Niê") == [vi("people-name-taken", name="Y Bhin Niê")]
    [me] = await office.says("lan", "/toi")
    assert "Y Bhin Niê" in me


@pytest.mark.parametrize(
    "name", ["😀", "a", "Lan 0912345678", "x" * 65, "/lan!", "<b>Lan</b>", "một hai ba bốn năm sáu bảy tám chín"]
)
async def test_what_is_no_name_is_asked_again(office: Office, name: str) -> None:
    await office.says("lan", "/toi")
    await office.presses("lan", vi("people-button-rename"))
    if not name.startswith("/"):
        assert await office.says("lan", name) == [vi("people-name-bad")]
    assert (await office.person("lan")).name == "lan"


async def test_a_command_leaves_the_dialog(office: Office) -> None:
    await office.says("lan", "/toi")
    await office.presses("lan", vi("people-button-rename"))
    await office.says("lan", "/trogiup")
    await office.says("lan", "Nông Thị Lan")
    assert (await office.person("lan")).name == "lan"


async def test_the_language_is_changed_by_button_and_by_word(office: Office) -> None:
    assert await office.says("lan", "/ngonngu") == [vi("people-language-which")]
    assert await office.presses("lan", "English") == [en("people-language-taken")]
    assert "search" in await office.menu("lan")
    assert await office.says("lan", "/language vi") == [vi("people-language-taken")]
    assert "tracuu" in await office.menu("lan")
    assert await office.says("lan", "/language klingon" * 300) == [vi("people-language-which")]


@pytest.mark.parametrize(
    ("role", "unit", "ministry"),
    [
        (Role.CADRE, "06040", None),
        (Role.OFFICER, "20", "MOIT"),
        (Role.EXPERT, "MOIT", None),
        (Role.LEADER, "MOIT", None),
        (Role.ADMIN, "MOIT", None),
    ],
)
async def test_help_is_by_role_and_every_command_in_it_exists(
    office: Office, role: Role, unit: str, ministry: str | None
) -> None:
    await office.seat("hoa", role, unit, ministry)
    [text] = await office.says("hoa", "/trogiup")
    assert len(text) < 1_500
    for line in explained(vi, await office.seats_of("hoa")):
        assert line in text
        for name in line.partition(":")[0].replace("(", "").replace(")", "").split():
            assert name.removeprefix("/") in COMMANDS
    for name in await office.menu("hoa"):
        assert name in COMMANDS
    assert "/dangxuat (/logout)" in text
    assert "dangxuat" not in await office.menu("hoa"), "where it asks nothing, a slip would throw him out"
    assert ("/thuhoi (/recall)" in text) == (role is not Role.LEADER)


async def test_help_for_a_newcomer_depends_on_the_policy(office: Office) -> None:
    assert vi("people-help-newcomer") in (await office.says("lan", "/help"))[0]
    office.enrolment = "invite"
    assert vi("people-help-invite-only") in (await office.says("lan", "/help"))[0]


async def test_my_data_says_what_there_is(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await office.seat("lan", Role.CADRE, "06040")
    await office.says("lan", "qzx wvk jjjj ppp mmm?")
    await office.told("lan")
    [data] = await office.says("lan", "/dulieu")
    assert vi("people-data-accounts", channels="Telegram") in data
    assert vi("people-data-no-phone") in data
    assert "Số câu hỏi đã gõ: 1" in data
    assert vi("people-data-erasure-by", names="hoa") in data
    lan = await office.person("lan")
    await office.db.write(lambda tx: tx.change(update(persons).where(persons.c.id == lan.id).values(phone="0912")))
    assert vi("people-data-phone", phone="0912") in (await office.says("lan", "/mydata"))[0]


async def test_an_outsider_is_told_nobodys_name(office: Office) -> None:
    await office.seat("hoa", Role.OFFICER, "20", "MOIT")
    await office.seat("sếp", Role.ADMIN, "MOIT")
    [data] = await office.says("lan", "/dulieu")
    assert vi("people-data-erasure") in data


async def test_codes_of_guidance_cannot_be_guessed(office: Office) -> None:
    assert await office.says("lan", "/kiemtra") == [vi("people-check-ask")]
    assert await office.says("lan", "DEADBEEF") == [vi("people-check-not-found")]
    for code in ("😀", "x" * 8000, "' OR 1=1", "%", "DEADBEEF", "1", "2", "3", "4"):
        assert await office.says("lan", f"/kiemtra {code}") == [vi("people-check-not-found")]
    assert await office.says("lan", "/kiemtra DEADBEEF") == [vi("people-check-too-often")]
