"""The kill table: `make crash`, or `python -m tests.crash --deaths 50000 --kills 100 --seed 1`."""

from __future__ import annotations

import argparse
import asyncio
import math
import multiprocessing
import os
import sys
import tempfile
import time
import traceback
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from storage import migrate
from tests.crash.campaign import Tally, points, share
from tests.crash.kills import Killing, killed

SHARE = 1_500
ON_POSTGRESQL = 0.05
"""Of all deaths: there each waits until the leases of the one before are over, and takes ten times as long."""
FEWEST = 200
"""Deaths at each failpoint in a run of 50,000; of these on each database the share that it has of all deaths."""
MOST_MARKED = 0.15
"""Per kill of the real process under load: on average. How many a run has is chance (`by_chance`)."""


def main() -> int:
    """Runs it all, prints the table; 1 when a promise did not hold."""
    given = argparse.ArgumentParser(prog="make crash")
    given.add_argument("--deaths", type=int, default=50_000)
    given.add_argument("--kills", type=int, default=100)
    given.add_argument("--seed", type=int, default=1)
    asked = given.parse_args()
    began = time.monotonic()
    tallies = _deaths(asked.deaths, asked.seed)
    killing = asyncio.run(_kills(asked.kills, asked.seed))
    print(f"\nN={asked.deaths} SEED={asked.seed} KILLS={asked.kills}: {(time.monotonic() - began) / 60:.1f} min\n")
    return _report(tallies, killing, FEWEST * asked.deaths // 50_000)


def _deaths(deaths: int, seed: int) -> dict[str, Tally]:
    on_postgres = int(deaths * ON_POSTGRESQL)
    shares = [
        (dialect, min(SHARE, whole - done))
        for dialect, whole in (("postgresql", on_postgres), ("sqlite", deaths - on_postgres))
        for done in range(0, whole, SHARE)
    ]
    sums = {"sqlite": Tally(), "postgresql": Tally()}
    # Half of a world is waiting: for the fork, for the port, for a life that has nothing to do.
    hands = 2 * (os.cpu_count() or 1)
    with ProcessPoolExecutor(hands, multiprocessing.get_context("spawn")) as workers:
        running = {
            workers.submit(share, dialect, number, seed * 1_000 + place): dialect
            for place, (dialect, number) in enumerate(shares)
        }
        for done in as_completed(running):
            if error := done.exception():
                # The others go on, and what came of them is worth knowing.
                sums[running[done]].faults.append(f"a share of the deaths failed: {error!r}")
                traceback.print_exception(error)
            else:
                sums[running[done]].join(done.result())
            print(_line(sums), file=sys.stderr, flush=True)
    return sums


async def _kills(kills: int, seed: int) -> Killing:
    with tempfile.TemporaryDirectory(prefix="caunoi-kill-", ignore_cleanup_errors=True) as folder:
        url = f"sqlite:///{folder}/killed.db"
        await migrate.upgrade(url)
        return await killed(url, Path(folder) / "run", kills, seed)


def _line(sums: dict[str, Tally]) -> str:
    deaths = sum(tally.deaths for tally in sums.values())
    return f"{deaths} deaths, {sum(len(tally.faults) for tally in sums.values())} faults"


def _report(sums: dict[str, Tally], killing: Killing, fewest: int) -> int:
    sqlite, postgres = sums["sqlite"], sums["postgresql"]
    print("| failpoint | deaths on SQLite | on PostgreSQL |\n|---|---:|---:|")
    for name in _names(sums):
        print(f"| {name} | {sqlite.hits[name]} | {postgres.hits[name]} |")
    print(f"| **all** | **{sqlite.deaths}** | **{postgres.deaths}** |\n")
    print("| | SQLite | PostgreSQL |\n|---|---:|---:|")
    for title in ("worlds", "seen", "lost", "unmarked", "other", "marked"):
        print(f"| {_TITLES[title]} | {getattr(sqlite, title)} | {getattr(postgres, title)} |")
    per_kill = killing.marked / killing.kills if killing.kills else 0.0
    print(f"\nkill -9: {killing.kills} of the real process, {killing.asked} questions asked, "
          f"{len(killing.faults)} faults, {killing.marked} marked re-sends, {per_kill:.2f} per kill")  # fmt: skip
    wrong = [*sqlite.faults, *postgres.faults, *killing.faults, *rare(sums, fewest)]
    if killing.marked > by_chance(MOST_MARKED * killing.kills):
        wrong.append(f"{per_kill:.2f} marked re-sends per kill, more than {MOST_MARKED} and chance explain")
    print("\n".join(wrong))
    return 1 if wrong else 0


def rare(sums: dict[str, Tally], fewest: int) -> list[str]:
    """Failpoints with too few deaths: in all, and on each database: one would hide that the other's moved."""
    few = [name for name in _names(sums) if sum(tally.hits[name] for tally in sums.values()) < fewest]
    found = [f"fewer than {fewest} deaths at {name}" for name in few]
    for dialect, part in (("sqlite", 1 - ON_POSTGRESQL), ("postgresql", ON_POSTGRESQL)):
        least = int(fewest * part)
        names = dict.fromkeys((*points("polling", dialect), *points("webhook", dialect)))
        few = [name for name in names if sums[dialect].hits[name] < least]
        found += [f"fewer than {least} deaths at {name} on {dialect}" for name in few]
    return found


def by_chance(mean: float) -> int:
    """The count that rare events, so many on average, exceed in one run of twenty (Poisson)."""
    count, term = 0, math.exp(-mean)
    below = term
    while below < 0.95:
        count += 1
        term *= mean / count
        below += term
    return count


def _names(sums: dict[str, Tally]) -> list[str]:
    hit = [name for tally in sums.values() for name in tally.hits]
    return sorted({*hit, *points("polling", "sqlite"), *points("webhook", "sqlite")})


_TITLES = {
    "worlds": "worlds", "seen": "messages seen", "lost": "**lost**", "unmarked": "**unmarked duplicates**",
    "other": "out of order, strayed, needless", "marked": "marked re-sends",
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
