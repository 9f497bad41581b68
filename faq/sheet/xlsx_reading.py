"""XLSX read row by row: what people wrote, never what a formula gave.

Only values are looked at; macros, links, pictures and whatever else a workbook may hold are not even unpacked.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import BinaryIO

from faq.fault import Fault, FaultCode, RefusedFileError
from faq.record import Record, Unusable
from faq.sheet.columns import BANK, Layout
from faq.sheet.package import Attributes, Package
from faq.sheet.strings import Strings, unescaped
from faq.sheet.table import Cell, Row, has_head, place_of, records

_MOST_SHEETS = 100
_MOST_COLUMNS = 64
"""What stands further to the right has no column of a bank above it; it is not kept, but it is told."""
_MOST_LINES = 1_048_576
_MOST_MERGED = 10_000
_MOST_CHARS = 4 << 20
_SHOWN = 80
_MOST_STYLES = 100_000
_MOST_FORMAT = 300
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

_BUILT_IN_DAYS = frozenset({*range(14, 18), 22, *range(27, 32), 34, 35, 36, *range(50, 59)})
_NOT_OF_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|[_*].')
_FIRST_DAY = date(1899, 12, 30)
_FIRST_SERIAL = 61
"""1900 was no leap year, but Excel counts its 29 February: from the day after on the count is right."""
_LAST_SERIAL = 2_958_465
_DAYS_SINCE_1904 = 1_462


def xlsx_records(source: BinaryIO, needed: Collection[str], layout: Layout = BANK) -> Iterator[Record | Fault]:
    """Yield the records of all sheets that hold such a table. Raises RefusedFileError."""
    book = _Workbook(Package(source))
    with_entries = [sheet for sheet in book.sheets if has_head(book.rows(sheet, []), layout)]
    shown = [sheet for sheet in with_entries if not sheet.hidden]
    if not with_entries:
        raise RefusedFileError(FaultCode.NO_HEADER)
    for sheet in with_entries:
        if sheet.hidden:
            yield Fault(1, "", "", FaultCode.HIDDEN_SHEET, (("value", sheet.name),))
    for number, sheet in enumerate(shown):
        merged: list[str] = []
        prefix = f"{sheet.name}!" if number else ""
        yield from records(book.rows(sheet, merged), needed, prefix, merged, layout)


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    part: str
    hidden: bool


class _Workbook:
    def __init__(self, package: Package) -> None:
        self._package = package
        self.sheets: list[_Sheet] = []
        self._since_1904 = False
        part = next((part for kind, part in package.related("").values() if kind == "officeDocument"), "")
        if part not in package or not part.endswith(".xml"):
            raise RefusedFileError(FaultCode.NOT_XLSX)
        self._related = package.related(part)
        package.read(part, self._book)
        if not self.sheets:
            raise RefusedFileError(FaultCode.NOT_XLSX)
        self._days = _day_styles(package, self._of_kind("styles"))
        self._strings = Strings(package, self._of_kind("sharedStrings"))

    def rows(self, sheet: _Sheet, merged: list[str]) -> Iterator[Row]:
        """Yield the rows of a sheet; the ranges of merged cells are in `merged` after the last."""
        reader = _SheetReader(self._strings, self._days, self._since_1904, merged)
        for _ in self._package.pieces(sheet.part, reader.start, reader.end, reader.text):
            yield from reader.rows
            reader.rows.clear()

    def _book(self, name: str, attributes: Attributes) -> None:
        if name == "workbookPr":
            self._since_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet":
            by_id = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            kind, part = self._related.get(by_id, ("", ""))
            hidden = attributes.get("state", "visible") != "visible"
            if kind == "worksheet":
                self.sheets.append(_Sheet(attributes.get("name", "")[:_SHOWN], part, hidden))
            if len(self.sheets) > _MOST_SHEETS:
                raise RefusedFileError(FaultCode.UNSAFE, problem="sheets")

    def _of_kind(self, wanted: str) -> str:
        return next((part for kind, part in self._related.values() if kind == wanted), "")


class _SheetReader:
    """Puts cells together from what the parser tells."""

    def __init__(self, strings: Strings, days: frozenset[int], since_1904: bool, merged: list[str]) -> None:
        self._strings, self._days, self._merged = strings, days, merged
        self._added_days = _DAYS_SINCE_1904 if since_1904 else 0
        self.rows: list[Row] = []
        self._line = 0
        self._cells: list[Cell] = []
        self._column = -1
        self._kind = ""
        self._style = 0
        self._formula = False
        self._spoken = 0
        self._takes = False
        self._pieces: list[str] = []
        self._texts: list[str] = []
        self._taken = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name in ("v", "t"):
            self._takes = not self._spoken and not self._formula
        elif name == "f":
            self._formula = self._takes = True
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":
            self._spoken += 1
        elif name == "mergeCell":
            self._merged.append(attributes.get("ref", "")[:_SHOWN])
            if len(self._merged) > _MOST_MERGED:
                raise RefusedFileError(FaultCode.UNSAFE, problem="merged cells")

    def text(self, text: str) -> None:
        if self._takes:
            self._pieces.append(text)
            self._taken += len(text)
            if self._taken > _MOST_CHARS:
                raise RefusedFileError(
                    FaultCode.UNSAFE, self._line, problem="a row of more than 4 million characters"
                )

    def end(self, name: str) -> None:
        if name in ("v", "t", "f"):
            self._takes = False
            if self._pieces:
                self._texts.append(unescaped("".join(self._pieces)))
                self._pieces.clear()
        elif name == "c":
            value = self._value()
            if value is not None and value != "":
                self._put(value)
        elif name == "row":
            if self._cells:
                self.rows.append(Row(self._line, self._cells))
        elif name == "rPh":
            self._spoken -= 1

    def _begin_row(self, attributes: Attributes) -> None:
        line = int(attributes.get("r", self._line + 1))
        if not self._line < line <= _MOST_LINES:
            raise RefusedFileError(FaultCode.UNREADABLE, max(1, self._line), problem=f"row {line}")
        self._line, self._cells, self._column, self._taken = line, [], -1, 0

    def _begin_cell(self, attributes: Attributes) -> None:
        place = attributes.get("r")
        self._column = self._column + 1 if place is None else _place(place, self._line)
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s", 0))
        self._formula = False
        self._texts.clear()

    def _put(self, value: Cell) -> None:
        at = min(self._column, _MOST_COLUMNS)
        if at >= len(self._cells):
            self._cells += [None] * (at + 1 - len(self._cells))
        self._cells[at] = value

    def _value(self) -> Cell:
        text = "".join(self._texts)
        if self._formula:
            return Unusable(FaultCode.FORMULA, (("value", "=" + text[:_SHOWN]),))
        if self._kind == "e":
            return Unusable(FaultCode.CELL_ERROR, (("value", text[:_SHOWN]),))
        if not text:
            return None
        if self._kind == "s":
            try:
                return self._strings[int(text)]
            except IndexError as error:
                raise RefusedFileError(FaultCode.UNREADABLE, self._line, problem=f"text {text}") from error
        if self._kind == "b":
            return text.strip() in ("1", "true")
        if self._kind == "d":
            return text.partition("T")[0]
        return self._number(text) if self._kind == "n" else text

    def _number(self, text: str) -> Cell:
        number = float(text)
        if self._style in self._days:
            serial = number + self._added_days
            if _FIRST_SERIAL <= serial < _LAST_SERIAL + 1:
                return _FIRST_DAY + timedelta(days=int(serial))
        return number


def _place(place: str, line: int) -> int:
    found = _PLACE.fullmatch(place)
    if not found:
        raise RefusedFileError(FaultCode.UNREADABLE, max(1, line), problem=f"cell {place[:_SHOWN]}")
    return place_of(found[1])


def _day_styles(package: Package, part: str) -> frozenset[int]:
    """Find the styles that show a number as a day."""
    formats: dict[str, str] = {}
    styles: list[str] = []
    inside: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            formats[attributes.get("numFmtId", "")[:_SHOWN]] = attributes.get("formatCode", "")[:_MOST_FORMAT]
        elif name == "xf" and inside[-1:] == ["cellXfs"]:
            styles.append(attributes.get("numFmtId", "0")[:_SHOWN])
        inside.append(name)
        if len(formats) + len(styles) > _MOST_STYLES:
            raise RefusedFileError(FaultCode.UNSAFE, problem="styles")

    def end(_name: str) -> None:
        inside.pop()

    package.read(part, start, end)
    return frozenset(at for at, form in enumerate(styles) if _shows_a_day(form, formats.get(form)))


def _shows_a_day(number: str, form: str | None) -> bool:
    if form is None:
        return number.isdecimal() and int(number) in _BUILT_IN_DAYS
    return bool(re.search("[dy]", _NOT_OF_FORMAT.sub("", form), re.IGNORECASE))
