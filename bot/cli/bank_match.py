"""Matching files of questions, for measuring the bank and for other programmes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from bot.cli.bank_faults import told
from bot.control import Declined
from faq.load import Form, read_bank
from faq.match import Bank, decide

T = TypeVar("T")
_READ = ("id", "question", "phrasings")
"""What matching needs of an entry; whatever else a line holds is somebody else's and may be of any form."""


def match_files(bank_file: Path, queries_file: Path, out: Path, top: int, *, show: bool) -> int:
    """Matches every question and writes one line for each; how many. Raises Declined with file and line."""
    bank = _bank(bank_file)
    queries = list(_queries(queries_file))
    part = out.with_name(f"{out.name}.part")
    with part.open("w", encoding="utf-8", newline="\n") as results:
        for query_id, text in _shown(queries, show=show):
            results.write(json.dumps(_result(bank, query_id, text, top), ensure_ascii=False) + "\n")
    part.replace(out)
    return len(queries)


def _result(bank: Bank, query_id: Any, text: str, top: int) -> dict[str, Any]:
    begun = time.perf_counter()
    matches = bank.match(text, top)
    decision = decide(matches).kind.value
    took = (time.perf_counter() - begun) * 1000
    found = [{"entry": match.entry, "confidence": match.confidence} for match in matches]
    return {"id": query_id, "decision": decision, "matches": found, "ms": round(took, 3)}


def _bank(file: Path) -> Bank:
    # The lines keep their numbers, so that a fault names the line of the file.
    lines = "\n".join(
        json.dumps({key: line[key] for key in _READ if line.get(key) is not None}) if line is not None else ""
        for line in _lines(file)
    )
    reading = read_bank(lines, Form.JSONL)
    if reading.faults:
        raise Declined("\n".join(told(file, fault) for fault in reading.faults))
    return Bank(reading.entries)


def _queries(file: Path) -> Iterator[tuple[Any, str]]:
    for number, line in enumerate(_lines(file), start=1):
        if line is None:
            continue
        if "id" not in line or not isinstance(line.get("text"), str):
            raise Declined(f'{file}:{number}: cần "id" và "text" (each line needs "id" and "text")')
        yield line["id"], line["text"]


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


def _shown(items: list[T], *, show: bool) -> Iterable[T]:
    if not show:
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, "Đang so… / Matching…", console=Console(stderr=True), transient=True)
