"""`caunoi people import` and `list`: sound lines go in, every other one is named; twice changes nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from bot.cli.people_list import in_words
from bot.roster_faults import _WORDS, told, worded
from faq.fault import FaultCode
from handlers.roster.fault import LineFault, RosterCode
from tests.bot.cli.console import Console
from tests.bot.cli.rosters import HEAD, as_csv, as_rows, everywhere
from tests.faq.sheet.books import book

ONE = ("1", "CB1", "Nông Thị Lan", "Cán bộ cấp xã", "Xã Thất Khê", "Lạng Sơn", "", "0912345678", "", "")


def csv(file: Path, *rows: tuple[str, ...]) -> str:
    return as_csv(file, [dict(zip(HEAD, row, strict=True)) for row in rows])


def did(told_of: dict[str, Any]) -> tuple[int, int, int, int]:
    return told_of["added"], len(told_of["changed"]), told_of["unchanged"], told_of["faulty_lines"]


def test_of_a_whole_country_all_good_lines_go_in_and_each_bad_one_is_named(console: Console, tmp_path: Path) -> None:
    lines, wrong = everywhere(200)
    file = as_csv(tmp_path / "people.csv", lines, ";")
    for expected in ((3121, 0, 0, 200), (0, 0, 3121, 200)):
        shown = console("people", "import", file, "--json")
        found = json.loads(shown.stdout)
        assert (shown.exit_code, did(found), found["lines"]) == (1, expected, 3321)
        assert {fault["line"]: (fault["key"], fault["code"]) for fault in found["faults"]} == wrong
        assert len(found["faults"]) == 200
    named = shown.stderr.splitlines()[:200]
    assert [line.split(":")[1] for line in named] == [str(number) for number in sorted(wrong)]
    assert all(": cột " in line and "(" in line for line in named), "each names its column, and says how to mend it"
    lines, _ = everywhere(0)
    mended = console.json("people", "import", as_csv(tmp_path / "people.csv", lines))
    assert did(mended) == (200, 0, 3121, 0)


def test_a_workbook_names_cells(console: Console, tmp_path: Path) -> None:
    lines, wrong = everywhere(40)
    lines, wrong = lines[:400], {number: fault for number, fault in wrong.items() if number <= 401}

    def typed(name: str, value: str) -> object:
        if name == "Từ ngày" and value.startswith("01/12"):
            return date(2026, 12, 1)
        return int(value) if name == "Điện thoại" and len(value) > 2 else value

    (tmp_path / "people.xlsx").write_bytes(book(*as_rows(lines, typed)))
    shown = console("people", "import", "people.xlsx", "--json")
    found = json.loads(shown.stdout)
    assert (shown.exit_code, did(found)) == (1, (400 - len(wrong), 0, 0, len(wrong)))
    places = {"name": "C", "role": "D", "unit": "E"}
    cells = [(fault["line"], fault["cell"]) for fault in found["faults"] if fault["key"] in places]
    assert cells == [(line, f"{places[key]}{line}") for line, (key, _) in sorted(wrong.items()) if key in places]


def test_what_changed_is_shown_and_no_number_is(console: Console, tmp_path: Path) -> None:
    assert did(console.json("people", "import", csv(tmp_path / "a.csv", ONE))) == (1, 0, 0, 0)
    changed = csv(tmp_path / "a.csv", (*ONE[:7], "0987654321", "", "31/12/2099"))
    looked = console("people", "import", changed, "--dry-run")
    assert looked.exit_code == 0
    assert looked.stdout.splitlines() == [
        "~ dòng 2: Nông Thị Lan: Điện thoại, Đến ngày – → 31/12/2099",
        "Sẽ (would): thêm (added) 0, sửa (changed) 1, giữ nguyên (unchanged) 0; trong 1 dòng (of so many lines).",
    ]
    found = console.json("people", "import", changed)
    assert found["changed"][0]["columns"] == {"phone": None, "seat_until": [None, "2099-12-31"]}
    assert did(console.json("people", "import", changed)) == (0, 0, 1, 0)


def test_who_is_expected_is_listed_by_units(console: Console, tmp_path: Path) -> None:
    other = ("2", "", "Trần Văn Hoà", "cán bộ biệt phái", "", "Gia Lai", "MOIT", "", "", "")
    console.json("people", "import", csv(tmp_path / "a.csv", ONE, other))
    shown = console("people", "list").stdout.splitlines()
    assert shown[0] == "Tỉnh Gia Lai (52)"
    assert shown[2:4] == [
        "Xã Thất Khê (06040)",
        "  Nông Thị Lan · CB1 · cán bộ cấp xã · chưa vào, chưa có mã mời (waited for, no code)",
    ]
    assert "0912345678" not in "".join(shown)
    [lan] = console.json("people", "list", "--province", "20", "--waiting")["people"]
    assert (lan["name"], lan["state"], lan["unit_name"]) == ("Nông Thị Lan", "waiting", "Xã Thất Khê")
    refused = console("people", "list", "--province", "06040")
    assert (refused.exit_code, "Không có tỉnh 06040" in refused.stderr) == (1, True)


def test_in_the_wrong_folder_no_empty_list_is_taken_for_the_answer(console: Console) -> None:
    for args in (("list",), ("invites", "--province", "20", "--out", "a.pdf")):
        refused = console("people", *args)
        assert (refused.exit_code, "Chưa có cơ sở dữ liệu" in refused.stderr) == (1, True)


def test_of_each_it_is_said_whether_he_has_joined() -> None:
    one = {
        "unit": "20-MOIT",
        "unit_name": "Sở Công Thương Lạng Sơn",
        "name": "Vi Văn Sơn",
        "key": None,
        "role": "cadre",
    }
    joined = {**one, "state": "joined", "joined_at": "2026-11-22T18:00:00+00:00", "code_until": None}
    invited = {**one, "state": "invited", "joined_at": None, "code_until": "2026-12-23T17:00:00+00:00"}
    assert list(in_words([joined, invited])) == [
        "Sở Công Thương Lạng Sơn (20-MOIT)",
        "  Vi Văn Sơn · cán bộ Sở · đã vào 23/11/2026 (joined)",
        "  Vi Văn Sơn · cán bộ Sở · chưa vào, mã mời đến hết 23/12/2026 (invited)",
        "2 người: 1 đã vào, 1 chưa vào. (2 people: 1 joined, 1 waited for.)",
    ]


def test_a_file_of_another_kind_is_told_and_nothing_goes_in(console: Console, tmp_path: Path) -> None:
    console.json("people", "import", csv(tmp_path / "good.csv", ONE))
    for name, content, said in (
        ("a.yaml", "- x", ".xlsx"),
        ("a.csv", "", "không thấy hàng tên cột"),
        ("a.csv", "họ tên,vai trò,lương\nLan,admin,1\n", "cột “lương” không có nghĩa"),
        ("a.xlsx", "x", "không phải tệp .xlsx"),
    ):
        (tmp_path / name).write_text(content, encoding="utf-8")
        refused = console("people", "import", name)
        assert (refused.exit_code, said in refused.stderr, "không nạp dòng nào" in refused.stderr) == (1, True, True)
    assert len(console.json("people", "list")["people"]) == 1


def test_a_file_that_is_not_there_is_typed_wrongly(console: Console) -> None:
    assert console("people", "import", "nothing.csv").exit_code == 2


def test_every_kind_of_fault_has_its_words_and_a_mend() -> None:
    assert set(RosterCode) <= set(_WORDS)
    args = (("value", "x"), ("first", "3"), ("allowed", "20 (Lạng Sơn)"))
    for code in (*RosterCode, *FaultCode):
        fault = LineFault(7, "Lan", "unit", code, args, "E7")
        assert told(Path("a.xlsx"), fault).startswith("a.xlsx:7: Lan: E7, cột Đơn vị (unit): ")
        assert "(" in worded(fault), "in both languages"
        assert "  " not in worded(fault)
