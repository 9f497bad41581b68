"""`caunoi route`: rules about where questions go, and who gets a given one, with bad input at each flag."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import pytest

from storage import duties, persons, seats
from storage.db import Database, Tx
from storage.place import Place
from storage.seats import NewSeat, Role
from tests.bot.cli.console import Console

NOW = datetime(2026, 11, 23, tzinfo=UTC)
AT = ("--at", "2026-11-23")


@pytest.fixture
def officers(console: Console) -> Console:
    """Minh (1) and Tuấn (2) in Lạng Sơn, Hoa (3) of the other ministry, Bình (4) at the ministry of industry."""

    async def take_seats() -> None:
        db = Database(f"sqlite:///{console.folder / 'var' / 'caunoi.db'}")
        await db.write(_seats)
        await db.close()

    assert console("invite", "--role", "admin", "--unit", "MOIT").exit_code == 0  # the units are there from now on
    asyncio.run(take_seats())
    return console


async def _seats(tx: Tx) -> None:
    people = (("Trần Văn Minh", Role.OFFICER, "20", "MOIT"), ("Lê Anh Tuấn", Role.OFFICER, "20", "MOIT"),
              ("Đỗ Thị Hoa", Role.OFFICER, "20", "MAE"), ("Phạm Quốc Bình", Role.EXPERT, "MOIT", "MOIT"))  # fmt: skip
    for name, role, unit, ministry in people:
        person = await persons.arrive(tx, "telegram", name, name, "vi", Place("telegram", name), NOW)
        province = unit if unit.isdigit() else None
        new = NewSeat(person.id, role, unit, ministry, province, "valid", date(2026, 1, 1), date(2026, 12, 31))
        await seats.make(tx, new, NOW)
    await duties.set_fields(tx, 2, ["electricity"])


def explained(console: Console, *flags: str) -> dict[str, Any]:
    return dict(console.json("route", "explain", "--commune", "06040", *AT, *flags))


def goes_to(console: Console, *flags: str) -> tuple[int | None, str]:
    to = explained(console, *flags)["goes_to"]
    return to["seat"], to["why"]


def test_rules_are_made_listed_explained_and_removed(officers: Console) -> None:
    console, electric = officers, ("--field", "electricity")
    assert goes_to(console, *electric) == (2, "officer")
    assert goes_to(console, "--field", "markets") == (1, "officer")
    add = ("route", "add", "--ministry", "MOIT", "--from", "2026-01-01")
    assert console.json(*add, "--to", "desk", "--until", "30/11/2026") == {"number": 1}
    assert console.json(*add, "--to", "seat:1", *electric, "--commune", "06040") == {"number": 2}
    assert goes_to(console, *electric) == (1, "rule-seat")
    assert goes_to(console, "--field", "markets") == (None, "rule-desk")
    assert explained(console, "--field", "markets")["goes_to"]["at_desk"] == ["Phạm Quốc Bình"]
    assert goes_to(console, "--field", "markets", "--at", "2026-12-01") == (1, "officer")
    assert goes_to(console, "--field", "markets", "--at", "2027-01-01") == (None, "nobody")
    [first, second] = console.json("route", "list")["routes"]
    assert (first["to"], first["until"], second["name"]) == ("desk", "2026-11-30", "Trần Văn Minh")
    assert console.json("route", "list", "--ministry", "MAE") == {"routes": []}
    told = console("route", "list").stdout.splitlines()
    assert told[1].split("  ")[-1] == "MOIT · electricity · 06040 → seat:1 Trần Văn Minh · 2026-01-01 – …"
    assert console("route", "remove", "2").exit_code == 0
    assert goes_to(console, *electric) == (None, "rule-desk")
    again = console("route", "remove", "2")
    assert (again.exit_code, "Không có quy tắc số 2" in again.stderr) == (1, True)


def test_why_in_words(officers: Console) -> None:
    told = officers("route", "explain", "--field", "electricity", "--province", "20", *AT)
    assert told.stdout.splitlines() == [
        "Tới: Lê Anh Tuấn (phân công số 2), cán bộ biệt phái của tỉnh",
        "",
        "Lĩnh vực: Điện lực, an toàn điện, điện mặt trời mái nhà, Bộ Công Thương",
        "Không có quy tắc nào của Bộ cho câu hỏi này.",
        "– Lê Anh Tuấn (phân công số 2, đang giữ 0): nhận",
        "– Trần Văn Minh (phân công số 1, đang giữ 0): đứng sau",
    ]
    markets = officers("route", "explain", "--field", "markets", "--province", "20", *AT).stdout
    assert "– Lê Anh Tuấn (phân công số 2, đang giữ 0): phụ trách lĩnh vực khác" in markets
    nobody = officers("route", "explain", "--field", "electricity", "--province", "22", *AT).stdout
    assert nobody.startswith("Tới: đầu mối Bộ Công Thương (Phạm Quốc Bình), không có ai trực")


def test_a_text_goes_by_the_field_that_is_guessed(officers: Console) -> None:
    found = explained(officers, "--text", "Hộ gia đình lắp điện mặt trời mái nhà thì đăng ký ở đâu?")
    assert found["guesses"][0]["field"] == found["asked"]["field"] == "electricity"
    assert 0 < found["guesses"][0]["confidence"] < 1
    assert found["goes_to"]["seat"] == 2
    nothing = explained(officers, "--text", "qzx wvk jjjj ppp")
    assert (nothing["guesses"], nothing["sure"], nothing["asked"]["field"]) == ([], False, "moit-general")
    shown = officers("route", "explain", "--text", "qzx wvk jjjj ppp", "--province", "20", *AT).stdout
    assert "Không đoán được lĩnh vực" in shown


NEVER_RIGHT = [
    (("--ministry", "XX", "--to", "desk"), "Không có Bộ"),
    (("--ministry", "MOIT", "--to", "officer:1"), "Nơi nhận phải là"),
    (("--ministry", "MOIT", "--to", "seat:"), "Nơi nhận phải là"),
    (("--ministry", "MOIT", "--to", "seat:99"), "Không có phân công"),
    (("--ministry", "MOIT", "--to", "seat:3"), "Không có phân công"),  # the other ministry's
    (("--ministry", "MOIT", "--to", "seat:4"), "Không có phân công"),  # an expert's
    (("--ministry", "MOIT", "--to", "seat:1", "--from", "2027-01-01"), "đã kết thúc"),
    (("--ministry", "MOIT", "--to", "group:20"), "chưa gắn nhóm"),
    (("--ministry", "MOIT", "--to", "desk", "--field", "nope"), "Không có lĩnh vực"),
    (("--ministry", "MOIT", "--to", "desk", "--field", "forestry"), "thuộc Bộ khác"),
    (("--ministry", "MOIT", "--to", "desk", "--province", "99"), "Không có tỉnh"),
    (("--ministry", "MOIT", "--to", "desk", "--province", "06040"), "Không có tỉnh"),
    (("--ministry", "MOIT", "--to", "desk", "--commune", "20"), "Không có đơn vị cấp xã"),
    (("--ministry", "MOIT", "--to", "desk", "--commune", "06040", "--province", "22"), "thuộc tỉnh khác"),
    (("--ministry", "MOIT", "--to", "desk", "--from", "2026-12-02", "--until", "2026-12-01"), "không trước"),
]
MISTYPED = [
    (("add", "--to", "desk"), 2),
    (("add", "--ministry", "MOIT", "--to", "desk", "--from", "hôm nay"), 2),
    (("remove", "0"), 2),
    (("remove", "một"), 2),
    (("explain", "--commune", "06040"), 2),
    (("explain", "--field", "electricity"), 2),
    (("explain", "--field", "electricity", "--text", "điện", "--commune", "06040"), 2),
    (("explain", "--text", " ", "--commune", "06040"), 2),
    (("explain", "--field", "electricity", "--province", "20", "--at", "31/02/2026"), 2),
    (("explain", "--field", "nope", "--province", "20"), 1),
    (("explain", "--field", "electricity", "--province", "99"), 1),
    (("explain", "--field", "electricity", "--commune", "99999"), 1),
]


def test_a_rule_that_would_never_be_right(officers: Console) -> None:
    for flags, said in NEVER_RIGHT:
        done = officers("route", "add", *flags)
        assert (done.exit_code, done.stdout) == (1, ""), flags
        assert said in done.stderr
    assert officers.json("route", "list") == {"routes": []}


def test_what_is_typed_wrongly(officers: Console) -> None:
    for flags, code in MISTYPED:
        done = officers("route", *flags)
        assert done.exit_code == code, done.output
        assert "Traceback" not in done.output


def test_in_the_wrong_folder_no_database_is_made(console: Console) -> None:
    done = console("route", "list")
    assert (done.exit_code, "Chưa có cơ sở dữ liệu" in done.stderr) == (1, True)
