"""CSV as Excel, LibreOffice and programs write it: comma, semicolon or tab; UTF-8 with or without a mark, UTF-16.

Formulas: what begins like one was written with an apostrophe before it (`guarded`), which is taken away again here.
"""

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from faq.fault import FaultCode, RefusedFileError
from faq.sheet.columns import BANK, Layout
from faq.sheet.table import Row

_MOST_CHARS = 4 << 20
"""Of one row: a quote that is never closed takes in all that follows."""
_PIECE = 1 << 16
_LOOKED_AT = 20
"""Lines from which the delimiter is known."""
_HEAD_CHARS = 5_000
_DELIMITERS = ",;\t"
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_OTHER_KINDS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# A file that is opened with another delimiter than it was written with falls apart inside of texts, too.
_ANCHOR = r'(^|[,;\t\n\r"])'
_FORMULA = r"(?=[=+\-@＝＋－＠])"
_UNGUARDED = re.compile(_ANCHOR + "('*)" + _FORMULA)
_GUARDED = re.compile(_ANCHOR + "'('*)" + _FORMULA)

csv.field_size_limit(_MOST_CHARS)


def guarded(text: str) -> str:
    """Write a text so that no spreadsheet takes it, or a part of it, for a formula."""
    return _UNGUARDED.sub(r"\1'\2", text)


def unguarded(text: str) -> str:
    """Undo `guarded`."""
    return _GUARDED.sub(r"\1\2", text)


def csv_rows(source: BinaryIO, layout: Layout = BANK) -> Iterator[Row]:
    """Yield the rows of a file; `line` is where a row begins. Raises RefusedFileError."""
    start = source.read(4)
    if start.startswith(_OTHER_KINDS):
        raise RefusedFileError(FaultCode.NOT_CSV)
    encoding = next((name for mark, name in _MARKS.items() if start.startswith(mark)), "utf-8")
    _check(source, encoding)
    source.seek(0)
    text = io.TextIOWrapper(source, encoding, newline="")
    try:
        yield from _rows(text, layout)
    finally:
        text.detach()


def _check(source: BinaryIO, encoding: str) -> None:
    """Read all of it once: one sentence for a file in another encoding, not one for each of its rows."""
    source.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    while True:
        piece = source.read(_PIECE)
        try:
            line += decoder.decode(piece, final=not piece).count("\n")
        except UnicodeDecodeError as error:
            line += bytes(error.object[: error.start]).count(b"\n")
            raise RefusedFileError(FaultCode.BAD_CHARACTERS, line) from error
        if not piece:
            return


def _rows(text: io.TextIOWrapper, layout: Layout) -> Iterator[Row]:
    lines = _Lines(text)
    began = 1
    try:
        read = csv.reader(lines, delimiter=_delimiter(lines.ahead(), layout), strict=True)
        for cells in read:
            yield Row(began, [unguarded(cell) for cell in cells])
            began = lines.number + 1
            lines.taken = 0
    except csv.Error as error:
        raise RefusedFileError(FaultCode.UNREADABLE, began, problem=str(error)) from error


class _Lines:
    """Lines with their count, as many as one row may have."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._ahead: deque[str] = deque()
        self.number = 0
        self.taken = 0

    def ahead(self) -> list[str]:
        """Look at the first lines before they are read."""
        for _ in range(_LOOKED_AT):
            self._ahead.append(self._text.readline(_MOST_CHARS + 1))
        return list(self._ahead)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else self._text.readline(_MOST_CHARS + 1)
        self.taken += len(line)
        if self.taken > _MOST_CHARS:
            raise csv.Error("a row of more than 4 million characters, or a quote that is not closed")
        if not line:
            raise StopIteration
        self.number += 1
        return line


def _delimiter(lines: list[str], layout: Layout) -> str:
    """Return what parts a line into most names of columns; there may be a title above them."""

    def named(delimiter: str) -> tuple[int, int]:
        parted = (line[:_HEAD_CHARS].split(delimiter) for line in lines)
        found = (sum(layout.known_as(cell) is not None for cell in cells) for cells in parted)
        return max(found, default=0), lines[0].count(delimiter)

    return max(_DELIMITERS, key=named)
