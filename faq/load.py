"""Reading a bank: YAML (a list under `faq`) or JSON lines. The shipped starter bank is read here too.

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
from pathlib import Path

from faq.entry import Entry
from faq.fault import Fault, FaultCode
from faq.fields import Catalogue, catalogue
from faq.record import Record, entry_of
from faq.yaml_reading import RefusedFileError, yaml_records


class Form(StrEnum):
    """How a bank is written down."""

    YAML = "yaml"
    JSONL = "jsonl"


MAX_BYTES = {Form.YAML: 16 << 20, Form.JSONL: 256 << 20}
_LIST = "faq"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: sound entries in the order of the file, and the faults in that order."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def read_bank(content: str | bytes, form: Form, known: Catalogue | None = None) -> Reading:
    """Read a bank from its text (bytes are UTF-8).

    With `known` each entry must be complete and its ministry and field must exist; without it only `id` and
    `question` are demanded, which is enough for matching.
    """
    if len(content) > MAX_BYTES[form]:
        return _refused(FaultCode.TOO_LARGE, 1, limit=str(MAX_BYTES[form]))
    try:
        text = content if isinstance(content, str) else content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = bytes(error.object[: error.start]).count(b"\n") + 1
        return _refused(FaultCode.BAD_CHARACTERS, line)
    text = text.removeprefix("\ufeff")
    records = yaml_records(text, _LIST) if form is Form.YAML else _json_records(text)
    try:
        return _collected(records, known)
    except RefusedFileError as error:
        problem = {"problem": error.problem} if error.problem else {}
        return _refused(FaultCode(error.code), error.line, **problem)


def read_bank_file(path: Path, known: Catalogue | None = None) -> Reading:
    """Read a bank file; `.jsonl` and `.json` hold JSON lines, all else YAML. Raises OSError only."""
    form = Form.JSONL if path.suffix.lower() in {".jsonl", ".json", ".ndjson"} else Form.YAML
    with path.open("rb") as file:
        return read_bank(file.read(MAX_BYTES[form] + 1), form, known)


@cache
def starter_bank() -> tuple[Entry, ...]:
    """Return the shipped entries; they carry sources and are not yet reviewed by a ministry."""
    content = (files("faq") / "data" / "bank.yaml").read_bytes()
    return read_bank(content, Form.YAML, catalogue()).entries


def _collected(records: Iterable[Record | int | Fault], known: Catalogue | None) -> Reading:
    entries: dict[str, Entry] = {}
    lines: dict[str, int] = {}
    faults: list[Fault] = []
    for record in records:
        if isinstance(record, int):
            faults.append(Fault(record, "", "", FaultCode.NOT_AN_ENTRY))
        elif isinstance(record, Fault):
            faults.append(record)
        else:
            entry, wrong = entry_of(record, known)
            faults.extend(wrong)
            if entry is None:
                continue
            if entry.id in entries:
                args = (("value", entry.id), ("first", str(lines[entry.id])))
                at = record.lines.get("id", record.line)
                faults.append(Fault(at, entry.id, "id", FaultCode.DUPLICATE_ID, args))
                continue
            entries[entry.id] = entry
            lines[entry.id] = record.line
    return Reading(tuple(entries.values()), tuple(faults))


def _json_records(text: str) -> Iterator[Record | int | Fault]:
    # Only "\n" ends a line: JSON may hold U+2028 and its like inside a text.
    for number, line in enumerate(text.split("\n"), start=1):
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


def _object(repeated: list[str], pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        repeated.extend(name for name, count in counts.items() if count > 1)
    return made


def _refused(code: FaultCode, line: int, **args: str) -> Reading:
    return Reading((), (Fault(line, "", "", code, tuple(args.items())),))
