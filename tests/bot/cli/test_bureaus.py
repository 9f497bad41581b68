"""`caunoi bureaus`: a ministry's departments and their fields from a file, with bad input in each column."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from storage import persons, seats
from storage.db import Database, Tx
from storage.place import Place
from storage.seats import NewSeat, Role
from tests.bot.cli.console import Console

HEAD = "Mã,Tên đơn vị,Lĩnh vực\n"
SOUND = (
    HEAD + "MOIT-DTDL,Cục Điện lực,electricity;hydropower-dam-safety\nmoit-tttn,Cục Thị trường trong nước,markets\n"
)


def written(folder: Path, text: str) -> str:
    file = folder / "bureaus.csv"
    file.write_text(text, "utf-8")
    return str(file)


def test_bureaus_go_in_once_and_are_listed_with_their_fields(console: Console) -> None:
    file = written(console.folder, SOUND)
    dry = console.json("bureaus", "import", file, "--dry-run")
    assert dry["added"] == ["MOIT-DTDL", "MOIT-TTTN"]
    assert console.json("bureaus", "list")["bureaus"] == []
    assert console.json("bureaus", "import", file) == dry
    again = console.json("bureaus", "import", file)
    assert (again["added"], again["changed"], again["unchanged"]) == ([], [], ["MOIT-DTDL", "MOIT-TTTN"])
    moved = written(console.folder, HEAD + "MOIT-TTTN,Cục Thị trường,markets;electricity\n")
    told = console("bureaus", "import", moved, "--dry-run").stdout
    assert "− MOIT-DTDL không còn lĩnh vực electricity" in told
    done = console.json("bureaus", "import", moved)
    assert (done["changed"], done["lost"]) == (["MOIT-TTTN"], {"MOIT-DTDL": ["electricity"]})
    assert console.json("bureaus", "import", moved)["lost"] == {}
    listed = {one["code"]: one for one in console.json("bureaus", "list", "--ministry", "moit")["bureaus"]}
    assert listed["MOIT-TTTN"]["name"] == "Cục Thị trường"
    assert listed["MOIT-TTTN"]["fields"] == ["electricity", "markets"]
    assert listed["MOIT-DTDL"]["fields"] == ["hydropower-dam-safety"]  # a field is one bureau's
    assert console.json("invite", "--role", "expert", "--unit", "MOIT-DTDL")["code"]
    refused = console("invite", "--role", "cadre", "--unit", "MOIT-DTDL")
    assert refused.exit_code == 1


def test_who_sends_what_experts_answer_is_laid_down(console: Console) -> None:
    assert console.json("bureaus", "answers", "moit", "--sent-by", "officer") == {"changed": True}
    assert console.json("bureaus", "answers", "MOIT", "--sent-by", "officer") == {"changed": False}
    assert console.json("bureaus", "list")["through_officer"] == {"MAE": False, "MOIT": True}
    assert "Không có Bộ MOX" in console("bureaus", "answers", "MOX", "--sent-by", "expert").stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mã,Lĩnh vực\nMOIT-A1,markets\n", "không thấy hàng tên cột"),
        (HEAD + "DTDL,Cục Điện lực,electricity\n", ":2: DTDL: cột Mã (code): “DTDL” không phải mã cục, vụ"),
        (HEAD + "XYZ-DTDL,Cục Điện lực,\n", "không có bộ nào mang mã “XYZ”"),
        (HEAD + "MOIT-A1,,markets\n", ":2: MOIT-A1: cột Tên đơn vị (name): thiếu; hãy điền"),
        (HEAD + "MOIT-A1,Vụ A,land-recovery\n", "lĩnh vực này của MAE"),
        (HEAD + "MOIT-A1,Vụ A,marketz\n", "không có lĩnh vực nào mang mã “marketz”"),
        (HEAD + "MOIT-A1,Vụ A,\nMOIT-A1,Vụ B,\n", ":3: MOIT-A1: cột Mã (code): mã MOIT-A1 đã dùng ở dòng 2"),
        (HEAD + "MOIT-A1,Vụ A,markets\nMOIT-B1,Vụ B,markets\n", "lĩnh vực markets đã giao ở dòng 2"),
        (HEAD + f"MOIT-A1,{'A' * 121},\n", "dài 121 ký tự, nhiều nhất 120"),
        (HEAD + "MOIT-A1,Vụ \u202eA,\n", "có ký tự điều khiển"),
    ],
)
def test_a_file_with_a_fault_is_named_line_by_line_and_nothing_goes_in(
    console: Console, text: str, told: str
) -> None:
    refused = console("bureaus", "import", written(console.folder, text))
    assert refused.exit_code == 1
    assert told in refused.stderr
    assert "chưa nạp gì" in refused.stderr
    assert console("bureaus", "list").stdout.count("MOIT-") == 0


def test_a_bureau_ends_where_nobody_sits_and_its_fields_are_the_ministrys(console: Console) -> None:
    console("bureaus", "import", written(console.folder, SOUND))
    asyncio.run(_sits(console, "MOIT-TTTN"))
    refused = console("bureaus", "end", "MOIT-TTTN")
    assert (refused.exit_code, "còn 1 chuyên viên và 0 câu hỏi" in refused.stderr) == (1, True)
    ended = console.json("bureaus", "end", "moit-dtdl")
    assert ended == {"ended": "MOIT-DTDL", "fields": ["electricity", "hydropower-dam-safety"]}
    assert [one["code"] for one in console.json("bureaus", "list")["bureaus"]] == ["MOIT-TTTN"]
    for code in ("MOIT-DTDL", "MOIT", "", "20"):
        assert "Không có cục, vụ mang mã" in console("bureaus", "end", code).stderr
    again = console.json("bureaus", "import", written(console.folder, SOUND))
    assert (again["added"], again["unchanged"]) == (["MOIT-DTDL"], ["MOIT-TTTN"])


async def _sits(console: Console, unit: str) -> None:
    db, now = Database(f"sqlite:///{console.folder / 'var' / 'caunoi.db'}"), datetime(2026, 11, 23, tzinfo=UTC)

    async def sit(tx: Tx) -> None:
        person = await persons.arrive(tx, "telegram", "b", "Bình", "vi", Place("telegram", "b"), now)
        new = NewSeat(person.id, Role.EXPERT, unit, "MOIT", None, "valid", date(2026, 1, 1), None)
        await seats.make(tx, new, now)

    await db.write(sit)
    await db.close()


def test_another_kind_of_file_is_told(console: Console) -> None:
    file = console.folder / "bureaus.yaml"
    file.write_text("a: 1", "utf-8")
    assert "chỉ đọc tệp .xlsx và .csv" in console("bureaus", "import", str(file)).stderr
