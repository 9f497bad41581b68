"""`python -m benchmarks.intake`: a large bank comes in from files, by the command line in a process of its own.

What is planted is known: each faulty row must be named by its line, and nothing of that file may be in the database.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from xlsxwriter import Workbook

from benchmarks.bank import entries
from benchmarks.contestants import SECRET_KEY
from benchmarks.processes import ROOT, Server, cpu_of, free_port
from faq.entry import Entry
from faq.load import MAX_BYTES, Form
from faq.save import write_bank_file
from faq.sheet.columns import COLUMNS, Kind, in_cells

FAULTS: tuple[tuple[str, Any], ...] = (
    ("question", ""), ("field", "khong-co"), ("valid_from", "31/02/2026"), ("answer", "=1+1"), ("status", "x"),
    ("provinces", "Lạng Sơn"), ("legal_basis", ""), ("id", ""), ("ministry", "BTC"), ("reviewed", "chưa rõ"),
)  # fmt: skip
"""What people do wrong, one of it in each faulty row; the answer is a real formula."""
_SERVED = 25_000
"""benchmarks.bank makes so many different entries and no more."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One import: what was asked, how long it took, the most memory of the process that did it."""

    what: str
    rows: int
    seconds: float
    cpu: float
    """Seconds of CPU, which other work on the machine does not stretch."""
    megabytes: float
    said: str


def bank(rows: int) -> tuple[Entry, ...]:
    """So many different entries."""
    made = entries(min(rows, _SERVED))
    more = [replace(entry, id=f"{entry.id}-moi", question=f"Ở phường mới lập: {entry.question}") for entry in made]
    return (*made, *more)[:rows]


