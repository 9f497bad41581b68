"""Lines go in once, are changed under the same identity, and take nothing from anybody who has joined."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

from handlers.clock import Clock
from handlers.roster.line import Line
from handlers.roster.put_in import Plan, put_in
from storage import audit, roster
from storage.db import Database
from storage.roster import Expected
from storage.seats import Role
from tests.handlers.office import Office

LAN = Line("Nông Thị Lan", Role.CADRE, "06040", phone="0912345678")
KEYED = replace(LAN, key="CB1")
HOA = Line("Trần Văn Hoà", Role.OFFICER, "20", "MOIT", key="CB2", seat_until=date(2099, 12, 31))


async def put(db: Database, *lines: Line, undo: bool = False) -> Plan:
    return await put_in(db, Clock(), lines, undo=undo)


def counts(plan: Plan) -> tuple[int, int, int, int]:
    return len(plan.new), len(plan.changed), plan.unchanged, len(plan.refused)


async def kept(db: Database) -> list[Expected]:
    return await db.read(roster.every)


async def test_the_same_twice_changes_nothing(seeded_db: Database) -> None:
    assert counts(await put(seeded_db, LAN, HOA, undo=True)) == (2, 0, 0, 0)
    assert await kept(seeded_db) == []
    assert counts(await put(seeded_db, LAN, HOA)) == (2, 0, 0, 0)
    before = await kept(seeded_db)
    assert [(one.province, one.ministry, one.seat_id) for one in before] == [("20", None, None), ("20", "MOIT", None)]
    assert counts(await put(seeded_db, LAN, HOA)) == (0, 0, 2, 0)
    assert await kept(seeded_db) == before
    assert len(await seeded_db.read(lambda tx: audit.of(tx, "roster"))) == 1


async def test_what_changes_under_the_same_identity_is_changed(seeded_db: Database) -> None:
    await put(seeded_db, LAN, HOA)
    lan = replace(LAN, name="NÔNG THỊ LAN", phone=None, seat_until=date(2099, 1, 1))
    hoa = replace(HOA, name="Trần Văn Hòa", unit="24", role=Role.OFFICER)
    plan = await put(seeded_db, lan, hoa)
    assert counts(plan) == (0, 2, 0, 0)
    assert plan.changed[0].values == {
        "name": ("Nông Thị Lan", "NÔNG THỊ LAN"), "phone": ("0912345678", None),
        "seat_until": (None, date(2099, 1, 1)),
    }  # fmt: skip
    assert [(one.name, one.unit, one.province) for one in await kept(seeded_db)] == [
        ("NÔNG THỊ LAN", "06040", "20"), ("Trần Văn Hòa", "24", "24"),
    ]  # fmt: skip
    assert counts(await put(seeded_db, lan, hoa)) == (0, 0, 2, 0)


async def test_a_code_comes_to_who_had_none_and_is_not_taken_away_by_a_list_without(seeded_db: Database) -> None:
    await put(seeded_db, LAN)
    plan = await put(seeded_db, KEYED)
    assert [change.values for change in plan.changed] == [{"key": (None, "CB1")}]
    assert counts(await put(seeded_db, LAN)) == (0, 0, 1, 0)
    assert [one.key for one in await kept(seeded_db)] == ["CB1"]


async def test_two_of_one_name_are_told_apart_by_their_codes_alone(seeded_db: Database) -> None:
    await put(seeded_db, KEYED, replace(KEYED, key="CB9"))
    plan = await put(seeded_db, LAN)
    assert [(one.code.value, one.args) for one in plan.refused] == [("several_of_name", (("allowed", "CB1, CB9"),))]
    # One of them moved: by his code he is the same, and the other one is then the only one of that name here.
    assert counts(await put(seeded_db, replace(KEYED, unit="06001"), LAN)) == (0, 1, 1, 0)


async def test_a_term_that_is_over_does_not_go_in_but_stays(seeded_db: Database) -> None:
    clock = Clock()
    ends = replace(LAN, seat_until=clock.today() + timedelta(days=3))
    assert counts(await put_in(seeded_db, clock, [ends], undo=False)) == (1, 0, 0, 0)
    clock.forward(timedelta(days=5))
    assert counts(await put_in(seeded_db, clock, [ends], undo=False)) == (0, 0, 1, 0), "nothing is new in it"
    plan = await put_in(seeded_db, clock, [ends, replace(ends, unit="06001")], undo=False)
    assert [(one.at, one.code.value) for one in plan.refused] == [(1, "term_over")]


async def test_a_unit_that_is_no_more_keeps_its_line_out(seeded_db: Database) -> None:
    plan = await put(seeded_db, replace(LAN, unit="99999"), HOA)
    assert [(one.at, one.code.value) for one in plan.refused] == [(0, "unknown_unit")]
    assert len(await kept(seeded_db)) == 1


async def test_two_imports_at_once_add_everybody_once(seeded_db: Database) -> None:
    lines = [replace(LAN, name=f"Nông Thị {name}") for name in ("Lan", "Mai", "Hoa", "Tơ", "Bưởi")]
    plans = await asyncio.gather(*(put(seeded_db, *lines) for _ in range(4)))
    assert sorted(counts(plan) for plan in plans) == [(0, 0, 5, 0)] * 3 + [(5, 0, 0, 0)]
    assert len(await kept(seeded_db)) == 5


async def test_who_has_joined_keeps_what_is_his(office: Office) -> None:
    db = office.db
    await put(db, KEYED)
    await office.seat("lan", Role.CADRE, "06040")
    [seat] = await office.seats_of("lan")
    [line] = await kept(db)
    await db.write(lambda tx: roster.joined(tx, line.id, seat.person_id, seat.id, office.clock.machine()))
    assert counts(await put(db, KEYED)) == (0, 0, 1, 0), "his number is his own now, and no difference"
    plan = await put(db, replace(KEYED, name="Nông Thị Lam"))
    assert [(change.values, change.again) for change in plan.changed] == [
        ({"name": ("Nông Thị Lan", "Nông Thị Lam")}, False)
    ]
    assert [(one.seat_id, one.phone) for one in await kept(db)] == [(seat.id, None)]
    moved = await put(db, replace(KEYED, name="Nông Thị Lam", unit="06001"))
    assert [change.again for change in moved.changed] == [True]
    assert [one.seat_id for one in await kept(db)] == [None], "for that seat he is waited for"
    assert (await office.person("lan")).name == "lan"
    assert await office.seats("lan") == [("cadre", "06040", "valid")]
