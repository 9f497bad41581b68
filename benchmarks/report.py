"""What was measured, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.aside import Growth, Start
from benchmarks.lateness import Lateness
from benchmarks.profiling import Profile
from benchmarks.scenes import Result, Scene
from benchmarks.sweeping import Asked


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio or a figure that is to be reached."""

    told: str
    value: float
    bar: float
    at_most: bool = False

    @property
    def reached(self) -> bool:
        return self.value <= self.bar if self.at_most else self.value >= self.bar


@dataclass(slots=True)
class Report:
    """Everything of one run."""

    notes: dict[str, Any] = field(default_factory=dict)
    results: list[Result] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)
    lateness: list[Lateness] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    growth: list[Growth] = field(default_factory=list)
    profiles: list[Profile] = field(default_factory=list)

    def write(self, file: Path) -> None:
        """As JSON."""
        told = asdict(self) | {"goals": [asdict(goal) for goal in self.goals()]}
        file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", "utf-8")

    def goals(self) -> list[Goal]:
        """The bars of the project, as far as this run measured them."""
        at = {(r.scene, r.contestant): r for r in self.results}
        made: list[Goal] = []

        def ratio(told: str, scene: str, ours: str, theirs: str, bar: float) -> None:
            if (scene, ours) in at and (scene, theirs) in at:
                made.append(Goal(told, at[scene, ours].per_second / at[scene, theirs].per_second, bar))

        for name in ("sqlite", "sqlite-tmpfs"):
            ratio(f"whole flow, {name} / ptb", "near", f"{name} A", "ptb", 2.0)
            ratio(f"whole flow, {name} / ptb-fast", "near", f"{name} A", "ptb-fast", 0.5)
        ratio("with the officer's card, sqlite-tmpfs / ptb", "near", "sqlite-tmpfs B", "ptb", 1.5)
        ratio("whole flow, postgres / ptb-fast", "near", "postgres A", "ptb-fast", 0.35)
        ratio("50 ms away, sqlite / ptb-concurrent", "far", "sqlite A", "ptb-concurrent", 5.0)
        for name in ("sqlite", "sqlite-tmpfs"):
            if ("near", f"{name} A") in at:
                made.append(Goal(f"CPU ms per flow, {name}", at["near", f"{name} A"].cpu_ms, 0.9, at_most=True))
            if ("alone", f"{name} A") in at and ("alone", "ptb") in at:
                ours, theirs = at["alone", f"{name} A"].p50_ms, at["alone", "ptb"].p50_ms
                made.append(Goal(f"one at a time, p50 {name} / ptb", ours / theirs, 1.0, at_most=True))
        made += [Goal(f"memory, MB, {s.name}", s.memory, 120, at_most=True) for s in self.starts]
        made += [Goal(f"alerts late, p50 ms, {a.database}", a.p50_ms, 5, at_most=True) for a in self.lateness]
        made += [Goal(f"alerts late, p99 ms, {a.database}", a.p99_ms, 15, at_most=True) for a in self.lateness]
        made += [Goal(f"idle CPU %, {a.database}", a.idle_percent, 1, at_most=True) for a in self.lateness]
        made += [
            Goal(f"overdue raised after readiness, s, {a.database}", a.overdue_after_ready, 1, at_most=True)
            for a in self.lateness
        ]
        return made


