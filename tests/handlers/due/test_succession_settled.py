"""What a change of units leaves to be settled: officers, leads, groups, rules, and what depends on what failed."""

from __future__ import annotations

from functools import partial

from handlers.clock import VIETNAM
from handlers.context import Choice, Turn
from handlers.dispatch import dispatch
from handlers.incoming import Said
from handlers.ministry import routes as ministry_routes
from handlers.succession.line import Line
from handlers.wording import words
from storage import duties, groups, routes, succession
from storage.db import Tx
from storage.place import Place
from storage.seats import Role
from storage.succession import Pair
from tests.handlers.due.conftest import UNKNOWN, Waiting
from tests.handlers.due.test_succession import TOLD, asked_by, lays_down

vi = words("vi")


async def _lead(waiting: Waiting, who: str) -> None:
    [seat] = await waiting.office.seats_of(who)
    await waiting.office.db.write(partial(duties.set_lead, seat=seat, lead=True))


async def _links(waiting: Waiting, chat: str, province: str) -> None:
    minh = await waiting.office.person("Minh")

    async def link(tx: Tx) -> None:
        await groups.note(tx, Place("telegram", chat), f"Nhóm {chat}")
        await groups.link(tx, Place("telegram", chat), "MOIT", province, "vi", minh.id)

    await waiting.office.db.write(link)


async def test_of_a_split_province_an_officer_chooses_nothing_and_the_admin_is_told(waiting: Waiting) -> None:
    office, today = waiting.office, waiting.office.clock.today()
    await lays_down(waiting, Line("split", today, ("20",), "20", main=True),
                    Line("split", today, ("20",), "97", "Tràng Định", "tỉnh"))  # fmt: skip
    await waiting.tick()
    told = vi("units-officers-split", old="Tỉnh Lạng Sơn", others="Tỉnh Tràng Định", main="Tỉnh Lạng Sơn",
              names="Minh")  # fmt: skip
    assert [text for text in await office.told("Hà") if "chia tách" in text] == [told]
    assert vi("units-mine", unit="Tỉnh Tràng Định") not in await office.labels("Minh")
    event = (await office.db.read(succession.every))[0].event
    [seat] = await office.seats_of("Minh")
    person, now = await office.person("Minh"), office.clock.business()
    old = Choice("Tôi thuộc Tỉnh Tràng Định", "unit_is", {"event": event, "seat": seat.id, "unit": "97"})
    await office.db.write(lambda tx: Turn(office.ctx, tx, "an older message", now).say(person, "?", (old,)))
    await office.presses("Minh", old.label)
    assert await office.seats("Minh") == [("officer", "20", "valid")]


async def test_of_two_leads_the_one_who_loses_the_mark_and_the_admins_hear_of_it(waiting: Waiting) -> None:
    office = waiting.office
    await office.seat("Tú", Role.OFFICER, "24", "MOIT")
    for who in ("Minh", "Tú"):
        await _lead(waiting, who)
    for chat, province in (("cũ", "20"), ("mới", "24")):
        await _links(waiting, chat, province)
    await lays_down(waiting, Line("merge", office.clock.today(), ("20",), "24"))
    await waiting.tick()
    [told] = [text for text in await office.told("Minh") if TOLD in text]
    assert vi("units-stays-under-lead", name="Tú") in told
    assert vi("units-all-stays") not in told
    lead = vi("units-lead-taken", province="Tỉnh Bắc Ninh", name="Minh", stays="Tú")
    assert lead in await office.told("Hà")
    # The group of the province that is no more is told once, and is nobody's.
    last = [vi("group-linked-elsewhere", province="tỉnh Bắc Ninh", title="Nhóm mới")]
    assert await office.told("cũ") == last
    left = await office.db.read(lambda tx: groups.get(tx, Place("telegram", "cũ")))
    assert left is not None
    assert left.province is None


