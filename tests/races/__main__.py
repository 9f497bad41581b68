"""10,000 races on both databases: `make races`, or `python -m tests.races --races 10000 --on postgresql`."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import logging
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from storage import migrate
from storage.db import Database
from storage.seed import seed
from tests.postgres import Postgres
from tests.races.hall import Hall
from tests.races.kinds import KINDS
from tests.races.run import AT_ONCE, Tally, batch

DATABASES = ("sqlite", "postgresql")
BATCHES_IN_ONE = 26
"""A database is used for so many batches, and then a fresh one: what was wiped is in the way of what comes."""
SHOWN = 30


def main() -> int:
    """Runs them and prints what was seen; 1 when something was wrong."""
    given = argparse.ArgumentParser(prog="python -m tests.races", description=__doc__)
    given.add_argument("--races", type=int, default=10_000)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--first", type=int, default=0, help="the first batch, to see one again")
    given.add_argument("--on", choices=DATABASES, action="append")
    asked = given.parse_args()
    logging.disable(logging.WARNING)
    wrong = 0
    for on in asked.on or DATABASES:
        began, tally = time.monotonic(), Tally()
        asyncio.run(_all(on, asked.seed, asked.first, -(-asked.races // AT_ONCE), tally))
        _print(on, tally, time.monotonic() - began)
        wrong += len(tally.faults)
    return 1 if wrong else 0


async def _all(on: str, seed_: int, first: int, batches: int, tally: Tally) -> None:
    async with _databases(on) as fresh:
        for begins in range(first, first + batches, BATCHES_IN_ONE):
            hall = Hall(await fresh())
            await hall.opens()
            try:
                for number in range(begins, min(begins + BATCHES_IN_ONE, first + batches)):
                    await batch(hall, seed_, number, AT_ONCE, tally)
                    print(f"\r{on}: {tally.races}, {len(tally.faults)} faults ", end="", file=sys.stderr, flush=True)
            finally:
                await hall.closes()
    print(file=sys.stderr)


@asynccontextmanager
async def _databases(kind: str) -> AsyncIterator[Callable[[], Awaitable[str]]]:
    """Makes a migrated and seeded database as often as it is called; all are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="caunoi-races-", ignore_cleanup_errors=True) as name:
        folder, numbers = Path(name), itertools.count(1)
        postgres = Postgres(folder) if kind == "postgresql" else None
        template = postgres.create() if postgres else ""
        url = postgres.url(template) if postgres else f"sqlite:///{folder}/template.db"
        await _prepare(url)

        async def fresh() -> str:
            if postgres:
                return postgres.url(postgres.create(template))
            copy = folder / f"{next(numbers)}.db"
            shutil.copy(folder / "template.db", copy)
            return f"sqlite:///{copy}"

        try:
            yield fresh
        finally:
            if postgres:
                postgres.stop()


async def _prepare(url: str) -> None:
    await migrate.upgrade(url)
    db = Database(url)
    await db.write(lambda tx: seed(tx, date(2026, 11, 21)))
    await db.close()


def _print(on: str, tally: Tally, took: float) -> None:
    ended = Counter[str]()
    for (kind, state), count in tally.ended.items():
        ended[kind] += count if state == "answered" else 0
    kinds = ", ".join(f"{kind.name} ({ended[kind.name]} answered)" for kind in KINDS)
    seen = f"{tally.races} races, {tally.overtaken} times somebody was overtaken, {len(tally.faults)} faults"
    print(f"{on}: {seen}; {took / 60:.1f} min\n  {kinds}")
    for fault in tally.faults[:SHOWN]:
        print(f"  {fault}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
