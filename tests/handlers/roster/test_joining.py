"""By the code on his card somebody joins under his name; earlier codes are void, and nobody joins for another."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from handlers.roster.expected import everybody
from handlers.roster.inviting import Issued, issue
from handlers.roster.line import Line
from handlers.roster.put_in import put_in
from handlers.wording import words
from storage import persons
from storage.seats import Role
from tests.handlers.office import KEY, Office

vi = words("vi")
LAN = Line("Nông Thị Lan", Role.CADRE, "06040", phone="0912345678")
MAI = replace(LAN, name="Nông Thị Mai", phone=None)
HOA = Line("Trần Văn Hoà", Role.OFFICER, "20", "MOIT")
SO = Line("Vi Văn Sơn", Role.CADRE, "20-MOIT", "MOIT")
AN = Line("Lê An", Role.EXPERT, "MOIT", "MOIT")


async def expects(office: Office, *lines: Line) -> None:
    await put_in(office.db, office.clock, lines, undo=False)


async def invites(office: Office, unit: str = "20", *roles: Role) -> Issued:
    return await issue(office.db, office.clock, KEY, unit, roles, 30)


async def codes(office: Office, unit: str = "20") -> dict[str, str]:
    return {card.name: card.code for card in (await invites(office, unit)).cards}


async def states(office: Office) -> dict[str, str]:
    return {one["name"]: one["state"] for one in await everybody(office.db, office.clock, None, waiting=False)}


async def number(office: Office, who: str) -> str | None:
    person = await office.person(who)
    return await office.db.read(lambda tx: persons.phone_of(tx, person.id))


async def test_cards_are_of_one_province_in_the_order_of_its_units(office: Office) -> None:
    elsewhere = replace(LAN, unit="24679")
    await expects(office, MAI, LAN, SO, HOA, AN, elsewhere)
    made = await invites(office)
    assert [(card.name, card.unit) for card in made.cards] == [
        (HOA.name, "20"), (SO.name, "20-MOIT"), (LAN.name, "06040"), (MAI.name, "06040"),
    ]  # fmt: skip
    assert [card.name for card in (await invites(office, "20", Role.OFFICER)).cards] == [HOA.name]
    assert [card.name for card in (await invites(office, "MOIT")).cards] == [AN.name], "not its officers in provinces"


async def test_he_joins_under_his_name_and_is_waited_for_no_more(office: Office) -> None:
    await expects(office, LAN, MAI)
    code = (await codes(office))[LAN.name]
    assert await states(office) == {LAN.name: "invited", MAI.name: "invited"}
    first, second, *_ = await office.says("lan_tg", f"/start {code}")
    assert LAN.name in first
    assert "0912345678" in first
    assert second.startswith("Đã xong.")
    assert (await office.person("lan_tg")).name == LAN.name
    assert await number(office, "lan_tg") == "0912345678"
    assert await office.seats("lan_tg") == [("cadre", "06040", "valid")]
    assert await states(office) == {LAN.name: "joined", MAI.name: "invited"}
    assert list(await codes(office)) == [MAI.name]


async def test_an_account_without_a_name_is_not_asked_for_one(office: Office) -> None:
    await expects(office, HOA)
    said = await office.says("123", f"/start {(await codes(office))[HOA.name]}")
    assert (await office.person("123")).name == HOA.name
    assert vi("people-name-ask") not in said


async def test_a_number_that_he_gave_himself_stays(office: Office) -> None:
    await office.says("lan", "/start")
    person = await office.person("lan")
    await office.db.write(lambda tx: persons.set_phone(tx, person.id, "0900000009"))
    await expects(office, LAN)
    await office.says("lan", (await codes(office))[LAN.name])
    assert await number(office, "lan") == "0900000009"


async def test_of_one_line_the_newest_code_alone_is_good_and_once(office: Office) -> None:
    await expects(office, LAN)
    old, new = (await codes(office))[LAN.name], (await codes(office))[LAN.name]
    assert old != new
    assert await office.says("lan", f"/start {old}") == [vi("people-code-wrong")]
    await office.says("lan", f"/start {new}")
    assert await states(office) == {LAN.name: "joined"}
    await office.told("mai")
    assert await office.says("mai", f"/start {new}") == [vi("people-code-wrong")]


async def test_a_code_ends_with_its_last_day(office: Office) -> None:
    await expects(office, LAN)
    made = await issue(office.db, office.clock, KEY, "20", (), 30)
    assert made.until == office.clock.today() + timedelta(days=30)


async def test_whose_term_is_over_gets_no_card(office: Office) -> None:
    today = office.clock.today()
    await expects(office, replace(LAN, seat_until=today), replace(MAI, seat_until=today + timedelta(days=9)))
    office.clock.forward(timedelta(days=2))
    made = await invites(office)
    assert ([card.name for card in made.cards], made.over) == ([MAI.name], (LAN.name,))


async def test_who_enrolled_by_himself_is_found_by_his_name_and_a_colleague_is_not(office: Office) -> None:
    await expects(office, LAN)
    code = (await codes(office))[LAN.name]
    await office.seat("mai", Role.CADRE, "06040")
    [said] = await office.says("mai", code)
    assert "không cần dùng mã này" in said
    assert await states(office) == {LAN.name: "invited"}, "hers is the same seat, and not the same name"
    await office.seat("nông thị lan", Role.CADRE, "06040")
    taken, said = await office.says("nông thị lan", code)
    assert "0912345678" in taken
    assert "danh sách đã ghi nhận" in said
    assert (await office.person("nông thị lan")).name == "nông thị lan", "as he wrote it himself"
    assert await states(office) == {LAN.name: "joined"}


async def test_a_longer_term_is_the_same_seat_prolonged(office: Office) -> None:
    today = office.clock.today()
    short = replace(HOA, seat_until=today + timedelta(days=90), key="CB2")
    await expects(office, short)
    await office.says("hoa", f"/start {(await codes(office))[HOA.name]}")
    longer = replace(short, seat_until=today + timedelta(days=180))
    await expects(office, longer)
    assert await states(office) == {HOA.name: "waiting"}
    await office.says("hoa", f"/start {(await codes(office))[HOA.name]}")
    [seat] = await office.seats_of("hoa")
    assert seat.valid_until == longer.seat_until
    assert await states(office) == {HOA.name: "joined"}


async def test_who_joins_while_cards_are_made_anew_joins_once(office: Office) -> None:
    await expects(office, LAN)
    code = (await codes(office))[LAN.name]
    made, _ = await asyncio.gather(invites(office), office.says("lan", f"/start {code}"))
    joined = (await states(office))[LAN.name] == "joined"
    assert joined == (not made.cards), "either his code was good, or he has a new one"


async def test_telephone_numbers_are_in_no_list(office: Office) -> None:
    await expects(office, LAN)
    assert "0912345678" not in str(await everybody(office.db, office.clock, "20", waiting=True))
