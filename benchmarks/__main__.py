"""`python -m benchmarks`: everything in some ten minutes; `--only` and `--quick` for less, `--profile` for more."""

from __future__ import annotations

import asyncio
import os
import platform
import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import aside, lateness, main_flow, profiling, sweeping
from benchmarks.databases import sync_ms
from benchmarks.report import Report, show
from benchmarks.running import Bench, Plan, bench
from benchmarks.scenes import Scene, scenes

PARTS = ("near", "far", "alone", "start", "alerts", "sweep", "growth")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be measured, and how much of it."""

    parts: Collection[str]
    rounds: int
    seconds: float
    plan: Plan
    backlog: int = 500
    open: int = 1_000_000
    due: int = 1_000
    start_within: float = 12.0
    spread: float = 10.0
    rest: float = 10.0
    share: float = 1.0
    """Of what is under way at once."""
    past: tuple[int, ...] = (0, 100_000)
    swept: tuple[int, ...] = (0, 30_000, 300_000)
    sweep_open: int = 10_000
    sweep_times: int = 201
    profile: bool = False

    @property
    def scenes(self) -> tuple[Scene, ...]:
        return tuple(scene for scene in scenes(self.seconds, self.share) if scene.name in self.parts)


QUICK = Order(
    (), 1, 0.2, Plan(entries=300, cadres=500, postgres=False), backlog=10, open=100, due=10, start_within=4, spread=1,
    rest=0.2, share=0.02, past=(50,), swept=(0, 50), sweep_open=50, sweep_times=3,
)  # fmt: skip


async def measure(order: Order, report: Report, console: Console) -> None:
    """Runs what is ordered; what was measured is in `report`, whatever happens after."""
    began = time.monotonic()
    with console.status("…") as status:

        def said(text: str) -> None:
            line = f"{time.monotonic() - began:4.0f} s  {text}"
            if console.is_terminal:
                status.update(line)
            else:
                console.print(line)

        async with bench(order.plan, said) as made:
            report.notes = _notes(order, made)
            await _flows(order, made, report)
            await _aside(order, made, report)
            if order.profile:
                await _profiles(order, made, report)
    report.notes["seconds"] = round(time.monotonic() - began, 1)


async def _flows(order: Order, made: Bench, report: Report) -> None:
    if not order.scenes:
        return
    async with made.together():
        lined = await main_flow.line_up(made)
        await main_flow.measure(made, lined, order.scenes, order.rounds, report.results)


async def _aside(order: Order, made: Bench, report: Report) -> None:
    where = {"sqlite": made.sqlite, "postgres": made.postgresql} if made.postgres else {"sqlite": made.sqlite}
    for name, url in where.items():
        if "start" in order.parts:
            report.starts.append(
                await aside.start(made, name, await url(), order.backlog, max(1.0, order.seconds * 2))
            )
    if "alerts" in order.parts:
        for name, address in (await _empty(made)).items():
            made.said(f"alerts on {name}: {order.due} due within {order.spread:.0f} s, {order.open} open")
            report.lateness.append(await lateness.alerts(
                made, name, address, open_ones=order.open, due=order.due,
                start_within=order.start_within, spread=order.spread, rest=order.rest,
            ))  # fmt: skip
    if "sweep" in order.parts:
        for name, address in (await _empty(made)).items():
            made.said(f"what a sweep asks of {name}, after {', '.join(map(str, order.swept))} closed questions")
            report.asked += await sweeping.sweeping(
                name, address, open_ones=order.sweep_open, closed=order.swept, times=order.sweep_times
            )
    if "growth" in order.parts:
        report.growth = await aside.grow(made, order.past, max(2, int(64 * order.share)), order.seconds)


async def _empty(made: Bench) -> dict[str, str]:
    """Databases with nothing in them, not even tables."""
    where = {"sqlite": lateness.new_sqlite(made)}
    if made.postgres:
        where["postgres"] = made.postgres.url(await made.postgres.make())
    return where


async def _profiles(order: Order, made: Bench, report: Report) -> None:
    for letter in ("A", "B"):
        url = await made.sqlite(made.quick)
        report.profiles.append(await profiling.profile(made, "sqlite", url, letter, order.seconds * 2))
        if made.postgres:
            url = await made.postgresql()
            report.profiles.append(await profiling.profile(made, "postgres", url, letter, order.seconds * 2))


def _notes(order: Order, made: Bench) -> dict[str, object]:
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "entries": order.plan.entries,
        "rounds": order.rounds,
        "sqlite_sync_ms": round(sync_ms(made.disk), 3),
        "tmpfs": made.memory is not None,
    }


def run(
    only: Annotated[list[str] | None, typer.Option(help=f"A part ({', '.join(PARTS)}); may be given again.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Interleaved rounds.")] = 3,
    seconds: Annotated[float, typer.Option(min=0.2, help="Length of one leg.")] = 0.8,
    entries: Annotated[int, typer.Option(min=300, help="Entries in the bank.")] = 10_000,
    quick: Annotated[bool, typer.Option("--quick", help="Least of everything: does it run at all?")] = False,
    profile: Annotated[bool, typer.Option("--profile", help="Say as well where the time goes.")] = False,
    postgres: Annotated[bool, typer.Option(help="Measure on PostgreSQL too.")] = True,
    folder: Annotated[Path | None, typer.Option(help="Where SQLite's files are to be (on a disk).")] = None,
    json: Annotated[Path | None, typer.Option(help="Write the figures here too.")] = None,
) -> None:
    """Measure the whole flow beside bare echo bots, and what is around it."""
    if wrong := set(only or ()) - set(PARTS):
        raise typer.BadParameter(f"no such part: {', '.join(sorted(wrong))}")
    parts = tuple(only) if only else () if profile else PARTS
    order = Order(parts, rounds, seconds, Plan(entries, 12_000, postgres, folder), profile=profile)
    if quick:
        order = replace(QUICK, parts=parts, profile=profile)
    console = Console(width=None if Console().is_terminal else 130)
    report = Report()
    try:
        asyncio.run(measure(order, report, console))
    finally:
        show(report, order.scenes, console)
        console.print(report.notes)
        if json:
            report.write(json)


if __name__ == "__main__":
    typer.run(run)