def write_faulty(file: Path, kept: tuple[Entry, ...], faulty: int) -> set[int]:
    """Writes a workbook as a person would have spoilt it; the lines that are faulty."""
    every = max(1, len(kept) // max(1, faulty))
    planted: set[int] = set()
    with Workbook(str(file), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [column.name for column in COLUMNS])
        for at, entry in enumerate(kept, start=1):
            cells = dict(_cells(entry))
            if at % every == 0 and len(planted) < faulty:
                key, value = FAULTS[len(planted) % len(FAULTS)]
                cells[key] = value
                planted.add(at + 1)
            for place, column in enumerate(COLUMNS):
                value = cells[column.key]
                write = sheet.write_formula if value == "=1+1" else sheet.write
                if value != "":
                    write(at, place, value)
    return planted


def _cells(entry: Entry) -> Iterator[tuple[str, Any]]:
    for column in COLUMNS:
        value = getattr(entry, column.key)
        if column.kind in (Kind.LIST, Kind.CODES):
            value = next(in_cells(value), "")
        yield column.key, "" if value is None else value if isinstance(value, bool) else str(value)


def told(what: str, rows: int, folder: Path, *args: str) -> tuple[Figure, dict[str, Any]]:
    """Runs `caunoi bank …` in a process of its own; its figures and what it said as JSON."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    environment = {**kept, "PYTHONPATH": str(ROOT), "DATA_DIR": str(folder / "var"), "SECRET_KEY": SECRET_KEY}
    out = folder / "out"
    began = time.monotonic()
    with out.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "bank", *args], env=environment, stdout=said, stderr=subprocess.DEVNULL
        )
        peak = cpu = 0.0
        # Not what wait4 tells: that begins with the memory of who started the process.
        while process.poll() is None:
            peak = max(peak, _peak(process.pid))
            with contextlib.suppress(OSError):  # it ended just now
                cpu = max(cpu, cpu_of(process.pid))
            time.sleep(0.02)
    seconds = time.monotonic() - began
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{args} ended with {process.returncode}")
    text = out.read_text("utf-8")
    return Figure(what, rows, seconds, cpu, peak, ""), json.loads(text) if text.startswith("{") else {}


def measure(rows: int, faulty: int, folder: Path) -> Iterator[Figure]:
    """A spoilt workbook, then sound files of every form, each by itself; then through a running service."""
    kept = bank(rows)
    book = folder / "spoilt.xlsx"
    planted = write_faulty(book, kept, faulty)
    figure, said = told(f"xlsx, {faulty} faulty", rows, folder, "import", str(book), "--json")
    named = {fault["line"] for fault in said["faults"]}
    if named != planted:
        raise RuntimeError(
            f"planted and not named: {sorted(planted - named)[:9]}, named: {sorted(named - planted)[:9]}"
        )
    yield replace(figure, said=f"{len(named)} of {len(planted)} named")
    files = {form: folder / f"bank.{form.value}" for form in (Form.XLSX, Form.CSV, Form.JSONL, Form.YAML)}
    for form, file in files.items():
        with file.open("wb") as written:
            write_bank_file(written, kept, form)
    workbook = str(files[Form.XLSX])
    yield _counted(told("xlsx, only looked at", rows, folder, "import", workbook, "--dry-run", "--json"))
    yield _counted(told("xlsx, put in", rows, folder, "import", workbook, "--json"))
    for form, file in files.items():
        if file.stat().st_size <= MAX_BYTES[form]:
            yield _counted(told(f"{form.value}, put in again", rows, folder, "import", str(file), "--json"))
    yield told("xlsx, export", rows, folder, "export", str(folder / "out.xlsx"))[0]
    yield from asyncio.run(_beside(kept, folder))


def _counted(done: tuple[Figure, dict[str, Any]]) -> Figure:
    figure, said = done
    if "faults" in said:
        return replace(figure, said=f"{len(said['faults'])} faults: {said['faults'][0]['text']}")
    counts = (said["added"], said["changed"], said["unchanged"], len(said["alike"]))
    return replace(figure, said="added {}, changed {}, unchanged {}, alike {}".format(*counts))


async def _beside(kept: tuple[Entry, ...], folder: Path) -> list[Figure]:
    """Every entry is changed through a running service: its memory, and how long it kept somebody waiting."""
    file = folder / "changed.xlsx"
    with file.open("wb") as written:
        write_bank_file(written, [replace(entry, reviewed=not entry.reviewed) for entry in kept], Form.XLSX)
    port = free_port()
    settings = {"DATA_DIR": str(folder / "var"), "SECRET_KEY": SECRET_KEY, "PORT": str(port)}
    server = Server("bot", ["run"], port, settings, folder)
    await server.start()
    try:
        before, spent = server.memory(), server.cpu()
        asked = asyncio.create_task(
            asyncio.to_thread(told, "xlsx, through a service", len(kept), folder, "import", str(file), "--json")
        )
        longest = await _longest_wait(port, asked)
        done = _counted(await asked)
        peak, spent = _peak(server.pid), server.cpu() - spent
    finally:
        await server.stop()
    waited = f"{before:.0f} MB before; an answer waited {longest * 1000:.0f} ms at most"
    return [done, Figure("the service meanwhile", len(kept), done.seconds, spent, peak, waited)]


async def _longest_wait(port: int, until: asyncio.Task[Any]) -> float:
    longest = 0.0
    while not until.done():
        began = time.monotonic()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        await reader.read()
        writer.close()
        longest = max(longest, time.monotonic() - began)
        await asyncio.sleep(0.02)
    return longest


def _peak(pid: int) -> float:
    with contextlib.suppress(OSError):  # it ended just now
        _, _, after = Path(f"/proc/{pid}/status").read_text("ascii", "replace").partition("VmHWM:")
        return int(after.split()[0]) / 1024 if after else 0.0
    return 0.0


def run(
    rows: Annotated[list[int] | None, typer.Option(help="Rows of the files; may be given again.")] = None,
    faulty: Annotated[int, typer.Option(min=1, help="Rows with a fault.")] = 1_000,
    out: Annotated[Path | None, typer.Option("--json", help="Write the figures here too.")] = None,
) -> None:
    """Measure imports and exports of large banks."""
    figures: list[Figure] = []
    for count in rows or [5_000, 50_000]:
        with tempfile.TemporaryDirectory() as folder:
            for figure in measure(count, min(faulty, count), Path(folder)):
                figures.append(figure)
                print(
                    f"{figure.rows:>6} {figure.what}: {figure.seconds:.1f} s, {figure.megabytes:.0f} MB",
                    file=sys.stderr,
                )
    table = Table("rows", "what", "seconds", "of CPU", "MB at most", "what came of it")
    for each in figures:
        table.add_row(
            str(each.rows), each.what, f"{each.seconds:.1f}", f"{each.cpu:.1f}", f"{each.megabytes:.0f}", each.said
        )
    Console(width=120).print(table)
    if out:
        out.write_text(json.dumps([asdict(figure) for figure in figures]), "utf-8")


if __name__ == "__main__":
    typer.run(run)
