"""`python -m tests.hostile [SECTION …]`: every section in a process of its own, two at a time; then one table.

Ends with 1 when a bar is missed or a section died. `--sample` runs small sizes, `--json FILE` keeps the figures.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.hostile.figures import Figure, Size
from tests.hostile.ground import Ground
from tests.hostile.running import alone, names, runner, title

AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Done:
    """How a section ended."""

    name: str
    figures: list[Figure]
    seconds: float
    died: str = ""

    @property
    def holds(self) -> bool:
        return not self.died and all(figure.holds for figure in self.figures)


def main(given: list[str]) -> int:
    """Runs what is asked for; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("sections", nargs="*", choices=[*names(), []], help="all of them by default")
    parser.add_argument("--sample", action="store_true", help="small sizes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write the figures down here")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(given)
    size = Size(full=not asked.sample, seed=asked.seed)
    if asked.here:
        return _here(asked.sections[0], size)
    done = asyncio.run(_all(asked.sections or names(), size))
    _show(done, size)
    if asked.json:
        asked.json.write_text(json.dumps([asdict(one) for one in done], indent=1), "utf-8")
    return 0 if all(one.holds for one in done) else 1


def _here(name: str, size: Size) -> int:
    with tempfile.TemporaryDirectory(prefix="caunoi-hostile-", ignore_cleanup_errors=True) as folder:
        ground = Ground(Path(folder))
        try:
            figures = asyncio.run(_run(name, size, ground))
        finally:
            ground.close()
    sys.stdout.write(json.dumps([asdict(figure) for figure in figures]))
    return 0


async def _run(name: str, size: Size, ground: Ground) -> list[Figure]:
    return await runner(name)(size, ground)


async def _all(wanted: list[str], size: Size) -> list[Done]:
    hands = asyncio.Semaphore(AT_ONCE)
    beside = await asyncio.gather(*(_one(name, size, hands) for name in wanted if not alone(name)))
    return [*beside, *[await _one(name, size, hands) for name in wanted if alone(name)]]


async def _one(name: str, size: Size, hands: asyncio.Semaphore) -> Done:
    async with hands:
        sys.stderr.write(f"{title(name)} …\n")
        began = time.monotonic()
        asked = [name, "--here", "--seed", str(size.seed), *(() if size.full else ("--sample",))]
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.hostile", *asked,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, err = await process.communicate()
        seconds = time.monotonic() - began
    if process.returncode:
        return Done(name, [], seconds, err.decode(errors="replace")[-3000:] or f"exit code {process.returncode}")
    return Done(name, [Figure(**figure) for figure in json.loads(out)], seconds)


def _show(done: list[Done], size: Size) -> None:
    console = Console(width=None if sys.stdout.isatty() else 132)
    table = Table(title=f"Hostile input, seed {size.seed}{'' if size.full else ', samples'}", title_justify="left")
    for column in ("what", "figure", "bar", ""):
        table.add_column(column, justify="right" if column in ("figure", "bar") else "left")
    for one in done:
        table.add_row(f"[bold]{title(one.name)}[/]", "", "", f"{one.seconds:.0f} s", style="on grey11")
        for figure in one.figures:
            bar = f"{figure.how} {_number(figure.bar)}" if figure.how else ""
            sign = "" if not figure.how else "held" if figure.holds else "[bold red]MISSED[/]"
            table.add_row(f"  {figure.name}", f"{_number(figure.value)} {figure.unit}".strip(), bar, sign)
        if one.died:
            table.add_row("  the section died", "", "", "[bold red]MISSED[/]")
    console.print(table)
    for one in done:
        if one.died:
            console.print(f"\n{one.name}:\n{one.died}", markup=False, highlight=False)


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
