"""`caunoi units`: changes are laid down from any kind of file, all or nothing; each fault is named, with its mend."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.succession_faults import _WORDS, told
from faq.fault import FaultCode
from handlers.succession.fault import ChangeCode, ChangeFault
from tests.bot.cli.console import Console
from tests.faq.sheet.books import book

HEAD = ("Từ ngày", "Loại", "Đơn vị cũ", "Đơn vị mới", "Tên mới", "Tỉnh", "Mặc định", "Ghi chú")
MERGE = ("01/01/2099", "Sáp nhập", "06040, 06046", "99001", "Xã Tràng Định Mới", "", "", "NQ 1")
SPLIT = (("01/01/2099", "chia tách", "06037", "99002", "Phường A", "", "x", ""),
         ("01/01/2099", "tách", "06037", "99003", "Đặc khu B", "", "", ""))  # fmt: skip
YAML = """changes:
- {on: 2099-01-01, kind: merge, from: [06040, "06046"], to: 99001, name: Xã Tràng Định Mới}
- {on: 2099-01-01, kind: split, from: 06037, to: 99002, name: Phường A, main: true}
- {on: 01/01/2099, kind: split, from: 06037, to: 99003, name: Đặc khu B, main: không}
"""


@pytest.fixture
def there(console: Console) -> Console:
    """A database with its units."""
    assert console("invite", "--role", "admin", "--unit", "MOIT").exit_code == 0
    return console


def csv(file: Path, *rows: tuple[str, ...]) -> str:
    lines = [";".join(f'"{cell}"' for cell in row) for row in (HEAD, *rows)]
    file.write_text("\n".join(lines), encoding="utf-8-sig")
    return str(file)


def pairs(events: list[dict[str, Any]]) -> list[tuple[str, str, str, bool]]:
    return [(one["from"], one["to"], f"{one['type']} {one['name']}", one["main"]) for one in events]


WANTED = [
    ("06040", "99001", "xã Tràng Định Mới", True), ("06046", "99001", "xã Tràng Định Mới", True),
    ("06037", "99003", "đặc khu B", False), ("06037", "99002", "phường A", True),
]  # fmt: skip


def test_every_kind_of_file_says_the_same_and_only_yes_lays_it_down(there: Console, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(YAML, encoding="utf-8")
    rows: list[tuple[object, ...]] = [MERGE, *SPLIT]
    rows[0] = (date(2099, 1, 1), *rows[0][1:3], 99001, *rows[0][4:])
    rows[1] = (*rows[1][:2], 6037, *rows[1][3:])
    (tmp_path / "a.xlsx").write_bytes(book(HEAD, *rows))
    for file in ("a.yaml", csv(tmp_path / "a.csv", MERGE, *SPLIT), "a.xlsx"):
        looked = there.json("units", "apply", file)
        assert (looked["dry_run"], pairs(looked["events"]), looked["known"]) == (True, WANTED, 0), file
    assert there.json("units", "list", "--changed") == []
    shown = there("units", "apply", "a.yaml")
    assert "thêm --yes" in shown.stdout
    assert there.json("units", "apply", "a.xlsx", "--yes")["known"] == 0
    again = there.json("units", "apply", "a.yaml", "--yes")
    assert (again["events"], again["known"]) == ([], 3)
    laid_down = there.json("units", "list", "--changed")
    assert sorted(pairs(laid_down)) == sorted(WANTED)
    assert {one["done_at"] for one in laid_down} == {None}
    assert there.json("units", "drop", str(laid_down[0]["number"])) == {"dropped": laid_down[0]["number"]}
    assert there("units", "drop", str(laid_down[0]["number"])).exit_code == 1
    assert there("units", "drop", "0").exit_code == 2


def test_units_are_listed_by_province(there: Console) -> None:
    found = there.json("units", "list", "--province", "20")
    assert len(found) == 1 + 2 + 65
    assert there("units", "list", "--province", "77").stdout == ""


@pytest.mark.parametrize(
    ("row", "key", "code"),
    [
        (("", *MERGE[1:]), "on", "missing"), (("30/02/2099", *MERGE[1:]), "on", "bad_date"),
        ((MERGE[0], "xóa", *MERGE[2:]), "kind", "unknown_kind"),
        ((*MERGE[:2], "", *MERGE[3:]), "from", "missing"), ((*MERGE[:2], "Xã A", *MERGE[3:]), "from", "bad_code"),
        ((*MERGE[:2], "060400, 06046", *MERGE[3:]), "from", "bad_code"),
        ((*MERGE[:2], "06040, 06999", *MERGE[3:]), "from", "unknown_unit"),
        ((*MERGE[:3], "MOIT", *MERGE[4:]), "to", "bad_code"),
        ((*MERGE[:4], "Xã <b>", *MERGE[5:]), "name", "bad_characters"),
        ((*MERGE[:4], "x" * 101, *MERGE[5:]), "name", "too_long"),
        ((*MERGE[:6], "có lẽ", ""), "main", "not_yes_or_no"),
    ],
)  # fmt: skip
def test_one_fault_keeps_all_of_it_out(
    there: Console, tmp_path: Path, row: tuple[str, ...], key: str, code: str
) -> None:
    sound = ("01/02/2099", "đổi tên", "06037", "", "Xã C", "", "", "")
    refused = there("units", "apply", csv(tmp_path / "a.csv", sound, row), "--yes", "--json")
    found = json.loads(refused.stdout)
    assert (refused.exit_code, found["dry_run"] or not there.json("units", "list", "--changed")) == (1, True)
    assert [(fault["line"], fault["key"], fault["code"]) for fault in found["faults"]] == [(3, key, code)]
    assert "a.csv:3: cột " in refused.stderr
    assert "không ghi thay đổi nào" in refused.stderr
    assert there.json("units", "list", "--changed") == []


@pytest.mark.parametrize(
    "content",
    ["", "x", "- 1", "changes: [1, {}]", "changes: {}", "a: [", "changes: [{on: [1]}]", "&a [*a]",
     "changes:\n- {on: 2099-01-01, kind: rename, from: {a: b}, tô: 1}"],
)  # fmt: skip
def test_no_list_of_changes_is_told_and_nothing_breaks(there: Console, tmp_path: Path, content: str) -> None:
    (tmp_path / "a.yaml").write_text(content, encoding="utf-8")
    refused = there("units", "apply", "a.yaml", "--yes")
    assert (refused.exit_code, "không ghi thay đổi nào" in refused.stderr) == (1, True), refused.output
    assert "Traceback" not in refused.stderr


def test_in_the_wrong_folder_nothing_is_made(console: Console, tmp_path: Path) -> None:
    for args in (("list",), ("apply", csv(tmp_path / "a.csv", MERGE), "--yes"), ("drop", "1")):
        refused = console("units", *args)
        assert (refused.exit_code, "Chưa có cơ sở dữ liệu" in refused.stderr) == (1, True)
    assert console("units", "apply", "nothing.yaml").exit_code == 2


def test_every_kind_of_fault_has_its_words_and_a_mend() -> None:
    assert set(ChangeCode) <= set(_WORDS)
    for code in (*ChangeCode, *FaultCode):
        fault = ChangeFault(7, "from", code, (("value", "x"), ("allowed", "y"), ("first", "2")), "C7")
        assert told(Path("a.xlsx"), fault).startswith("a.xlsx:7: C7, cột Đơn vị cũ (from): ")
        assert "(" in told(Path("a.yaml"), fault)
