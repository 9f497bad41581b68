"""What an import would do, and what there is to see before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from bot.bank_faults import kinds, told, worded
from bot.cli.bank_in_use import in_use
from bot.cli.desk import do
from bot.settings import Settings
from faq.alike import Alike, alike
from faq.citation import citations
from faq.entry import Entry
from faq.fault import Fault
from faq.fields import catalogue
from faq.load import Intake, form_of, take_in
from faq.parcel import packed
from faq.shelf import Shelf

_LISTED = 50
"""Lines of one kind for a person; `--json` has all."""
_SUMMED_UP_FROM = 20
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """What is new, what is changed and where, and which questions are nearly others'."""

    new: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    alike: tuple[Alike, ...]
    uncited: tuple[str, ...] = ()
    """Of the new and changed ones those whose legal basis names no document: no change of the law finds them."""


def read(file: Path) -> Intake:
    """Reads a file of any form."""
    with file.open("rb") as source:
        return take_in(source, form_of(file), catalogue())


async def plan(settings: Settings, intake: Intake) -> Plan:
    """Compares a file with the bank in use."""
    there = await in_use(settings)
    new, changed, uncited = [], {}, []
    for entry in intake.entries:
        kept = there.get(entry.id)
        if kept is None:
            new.append(entry.id)
        elif kept != entry:
            changed[entry.id] = _differing(kept, entry)
        if kept != entry and not citations(entry.legal_basis):
            uncited.append(entry.id)
    return Plan(tuple(new), changed, alike(intake.entries, {*new, *changed}, there), tuple(uncited))


async def put_in(settings: Settings, entries: Shelf, *, dry_run: bool) -> dict[str, Any]:
    """Puts entries in, all or none: {"added", "changed", "unchanged"}."""
    return await do(settings, "bank-import", {"bank": packed(entries), "dry_run": dry_run})


def faults_in_words(file: Path, faults: tuple[Fault, ...]) -> Iterator[str]:
    """Every fault on a line of its own; of many, how many there are of each kind as well."""
    for fault in faults:
        yield told(file, fault)
    if len(faults) > _SUMMED_UP_FROM:
        yield "Theo loại (by kind):"
        for (kind, key), count in Counter((fault.code, fault.key) for fault in faults).most_common():
            yield f"{count:>7} × {': '.join(filter(None, (key, kinds(kind))))}"


def faults_as_json(faults: tuple[Fault, ...]) -> list[dict[str, Any]]:
    """Every fault, for programmes."""
    return [
        {"line": f.line, "cell": f.cell, "entry": f.item, "key": f.key, "code": f.code.value,
         "args": dict(f.args), "text": worded(f)}
        for f in faults
    ]  # fmt: skip


def plan_in_words(found: Plan) -> Iterator[str]:
    """Which entries are new and which are changed, and where."""
    yield from _some([f"+ {entry}" for entry in found.new])
    yield from _some([f"~ {entry}: {', '.join(keys)}" for entry, keys in found.changed.items()])


def _uncited_in_words(file: Path, found: Plan, lines: Mapping[str, int]) -> Iterator[str]:
    """Which entries no change of the law will hold. It stops nothing: some rest on no document."""
    yield from _some([
        f"{file}:{lines[entry]}: {entry}: căn cứ pháp lý không nêu tên văn bản; khi văn bản thay đổi, mục này không"
        " được tạm giữ; nên ghi như “Nghị định 139/2025/NĐ-CP, Điều 5” (the legal basis names no document)"
        for entry in found.uncited
    ])  # fmt: skip


def plan_as_json(found: Plan, lines: Mapping[str, int]) -> dict[str, Any]:
    """The same for programmes."""
    return {
        "new": list(found.new),
        "differing": {entry: list(keys) for entry, keys in found.changed.items()},
        "alike": [
            {"entry": pair.entry, "line": lines[pair.entry], "text": pair.text, "other": pair.other,
             "other_line": lines.get(pair.other), "other_text": pair.other_text, "percent": pair.percent}
            for pair in found.alike
        ],
        "uncited": list(found.uncited),
    }  # fmt: skip


def warnings_in_words(file: Path, found: Plan, lines: Mapping[str, int]) -> Iterator[str]:
    """What to look at that stops nothing."""
    yield from _alike_in_words(file, found, lines)
    yield from _uncited_in_words(file, found, lines)


def _alike_in_words(file: Path, found: Plan, lines: Mapping[str, int]) -> Iterator[str]:
    """Which questions are nearly others'. It stops nothing: two entries may well be meant."""
    told_of = []
    for pair in found.alike:
        at = lines.get(pair.other)
        where = f"dòng {at} (line {at})" if at else "đang dùng (in use)"
        told_of.append(
            f"{file}:{lines[pair.entry]}: {pair.entry}: giống {pair.percent} % với mục {pair.other}, {where}"
            f" (nearly the same question): “{_short(pair.text)}” / “{_short(pair.other_text)}”"
        )
    yield from _some(told_of)


def _some(lines: list[str]) -> Iterator[str]:
    yield from lines[:_LISTED]
    if len(lines) > _LISTED:
        yield f"… và {len(lines) - _LISTED} dòng nữa; xem hết bằng --json. (… and more: --json shows all.)"


def _differing(kept: Entry, wanted: Entry) -> tuple[str, ...]:
    return tuple(key.name for key in fields(Entry) if getattr(kept, key.name) != getattr(wanted, key.name))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
