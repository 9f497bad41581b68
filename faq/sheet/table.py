"""From the rows of a table to records: which column is which key, and what a cell means in it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from faq.fault import Fault, FaultCode, RefusedFileError
from faq.record import Record, Unusable
from faq.sheet.columns import BANK, Kind, Layout, out_of_cell
from faq.text import folded

Cell = str | int | float | bool | date | Unusable | None
Rows = Iterable["Row"]

_TITLES = 20
"""Rows in which the one is looked for that names the columns: above it there may be a title."""
_SHOWN = 80
_MOST_STRAY = 20
"""Values without a column that are told of one row."""
_EXACT = 10**15
"""Excel keeps fifteen digits of a number."""
_TYPED_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_YES, _NO = frozenset({"true", "co", "dung", "yes", "x", "1"}), frozenset({"false", "khong", "sai", "no", "0"})
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}[0-9]{1,7}")
_BETWEEN = re.compile(r"[,;\n]")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: `line` counts from 1, cells stand from the first column on."""

    line: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Head:
    """Which column is which key: `places` by key, `letters` of them for faults, `nameless` ones, `count` of all."""

    layout: Layout
    line: int
    places: Mapping[str, Sequence[int]]
    letters: Mapping[str, str]
    nameless: Sequence[int]
    count: int
    faults: tuple[Fault, ...]


def records(
    rows: Rows, needed: Collection[str], prefix: str | None = None, merged: Sequence[str] = (), layout: Layout = BANK
) -> Iterator[Record | Fault]:
    """Yield the records of a table, or what is wrong with it. Raises RefusedFileError when no row names the columns.

    With a `prefix` (it may be "") the rows are a sheet's: its cells are named, and its rows may end early. The ranges
    of its `merged` cells need be known only after the last row.
    """
    remaining = iter(rows)
    head = _head(remaining, prefix, layout)
    if head is None:
        raise RefusedFileError(FaultCode.NO_HEADER)
    yield from head.faults
    lacking = [key for key in needed if key not in head.places]
    for key in lacking:
        yield Fault(head.line, "", key, FaultCode.MISSING_COLUMN, (("value", layout.by_key[key].name),))
    if lacking or any(fault.code is FaultCode.REPEATED_COLUMN for fault in head.faults):
        return  # every row would be at fault
    last, least = head.line, 1 + max((head.places[key][0] for key in needed), default=0)
    for row in remaining:
        if not all(map(_is_blank, row.cells)):
            last = row.line
            yield _record(row, head, least, prefix)
    for cells in merged:
        found = _RANGE.fullmatch(cells)
        if found and head.line < int(found[2]) <= last and place_of(found[1]) < head.count:
            yield Fault(int(found[2]), "", "", FaultCode.MERGED, (("value", cells),), f"{prefix}{cells}")


def has_head(rows: Rows, layout: Layout = BANK) -> bool:
    """Say whether there are entries: whether one of the first rows names the columns."""
    return _head(iter(rows), None, layout) is not None


def _head(rows: Iterator[Row], prefix: str | None, layout: Layout) -> Head | None:
    for _, row in zip(range(_TITLES), rows, strict=False):
        headings = [cell.strip() if isinstance(cell, str) else "" for cell in row.cells]
        keys = [layout.known_as(heading) for heading in headings]
        if set(keys) >= layout.head:
            return _headed(row.line, headings, keys, prefix, layout)
    return None


def _headed(line: int, headings: list[str], keys: list[str | None], prefix: str | None, layout: Layout) -> Head:
    places: dict[str, list[int]] = {}
    faults = []
    for at, (heading, key) in enumerate(zip(headings, keys, strict=True)):
        code = None
        if heading and key is None:
            code = FaultCode.UNKNOWN_COLUMN
        elif key in places and not layout.is_numbered(heading):
            code = FaultCode.REPEATED_COLUMN
        if code:
            cell = "" if prefix is None else f"{prefix}{letter(at)}{line}"
            faults.append(Fault(line, "", "", code, (("value", heading[:_SHOWN]),), cell))
        elif key:
            places.setdefault(key, []).append(at)
    letters = {} if prefix is None else {key: prefix + letter(at[0]) for key, at in places.items()}
    nameless = [at for at, heading in enumerate(headings) if not heading]
    return Head(layout, line, places, letters, nameless, len(headings), tuple(faults))