async def test_a_part_in_another_province_takes_the_question_to_its_officer_and_a_slip_is_undone(
    waiting: Waiting,
) -> None:
    office, today = waiting.office, waiting.office.clock.today()
    await office.seat("Tú", Role.OFFICER, "24", "MOIT")
    order = ministry_routes.Order("MOIT", "desk", "electricity", "20", "06040", today, None)
    await office.db.write(lambda tx: ministry_routes.make(tx, order, office.clock.business()))
    await waiting.asks()
    await lays_down(waiting, Line("split", today, ("06040",), "99001", "Bình An", "xã", main=True),
                    Line("split", today, ("06040",), "99002", "Chí Minh", "xã", "24"))  # fmt: skip
    await waiting.tick()
    rules = await office.db.read(lambda tx: routes.listed(tx, "MOIT"))
    assert {(rule.commune, rule.province) for rule in rules} == {("99001", "20"), ("99002", "24")}
    await office.told("Minh")
    await office.says("Lan", "1")
    [there] = await asked_by(waiting, "Lan")
    assert (there.province, there.holder_name) == ("24", "Tú")
    assert any(there.code in text for text in await office.told("Tú"))
    assert vi("units-left-you", count=1, codes=there.code) in await office.told("Minh")
    await office.presses("Lan", vi("units-mine", unit="Xã Bình An"))
    [back] = await asked_by(waiting, "Lan")
    assert (back.unit, back.province, back.holder_name) == ("99001", "20", "Minh")
    assert await office.seats("Lan") == [("cadre", "99001", "valid")]


async def test_what_begins_where_a_failed_change_was_to_end_waits_for_it(waiting: Waiting) -> None:
    office, today = waiting.office, waiting.office.clock.today()
    failing = Pair(1, "rename", today, "06040", "06040", "xã", "Ở Đâu", "98", True, "Xã Thất Khê")  # no such province
    after = Pair(2, "merge", today, "06040", "06046", "xã", "Tràng Định", "20", True, "Xã Thất Khê")
    await office.db.write(lambda tx: succession.add(tx, [failing, after], office.clock.machine()))
    await waiting.tick()
    assert await office.seats("Lan") == [("cadre", "06040", "valid")]
    assert await office.db.read(lambda tx: succession.due(tx, today)) == [1, 2]


async def test_a_question_taken_in_at_the_moment_of_the_change_is_of_the_unit_there_is_now(waiting: Waiting) -> None:
    office, now = waiting.office, waiting.office.clock.business()
    said = Said(office.sender("Lan"), office.place("Lan"), "m-late", now, UNKNOWN)
    effect = await dispatch(office.ctx, said, now, "in:late")  # his seats are read here
    await lays_down(waiting, Line("rename", office.clock.today(), ("06040",), "99001", "Mới", "xã", "24"))
    await waiting.tick()
    await office.db.write(lambda tx: effect(Turn(office.ctx, tx, "in:late", now, conversation="late")))
    [asked] = await asked_by(waiting, "Lan")
    assert (asked.unit, asked.province) == ("99001", "24")


async def test_the_deadline_goes_by_the_closures_of_the_province_where_the_clock_began(waiting: Waiting) -> None:
    office = waiting.office
    await _lays_down(waiting, "/hantraloi 1 ngày làm việc")
    await waiting.asks()
    [asked] = await asked_by(waiting, "Lan")
    assert asked.due_at is not None
    await lays_down(waiting, Line("rename", office.clock.today(), ("06040",), province="24"))
    await waiting.tick()
    for province, moves in (("Bắc Ninh", False), ("Lạng Sơn", True)):
        await _lays_down(waiting, f"/lich đóng {asked.due_at.astimezone(VIETNAM):%d/%m/%Y} {province}: bão")
        await waiting.tick()
        [now_is] = await asked_by(waiting, "Lan")
        assert (now_is.province, now_is.due_at != asked.due_at) == ("24", moves)


async def _lays_down(waiting: Waiting, typed: str) -> None:
    await waiting.office.says("Hà", typed)
    await waiting.office.presses("Hà", (await waiting.office.labels("Hà"))[0])
