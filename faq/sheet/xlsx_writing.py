"""The bank as a workbook that is pleasant to work in: days are days, choices are lists, and a sheet explains it.

Every text is written as a text (`inlineStr`), which no spreadsheet reckons, whatever it begins with.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from faq.entry import Entry
from faq.fields import Catalogue
from faq.record import CONFIDENCES
from faq.sheet.columns import COLUMNS, Column, Kind, in_cells
from faq.sheet.csv_writing import headings, spread_of
from faq.shelf import Shelf

ENTRIES, GUIDE = "Ngân hàng", "Hướng dẫn"
_LAST_LINE = 1_048_575
_FIRST_DAY = date(1901, 1, 1)
"""Excel has no days before 1900, and counts those of its beginning wrongly: they are written as texts."""
_NOTHING_GUESSED = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_OVERLAPPING = re.compile("_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")
"""Of escapes that share an underscore the library escapes one only. Such a text is written in pieces of them."""
_WITHIN = re.compile("(?<=_x[0-9A-Fa-f]{4})(?=_)")
_GUIDE_WIDTHS = (24, 24, 90)


@dataclass(frozen=True, slots=True)
class _Looks:
    text: Format
    day: Format
    head: Format


def write_xlsx(file: BinaryIO, entries: Collection[Entry] | Shelf, known: Catalogue) -> None:
    """Write entries, and what their codes mean."""
    with Workbook(file, _NOTHING_GUESSED) as book:
        top = {"text_wrap": True, "valign": "top"}
        looks = _Looks(
            text=book.add_format({**top, "num_format": "@"}),  # what is typed there stays as it is typed: 01
            day=book.add_format({**top, "num_format": "dd/mm/yyyy"}),
            head=book.add_format({**top, "bold": True, "bg_color": "#DDEBF7", "border": 1}),
        )
        sheet = book.add_worksheet(ENTRIES)
        spread = spread_of(entries)
        choices = _explain(book.add_worksheet(GUIDE), known, looks)
        _furnish(sheet, spread, len(entries), choices, looks)
        for line, entry in enumerate(entries, start=1):
            _write_row(sheet, line, entry, spread, looks)


def _furnish(
    sheet: Worksheet, spread: Sequence[tuple[Column, int]], count: int, choices: Mapping[str, str], looks: _Looks
) -> None:
    at = 0
    for column, cells in spread:
        look = looks.day if column.kind is Kind.DAY else looks.text
        sheet.set_column(at, at + cells - 1, column.width, look)
        if column.key in choices:
            allowed = {"validate": "list", "source": choices[column.key], "error_title": column.name,
                       "error_message": f"Chọn một mã trong danh sách; xem trang “{GUIDE}”."}  # fmt: skip
            sheet.data_validation(1, at, _LAST_LINE, at, allowed)
        at += cells
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, count), at - 1)
    for place, heading in enumerate(headings(spread)):
        _write(sheet, 0, place, heading, looks.head)


def _write_row(
    sheet: Worksheet, line: int, entry: Entry, spread: Sequence[tuple[Column, int]], looks: _Looks
) -> None:
    at = 0
    for column, cells in spread:
        value = getattr(entry, column.key)
        if column.kind in (Kind.LIST, Kind.CODES):
            for place, text in enumerate(in_cells(value), start=at):
                _write(sheet, line, place, text, looks.text)
        elif column.kind is Kind.YES_OR_NO:
            sheet.write_boolean(line, at, value, looks.text)
        elif isinstance(value, date) and value >= _FIRST_DAY:
            sheet.write_datetime(line, at, value, looks.day)
        elif value not in (None, ""):
            _write(sheet, line, at, str(value), looks.text)
        at += cells


def _explain(sheet: Worksheet, known: Catalogue, looks: _Looks) -> dict[str, str]:
    """Write the sheet that explains; where the allowed values of a column stand, by its key."""
    choices = {"reviewed": "TRUE,FALSE", "confidence": ",".join(CONFIDENCES)}
    tables: list[tuple[str, tuple[str, str, str], list[tuple[str, str, str]]]] = [
        ("", ("Cột", "Khóa (key)", "Ý nghĩa"), [(column.name, column.key, column.meaning) for column in COLUMNS]),
        ("ministry", ("Mã bộ", "", "Tên"), [(each.code, "", each.vi) for each in known.ministries.values()]),
        ("field", ("Mã lĩnh vực", "Bộ", "Tên"), [(f.code, f.ministry, f.vi) for f in known.fields.values()]),
        ("status", ("Mã tình trạng", "", "Ý nghĩa"), [(code, "", vi) for code, vi in known.statuses.items()]),
    ]
    for at, width in enumerate(_GUIDE_WIDTHS):
        sheet.set_column(at, at, width, looks.text)
    line = 0
    for key, head, rows in tables:
        for place, text in enumerate(head):
            _write(sheet, line, place, text, looks.head)
        for row in rows:
            line += 1
            for place, text in enumerate(row):
                _write(sheet, line, place, text, looks.text)
        if key:
            choices[key] = f"='{GUIDE}'!$A${line - len(rows) + 2}:$A${line + 1}"
        line += 2
    return choices


def _write(sheet: Worksheet, line: int, place: int, text: str, look: Format) -> None:
    """Write a text as it is. Raises ValueError for one that would be cut silently."""
    if not text:
        return
    if _OVERLAPPING.search(text):
        wrong = sheet.write_rich_string(line, place, *_WITHIN.split(text), look)
    else:
        # The library writes what looks like its own markup as it stands; a space at the end is taken off by reading.
        is_markup = text.startswith("<r>") and text.endswith("</r>")
        wrong = sheet.write_string(line, place, text + " " if is_markup else text, look)
    if wrong:
        raise ValueError(f"row {line + 1}: a cell of {len(text)} characters")
