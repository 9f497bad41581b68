"""Writing a bank as YAML (for people and review) or JSON lines (for programs); `faq.load` reads both back alike."""

import json
from collections.abc import Iterable
from datetime import date

import yaml

from faq.entry import Entry
from faq.load import Form

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDE = 1 << 16
"""One value, one line: a changed word then changes one line of a difference."""

_ORDER = (
    *("id", "ministry", "field", "question", "phrasings", "answer", "legal_basis", "source_url", "task_id"),
    *("status", "valid_from", "valid_to", "confidence", "checked_on", "reviewed", "provinces"),
)


def write_bank(entries: Iterable[Entry], form: Form) -> str:
    """Return the text of a bank; keys without a value are left out, `reviewed` is always there."""
    records = [_record(entry) for entry in entries]
    if form is Form.JSONL:
        return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    written = [{_yaml_key(key): value for key, value in record.items()} for record in records]
    return str(
        yaml.dump({"faq": written}, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=_WIDE, indent=2)
    )


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