def show(report: Report, scenes: Sequence[Scene], console: Console) -> None:
    """As tables."""
    for scene in scenes:
        _scene(report, scene, console)
    if report.starts:
        table = _table(
            "Start and rest", "service", "ready after s", "backlog", "answered", "answers/s", "idle CPU %", "MB"
        )
        for s in report.starts:
            table.add_row(s.name, f"{s.ready_seconds:.1f}", str(s.updates), str(s.answered), f"{s.per_second:.0f}",
                          f"{s.idle_percent:.1f}", f"{s.memory:.0f}")  # fmt: skip
        console.print(table)
    if report.lateness:
        table = _table(
            "Alerts", "database", "open", "due", "raised", "late p50 ms", "p99", "worst", "overdue after s",
            "CPU ms each", "bare loop p50", "p99", "idle CPU %",
        )  # fmt: skip
        for a in report.lateness:
            table.add_row(a.database, str(a.open), str(a.due), str(a.raised), f"{a.p50_ms:.1f}", f"{a.p99_ms:.1f}",
                          f"{a.worst_ms:.0f}", f"{a.overdue}: {a.overdue_after_ready:.2f}", f"{a.cpu_ms:.1f}",
                          f"{a.bare_p50_ms:.1f}", f"{a.bare_p99_ms:.1f}", f"{a.idle_percent:.1f}")  # fmt: skip
        console.print(table)
    if report.asked:
        table = _table("What a sweep asks", "", "database", "ms, median, by closed questions", "the plan")
        for q in report.asked:
            table.add_row(q.what, q.database, " · ".join(f"{ms:.2f}" for ms in q.ms), "; ".join(q.plan))
        console.print(table)
    if report.growth:
        table = _table("Growth (SQLite, 64 in flight)", "closed", "A/s", "A CPU ms", "B/s", "B CPU ms", "file MB")
        for g in report.growth:
            table.add_row(str(g.closed), f"{g.a.per_second:.0f}", f"{g.a.cpu_ms:.2f}", f"{g.b.per_second:.0f}",
                          f"{g.b.cpu_ms:.2f}", f"{g.file_mb:.0f}")  # fmt: skip
        console.print(table)
    _goals(report, console)
    for profile in report.profiles:
        _profile(profile, console)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for number, name in enumerate(columns):
        table.add_column(name, justify="right" if number else "left")
    return table


def _scene(report: Report, scene: Scene, console: Console) -> None:
    found = [result for result in report.results if result.scene == scene.name]
    if not found:
        return
    base = next((r.per_second for r in found if r.contestant == "ptb"), float("nan"))
    table = _table(
        scene.told, "", "flows/s", "× ptb", "CPU ms", "database ms", "p50 ms", "p99 ms", "flows", "over 15 s"
    )
    for r in found:
        table.add_row(
            r.contestant, f"{r.per_second:.0f}", f"{r.per_second / base:.2f}", f"{r.cpu_ms:.2f}",
            f"{r.database_ms:.2f}" if r.database_ms else "", f"{r.p50_ms:.1f}", f"{r.p99_ms:.1f}", str(r.flows),
            str(r.lost) if r.lost else "",
        )  # fmt: skip
    console.print(table)


def _goals(report: Report, console: Console) -> None:
    goals = report.goals()
    if goals:
        table = _table("Goals (shown, not enforced)", "", "measured", "goal", "")
        for goal in goals:
            sign = "≤" if goal.at_most else "≥"
            table.add_row(goal.told, f"{goal.value:.2f}", f"{sign} {goal.bar:g}", "yes" if goal.reached else "no")
        console.print(table)


def _profile(profile: Profile, console: Console) -> None:
    console.print(
        f"\n[bold]{profile.name}[/bold]: {profile.main_thread:.2f} ms on the event loop's thread and "
        f"{profile.other_threads:.2f} ms on others, per flow ({profile.flows} flows)"
    )
    table = _table("By layer (the loop's busy time)", "layer", "share", "≈ ms")
    for layer, share in profile.layers.items():
        table.add_row(layer, f"{share:.1%}", f"{share * profile.main_thread:.2f}")
    console.print(table)
    table = _table("Per flow", "", "times")
    for name, count in profile.counts.items():
        table.add_row(name, f"{count:.2f}")
    console.print(table)
    table = _table("With what they call", "function", "share")
    for name, share in profile.functions:
        table.add_row(name, f"{share:.1%}")
    console.print(table)
