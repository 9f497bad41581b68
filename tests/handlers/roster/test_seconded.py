"""Lists say of officers their fields, room, lead, deputies, absences; a seat is so from the moment he joins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from faq.fault import FaultCode
from faq.fields import catalogue
from faq.load import Form
from handlers.roster import directory
from handlers.roster.fault import RosterCode
from handlers.roster.finding import Directory
from handlers.roster.inviting import issue
from handlers.roster.line import Line
from handlers.roster.put_in import Plan, put_in
from handlers.roster.reading import Intake, read
from handlers.wording import words
from storage import duties, seats
from storage.seats import Role, Seat
from storage.tables import deputies
from tests.handlers.office import KEY, Office

vi = words("vi")
HEAD = "Mã cán bộ;Họ và tên;Vai trò;Tỉnh;Bộ;Lĩnh vực;Số câu tối đa;Đầu mối tỉnh;Người thay;Vắng từ;Vắng đến"
MINH = Line("Trần Văn Minh", Role.OFFICER, "20", "MOIT", key="M", capacity=5, lead=True, fields=("electricity",),
            deputies=("T",))  # fmt: skip
TU = Line("Lê Anh Tú", Role.OFFICER, "20", "MOIT", key="T")
DAY = date(2026, 11, 30)


async def read_lines(office: Office, *rows: str) -> Intake:
    units = await directory.units_of(office.db)
    content = "\n".join((HEAD, *rows)).encode()
    return read(BytesIO(content), Form.CSV, Directory(units, catalogue()))


def row(**cells: str) -> str:
    values = {"key": "M", "name": "Trần Văn Minh", "role": "biệt phái", "province": "20", "ministry": "MOIT"}
    values |= dict.fromkeys(("fields", "capacity", "lead", "deputies", "away_from", "away_until"), "")
    return ";".join(f'"{value}"' for value in {**values, **cells}.values())


async def expects(office: Office, *lines: Line) -> Plan:
    return await put_in(office.db, office.clock, lines, undo=False)


async def joins(office: Office, *names: str) -> list[Seat]:
    made = {card.name: card.code for card in (await issue(office.db, office.clock, KEY, "20", (), 30)).cards}
    for name in names:
        await office.says(name, f"/start {made[name]}")
    return [(await office.seats_of(name))[0] for name in names]


async def stands_in(office: Office) -> list[tuple[int, int]]:
    pairs = select(deputies.c.seat_id, deputies.c.deputy_seat_id)
    return [(row[0], row[1]) for row in await office.db.read(lambda tx: tx.rows(pairs))]


async def test_all_is_read_in_the_words_of_offices(office: Office) -> None:
    names = "; ".join((catalogue().fields["electricity"].vi,))
    full = row(fields=f"{names}\ne-commerce", capacity="20", lead="x", deputies="t, k9", away_from="30/11/2026",
               away_until="2026-12-04")  # fmt: skip
    intake = await read_lines(office, full, row(key="T", name="Lê Anh Tú"))
    assert intake.faults == ()
    minh, tu = (each.line for each in intake.lines)
    assert (minh.fields, minh.capacity, minh.lead, minh.deputies, minh.away_from, minh.away_until) == (
        ("electricity", "e-commerce"), 20, True, ("T", "K9"), DAY, date(2026, 12, 4),
    )  # fmt: skip
    assert (tu.fields, tu.capacity, tu.lead, tu.deputies, tu.away_from) == (None, None, None, None, None)
    assert Line.of_json(minh.as_json()) == minh
    taken = await read_lines(office, row(fields="tất cả", capacity="0", lead="không", deputies="không"))
    [line] = (each.line for each in taken.lines)
    assert (line.fields, line.capacity, line.lead, line.deputies) == ((), 0, False, ())


@pytest.mark.parametrize(
    ("cells", "key", "code"),
    [
        ({"fields": "điện hạt nhân tàu thủy"}, "fields", FaultCode.UNKNOWN_FIELD),
        ({"fields": "electricity, x"}, "fields", FaultCode.UNKNOWN_FIELD),
        ({"fields": "land"}, "fields", FaultCode.UNKNOWN_FIELD),
        ({"fields": "electricity", "ministry": "MAE"}, "fields", FaultCode.FIELD_OF_OTHER_MINISTRY),
        ({"capacity": "-1"}, "capacity", RosterCode.BAD_CAPACITY),
        ({"capacity": "10000"}, "capacity", RosterCode.BAD_CAPACITY),
        ({"capacity": "٣"}, "capacity", RosterCode.BAD_CAPACITY),
        ({"lead": "có lẽ"}, "lead", FaultCode.NOT_YES_OR_NO),
        ({"deputies": "m"}, "deputies", RosterCode.OWN_DEPUTY),
        ({"deputies": "K" * 41}, "deputies", FaultCode.TOO_LONG),
        ({"away_from": "31/02/2027"}, "away_from", FaultCode.BAD_DATE),
        ({"away_until": "01/12/2026"}, "away_until", FaultCode.DATES_REVERSED),
        ({"away_from": "02/12/2026", "away_until": "01/12/2026"}, "away_until", FaultCode.DATES_REVERSED),
        ({"role": "chuyên viên", "province": "", "capacity": "3"}, "capacity", RosterCode.FOR_OFFICERS),
    ],
)
async def test_what_is_wrong_keeps_that_line_out(
    office: Office, cells: dict[str, str], key: str, code: FaultCode
) -> None:
    intake = await read_lines(office, row(**cells), row(key="T", name="Lê Anh Tú"))
    assert [(fault.line, fault.key, fault.code) for fault in intake.faults] == [(2, key, code)]
    assert [each.line.key for each in intake.lines] == ["T"]


async def test_a_province_has_one_lead_and_deputies_are_officers_of_the_ministry(office: Office) -> None:
    intake = await read_lines(office, row(lead="x"), row(key="T", name="Lê Anh Tú", lead="x"),
                              row(key="L", name="Lò Y", ministry="MAE", lead="x"))  # fmt: skip
    assert [(f.line, f.key, f.code) for f in intake.faults] == [(3, "lead", RosterCode.LEAD_TWICE)]
    plan = await expects(office, MINH)
    assert [(one.key, one.code) for one in plan.refused] == [("deputies", RosterCode.UNKNOWN_DEPUTY)]
    plan = await expects(office, MINH, replace(TU, ministry="MAE"))
    assert [(one.key, one.code) for one in plan.refused] == [("deputies", RosterCode.DEPUTY_ELSEWHERE)]


async def test_his_seat_is_so_as_he_joins_and_his_deputy_when_that_one_joins(office: Office) -> None:
    away = office.clock.today() + timedelta(days=2)
    line = replace(MINH, away_from=away, away_until=away)
    assert len((await expects(office, line, TU)).new) == 2
    again = await expects(office, line, TU)
    assert (again.unchanged, again.new, again.changed) == (2, [], [])
    [minh] = await joins(office, MINH.name)
    assert (minh.capacity, minh.lead) == (5, True)
    assert await office.db.read(lambda tx: duties.fields_of(tx, minh.id)) == {"electricity"}
    assert await office.db.read(lambda tx: seats.absence(tx, minh.id, away)) == (away, away)
    assert await stands_in(office) == []
    await office.told(MINH.name)
    [tu] = await joins(office, TU.name)
    assert await stands_in(office) == [(minh.id, tu.id)]
    assert await office.told(MINH.name) == [vi("people-roster-deputy", name=TU.name)]


async def test_a_deputy_who_is_there_first_stands_in_from_the_start(office: Office) -> None:
    await expects(office, MINH, TU)
    tu, minh = await joins(office, TU.name, MINH.name)
    assert await stands_in(office) == [(minh.id, tu.id)]


async def test_what_a_list_changes_reaches_who_has_joined_and_what_it_leaves_out_stays(office: Office) -> None:
    await expects(office, MINH, TU)
    minh, tu = await joins(office, MINH.name, TU.name)
    await office.db.write(lambda tx: duties.set_capacity(tx, minh.id, 9))  # by an admin, in chat
    silent = replace(MINH, capacity=None, lead=None, fields=None, deputies=None)
    assert (await expects(office, silent, TU)).unchanged == 2
    plan = await expects(office, replace(MINH, fields=(), lead=False, deputies=()), TU)
    assert plan.changed[0].values == {
        "lead": (True, False), "fields": (("electricity",), ()), "deputies": (("T",), ()),
    }  # fmt: skip
    now_is = await office.db.read(lambda tx: seats.get(tx, minh.id))
    assert now_is is not None
    assert (now_is.capacity, now_is.lead) == (9, False), "room was not among what the list changed"
    assert await office.db.read(lambda tx: duties.fields_of(tx, minh.id)) == frozenset()
    assert await stands_in(office) == []
    assert (await expects(office, replace(MINH, capacity=0, lead=None, fields=None, deputies=None), TU)).changed
    assert tu.capacity is None
    lifted = await office.db.read(lambda tx: seats.get(tx, minh.id))
    assert lifted is not None
    assert lifted.capacity is None
