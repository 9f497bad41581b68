"""Files for matching without a database: banks and questions as JSON lines, as other programmes write them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.bank_faults import told
from bot.control import Declined
from faq.load import Form, read_bank
from faq.text import MAX_CHARS

if TYPE_CHECKING:
    from faq.entry import Entry

_READ = ("id", "question", "phrasings", "answer", "field")
"""What matching needs of an entry; whatever else a line holds is somebody else's and may be of any form."""
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Query:
    """A question of a file."""

    id: Any
    text: str
    gold: frozenset[str] | None
    """Entries that answer it, none where it must be refused; None where the file does not say."""
    kind: str
    noise: str
    base: str
    """The id of the question that this one was made from; its own where it was made from none."""


def entries_of(file: Path) -> tuple[Entry, ...]:
    """Reads a bank. Raises Declined with file and line."""
    # The lines keep their numbers, so that a fault names the line of the file.
    lines = "\n".join(json.dumps(_needed(line)) if line is not None else "" for line in _lines(file))
    reading = read_bank(lines, Form.JSONL)
    if reading.faults:
        raise Declined("\n".join(told(file, fault) for fault in reading.faults))
    return reading.entries


def queries_of(file: Path) -> Iterator[Query]:
    """Reads questions. Raises Declined with file and line."""
    for number, line in enumerate(_lines(file), start=1):
        if line is None:
            continue
        if "id" not in line or not isinstance(line.get("text"), str):
            raise Declined(f'{file}:{number}: cần "id" và "text" (each line needs "id" and "text")')
        gold = _gold(file, number, line["gold"]) if "gold" in line else None
        kind, noise = (str(line.get(key) or "") for key in ("kind", "noise"))
        yield Query(line["id"], line["text"], gold, kind, noise, str(line.get("base") or line["id"]))


def labelled_of(file: Path) -> tuple[Query, ...]:
    """Reads questions that all say which entries answer them. Raises Declined with file and line."""
    queries = tuple(queries_of(file))
    for number, query in enumerate(queries, start=1):
        if query.gold is None:
            raise Declined(f'{file}: câu thứ {number}: cần "gold" (question {number} needs "gold")')
    if not queries:
        raise Declined(f"{file}: không có câu hỏi nào (no questions)")
    return queries


def _needed(line: dict[str, Any]) -> dict[str, Any]:
    kept = {key: _plain(line[key]) for key in _READ if line.get(key) is not None}
    return {key: value for key, value in kept.items() if key not in ("answer", "field") or isinstance(value, str)}


def _plain(value: Any) -> Any:
    """Leaves of a text what is compared: nothing is stored here, so control characters need not be refused."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return _CONTROLS.sub(" ", value)[:MAX_CHARS] if isinstance(value, str) else value


def _gold(file: Path, number: int, gold: object) -> frozenset[str]:
    if gold is None:
        return frozenset()
    if not isinstance(gold, list) or not all(isinstance(each, str) for each in gold):
        raise Declined(f'{file}:{number}: "gold" là danh sách mã hoặc null ("gold" is a list of ids, or null)')
    return frozenset(gold)


def _lines(file: Path) -> Iterator[dict[str, Any] | None]:
    try:
        with file.open(encoding="utf-8-sig", newline="\n") as lines:
            for number, line in enumerate(lines, start=1):
                yield _object(file, number, line) if line.strip() else None
    except UnicodeDecodeError as error:
        raise Declined(f"{file}: không phải văn bản UTF-8 (not UTF-8 text)") from error


def _object(file: Path, number: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise Declined(f"{file}:{number}: không phải một đối tượng JSON (not a JSON object)")
    return value
