"""From a file of people to lines of the roster. Each line stands by itself: what is wrong with it keeps it out alone.

What is wrong with the columns, or with the file, keeps all of it out: nobody knows then what any line lacks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from faq.fault import Fault, FaultCode, RefusedFileError
from faq.load import Form
from faq.record import Record, Unusable
from faq.sheet.csv_reading import csv_rows
from faq.sheet.table import records as table_records
from faq.sheet.xlsx_reading import xlsx_records
from handlers.invite import Impossible, seat_ministry
from handlers.people import phone
from handlers.people.me import good_name
from handlers.roster.columns import LAYOUT, NEEDED, ROLE_NAMES, role_of
from handlers.roster.fault import SPOILING, Amiss, Code, LineFault, RosterCode, of_table, plain
from handlers.roster.finding import Directory
from handlers.roster.line import LONGEST_KEY, OF_OFFICERS, Line, Seat
from handlers.roster.seconded import said_of
from storage.seats import Role
from storage.units import Unit

MAX_BYTES = 32 << 20
MAX_FAULTS = 20_000
"""Nobody mends more than these before he tries again."""
_OF_ALL = frozenset({FaultCode.UNKNOWN_COLUMN, FaultCode.REPEATED_COLUMN, FaultCode.MISSING_COLUMN})
_SHOWN = 80
_LONGEST = 300
_MOST_ITEMS = 50
_DAY = re.compile(r"20\d{2}-\d{2}-\d{2}")
_WITHOUT_ZERO = re.compile(r"[1-9]\d{8}")
"""A mobile number as a spreadsheet shows it that took it for a number."""
_RANGE = re.compile(r"(?:(.*)!)?([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", re.DOTALL)
_NOT_FOR_ROLE: dict[str, tuple[str, Code]] = {
    "invite-officer-needs-province": ("unit", RosterCode.NEEDS_PROVINCE),
    "invite-officer-needs-ministry": ("ministry", FaultCode.MISSING),
    "invite-needs-ministry-unit": ("unit", RosterCode.NEEDS_MINISTRY),
    "invite-cadre-needs-local-unit": ("unit", RosterCode.NEEDS_LOCAL_UNIT),
    "invite-other-ministry": ("ministry", RosterCode.OTHER_MINISTRY),
}
_KINDS = {"commune": RosterCode.NEEDS_COMMUNE, "department": RosterCode.NEEDS_DEPARTMENT}


@dataclass(frozen=True, slots=True)
class Read:
    """A sound line, with where it stands: its number and, in a spreadsheet, the column of each key ("D")."""

    line: Line
    number: int
    columns: Mapping[str, str]

    def fault(self, key: str, code: Code, args: tuple[tuple[str, str], ...] = ()) -> LineFault:
        """What only turned out beside the roster."""
        column = self.columns.get(key)
        return LineFault(self.number, self.line.name, key, code, args, f"{column}{self.number}" if column else "")


@dataclass(frozen=True, slots=True)
class Intake:
    """What a file brings: its sound lines, every fault in the order of the file, how many lines there are."""

    lines: tuple[Read, ...]
    faults: tuple[LineFault, ...]
    count: int


def read(source: BinaryIO, form: Form, directory: Directory) -> Intake:
    """Reads a file. Raises OSError only."""
    lines: list[Read] = []
    faults: list[LineFault] = []
    count = 0
    seen = _Seen()
    try:
        for found in _records(source, form):
            if isinstance(found, Fault):
                count += found.code is FaultCode.RAGGED
                faults.append(of_table(found))
            else:
                count += 1
                draft = _Draft(found, directory)
                line = draft.line()
                faults += draft.faults
                if line is not None:
                    sound = Read(line, found.line, found.columns)
                    again = seen.again(line, draft.where)
                    if again is None:
                        lines.append(sound)
                    else:
                        faults.append(sound.fault(*again))
            if len(faults) >= MAX_FAULTS:
                raise RefusedFileError(FaultCode.TOO_MANY_FAULTS, faults[-1].line, limit=str(MAX_FAULTS))
    except RefusedFileError as error:
        return Intake((), (*faults, of_table(error.fault)), count)
    if any(fault.code in _OF_ALL for fault in faults):
        return Intake((), tuple(faults), count)
    return Intake(tuple(_unmerged(lines, faults)), tuple(faults), count)


def _records(source: BinaryIO, form: Form) -> Iterator[Record | Fault]:
    if source.seek(0, 2) > MAX_BYTES:
        raise RefusedFileError(FaultCode.TOO_LARGE, limit=str(MAX_BYTES))
    source.seek(0)
    if form is Form.XLSX:
        yield from xlsx_records(source, NEEDED, LAYOUT)
    else:
        yield from table_records(csv_rows(source, LAYOUT), NEEDED, layout=LAYOUT)


def _unmerged(lines: list[Read], faults: Collection[LineFault]) -> Iterator[Read]:
    """Without the lines whose cells are one with others': all but the first of them would lack what stands in it."""
    merged = [found for fault in faults if fault.code is FaultCode.MERGED if (found := _RANGE.fullmatch(fault.cell))]
    for read_line in lines:
        sheet = read_line.columns.get("name", "").rpartition("!")[0]
        if not any(
            (found[1] or "") == sheet and int(found[3]) <= read_line.number <= int(found[5]) for found in merged
        ):
            yield read_line


