"""The bank as CSV: UTF-8 with the mark by which Excel knows it, and nothing in it that a spreadsheet would reckon."""

import csv
from collections.abc import Collection, Iterator, Sequence
from io import TextIOBase

from faq.entry import Entry
from faq.sheet.columns import COLUMNS, Column, Kind, in_cells
from faq.sheet.csv_reading import guarded
from faq.shelf import Shelf

MARK = "\ufeff"


def write_csv(file: TextIOBase, entries: Collection[Entry] | Shelf) -> None:
    """Write entries into a text file that leaves the ends of lines alone."""
    spread = spread_of(entries)
    file.write(MARK)
    rows = csv.writer(file)
    rows.writerow(headings(spread))
    for entry in entries:
        rows.writerow([guarded(text) for text in _row(entry, spread)])


def spread_of(entries: Collection[Entry] | Shelf) -> list[tuple[Column, int]]:
    """Return the columns, each with how many of its name it needs."""
    most = {column.key: 1 for column in COLUMNS}
    for column in COLUMNS:
        if column.kind is Kind.LIST:
            for entry in entries:
                most[column.key] = max(most[column.key], sum(1 for _ in in_cells(getattr(entry, column.key))))
    return [(column, most[column.key]) for column in COLUMNS]


def headings(spread: Sequence[tuple[Column, int]]) -> list[str]:
    """Return what stands at the head of each column."""
    return [f"{column.name} {at + 1}" if at else column.name for column, count in spread for at in range(count)]


def _row(entry: Entry, spread: Sequence[tuple[Column, int]]) -> Iterator[str]:
    for column, count in spread:
        value = getattr(entry, column.key)
        if column.kind in (Kind.LIST, Kind.CODES):
            cells = list(in_cells(value))
            yield from cells + [""] * (count - len(cells))
        elif column.kind is Kind.YES_OR_NO:
            yield str(value).upper()
        else:
            yield "" if value is None else str(value)
