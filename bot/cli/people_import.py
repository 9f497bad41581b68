"""What an import of people did, and what there is to mend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.cli.desk import do
from bot.roster_faults import column_of, kinds, told, worded
from bot.settings import Settings
from faq.fields import catalogue
from faq.load import Form, form_of
from handlers.roster.columns import LAYOUT
from handlers.roster.directory import unit_of_row
from handlers.roster.fault import LineFault, RosterCode
from handlers.roster.finding import Directory
from handlers.roster.reading import Intake, Read
from handlers.roster.reading import read as read_lines

_LISTED = 50
"""Lines of one kind for a person; `--json` has all."""
_SUMMED_UP_FROM = 20
_PRIVATE = frozenset({"phone"})
"""Changed, but not shown: what is printed ends in logs and in chats."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, or would be: `changed` are lines of the file with what they change."""

    lines: int
    added: int
    unchanged: int
    changed: tuple[tuple[Read, Mapping[str, Sequence[str | None]], bool], ...]
    faults: tuple[LineFault, ...]

    @property
    def faulty_lines(self) -> int:
        """How many lines have faults."""
        return len({(fault.cell.rpartition("!")[0], fault.line) for fault in self.faults})


async def read(settings: Settings, file: Path) -> Intake:
    """Reads a file by the units of the database."""
    form = form_of(file)
    if form not in (Form.CSV, Form.XLSX):
        return Intake((), (LineFault(1, "", "", RosterCode.NOT_A_TABLE),), 0)
    known = await do(settings, "people-units", {})
    directory = Directory(map(unit_of_row, known["units"]), catalogue(), known["heirs"])
    with file.open("rb") as source:
        return read_lines(source, form, directory)


async def put_in(settings: Settings, intake: Intake, *, dry_run: bool) -> Done:
    """Puts the sound lines in; what only turns out there is a fault of its line like any other."""
    if not intake.lines:
        return Done(intake.count, 0, 0, (), intake.faults)
    lines = [read.line.as_json() for read in intake.lines]
    did = await do(settings, "people-import", {"lines": lines, "dry_run": dry_run})
    refused = [
        intake.lines[one["at"]].fault(one["key"], RosterCode(one["code"]), tuple((k, v) for k, v in one["args"]))
        for one in did["refused"]
    ]
    # Sheets have lines of the same numbers; within one the order is that of the file.
    faults = tuple(sorted((*intake.faults, *refused), key=lambda fault: (fault.cell.rpartition("!")[0], fault.line)))
    changed = tuple((intake.lines[one["at"]], one["values"], one["again"]) for one in did["changed"])
    return Done(intake.count, did["added"], did["unchanged"], changed, faults)


def faults_in_words(file: Path, faults: Sequence[LineFault]) -> Iterator[str]:
    """Every fault on a line of its own; of many, how many there are of each kind as well."""
    for fault in faults:
        yield told(file, fault)
    if len(faults) > _SUMMED_UP_FROM:
        yield "Theo loại (by kind):"
        for (code, column), count in Counter((fault.code, column_of(fault)) for fault in faults).most_common():
            yield f"{count:>7} × {': '.join(filter(None, (column, kinds(code))))}"


def in_words(done: Done, *, dry_run: bool) -> Iterator[str]:
    """Which lines change what, and how many there are of each kind."""
    for read, values, again in done.changed[:_LISTED]:
        more = "; cần mã mời mới (needs a new code)" if again else ""
        yield f"~ dòng {read.number}: {read.line.name}: {_differences(values)}{more}"
    if len(done.changed) > _LISTED:
        yield f"… và {len(done.changed) - _LISTED} dòng nữa; xem hết bằng --json. (… and more: --json shows all.)"
    what = "Sẽ (would)" if dry_run else "Đã (done)"
    yield (
        f"{what}: thêm (added) {done.added}, sửa (changed) {len(done.changed)},"
        f" giữ nguyên (unchanged) {done.unchanged}; trong {done.lines} dòng (of so many lines)."
    )


def summed_up(done: Done) -> str:
    """The last word where there were faults."""
    if not done.added + done.unchanged + len(done.changed):
        return f"{len(done.faults)} lỗi; không nạp dòng nào. (Nothing was imported.)"
    return (
        f"{len(done.faults)} lỗi ở {done.faulty_lines} dòng; các dòng đó chưa nạp: sửa rồi nạp lại cả tệp, dòng đã"
        " nạp không bị nạp hai lần. (Lines with faults are not in: mend them and import the whole file again.)"
    )


def as_json(done: Done, *, dry_run: bool) -> dict[str, Any]:
    """The same for programmes."""
    return {
        "dry_run": dry_run, "lines": done.lines, "added": done.added, "unchanged": done.unchanged,
        "changed": [
            {"line": read.number, "name": read.line.name, "again": again,
             "columns": {key: None if key in _PRIVATE else list(pair) for key, pair in values.items()}}
            for read, values, again in done.changed
        ],
        "faulty_lines": done.faulty_lines,
        "faults": [
            {"line": f.line, "cell": f.cell, "name": f.name, "key": f.key, "column": column_of(f),
             "code": f.code.value, "args": dict(f.args), "text": worded(f)}
            for f in done.faults
        ],
    }  # fmt: skip


def _differences(values: Mapping[str, Sequence[str | None]]) -> str:
    return ", ".join(
        LAYOUT.by_key[key].name + ("" if key in _PRIVATE else f" {_shown(key, before)} → {_shown(key, now)}")
        for key, (before, now) in values.items()
    )


def _shown(key: str, value: str | None) -> str:
    if value is None:
        return "–"
    year, *rest = value.split("-") if key.startswith(("seat_", "away_")) else [value]
    return "/".join([*reversed(rest), year])
