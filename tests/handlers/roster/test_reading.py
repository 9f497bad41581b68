"""Files of people: what is read in any spelling, and every fault with its line, its cell and its kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pytest

from faq.fault import FaultCode
from faq.fields import catalogue
from faq.load import Form
from handlers.roster.fault import RosterCode
from handlers.roster.finding import Directory
from handlers.roster.line import Line
from handlers.roster.reading import Intake, read
from storage.seats import Role
from storage.units import _shipped
from tests.faq.sheet.books import book

HEAD = ("Mã", "Họ và tên", "Vai trò", "Đơn vị", "Tỉnh", "Bộ", "SĐT", "Từ ngày", "Đến ngày", "Ghi chú")
GOOD = ("CB1", "Nông Thị Lan", "Cán bộ cấp xã", "Xã Thất Khê", "Lạng Sơn", "", "0912345678", "", "", "")


@cache
def directory() -> Directory:
    return Directory(_shipped(), catalogue())


def of_csv(*rows: Sequence[str], head: Sequence[str] = HEAD, delimiter: str = ",") -> Intake:
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in (head, *rows))
    return read(BytesIO(text.encode()), Form.CSV, directory())


def of_xlsx(*rows: Sequence[Any], head: Sequence[str] = HEAD, more: Any = None) -> Intake:
    return read(BytesIO(book(head, *rows, more=more)), Form.XLSX, directory())


def row(**values: str) -> tuple[str, ...]:
    """The good line with other cells."""
    named = dict(zip(("key", "name", "role", "unit", "province", "ministry", "phone", "start", "end", "note"), GOOD,
                     strict=True))  # fmt: skip
    return tuple({**named, **values}.values())


def line(**values: str) -> Line:
    intake = of_csv(row(**values))
    assert intake.faults == ()
    return intake.lines[0].line


def told(intake: Intake) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.key, fault.code.value) for fault in intake.faults]


def test_a_line_is_read() -> None:
    assert line(start="01/12/2026", end="2027-11-30") == Line(
        "Nông Thị Lan", Role.CADRE, "06040", None, "0912345678", date(2026, 12, 1), date(2027, 11, 30), "CB1"
    )


@pytest.mark.parametrize(
    ("role", "unit", "province", "ministry", "found"),
    [
        ("cán bộ cấp xã", "06040", "", "", (Role.CADRE, "06040", None)),
        ("Cán bộ, công chức cấp xã", "6040", "", "", (Role.CADRE, "06040", None)),
        ("CADRE", "xa that khe, tinh lang son", "", "", (Role.CADRE, "06040", None)),
        ("can bo cap xa", "Thất Khê", "20", "Bộ Công Thương", (Role.CADRE, "06040", None)),
        ("cán bộ cấp xã", "4", "", "", (Role.CADRE, "00004", None)),
        ("cadre", "20", "", "", (Role.CADRE, "20", None)),
        ("cán bộ Sở", "20-moit", "", "", (Role.CADRE, "20-MOIT", "MOIT")),
        ("cán bộ Sở", "Sở Công Thương tỉnh Lạng Sơn", "", "", (Role.CADRE, "20-MOIT", "MOIT")),
        ("Sở", "so cong thuong", "Lạng Sơn", "", (Role.CADRE, "20-MOIT", "MOIT")),
        ("công chức sở", "", "Lạng Sơn", "MAE", (Role.CADRE, "20-MAE", "MAE")),
        ("Cán bộ biệt phái", "", "Lạng Sơn", "Công Thương", (Role.OFFICER, "20", "MOIT")),
        ("officer", "tỉnh Lạng Sơn", "", "moit", (Role.OFFICER, "20", "MOIT")),
        ("biệt phái", "4", "", "MAE", (Role.OFFICER, "04", "MAE")),
        ("chuyên viên", "Bộ Công Thương", "", "", (Role.EXPERT, "MOIT", "MOIT")),
        ("lãnh đạo", "", "", "Ministry of Industry and Trade", (Role.LEADER, "MOIT", "MOIT")),
        ("admin", "MAE", "", "", (Role.ADMIN, "MAE", "MAE")),
    ],
)
def test_units_are_known_by_code_or_by_name_in_any_spelling(
    role: str, unit: str, province: str, ministry: str, found: tuple[Role, str, str | None]
) -> None:
    read_line = line(role=role, unit=unit, province=province, ministry=ministry)
    assert (read_line.role, read_line.unit, read_line.ministry) == found


@pytest.mark.parametrize(
    ("cells", "key", "code"),
    [
        ({"name": ""}, "name", FaultCode.MISSING),
        ({"name": "0912345678"}, "name", RosterCode.BAD_NAME),
        ({"name": "Lan\x00"}, "name", FaultCode.BAD_CHARACTERS),
        ({"name": "L" * 400}, "name", FaultCode.TOO_LONG),
        ({"role": "giám đốc"}, "role", RosterCode.UNKNOWN_ROLE),
        ({"role": ""}, "role", FaultCode.MISSING),
        ({"unit": ""}, "unit", FaultCode.MISSING),
        ({"unit": "99999"}, "unit", RosterCode.UNKNOWN_UNIT),
        ({"unit": "20-XYZ"}, "unit", RosterCode.UNKNOWN_UNIT),
        ({"unit": "😀"}, "unit", RosterCode.UNKNOWN_UNIT),
        ({"unit": "Thất Kê"}, "unit", RosterCode.UNKNOWN_UNIT),
        ({"unit": "van lang", "province": "Thái Nguyên"}, "unit", RosterCode.UNCLEAR_UNIT),
        ({"unit": "06040", "province": "Gia Lai"}, "unit", RosterCode.UNIT_ELSEWHERE),
        ({"unit": "Sở Công Thương Gia Lai", "role": "Sở"}, "unit", RosterCode.UNIT_ELSEWHERE),
        ({"unit": "Sở Xây dựng", "role": "Sở"}, "unit", RosterCode.UNKNOWN_UNIT),
        ({"unit": "20-MOIT"}, "unit", RosterCode.NEEDS_COMMUNE),
        ({"role": "cán bộ Sở"}, "unit", RosterCode.NEEDS_DEPARTMENT),
        ({"role": "cadre", "unit": "MOIT"}, "unit", RosterCode.NEEDS_LOCAL_UNIT),
        ({"role": "chuyên viên", "unit": "06040"}, "unit", RosterCode.NEEDS_MINISTRY),
        ({"role": "biệt phái", "ministry": "MAE"}, "unit", FaultCode.UNKNOWN_PROVINCE),
        ({"role": "biệt phái", "unit": "06040", "ministry": "MAE"}, "unit", RosterCode.NEEDS_PROVINCE),
        ({"role": "biệt phái", "unit": "20-MAE", "ministry": "MAE"}, "unit", RosterCode.NEEDS_PROVINCE),
        ({"role": "biệt phái", "unit": ""}, "ministry", FaultCode.MISSING),
        ({"role": "Sở", "unit": "20-MOIT", "ministry": "MAE"}, "ministry", RosterCode.OTHER_MINISTRY),
        ({"province": "Bắc Giang"}, "province", RosterCode.UNCLEAR_PROVINCE),
        ({"province": "99"}, "province", FaultCode.UNKNOWN_PROVINCE),
        ({"ministry": "BXD"}, "ministry", FaultCode.UNKNOWN_MINISTRY),
        ({"phone": "12"}, "phone", RosterCode.BAD_PHONE),
        ({"start": "31/02/2027"}, "seat_from", FaultCode.BAD_DATE),
        ({"end": "khi nào xong"}, "seat_until", FaultCode.BAD_DATE),
        ({"end": "0027-01-01"}, "seat_until", FaultCode.BAD_DATE),
        ({"start": "02/12/2026", "end": "01/12/2026"}, "seat_until", FaultCode.DATES_REVERSED),
        ({"key": "K" * 41}, "key", FaultCode.TOO_LONG),
    ],
)
def test_what_is_wrong_with_a_line_keeps_that_line_out(cells: dict[str, str], key: str, code: FaultCode) -> None:
    other = row(key="CB2", name="Hoàng Văn Bằng")
    intake = of_csv(row(**cells), other)
    assert told(intake) == [(2, key, code.value)]
    assert [each.line.key for each in intake.lines] == ["CB2"]
    assert intake.count == 2


def test_of_a_line_every_fault_is_told() -> None:
    intake = of_xlsx(("", "7", "vua", "06040", "99", "BXD", "12", "x", "y", ""))
    assert [(fault.cell, fault.key) for fault in intake.faults] == [
        ("B2", "name"), ("C2", "role"), ("E2", "province"), ("F2", "ministry"), ("H2", "seat_from"),
        ("I2", "seat_until"), ("G2", "phone"),
    ]  # fmt: skip


def test_names_that_may_be_several_are_all_given_with_their_codes() -> None:
    [fault] = of_csv(row(unit="van lang", province="Thái Nguyên")).faults
    allowed = dict(fault.args)["allowed"]
    assert "Xã Văn Lang, tỉnh Thái Nguyên" in allowed
    assert "Xã Văn Lăng, tỉnh Thái Nguyên" in allowed


@pytest.mark.parametrize(
    ("second", "fault"),
    [
        ({}, ("key", "key_twice")),
        ({"key": ""}, ("name", "person_twice")),
        ({"key": "", "name": "NÔNG THỊ LAN", "phone": ""}, ("name", "person_twice")),
        ({"key": "cb1", "unit": "06001"}, ("key", "key_twice")),
        ({"key": "CB2"}, None),
        ({"key": "", "role": "biệt phái", "unit": "20", "ministry": "MAE"}, None),
    ],
)
def test_two_of_one_name_need_codes(second: dict[str, str], fault: tuple[str, str] | None) -> None:
    intake = of_csv(row(), row(**second))
    assert told(intake) == ([(3, *fault)] if fault else [])
    assert len(intake.lines) == (1 if fault else 2)
    if fault:
        assert dict(intake.faults[0].args)["first"] == "2"


def test_spreadsheets_take_zeros_and_days_for_numbers() -> None:
    intake = of_xlsx((7.0, "Nông Thị Lan", "cán bộ cấp xã", 6040.0, 20.0, "", 912345678.0, date(2026, 12, 1), "", ""))
    assert intake.faults == ()
    assert intake.lines[0].line == Line(
        "Nông Thị Lan", Role.CADRE, "06040", None, "0912345678", date(2026, 12, 1), None, "7"
    )


def test_a_formula_and_merged_cells_are_told_and_their_lines_stay_out() -> None:
    def merged(made: Any, sheet: Any) -> None:
        sheet.merge_range("D4:D5", "Xã Thất Khê")

    rows = [row(key=f"C{number}", name=f"Nông Thị {name}") for number, name in enumerate(("Lan", "Mai", "Hoa", "Tơ"))]
    rows[0] = (*rows[0][:6], "=1+1", *rows[0][7:])
    intake = of_xlsx(*rows, row(key="C9"), more=merged)
    assert [(fault.cell, fault.code.value) for fault in intake.faults] == [
        ("G2", "formula"), ("D4:D5", "merged"),
    ]  # fmt: skip
    assert [(each.number, each.line.key) for each in intake.lines] == [(3, "C1"), (6, "C9")]


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (("Mã", "Tên", "Chức danh"), "no_header"),
        (("Họ tên", "Vai trò", "Lương"), "unknown_column"),
        (("Họ tên", "Vai trò", "role"), "repeated_column"),
    ],
)
def test_what_is_wrong_with_the_columns_keeps_all_out(head: tuple[str, ...], code: str) -> None:
    intake = of_csv(("Nông Thị Lan", "admin", "x"), head=head)
    assert (intake.lines, told(intake)[0]) == ((), (1, "", code))


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"PK\x03\x04", b'ho ten,vai tro\n"Lan,admin\n', b"\xe1\xba"]
)
@pytest.mark.parametrize("form", [Form.CSV, Form.XLSX])
def test_what_is_no_table_is_one_fault(content: bytes, form: Form) -> None:
    intake = read(BytesIO(content), form, directory())
    assert (intake.lines, len(intake.faults)) == ((), 1)


def test_semicolons_titles_and_numbers_of_rows_are_known() -> None:
    head = ("TT", "Họ tên", "Vai trò", "Xã, phường", "Tỉnh/thành phố")
    title = ("DANH SÁCH CÁN BỘ", "", "", "", "")
    intake = of_csv(head, ("1", "Nông Thị Lan", "cấp xã", "Thất Khê", "lang son"), head=title, delimiter=";")
    assert [(each.number, each.line.unit) for each in intake.lines] == [(3, "06040")]


def test_what_a_file_says_is_no_order_to_a_terminal() -> None:
    [fault] = of_csv(row(name="\x1b[2JLan\u202e", role="x\x07")).faults[:1]
    assert fault.name == "[2JLan"
    assert all("\x1b" not in value for each in of_csv(row(role="\x1b[2J")).faults for _, value in each.args)