def _record(row: Row, head: Head, least: int, prefix: str | None) -> Record | Fault:
    count = len(row.cells)
    # Excel leaves empty cells out at the end of rows; what every entry has is not empty.
    if prefix is None and (count < least or not all(map(_is_blank, row.cells[head.count :]))):
        expected = (("count", str(count)), ("expected", str(head.count)))
        return Fault(row.line, _item(row, head), "", FaultCode.RAGGED, expected)
    values = {}
    for key, places in head.places.items():
        cells = [row.cells[at] for at in places if at < count]
        value = _read(head.layout.by_key[key].kind, [cell for cell in cells if cell is not None])
        if value not in (None, ""):
            values[key] = value
    return Record(row.line, values, {}, columns=head.letters, faults=_stray(row, head, prefix))


def _stray(row: Row, head: Head, prefix: str | None) -> tuple[Fault, ...]:
    """Say which values stand under no column's name."""
    count = len(row.cells)
    beyond = [at for at in chain(head.nameless, range(head.count, count)) if at < count]
    cells = [letter(at) for at in beyond if not _is_blank(row.cells[at])][:_MOST_STRAY]
    shown = ["" if prefix is None else f"{prefix}{cell}{row.line}" for cell in cells]
    return tuple(Fault(row.line, _item(row, head), "", FaultCode.BEYOND_COLUMNS, (), cell) for cell in shown)


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))


def _item(row: Row, head: Head) -> str:
    at = head.places[head.layout.item][0]
    return as_text(row.cells[at])[:_SHOWN] if at < len(row.cells) else ""


def _read(kind: Kind, cells: list[str | int | float | bool | date | Unusable]) -> object:
    for cell in cells:
        if isinstance(cell, Unusable):
            return cell
    if kind in (Kind.LIST, Kind.CODES):
        texts = [as_text(cell) for cell in cells]
        if kind is Kind.LIST:
            return [item for text in texts for item in out_of_cell(text)] or None
        return [code for text in texts for code in _codes(text)] or None
    if not cells:
        return None
    if kind is Kind.DAY:
        return _day(cells[0])
    if kind is Kind.YES_OR_NO:
        return _yes_or_no(cells[0])
    return as_text(cells[0]).strip()


def _codes(text: str) -> Iterator[str]:
    """Codes with blanks between them; but "Lạng Sơn" is one name, however wrong, and not two."""
    for part in filter(None, map(str.strip, _BETWEEN.split(text))):
        codes = part.split()
        yield from (code.zfill(2) for code in codes) if all(map(str.isdecimal, codes)) else (part,)


def as_text(cell: Cell) -> str:
    """Write what a person sees in a cell that was not meant as text: 12, not 12.0."""
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT:
        return str(int(cell))
    return "" if cell is None or isinstance(cell, Unusable) else str(cell)


def _day(cell: Cell) -> str:
    """Write a day as an entry has it: a typed 21/11/2026 is the twenty-first of November, as in all of Viet Nam."""
    text = as_text(cell).strip()
    typed = _TYPED_DAY.fullmatch(text)
    if typed is None:
        return text
    try:
        return date(int(typed[3]), int(typed[2]), int(typed[1])).isoformat()
    except ValueError:
        return text  # told as it was typed


def _yes_or_no(cell: Cell) -> object:
    if isinstance(cell, bool):
        return cell
    text = folded(as_text(cell))
    return True if text in _YES else False if text in _NO else as_text(cell).strip()


def letter(at: int) -> str:
    """Return the letters of a column: A for 0, AA for 26."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def place_of(letters: str) -> int:
    """Return the place of a column: 0 for A, 26 for AA."""
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - ord("A") + 1
    return number - 1
