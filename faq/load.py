"""Reading a bank: YAML (a list under `faq`), JSON lines, or a table (CSV, XLSX). The shipped starter bank, too.

Nothing is raised on bad content. Every fault names line, entry and key and carries a code (see `faq.fault`);
an entry with a fault is left out, all others are read.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from faq.entry import Entry
from faq.fault import Fault, FaultCode, RefusedFileError
from faq.fields import Catalogue, catalogue
from faq.record import NEEDED, NEEDED_IN_FULL, Record, entry_of
from faq.sheet.csv_reading import csv_rows
from faq.sheet.table import records as table_records
from faq.sheet.xlsx_reading import xlsx_records
from faq.shelf import Shelf
from faq.yaml_reading import yaml_records


class Form(StrEnum):
    """How a bank is written down."""

    YAML = "yaml"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


MAX_BYTES = {Form.YAML: 16 << 20, Form.JSONL: 256 << 20, Form.CSV: 256 << 20, Form.XLSX: 64 << 20}
MAX_FAULTS = 20_000
"""Nobody mends more than these before he tries again."""
_LIST = "faq"
_MARK = "\ufeff"
_ENDINGS = {
    **dict.fromkeys((".jsonl", ".json", ".ndjson"), Form.JSONL),
    **dict.fromkeys((".csv", ".tsv", ".txt"), Form.CSV),
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"), Form.XLSX),  # what is none of it is told so
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: sound entries in the order of the file, and the faults in that order."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Intake:
    """What a file brings: the same as a reading, with little memory for many entries; the line of each by its id."""

    entries: Shelf
    lines: dict[str, int]
    faults: tuple[Fault, ...]


def form_of(path: Path) -> Form:
    """Return the form that a name stands for; what says nothing is YAML."""
    return _ENDINGS.get(path.suffix.lower(), Form.YAML)


def read_bank(content: str | bytes, form: Form, known: Catalogue | None = None) -> Reading:
    """Read a bank from its content (text is UTF-8).

    With `known` each entry must be complete and its ministry and field must exist; without it only `id` and
    `question` are demanded, which is enough for matching.
    """
    source = BytesIO(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    entries, faults = [], []
    for found in _sifted(_records(source, form, _needed(known)), known):
        if isinstance(found, Fault):
            faults.append(found)
        else:
            entries.append(found[0])
    return Reading(tuple(entries), tuple(faults))


def read_bank_file(path: Path, known: Catalogue | None = None) -> Reading:
    """Read a bank file by its ending. Raises OSError only."""
    form = form_of(path)
    with path.open("rb") as file:
        return read_bank(file.read(MAX_BYTES[form] + 1), form, known)


def take_in(source: BinaryIO, form: Form, known: Catalogue | None = None) -> Intake:
    """Read what is to be kept, an entry at a time. Raises OSError only."""
    return _kept(_sifted(_records(source, form, _needed(known)), known))


def take_in_lines(lines: Iterable[bytes], known: Catalogue | None = None) -> Intake:
    """Read what is to be kept from JSON lines that come from anywhere. Raises what `lines` raises."""
    return _kept(_sifted(_json_records(lines), known))


def _kept(sifted: Iterable[tuple[Entry, int] | Fault]) -> Intake:
    shelf, lines, faults = Shelf(), {}, []
    for found in sifted:
        if isinstance(found, Fault):
            faults.append(found)
            if len(faults) == MAX_FAULTS:
                faults.append(Fault(found.line, "", "", FaultCode.TOO_MANY_FAULTS, (("limit", str(MAX_FAULTS)),)))
                break
        else:
            shelf.add([found[0]])
            lines[found[0].id] = found[1]
    return Intake(shelf, lines, tuple(faults))


@cache
def starter_bank() -> tuple[Entry, ...]:
    """Return the shipped entries; they carry sources and are not yet reviewed by a ministry."""
    content = (files("faq") / "data" / "bank.yaml").read_bytes()
    return read_bank(content, Form.YAML, catalogue()).entries


def _needed(known: Catalogue | None) -> tuple[str, ...]:
    return NEEDED if known is None else NEEDED_IN_FULL


def _sifted(records: Iterable[Record | int | Fault], known: Catalogue | None) -> Iterator[tuple[Entry, int] | Fault]:
    """Yield each sound entry with its line, and each fault."""
    lines: dict[str, int] = {}
    try:
        for record in records:
            if isinstance(record, int):
                yield Fault(record, "", "", FaultCode.NOT_AN_ENTRY)
            elif isinstance(record, Fault):
                yield record
            else:
                entry, wrong = entry_of(record, known)
                yield from wrong
                name = entry.id if entry else wrong[0].item
                if name in lines:
                    yield _repeated(record, name, lines[name])
                    continue
                if name:
                    lines[name] = record.line
                if entry:
                    yield entry, record.line
    except RefusedFileError as error:
        yield error.fault


def _repeated(record: Record, entry: str, first: int) -> Fault:
    line, column = record.lines.get("id", record.line), record.columns.get("id")
    args = (("value", entry), ("first", str(first)))
    return Fault(line, entry, "id", FaultCode.DUPLICATE_ID, args, f"{column}{line}" if column else "")


def _records(source: BinaryIO, form: Form, needed: tuple[str, ...]) -> Iterator[Record | int | Fault]:
    most = MAX_BYTES[form]
    if source.seek(0, 2) > most:
        raise RefusedFileError(FaultCode.TOO_LARGE, limit=str(most))
    source.seek(0)
    if form is Form.XLSX:
        yield from xlsx_records(source, needed)
    elif form is Form.CSV:
        yield from table_records(csv_rows(source), needed)
    elif form is Form.JSONL:
        yield from _json_records(source)
    else:
        yield from yaml_records(_text(source.read(), 1).removeprefix(_MARK), _LIST)


def _json_records(lines: Iterable[bytes]) -> Iterator[Record | int | Fault]:
    # Only "\n" ends a line: JSON may hold U+2028 and its like inside a text.
    for number, raw in enumerate(lines, start=1):
        line = _text(raw, number)
        if number == 1:
            line = line.removeprefix(_MARK)
        if not line.strip():
            continue
        repeated: list[str] = []
        try:
            value = json.loads(line, object_pairs_hook=partial(_object, repeated))
        except json.JSONDecodeError as error:
            yield Fault(number, "", "", FaultCode.UNREADABLE, (("problem", error.msg),))
        except RecursionError:
            yield Fault(number, "", "", FaultCode.TOO_DEEP)
        except ValueError:
            # Python refuses to read numbers of thousands of digits.
            yield Fault(number, "", "", FaultCode.UNREADABLE, (("problem", "number"),))
        else:
            yield Record(number, value, {}, tuple(repeated)) if isinstance(value, dict) else number


def _text(raw: bytes, line: int) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedFileError(FaultCode.BAD_CHARACTERS, line + raw.count(b"\n", 0, error.start)) from error


def _object(repeated: list[str], pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        repeated.extend(name for name, count in counts.items() if count > 1)
    return made
