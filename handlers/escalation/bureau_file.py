"""A ministry's bureaus as a table (CSV, XLSX): code, name, ministry, and the fields that each answers.

With any fault nothing of it is taken: a field without its bureau would go where nobody looks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from faq.fault import Fault, FaultCode, RefusedFileError
from faq.fields import Catalogue
from faq.load import Form
from faq.nearest import near_field, near_ministry
from faq.record import Record, Unusable
from faq.sheet.columns import Column, Kind, Layout
from faq.sheet.csv_reading import csv_rows
from faq.sheet.table import records as table_records
from faq.sheet.xlsx_reading import xlsx_records
from handlers.roster.fault import SPOILING, plain
from storage.desks import Bureau

LAYOUT = Layout(
    (
        Column("code", "Mã", Kind.TEXT, 14, "Mã Bộ, gạch nối, mã riêng: MOIT-DTDL. Bắt buộc."),
        Column("name", "Tên đơn vị", Kind.TEXT, 40, "Như Cục Điện lực. Bắt buộc."),
        Column("fields", "Lĩnh vực", Kind.CODES, 30, "Mã lĩnh vực mà đơn vị trả lời, mỗi dòng một mã."),
        Column("note", "Ghi chú", Kind.TEXT, 30, "Không đọc."),
    ),
    head=("code", "name"),
    item="code",
    others={"Mã đơn vị": "code", "Tên": "name", "Đơn vị": "name", "Cục, vụ": "name", "Mã lĩnh vực": "fields"},
)
NEEDED = ("code", "name")
MAX_BYTES = 1 << 20
LONGEST_NAME = 120
_SHOWN = 80
_CODE = re.compile(r"([A-Z]{2,6})-[A-Z0-9]{2,9}")


class BureauCode(StrEnum):
    """What only such a table may have: `value` is no code of a bureau; it was on line `first` already."""

    BAD_CODE = "bad_code"
    FIELD_TWICE = "field_twice"
    NOT_A_TABLE = "not_a_table"


@dataclass(frozen=True, slots=True)
class BureauFault:
    """One thing to mend, as `faq.fault.Fault`."""

    line: int
    item: str
    key: str
    code: FaultCode | BureauCode
    args: tuple[tuple[str, str], ...] = ()
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """What stands in a file: the bureaus, or what is wrong with it."""

    bureaus: tuple[Bureau, ...]
    faults: tuple[BureauFault, ...]


def read(source: BinaryIO, form: Form, known: Catalogue) -> Intake:
    """Reads a file. Nothing is raised on any content."""
    draft = _Draft(known)
    try:
        for found in _records(source, form):
            if isinstance(found, Fault):
                draft.faults.append(_of_table(found))
            else:
                draft.take(found)
    except RefusedFileError as error:
        draft.faults.append(_of_table(error.fault))
    return Intake((), tuple(draft.faults)) if draft.faults else Intake(tuple(draft.bureaus), ())


def _records(source: BinaryIO, form: Form) -> Iterator[Record | Fault]:
    if source.seek(0, 2) > MAX_BYTES:
        raise RefusedFileError(FaultCode.TOO_LARGE, limit=str(MAX_BYTES))
    source.seek(0)
    if form is Form.XLSX:
        yield from xlsx_records(source, NEEDED, LAYOUT)
    else:
        yield from table_records(csv_rows(source, LAYOUT), NEEDED, layout=LAYOUT)


def _of_table(fault: Fault) -> BureauFault:
    args = tuple((name, plain(value)) for name, value in fault.args)
    return BureauFault(fault.line, plain(fault.item), fault.key, fault.code, args, plain(fault.cell))


class _Draft:
    """Collects bureaus and faults."""

    def __init__(self, known: Catalogue) -> None:
        self.bureaus: list[Bureau] = []
        self.faults: list[BureauFault] = []
        self._known = known
        self._codes: dict[str, int] = {}
        self._fields: dict[str, int] = {}

    def take(self, record: Record) -> None:
        """One line."""
        before = len(self.faults)
        self.faults += map(_of_table, record.faults)
        code = self._text(record, "code", 16).upper()
        name = self._text(record, "name", LONGEST_NAME)
        ministry = self._ministry(record, code) if code else ""
        fields = self._fields_of(record, ministry) if ministry else frozenset()
        if len(self.faults) == before:
            kind = name.split()[0].lower()[:16]
            self.bureaus.append(Bureau(code, ministry, kind, name, fields))

    def _ministry(self, record: Record, code: str) -> str:
        found = _CODE.fullmatch(code)
        if found is None:
            self._fault(record, "code", BureauCode.BAD_CODE, value=code[:_SHOWN])
            return ""
        if found[1] not in self._known.ministries:
            near = near_ministry(self._known)
            self._fault(record, "code", FaultCode.UNKNOWN_MINISTRY, value=found[1], allowed=near)
            return ""
        if code in self._codes:
            self._fault(record, "code", FaultCode.DUPLICATE_ID, value=code, first=str(self._codes[code]))
        self._codes.setdefault(code, record.line)
        return found[1]

    def _fields_of(self, record: Record, ministry: str) -> frozenset[str]:
        value = record.values.get("fields")
        if value is None:
            return frozenset()
        if not isinstance(value, list):
            self._unusable(record, "fields", value)
            return frozenset()
        for written in value:
            self._check_field(record, ministry, str(written).strip().lower())
        return frozenset(str(written).strip().lower() for written in value)

    def _check_field(self, record: Record, ministry: str, code: str) -> None:
        field, shown = self._known.fields.get(code), plain(code[:_SHOWN])
        if field is None:
            near = near_field(code, ministry, self._known)
            self._fault(record, "fields", FaultCode.UNKNOWN_FIELD, value=shown, allowed=near)
        elif field.ministry != ministry:
            self._fault(record, "fields", FaultCode.FIELD_OF_OTHER_MINISTRY, value=code, ministry=field.ministry)
        elif code in self._fields:
            self._fault(record, "fields", BureauCode.FIELD_TWICE, value=code, first=str(self._fields[code]))
        self._fields.setdefault(code, record.line)

    def _text(self, record: Record, key: str, limit: int) -> str:
        value = record.values.get(key)
        if value is None:
            self._fault(record, key, FaultCode.MISSING)
            return ""
        if isinstance(value, Unusable):
            self._unusable(record, key, value)
            return ""
        text = " ".join(str(value)[: 4 * limit + 4].split())
        if SPOILING.search(text):
            self._fault(record, key, FaultCode.BAD_CHARACTERS)
        elif len(text) > limit:
            self._fault(record, key, FaultCode.TOO_LONG, length=str(len(str(value))), limit=str(limit))
        elif not text:
            self._fault(record, key, FaultCode.MISSING)
        else:
            return text
        return ""

    def _unusable(self, record: Record, key: str, value: object) -> None:
        if isinstance(value, Unusable):
            self._fault(record, key, value.code, **{name: plain(arg) for name, arg in value.args})
        else:
            self._fault(record, key, FaultCode.NOT_TEXT)

    def _fault(self, record: Record, key: str, code: FaultCode | BureauCode, **args: str) -> None:
        column = record.columns.get(key)
        cell = f"{column}{record.line}" if column else ""
        item = record.values.get("code")
        named = plain(item[:_SHOWN]) if isinstance(item, str) else ""
        self.faults.append(BureauFault(record.line, named, key, code, tuple(args.items()), cell))


def as_row(bureau: Bureau) -> Mapping[str, object]:
    """A bureau in plain values."""
    return {"code": bureau.code, "ministry": bureau.ministry, "type": bureau.type, "name": bureau.name,
            "fields": sorted(bureau.fields)}  # fmt: skip


def of_row(row: Mapping[str, object]) -> Bureau:
    """A bureau out of its plain values."""
    fields = row["fields"]
    named = frozenset(map(str, fields)) if isinstance(fields, list) else frozenset()
    return Bureau(str(row["code"]), str(row["ministry"]), str(row["type"]), str(row["name"]), named)
