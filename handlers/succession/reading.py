"""From a file of changes to its lines: YAML (a list under `changes`), CSV, XLSX. What it means is for `plan`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from faq.fault import Fault, FaultCode, RefusedFileError
from faq.load import Form
from faq.record import Record, Unusable
from faq.sheet.csv_reading import csv_rows
from faq.sheet.table import records as table_records
from faq.sheet.xlsx_reading import xlsx_records
from faq.text import folded
from faq.yaml_reading import yaml_records
from handlers.roster.fault import SPOILING
from handlers.succession.columns import KIND_NAMES, LAYOUT, NEEDED, kind_of
from handlers.succession.fault import ChangeCode, ChangeFault, Code, of_table
from handlers.succession.line import Line

MAX_BYTES = 8 << 20
MAX_FAULTS = 2_000
"""Nobody mends more than these before he tries again."""
_LIST = "changes"
_SHOWN = 80
_LONGEST_NAME = 100
_DAY = re.compile(r"20\d{2}-\d{2}-\d{2}")
_TYPED_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(20\d{2})")
_CODE = re.compile(r"\d{1,5}")
_NOT_IN_NAMES = re.compile(r"[^\w\s.,'’()-]")
_TYPES = ("đặc khu", "thành phố", "xã", "phường", "tỉnh")
"""With their marks: “Xa Dung” is a name, “Xã Dung” has its type."""


@dataclass(frozen=True, slots=True)
class Read:
    """A sound line, with where it stands."""

    line: Line
    number: int
    columns: dict[str, str]

    def fault(self, key: str, code: Code, args: tuple[tuple[str, str], ...] = ()) -> ChangeFault:
        """What only turned out beside the units there are."""
        column = self.columns.get(key)
        return ChangeFault(self.number, key, code, args, f"{column}{self.number}" if column else "")


@dataclass(frozen=True, slots=True)
class Intake:
    """What a file brings: its sound lines, and every fault in the order of the file."""

    lines: tuple[Read, ...]
    faults: tuple[ChangeFault, ...]


def read(source: BinaryIO, form: Form) -> Intake:
    """Reads a file. Raises OSError only."""
    lines: list[Read] = []
    faults: list[ChangeFault] = []
    try:
        for found in _records(source, form):
            if isinstance(found, int):
                faults.append(ChangeFault(found, "", ChangeCode.NOT_A_LIST))
            elif isinstance(found, Fault):
                faults.append(of_table(found))
            else:
                draft = _Draft(found)
                line = draft.line()
                faults += draft.faults
                if line:
                    lines.append(Read(line, found.line, dict(found.columns)))
            if len(faults) >= MAX_FAULTS:
                raise RefusedFileError(FaultCode.TOO_MANY_FAULTS, faults[-1].line, limit=str(MAX_FAULTS))
    except RefusedFileError as error:
        return Intake((), (*faults, of_table(error.fault)))
    return Intake(tuple(lines), tuple(faults))


def _records(source: BinaryIO, form: Form) -> Iterator[Record | int | Fault]:
    if source.seek(0, 2) > MAX_BYTES:
        raise RefusedFileError(FaultCode.TOO_LARGE, limit=str(MAX_BYTES))
    source.seek(0)
    if form is Form.XLSX:
        yield from xlsx_records(source, NEEDED, LAYOUT)
    elif form is Form.CSV:
        yield from table_records(csv_rows(source, LAYOUT), NEEDED, layout=LAYOUT)
    else:
        try:
            text = source.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise RefusedFileError(FaultCode.BAD_CHARACTERS) from error
        yield from yaml_records(text, _LIST)


@dataclass(slots=True)
class _Draft:
    """Collects the values and the faults of one line."""

    record: Record
    faults: list[ChangeFault] = field(default_factory=list)

    def line(self) -> Line | None:
        """The line; None where anything is wrong with it."""
        self.faults += [of_table(fault) for fault in self.record.faults]
        for key in self.record.repeated:
            self._fault(key, FaultCode.REPEATED_KEY)
        for key in self.record.values:
            if key not in LAYOUT.by_key:
                self._fault(key[:_SHOWN], FaultCode.UNKNOWN_KEY)
        kind, on, old = self._kind(), self._day(), self._codes("from")
        new, province = self._one("to"), self._one("province")
        name, type_ = self._name()
        main = self._main()
        if self.faults or kind is None or on is None:
            return None
        return Line(kind, on, old, new, name, type_, province, main)

    def _fault(self, key: str, code: Code, **args: str) -> None:
        line = self.record.lines.get(key, self.record.line)
        column = self.record.columns.get(key)
        cell = f"{column}{line}" if column else ""
        self.faults.append(ChangeFault(line, key, code, tuple(args.items()), cell))

    def _text(self, key: str) -> str:
        value = self.record.values.get(key)
        if value is None:
            return ""
        if isinstance(value, Unusable):
            self._fault(key, value.code, **dict(value.args))
            return ""
        if not isinstance(value, str):
            self._fault(key, FaultCode.NOT_TEXT)
            return ""
        text = " ".join(unicodedata.normalize("NFC", value[: 4 * _LONGEST_NAME]).split())
        if SPOILING.search(text):
            self._fault(key, FaultCode.BAD_CHARACTERS)
            return ""
        if len(text) > _LONGEST_NAME:
            self._fault(key, FaultCode.TOO_LONG, length=str(len(value)), limit=str(_LONGEST_NAME))
            return ""
        return text

    def _needed(self, key: str) -> str:
        told = len(self.faults)
        text = self._text(key)
        if not text and len(self.faults) == told:
            self._fault(key, FaultCode.MISSING)
        return text

    def _kind(self) -> str | None:
        written = self._needed("kind")
        kind = kind_of(written) if written else None
        if written and kind is None:
            self._fault("kind", ChangeCode.UNKNOWN_KIND, value=written[:_SHOWN], allowed=", ".join(KIND_NAMES))
        return kind

    def _day(self) -> date | None:
        text = self._needed("on")
        if not text:
            return None
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
            if typed := _TYPED_DAY.fullmatch(text):
                return date(int(typed[3]), int(typed[2]), int(typed[1]))
        except ValueError:
            pass
        self._fault("on", FaultCode.BAD_DATE, value=text[:_SHOWN])
        return None

    def _codes(self, key: str) -> tuple[str, ...]:
        value = self.record.values.get(key)
        if isinstance(value, list):
            written = [each if isinstance(each, str) else "" for each in value]
        else:
            written = list(filter(None, re.split(r"[,;\s]+", self._needed(key))))
        codes = [self._code(key, each) for each in written]
        return tuple(dict.fromkeys(code for code in codes if code))

    def _one(self, key: str) -> str | None:
        text = self._text(key)
        return self._code(key, text) if text else None

    def _code(self, key: str, written: str) -> str | None:
        """Of a province two digits, of a commune five; spreadsheets take the zeros away at its beginning."""
        text = written.strip()
        if not _CODE.fullmatch(text) or not text.isascii():
            self._fault(key, ChangeCode.BAD_CODE, value=text[:_SHOWN])
            return None
        return text.zfill(2 if len(text) <= 2 else 5)

    def _name(self) -> tuple[str | None, str | None]:
        """The bare name and the type before it."""
        text = self._text("name")
        if not text:
            return None, None
        if _NOT_IN_NAMES.search(text):
            self._fault("name", FaultCode.BAD_CHARACTERS)
            return None, None
        type_ = next((each for each in _TYPES if text.casefold().startswith(f"{each} ")), None)
        return (text[len(type_) + 1 :], type_) if type_ else (text, None)

    def _main(self) -> bool:
        value = self.record.values.get("main")
        if isinstance(value, str):  # YAML has words alone
            value = {"true": True, "yes": True, "x": True, "co": True, "false": False, "no": False,
                     "khong": False}.get(folded(value), value)  # fmt: skip
        if value in (None, True, False):
            return bool(value)
        self._fault("main", FaultCode.NOT_YES_OR_NO)
        return False
