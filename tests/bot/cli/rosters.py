"""Files of people as offices make them, with faults as offices make those."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from pathlib import Path

from faq.places import Gazetteer, Place

HEAD = ("STT", "Mã cán bộ", "Họ và tên", "Vai trò", "Đơn vị", "Tỉnh", "Bộ", "Điện thoại", "Từ ngày", "Đến ngày")
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Nông", "Vi", "Lò", "Y", "H'", "Đặng", "Bùi")
_NAMES = ("Lan", "Huệ", "Thủy", "Quý", "Đức", "Ánh", "Bằng", "Yến", "Êban", "Dũng", "Phượng")
_SPOILT: tuple[tuple[str, str, str, str], ...] = (
    ("Họ và tên", "", "name", "missing"),
    ("Vai trò", "giám đốc", "role", "unknown_role"),
    ("Đơn vị", "Xã Không Có Ở Đâu Cả", "unit", "unknown_unit"),
    ("Đơn vị", "99999", "unit", "unknown_unit"),
    ("Tỉnh", "Xứ Lạ Hoắc", "province", "unknown_province"),
    ("Bộ", "BXD", "ministry", "unknown_ministry"),
    ("Điện thoại", "12", "phone", "bad_phone"),
    ("Từ ngày", "31/02/2027", "seat_from", "bad_date"),
    ("Đến ngày", "01/01/2020", "seat_until", "term_over"),
    ("Họ và tên", "097 123", "name", "bad_name"),
)
"""The column that is spoilt, by what, and the fault that is told: its key and its code."""


def line(number: int, place: Place, province: Place) -> dict[str, str]:
    """A cadre of a commune, as it is written in a spreadsheet."""
    name = f"{_FAMILIES[number % len(_FAMILIES)]} Thị {_NAMES[number % len(_NAMES)]}"
    values = (
        str(number), f"CB{number:05d}", name, "Cán bộ cấp xã", place.full_name, province.name, "",
        f"09{number:08d}", "01/12/2026", "31/12/2027",
    )  # fmt: skip
    return dict(zip(HEAD, values, strict=True))


def everywhere(faulty: int) -> tuple[list[dict[str, str]], dict[int, tuple[str, str]]]:
    """A line for each of the 3,321 communes, so many of them spoilt: which lines of the file, by (key, code)."""
    places = Gazetteer.from_package()
    communes = [place for place in places.places if place.kind == "commune"]
    lines: list[dict[str, str]] = []
    wrong: dict[int, tuple[str, str]] = {}
    every = len(communes) // faulty if faulty else len(communes) + 1
    for number, place in enumerate(communes):
        province = places.get(place.province_code)
        assert province
        written = line(number, place, province)
        if number % every == every - 1 and len(wrong) < faulty:
            column, value, key, code = _SPOILT[len(wrong) % len(_SPOILT)]
            written[column] = value
            if code == "term_over":
                written["Từ ngày"] = ""
            wrong[number + 2] = (key, code)
        lines.append(written)
    return lines, wrong


def as_csv(file: Path, lines: Iterable[dict[str, str]], delimiter: str = ",") -> str:
    """Writes a file as Excel does that is asked for CSV UTF-8."""
    text = StringIO(newline="")
    rows = csv.writer(text, delimiter=delimiter)
    rows.writerow(HEAD)
    rows.writerows([[row[name] for name in HEAD] for row in lines])
    file.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
    return str(file)


def as_rows(
    lines: Iterable[dict[str, str]], read: Callable[[str, str], object] = lambda _name, value: value
) -> list[Sequence[object]]:
    """The rows of a workbook."""
    return [HEAD, *([read(name, row[name]) for name in HEAD] for row in lines)]
