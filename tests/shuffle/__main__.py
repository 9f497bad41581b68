"""`make shuffle`: 500 days on both databases, each in order and five times shuffled; one line of figures."""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.shuffle.databases import KINDS
from tests.shuffle.many import Told, play_some

AT_A_TIME = 25
"""Seeds for which one service, with a database of its own, is kept."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.shuffle", description=__doc__)
    parser.add_argument("--seeds", type=int, default=500)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--on", choices=KINDS, action="append", help="only this database")
    asked = parser.parse_args()
    began = time.monotonic()
    told = _all(range(asked.first, asked.first + asked.seeds), asked.on or KINDS, asked.processes)
    differing = _differences(told)
    print(
        f"shuffle: {asked.seeds} seeds on {' and '.join(asked.on or KINDS)}, {sum(t.updates for t in told)} updates,"
        f" {sum(t.delivered for t in told)} deliveries, {differing} differences,"
        f" {time.monotonic() - began:.0f} s"
    )
    return 1 if differing else 0


def _all(seeds: range, kinds: tuple[str, ...], processes: int) -> list[Told]:
    alone = len(kinds) == 1
    pieces = [
        (kind, seeds[at : at + AT_A_TIME], alone or kind == "sqlite")
        for at in range(0, len(seeds), AT_A_TIME)
        for kind in kinds
    ]
    found: list[Told] = []
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as workers:
        for told in workers.map(play_some, pieces):
            found += told
            _print(told)
            print(f"\r{len(found)} of {len(seeds) * len(kinds)} ", end="", file=sys.stderr, flush=True)
    return found


def _print(told: list[Told]) -> None:
    for one in told:
        if one.differences:
            print(f"seed {one.seed} on {one.kind}:\n  " + "\n  ".join(one.differences[:10]), flush=True)


def _differences(told: list[Told]) -> int:
    """Counts the seeds that differ from the order, or from database to database."""
    by_seed = defaultdict(list)
    for one in told:
        by_seed[one.seed].append(one)
    apart = [seed for seed, found in by_seed.items() if not _as_one(found)]
    for seed in apart:
        print(f"seed {seed}: SQLite and PostgreSQL end apart, or shuffled and in order")
    return len({one.seed for one in told if one.differences} | set(apart))


def _as_one(found: list[Told]) -> bool:
    """Whether all databases end a seed alike: in order, and shuffled as in order."""
    orders = {one.in_order for one in found if one.in_order}
    return len(orders) <= 1 and all(one.shuffled in order for one in found for order in orders)


if __name__ == "__main__":
    sys.exit(main())