class _Seen:
    """Who stood on earlier lines of the file."""

    def __init__(self) -> None:
        self._by_key: dict[str, str] = {}
        self._by_seat: dict[Seat, tuple[str, bool]] = {}
        self._leads: dict[tuple[str | None, str], str] = {}

    def again(self, line: Line, where: str) -> tuple[str, Code, tuple[tuple[str, str], ...]] | None:
        """What is wrong with somebody who was there before; two of one name for one seat need their codes."""
        if line.key and line.key in self._by_key:
            return "key", RosterCode.KEY_TWICE, (("value", line.key), ("first", self._by_key[line.key]))
        first, keyed = self._by_seat.get(line.seat, ("", True))
        if first and not (line.key and keyed):
            return "name", RosterCode.PERSON_TWICE, (("first", first),)
        if line.lead:
            if (line.ministry, line.unit) in self._leads:
                return "lead", RosterCode.LEAD_TWICE, (("first", self._leads[line.ministry, line.unit]),)
            self._leads[line.ministry, line.unit] = where
        if line.key:
            self._by_key[line.key] = where
        self._by_seat.setdefault(line.seat, (where, bool(line.key)))
        return None


class _Draft:
    """Collects the values and the faults of one line."""

    def __init__(self, record: Record, directory: Directory) -> None:
        self._record = record
        self._directory = directory
        name = record.values.get("name")
        self._name = plain(name[:_SHOWN]) if isinstance(name, str) else ""
        self.faults: list[LineFault] = [of_table(fault) for fault in record.faults]
        sheet = record.columns.get("name", "").rpartition("!")[0]
        self.where = f"{sheet}!{record.line}" if sheet else str(record.line)

    def line(self) -> Line | None:
        """The line; None where anything is wrong with it."""
        name = self._checked_name()
        role, unit, ministry = self._place()
        first, last = self._day("seat_from"), self._day("seat_until")
        if first and last and last < first:
            self._fault("seat_until", FaultCode.DATES_REVERSED, value=f"{last:%d/%m/%Y}", first=f"{first:%d/%m/%Y}")
        number, key = self._phone(), self._text("key", LONGEST_KEY).upper() or None
        if role is not None and role is not Role.OFFICER:
            said_of(self._record.values, OF_OFFICERS, self._fault)
        seat = self._seconded(ministry, key) if role is Role.OFFICER and ministry else {}
        if self.faults or role is None or unit is None:
            return None
        return Line(name, role, unit.code, ministry, number, first, last, key, **seat)

    def _seconded(self, ministry: str, key: str | None) -> dict[str, Any]:
        """What is said of an officer's seat; what is left out is not said."""
        found: dict[str, Any] = {}
        wording = self._directory.wording
        for name, read_it in (
            ("fields", lambda: wording.fields(self._items("fields"), ministry)),
            ("capacity", lambda: wording.capacity(self._text("capacity"))),
            ("deputies", lambda: wording.deputies(self._items("deputies"), key)),
        ):
            try:
                found[name] = read_it()
            except Amiss as amiss:
                self._fault(amiss.key, amiss.code, **dict(amiss.args_of_code))
        lead = self._record.values.get("lead")
        if lead not in (None, True, False):
            self._fault("lead", lead.code if isinstance(lead, Unusable) else FaultCode.NOT_YES_OR_NO)
        found["lead"] = lead
        found["away_from"], found["away_until"] = away, back = self._day("away_from"), self._day("away_until")
        if back and (away is None or back < away):
            first = f"{away:%d/%m/%Y}" if away else "…"
            self._fault("away_until", FaultCode.DATES_REVERSED, value=f"{back:%d/%m/%Y}", first=first)
        return found

    def _items(self, key: str) -> list[str]:
        value = self._record.values.get(key)
        if isinstance(value, Unusable):
            self._fault(key, value.code, **{name: plain(arg) for name, arg in value.args})
            return []
        items = [str(item) for item in value] if isinstance(value, list) else []
        for item in items:
            if SPOILING.search(item):
                self._fault(key, FaultCode.BAD_CHARACTERS)
                return []
        return [" ".join(unicodedata.normalize("NFC", item[:_LONGEST]).split()) for item in items[:_MOST_ITEMS]]

    def _fault(self, key: str, code: Code, **args: str) -> None:
        column = self._record.columns.get(key)
        cell = f"{column}{self._record.line}" if column else ""
        self.faults.append(LineFault(self._record.line, self._name, key, code, tuple(args.items()), cell))

    def _text(self, key: str, limit: int = _LONGEST) -> str:
        value = self._record.values.get(key)
        if value is None:
            return ""
        if isinstance(value, Unusable):
            self._fault(key, value.code, **{name: plain(arg) for name, arg in value.args})
            return ""
        text = " ".join(unicodedata.normalize("NFC", str(value)[: 4 * limit + 4]).split())
        if SPOILING.search(text):
            self._fault(key, FaultCode.BAD_CHARACTERS)
            return ""
        if len(text) > limit:
            self._fault(key, FaultCode.TOO_LONG, length=str(len(str(value))), limit=str(limit))
            return ""
        return text

    def _needed(self, key: str) -> str:
        told = len(self.faults)
        text = self._text(key)
        if not text and len(self.faults) == told:
            self._fault(key, FaultCode.MISSING)
        return text

    def _checked_name(self) -> str:
        name = self._needed("name")
        if name and not good_name(name):
            self._fault("name", RosterCode.BAD_NAME, value=name[:_SHOWN])
        return name

    def _place(self) -> tuple[Role | None, Unit | None, str | None]:
        """Role, unit and ministry; the unit is looked for only where all that leads to it is sound."""
        written, before = self._needed("role"), len(self.faults)
        known = role_of(written) if written else None
        if written and known is None:
            self._fault("role", RosterCode.UNKNOWN_ROLE, value=written[:_SHOWN], allowed=", ".join(ROLE_NAMES))
        province = self._found("province", self._directory.province)
        ministry = self._found("ministry", self._directory.ministry)
        text = self._text("unit")
        if known is None or len(self.faults) > before:
            return None, None, None
        role, kind = known
        try:
            unit = self._directory.unit(text, role, kind, province, ministry)
            return role, unit, _fitting(role, kind, unit, ministry)
        except Amiss as amiss:
            self._fault(amiss.key, amiss.code, **dict(amiss.args_of_code))
            return None, None, None

    def _found(self, key: str, find: Callable[[str], Unit]) -> Unit | None:
        text = self._text(key)
        if not text:
            return None
        try:
            return find(text)
        except Amiss as amiss:
            self._fault(amiss.key, amiss.code, **dict(amiss.args_of_code))
            return None

    def _day(self, key: str) -> date | None:
        text = self._text(key)
        if not text:
            return None
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        self._fault(key, FaultCode.BAD_DATE, value=text[:_SHOWN])
        return None

    def _phone(self) -> str | None:
        text = self._text("phone")
        if not text:
            return None
        number = phone.read(f"0{text}" if _WITHOUT_ZERO.fullmatch(text) else text)
        if number is None:
            self._fault("phone", RosterCode.BAD_PHONE, value=text[:_SHOWN])
        return number


def _fitting(role: Role, kind: str | None, unit: Unit, ministry: Unit | None) -> str | None:
    """The ministry of such a seat. Raises Amiss where role, unit and ministry do not go together."""
    if role is Role.CADRE and kind is not None and unit.kind != kind:
        raise Amiss("unit", _KINDS[kind], value=unit.full_name)
    try:
        return seat_ministry(role, unit, ministry.code if ministry else None)
    except Impossible as impossible:
        key, code = _NOT_FOR_ROLE[impossible.reason]
        args = {"value": unit.full_name, "own": unit.ministry or ""} if code is not FaultCode.MISSING else {}
        raise Amiss(key, code, **args) from impossible
