"""Writing a bank as YAML (for review), JSON lines (for programs), CSV or XLSX; `faq.load` reads all back alike."""

import json
from collections.abc import Collection
from datetime import date
from io import StringIO, TextIOWrapper
from typing import BinaryIO

import yaml

from faq.entry import Entry
from faq.fields import catalogue
from faq.load import Form
from faq.sheet.csv_writing import write_csv
from faq.shelf import Shelf

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDE = 1 << 16
"""One value, one line: a changed word then changes one line of a difference."""

_ORDER = (
    *("id", "ministry", "field", "question", "phrasings", "answer", "legal_basis", "source_url", "task_id"),
    *("status", "valid_from", "valid_to", "confidence", "checked_on", "reviewed", "provinces"),
)


def write_bank(entries: Collection[Entry] | Shelf, form: Form) -> str:
    """Return the text of a bank; keys without a value are left out, `reviewed` is always there. XLSX is no text."""
    if form is Form.JSONL:
        return "".join(map(json_line, entries))
    if form is Form.CSV:
        table = StringIO(newline="")
        write_csv(table, entries)
        return table.getvalue()
    records = [_record(entry) for entry in entries]
    written = [{_yaml_key(key): value for key, value in record.items()} for record in records]
    return str(
        yaml.dump({"faq": written}, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=_WIDE, indent=2)
    )


def write_bank_file(file: BinaryIO, entries: Collection[Entry] | Shelf, form: Form) -> None:
    """Write a bank into a file; only YAML is made as a whole."""
    if form is Form.XLSX:
        from faq.sheet.xlsx_writing import write_xlsx  # only here: what it draws in is a tenth of a second

        write_xlsx(file, entries, catalogue())
        return
    text = TextIOWrapper(file, "utf-8", newline="")
    if form is Form.CSV:
        write_csv(text, entries)
    elif form is Form.JSONL:
        text.writelines(map(json_line, entries))
    else:
        text.write(write_bank(entries, form))
    text.detach()


def json_line(entry: Entry) -> str:
    """Return an entry as a line of JSON."""
    return json.dumps(_record(entry), ensure_ascii=False) + "\n"


def _record(entry: Entry) -> dict[str, object]:
    values = {key: _plain(getattr(entry, key)) for key in _ORDER}
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, str) else value


def _yaml_key(key: str) -> str:
    # The name that reviewers know from the ministries' own lists.
    return "alternatives" if key == "phrasings" else key
