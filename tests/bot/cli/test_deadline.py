"""`caunoi deadline`: what it prints, what it takes, and what it says of what it does not take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bot.cli.console import Console

TET = ("deadline", "--asked", "2026-02-13T16:30:00+07:00", "--policy", "working:1d")
PLAIN = ("deadline", "--asked", "2026-03-02T09:00:00+07:00")


def due(console: Console, *flags: str) -> str:
    return str(console.json(*PLAIN, *flags)["due"])


def test_json(console: Console) -> None:
    assert console.json(*TET) == {
        "due": "2026-02-23T17:00:00+07:00",
        "timeline": [
            span("2026-02-13T16:30", "2026-02-14T00:00", "ngày hỏi, theo quy định không tính"),
            span("2026-02-14T00:00", "2026-02-16T00:00", "ngày nghỉ hằng tuần"),
            span("2026-02-16T00:00", "2026-02-17T00:00", "nghỉ lễ, tết: Giao thừa Tết Nguyên Đán"),
            span("2026-02-17T00:00", "2026-02-18T00:00", "nghỉ lễ, tết: Tết Nguyên Đán"),
            span("2026-02-18T00:00", "2026-02-19T00:00", "nghỉ lễ, tết: Mùng hai Tết Nguyên Đán"),
            span("2026-02-19T00:00", "2026-02-20T00:00", "nghỉ lễ, tết: Mùng ba Tết Nguyên Đán"),
            span("2026-02-20T00:00", "2026-02-21T00:00", "nghỉ lễ, tết: Mùng bốn Tết Nguyên Đán"),
            span("2026-02-21T00:00", "2026-02-23T00:00", "ngày nghỉ hằng tuần"),
            span("2026-02-23T00:00", "2026-02-23T07:30", "ngoài giờ làm việc"),
            span("2026-02-23T07:30", "2026-02-23T11:30", "giờ làm việc", counted=True),
            span("2026-02-23T11:30", "2026-02-23T13:00", "nghỉ giữa hai buổi"),
            span("2026-02-23T13:00", "2026-02-23T17:00", "giờ làm việc", counted=True),
        ],
    }


def span(begins: str, ends: str, why: str, *, counted: bool = False) -> dict[str, object]:
    return {"from": f"{begins}:00+07:00", "to": f"{ends}:00+07:00", "counted": counted, "why": why}


def test_in_words_and_without_a_database(console: Console) -> None:
    done = console(*PLAIN, "--policy", "working:4h", "--pause", "2026-03-02T10:00+07:00/2026-03-02T10:30+07:00")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.splitlines() == [
        "Cách tính: 4 giờ làm việc",
        "+ 09:00 – 10:00, thứ Hai 02/03: được tính 1 giờ (giờ làm việc)",
        "– 10:00 – 10:30, thứ Hai 02/03: không tính (chờ người hỏi bổ sung)",
        "+ 10:30 – 11:30, thứ Hai 02/03: được tính 1 giờ (giờ làm việc)",
        "– 11:30 – 13:00, thứ Hai 02/03: không tính (nghỉ giữa hai buổi)",
        "+ 13:00 – 15:00, thứ Hai 02/03: được tính 2 giờ (giờ làm việc)",
        "Cộng thời gian được tính: 4 giờ",
        "Hạn trả lời: 15:00, thứ Hai 02/03",
    ]
    assert list(console.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("2026-03-02T09:00:00+07:00", "2026-03-03T09:00:00+07:00"),
        ("2026-03-02T02:00:00Z", "2026-03-03T09:00:00+07:00"),
        ("2026-03-01T21:00-05:00", "2026-03-03T09:00:00+07:00"),
        ("2026-03-02 09:00+07:00", "2026-03-03T09:00:00+07:00"),
        ("2026-03-02T09:00:00.25+07:00", "2026-03-03T09:00:00.250000+07:00"),
        ("2026-12-31T23:59:60+07:00", "2027-01-02T00:00:00+07:00"),
        ("2026-12-31 23:59:60Z", "2027-01-02T07:00:00+07:00"),
        ("2026-12-31T23:59:60.5+07:00", "2027-01-02T00:00:00.500000+07:00"),
        ("2028-02-29T23:59:60+07:00", "2028-03-02T00:00:00+07:00"),
        ("2099-12-31T23:59:60+07:00", None),
    ],
)
def test_moments(console: Console, asked: str, expected: str | None) -> None:
    done = console("deadline", "--asked", asked, "--json")
    assert (json.loads(done.stdout)["due"] if done.exit_code == 0 else None) == expected


def test_policies(console: Console) -> None:
    assert due(console) == due(console, "--policy", "clock:24h") == "2026-03-03T09:00:00+07:00"
    assert due(console, "--policy", "working:8h") == "2026-03-03T09:00:00+07:00"
    assert due(console, "--policy", " working:2d ") == "2026-03-04T17:00:00+07:00"


def test_a_calendar_of_ones_own(console: Console) -> None:
    file = console.folder / "lich.yaml"
    file.write_text("﻿closures:\n  - {from: 2026-03-03, to: 2026-03-03, province: '20', why: bão}\n", "utf-8")
    flags = ("--policy", "working:1d", "--calendar", str(file))
    assert due(console, *flags, "--province", "20") == "2026-03-04T17:00:00+07:00"
    assert due(console, *flags, "--province", "04") == due(console, *flags) == "2026-03-03T17:00:00+07:00"


def test_pauses(console: Console) -> None:
    hour = "2026-03-02T10:00+07:00/2026-03-02T11:00+07:00"
    other = "2026-03-02T10:30+07:00/2026-03-02T05:00:00Z"  # until 12:00
    assert due(console, "--pause", hour, "--pause", other) == "2026-03-03T11:00:00+07:00"


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--asked", "2026-02-13T16:30:00"), "múi giờ"),
        (("--asked", "2026-02-13"), "múi giờ"),
        (("--asked", "hôm qua"), "không phải thời điểm"),
        (("--asked", ""), "không phải thời điểm"),
        (("--asked", "2026-02-30T09:00+07:00"), "không phải thời điểm"),
        (("--asked", "2026-02-13T09:00:61+07:00"), "không phải thời điểm"),
        (("--asked", "2026-02-13T24:30+07:00"), "không phải thời điểm"),
        (("--asked", "1999-12-31T09:00+07:00"), "2000"),
        (("--asked", "9999-12-31T23:59:60+07:00"), "2099"),
        (("--policy", "working:0h"), "từ 1 đến 9999"),
        (("--policy", "working:10000h"), "từ 1 đến 9999"),
        (("--policy", "clock:1d"), "clock:24h"),
        (("--policy", "working:1.5h"), "working:8h"),
        (("--policy", "-1h"), "working:8h"),
        (("--policy", ""), "working:8h"),
        (("--province", "99"), "20 Lạng Sơn"),
        (("--province", "06040"), "20 Lạng Sơn"),
        (("--province", ""), "20 Lạng Sơn"),
        (("--pause", "2026-03-02T10:00+07:00"), "TỪ/ĐẾN"),
        (("--pause", "2026-03-02T10:00+07:00/"), "không phải thời điểm"),
        (("--pause", "2026-03-02T10:00/2026-03-02T11:00+07:00"), "múi giờ"),
        (("--pause", "2026-03-02T10:00+07:00/2026-03-02T10:00+07:00"), "lúc hết phải sau"),
        (("--pause", "2026-03-02T11:00+07:00/2026-03-02T10:00+07:00"), "lúc hết phải sau"),
    ],
)
def test_what_is_typed_wrongly_is_told(console: Console, flags: tuple[str, str], said: str) -> None:
    done = console(*PLAIN, *flags)
    assert done.exit_code == 2, done.stdout
    assert said in " ".join(done.stderr.replace("│", " ").split())
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"weekdays: [mon, day]\nx: 1\n", ["lich.yaml:1: weekdays: “day”", "lich.yaml:2: x: khóa “x”"]),
        (b"weekdays: \xff", ["không phải UTF-8"]),
        (b"#" * ((1 << 20) + 1), ["lớn hơn 1 MB"]),
        (b"", ["lich.yaml:1: không phải lịch làm việc"]),
        (None, ["lich.yaml: No such file"]),
        (b"weekdays: []\n", ["không bao giờ đến hạn"]),
    ],
)
def test_a_calendar_that_is_none(console: Console, content: bytes | None, said: list[str]) -> None:
    file = Path("lich.yaml")
    if content is not None:
        file.write_bytes(content)
    done = console(*PLAIN, "--policy", "working:9h", "--calendar", str(file))  # 22/08/2026 has eight
    assert done.exit_code == 1
    assert [sentence for sentence in said if sentence not in done.stderr] == []
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
