"""Units merge, split and are renamed on their day: what belongs to them follows, and each person is told once."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from handlers import places
from handlers.ministry import routes as ministry_routes
from handlers.succession.line import Line
from handlers.succession.put_in import drop, put_in
from handlers.wording import words
from storage import broadcasts, duties, figures, groups, questions, routes, seats, succession, units
from storage.broadcasts import Audience
from storage.db import Tx
from storage.place import Place
from storage.questions import Question
from storage.seats import Role
from storage.succession import Pair
from storage.tables import entries, invites, moved_seats, roster, unit_changes
from tests.handlers.due.conftest import UNKNOWN, Waiting

vi = words("vi")
TOLD = "Đơn vị của Anh/chị trên Cầu Nối nay là"


async def lays_down(waiting: Waiting, *lines: Line) -> None:
    office = waiting.office
    done = await put_in(office.db, office.clock, lines, undo=False)
    assert done.plan.refused == []


def merge(on: date, *old: str, new: str = "99001", name: str | None = "Tràng Định Mới") -> Line:
    return Line("merge", on, old, new, name, "xã" if name else None)


async def asked_by(waiting: Waiting, who: str) -> list[Question]:
    person = await waiting.office.person(who)
    return await waiting.office.db.read(lambda tx: questions.of_asker(tx, person.id))


async def counted(waiting: Waiting, what: Any) -> int:
    return len(await waiting.office.db.read(lambda tx: tx.rows(select(what))))


async def local_entries(waiting: Waiting) -> int:
    rows = await waiting.office.db.read(lambda tx: tx.rows(select(entries.c.provinces)))
    return sum("20" in row.provinces for row in rows)


async def test_on_its_day_a_merger_takes_all_along_and_each_is_told_once(waiting: Waiting) -> None:
    office, day = waiting.office, waiting.office.clock.today() + timedelta(days=3)
    await office.seat("Mai", Role.CADRE, "06046")
    code = await office.code(Role.CADRE, "06040")
    await waiting.asks()
    [before] = await asked_by(waiting, "Lan")
    await lays_down(waiting, merge(day, "06040", "06046"))
    await waiting.passes(days=2)
    assert await office.seats("Lan") == [("cadre", "06040", "valid")], "not before its day"
    await office.told("Lan")
    await waiting.passes(days=1)
    [now_is] = await asked_by(waiting, "Lan")
    assert (now_is.unit, now_is.province, now_is.holder_name) == ("99001", "20", "Minh")
    assert (now_is.due_at, now_is.code) == (before.due_at, before.code)
    for who in ("Lan", "Mai"):
        assert await office.seats(who) == [("cadre", "99001", "valid")]
        [told] = [text for text in await office.told(who) if TOLD in text]
        assert "sáp nhập vào Xã Tràng Định Mới" in told
        assert vi("units-all-stays") in told
    await waiting.tick()
    await office.looks_round()
    assert not [text for text in await office.told("Lan") if TOLD in text], "once"
    await office.says("Tú", f"/start {code}")
    assert await office.seats("Tú") == [("cadre", "99001", "valid")], "invites are good for what it is now"
    assert await office.db.read(lambda tx: units.today(tx, "06046")) == "99001"
    assert await office.db.write(units.seed) == 0, "what the package says is older"


async def test_after_an_outage_all_happens_in_order_and_what_was_dropped_does_not(waiting: Waiting) -> None:
    office, today = waiting.office, waiting.office.clock.today()
    await lays_down(waiting, Line("rename", today + timedelta(days=5), ("99001",), "99002", "Bắc Sơn Mới"),
                    merge(today + timedelta(days=2), "06040", "06046"),
                    Line("rename", today + timedelta(days=4), ("06037",), name="Tên khác"))  # fmt: skip
    dropped = (await office.db.read(lambda tx: tx.rows(
        select(unit_changes.c.event).where(unit_changes.c.predecessor == "06037"))))[0][0]  # fmt: skip
    assert await drop(office.db, office.clock, dropped) == 1
    await waiting.passes(days=9)
    assert await office.seats("Lan") == [("cadre", "99002", "valid")]
    told = [text for text in await office.told("Lan") if TOLD in text]
    assert len(told) == 1
    assert "sáp nhập" in told[0]
    assert "đổi thành" in told[0]
    assert await office.db.read(lambda tx: units.today(tx, "06040")) == "99002"
    kept = await office.db.read(lambda tx: units.get(tx, "06037"))
    assert kept is not None
    assert kept.name != "Tên khác"
    assert await drop(office.db, office.clock, 1) == 0, "what happened is not taken back"


async def test_provinces_merge_and_everything_is_the_successors(waiting: Waiting) -> None:
    office, today = waiting.office, waiting.office.clock.today()
    await office.seat("Sơn", Role.CADRE, "20-MOIT")
    await office.seat("Tú", Role.OFFICER, "24", "MOIT")
    for who in ("Minh", "Tú"):
        [seat] = await office.seats_of(who)
        await office.db.write(partial(duties.set_lead, seat=seat, lead=True))
    order = ministry_routes.Order("MOIT", "desk", "electricity", "20", "06040", today, None)
    await office.db.write(lambda tx: ministry_routes.make(tx, order, office.clock.business()))
    await waiting.asks()
    await lays_down(waiting, Line("merge", today, ("20",), "24"))
    await waiting.tick()
    [asked] = await asked_by(waiting, "Lan")
    assert (asked.unit, asked.province, asked.holder_name) == ("06040", "24", "Minh"), "he is of that province, too"
    assert await office.seats("Minh") == [("officer", "24", "valid")]
    assert await office.seats("Sơn") == [("cadre", "24-MOIT", "valid")]
    leads = [(await office.seats_of(who))[0].lead for who in ("Minh", "Tú")]
    assert leads == [False, True]
    for who in ("Minh", "Sơn", "Lan"):
        assert len([text for text in await office.told(who) if TOLD in text]) == 1, who
    assert not [text for text in await office.told("Tú") if TOLD in text], "his is as it was"
    now = office.clock.business()
    [found] = await office.db.read(lambda tx: figures.by_province(tx, now, "MOIT"))
    assert (found.province, found.asked) == ("Tỉnh Bắc Ninh", 1)
    [rule] = await office.db.read(lambda tx: routes.listed(tx, "MOIT"))
    assert (rule.province, rule.commune) == ("24", "06040")
    for province in ("20", "24"):  # of a draft that was written before, too
        to = Audience("communes", "MOIT", province)
        assert await office.db.read(partial(broadcasts.count, audience=to, day=today)) == 1


async def test_a_provinces_group_is_its_successors_unless_that_has_one(waiting: Waiting) -> None:
    office, today = waiting.office, waiting.office.clock.today()
    minh = await office.person("Minh")
    for name, ministry, province in (("a", "MOIT", "20"), ("b", "MAE", "20"), ("c", "MAE", "24")):
        place = Place("telegram", name)

        async def link(tx: Tx, place: Place = place, ministry: str = ministry, province: str = province) -> None:
            await groups.note(tx, place, place.chat)
            await groups.link(tx, place, ministry, province, "vi", minh.id)

        await office.db.write(link)
    await lays_down(waiting, Line("merge", today, ("20",), "24"))
    await waiting.tick()
    for ministry, name in (("MOIT", "a"), ("MAE", "c")):
        found = await office.db.read(partial(groups.of_province, ministry=ministry, province="24"))
        assert found is not None
        assert found.place.chat == name


async def test_a_commune_that_goes_to_another_province_takes_its_questions_to_that_officer(waiting: Waiting) -> None:
    office = waiting.office
    await office.seat("Tú", Role.OFFICER, "24", "MOIT")
    await waiting.asks()
    [before] = await asked_by(waiting, "Lan")
    await lays_down(waiting, Line("rename", office.clock.today(), ("06040",), province="24"))
    await waiting.tick()
    [now_is] = await asked_by(waiting, "Lan")
    assert (now_is.holder_name, now_is.province, now_is.due_at) == ("Tú", "24", before.due_at)
    assert any(now_is.code in text for text in await office.told("Tú"))
    assert vi("units-left-you", count=1, codes=now_is.code) in await office.told("Minh")
    assert any("nay do Tú phụ trách" in text for text in await office.told("Lan"))


async def test_where_nobody_is_on_duty_the_question_stays_with_whoever_has_it(waiting: Waiting) -> None:
    await waiting.asks()
    await lays_down(waiting, Line("rename", waiting.office.clock.today(), ("06040",), province="24"))
    await waiting.tick()
    [now_is] = await asked_by(waiting, "Lan")
    assert (now_is.holder_name, now_is.province) == ("Minh", "24")


async def test_of_a_split_one_tap_says_who_is_in_the_other_part(waiting: Waiting) -> None:
    office, today = waiting.office, waiting.office.clock.today()
    await office.seat("Mai", Role.CADRE, "06040")
    await waiting.asks()
    order = ministry_routes.Order("MOIT", "desk", None, None, "06040", today, None)
    await office.db.write(lambda tx: ministry_routes.make(tx, order, office.clock.business()))
    await lays_down(waiting, Line("split", today, ("06040",), "99001", "Bình An", "xã", main=True),
                    Line("split", today, ("06040",), "99002", "Chí Minh", "xã"))  # fmt: skip
    await waiting.tick()
    for who in ("Lan", "Mai"):
        assert await office.seats(who) == [("cadre", "99001", "valid")]
        [told] = [text for text in await office.told(who) if TOLD in text]
        assert "được chia tách" in told
    assert {rule.commune for rule in await office.db.read(routes.listed)} == {"99001", "99002"}
    [chosen] = await office.says("Lan", "1")
    assert chosen == vi("units-chosen", unit="Xã Chí Minh, tỉnh Lạng Sơn")
    assert await office.seats("Lan") == [("cadre", "99002", "valid")]
    [asked] = await asked_by(waiting, "Lan")
    assert asked.unit == "99002"
    assert await office.seats("Mai") == [("cadre", "99001", "valid")]
    token = await office.token("Lan", "Tôi thuộc Xã Chí Minh")
    await office.presses_token("Mai", token)
    assert await office.seats("Mai") == [("cadre", "99001", "valid")], "another's button does nothing"
    [seat] = await office.seats_of("Lan")
    await office.db.write(lambda tx: seats.end(tx, seat.id))
    assert await office.presses_token("Lan", token) != [chosen]


async def test_what_is_closed_keeps_its_unit_and_the_successors_people_still_read_it(waiting: Waiting) -> None:
    office = waiting.office
    await office.seat("Mai", Role.CADRE, "06046")
    await waiting.asks()
    await office.presses("Minh", vi("card-answer"))
    await office.says("Minh", "Lập dự toán gửi Sở Tài chính.")
    [answered] = await asked_by(waiting, "Lan")
    await office.db.write(lambda tx: questions.move(tx, answered, "closed"))
    assert not any(answered.code in text for text in await office.says("Mai", answered.code))
    await lays_down(waiting, merge(office.clock.today(), "06040", "06046"))
    await waiting.tick()
    [closed] = await asked_by(waiting, "Lan")
    assert (closed.unit, closed.unit_name, closed.heir) == ("06040", "Xã Thất Khê", "99001")
    await office.told("Mai")
    assert any(UNKNOWN in text for text in await office.says("Mai", answered.code))
    shown = await office.db.read(lambda tx: questions.of_unit(tx, "99001"))
    assert [question.code for question in shown] == [answered.code]


async def test_one_change_that_fails_keeps_no_other_one_from_happening(waiting: Waiting) -> None:
    office, today = waiting.office, waiting.office.clock.today()
    impossible = Pair(1, "rename", today, "06046", "06046", "xã", "Ở Đâu", "98", True, "Xã Tràng Định")  # no province
    sound = Pair(2, "rename", today, "06040", "06040", "xã", "Thất Khê Mới", "20", True, "Xã Thất Khê")
    await office.db.write(lambda tx: succession.add(tx, [impossible, sound], office.clock.machine()))
    await waiting.tick()
    assert [text for text in await office.told("Lan") if "đổi thành Xã Thất Khê Mới" in text]
    assert await office.db.read(lambda tx: succession.due(tx, today)) == [1], (
        "it is tried again, and nothing of it is done"
    )


async def test_the_names_in_memory_follow(waiting: Waiting) -> None:
    office, ctx = waiting.office, waiting.office.ctx
    assert not await places.follow(ctx)
    await lays_down(waiting, merge(office.clock.today(), "06040", "06046"))
    await waiting.tick()
    assert await places.follow(ctx)
    found = ctx.places.find_commune("thất khê", "20")
    assert found.exact == ctx.places.get("99001")
    assert found.former is not None
    assert (found.former.how, found.former.since) == ("merge", office.clock.today())
    assert not await places.follow(ctx)


async def test_two_files_at_once_and_a_dry_run_leave_nothing_twice(waiting: Waiting) -> None:
    office, line = waiting.office, merge(waiting.office.clock.today() + timedelta(days=3), "06040", "06046")
    looked = await put_in(office.db, office.clock, [line], undo=True)
    assert [(one["from"], one["seats"]) for one in looked.events] == [("06040", 1), ("06046", 0)]
    assert await counted(waiting, unit_changes.c.id) == 0
    [province] = (await put_in(office.db, office.clock, [Line("merge", line.on, ("20",), "24")], undo=True)).events
    assert (province["from"], province["seats"], province["bank_entries"]) == ("20", 2, await local_entries(waiting))
    bad = Line("rename", office.clock.today(), ("09999",), None, "X", "xã")
    refused = await put_in(office.db, office.clock, [line, bad], undo=False)
    assert [one.at for one in refused.plan.refused] == [1]
    assert await counted(waiting, unit_changes.c.id) == 0, "all or nothing"
    for _ in range(2):
        await lays_down(waiting, line)
    assert await counted(waiting, unit_changes.c.id) == 2
    assert await counted(waiting, moved_seats.c.seat_id) == 0
    assert await counted(waiting, roster.c.id) == 0
    assert await counted(waiting, invites.c.id) > 0
