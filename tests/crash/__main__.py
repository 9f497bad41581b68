"""The kill table: `make crash`, or `python -m tests.crash --deaths 50000 --kills 100 --seed 1 --channel zalo_oa`."""

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
from tests.crash.campaign import CHANNELS, Tally, modes, points, share
from tests.crash.kills import Killing, killed
from tests.crash.zalo import BOT, OA

SHARE = 1_500
ON_POSTGRESQL = 0.05
"""Of all deaths: there each waits until the leases of the one before are over, and takes ten times as long."""
FEWEST = 200
"""Deaths at each failpoint in a run of 50,000; of these on each database the share that it has of all deaths."""
OF_ALL = {"telegram": 1.0, OA: 0.1, BOT: 0.1}
"""Zalo has so many deaths for each one on Telegram: what is behind the channel is the same."""
MOST_MARKED = 0.15
"""Per kill of the real process under load: on average. How many a run has is chance (`by_chance`)."""


def main() -> int:
    """Runs it all, prints the table; 1 when a promise did not hold."""
    given = argparse.ArgumentParser(prog="make crash")
    given.add_argument("--deaths", type=int, default=50_000)
    given.add_argument("--kills", type=int, default=100)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--channel", choices=CHANNELS, action="append", help="of several; all where none is named")
    asked = given.parse_args()
    began = time.monotonic()
    of = {on: int(asked.deaths * (OF_ALL[on] if not asked.channel else 1)) for on in asked.channel or CHANNELS}
    tallies = {on: _deaths(deaths, asked.seed, on) for on, deaths in of.items()}
    killing = asyncio.run(_kills(asked.kills if "telegram" in of else 0, asked.seed))
    print(f"\nN={asked.deaths} SEED={asked.seed} KILLS={asked.kills}: {(time.monotonic() - began) / 60:.1f} min\n")
    wrong = [fault for on, sums in tallies.items() for fault in _report(sums, FEWEST * of[on] // 50_000, on)]
    wrong += _killing(killing) if killing.kills else []
    print("\n".join(wrong))
    return 1 if wrong else 0


def _deaths(deaths: int, seed: int, channel: str) -> dict[str, Tally]:
    on_postgres = int(deaths * ON_POSTGRESQL)
    shares = [
        (dialect, min(_share_of(whole), whole - done))
        for dialect, whole in (("postgresql", on_postgres), ("sqlite", deaths - on_postgres))
        for done in range(0, whole, _share_of(whole))
    ]
    sums = {"sqlite": Tally(), "postgresql": Tally()}
    # Half of a world is waiting: for the fork, for the port, for a life that has nothing to do.
    hands = 2 * (os.cpu_count() or 1)
    with ProcessPoolExecutor(hands, multiprocessing.get_context("spawn")) as workers:
        running = {
            workers.submit(share, dialect, number, seed * 1_000 + place, channel): dialect
            for place, (dialect, number) in enumerate(shares)
        }
        for done in as_completed(running):
            if error := done.exception():
                # The others go on, and what came of them is worth knowing.
                sums[running[done]].faults.append(f"a share of the deaths failed: {error!r}")
                traceback.print_exception(error)
            else:
                sums[running[done]].join(done.result())
                print(*done.result().faults, sep="\n", end="\n" * bool(done.result().faults), file=sys.stderr)
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


def _share_of(whole: int) -> int:
    """A few thousand deaths are spread over the processors, too."""
    return max(50, min(SHARE, math.ceil(whole / (2 * (os.cpu_count() or 1)))))


def _report(sums: dict[str, Tally], fewest: int, channel: str) -> list[str]:
    sqlite, postgres = sums["sqlite"], sums["postgresql"]
    print(f"{channel}\n")
    print("| failpoint | deaths on SQLite | on PostgreSQL |\n|---|---:|---:|")
    for name in _names(sums, channel):
        print(f"| {name} | {sqlite.hits[name]} | {postgres.hits[name]} |")
    print(f"| **all** | **{sqlite.deaths}** | **{postgres.deaths}** |\n")
    print("| | SQLite | PostgreSQL |\n|---|---:|---:|")
    for title in ("worlds", "seen", "lost", "unmarked", "other", "marked"):
        print(f"| {_TITLES[title]} | {getattr(sqlite, title)} | {getattr(postgres, title)} |")
    print()
    return [*sqlite.faults, *postgres.faults, *rare(sums, fewest, channel)]


def _killing(killing: Killing) -> list[str]:
    per_kill = killing.marked / killing.kills
    print(f"\nkill -9: {killing.kills} of the real process, {killing.asked} questions asked, "
          f"{len(killing.faults)} faults, {killing.marked} marked re-sends, {per_kill:.2f} per kill")  # fmt: skip
    wrong = list(killing.faults)
    if killing.marked > by_chance(MOST_MARKED * killing.kills):
        wrong.append(f"{per_kill:.2f} marked re-sends per kill, more than {MOST_MARKED} and chance explain")
    return wrong


def rare(sums: dict[str, Tally], fewest: int, channel: str = "telegram") -> list[str]:
    """Failpoints with too few deaths: in all, and on each database: one would hide that the other's moved."""
    wanted = _names(sums if channel == "telegram" else {}, channel)  # elsewhere some come to more, now and then
    few = [name for name in wanted if sum(tally.hits[name] for tally in sums.values()) < fewest]
    found = [f"fewer than {fewest} deaths at {name}" for name in few]
    for dialect, part in (("sqlite", 1 - ON_POSTGRESQL), ("postgresql", ON_POSTGRESQL)):
        least = int(fewest * part)
        names = dict.fromkeys(name for mode in modes(channel) for name in points(mode, dialect, channel))
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


def _names(sums: dict[str, Tally], channel: str) -> list[str]:
    hit = [name for tally in sums.values() for name in tally.hits]
    return sorted({*hit, *(name for mode in modes(channel) for name in points(mode, "sqlite", channel))})


_TITLES = {
    "worlds": "worlds", "seen": "messages seen", "lost": "**lost**", "unmarked": "**unmarked duplicates**",
    "other": "out of order, strayed, needless", "marked": "marked re-sends",
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
