"""A year on both databases: `make year`, or `python -m tests.year --questions 20000 --seed 1`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from storage import migrate
from storage.db import Database
from storage.seed import seed as seeds
from tests.postgres import Postgres
from tests.year.almanac import Size
from tests.year.judge import Verdict
from tests.year.run import year

SHOWN = 30


def main() -> int:
    """Runs it, prints what was seen; 1 when something was wrong."""
    given = argparse.ArgumentParser(prog="make year")
    given.add_argument("--questions", type=int, default=Size().questions)
    given.add_argument("--days", type=int, default=Size().days)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--on", choices=("sqlite", "postgresql"), action="append")
    asked = given.parse_args()
    logging.disable(logging.WARNING)
    size = replace(Size(), questions=asked.questions, days=asked.days)
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="caunoi-year-") as folder:
        for on in asked.on or ("sqlite", "postgresql"):
            wrong += _on(on, Path(folder), size, asked.seed)
    return 1 if wrong else 0


def _on(on: str, folder: Path, size: Size, seed: int) -> int:
    began = time.monotonic()
    server = Postgres(folder, vacuums=True) if on == "postgresql" else None
    try:
        url = server.url(server.create()) if server else f"sqlite:///{folder}/year.db"
        verdict = asyncio.run(_lived(url, size, seed))
    finally:
        if server:
            server.stop()
    _print(on, verdict, time.monotonic() - began)
    return len(verdict.faults)


async def _lived(url: str, size: Size, seed: int) -> Verdict:
    await migrate.upgrade(url)
    db = Database(url)
    try:
        await db.write(lambda tx: seeds(tx, date(2025, 12, 1)))
        return await year(db, size, seed, _month_passed)
    finally:
        await db.close()


def _month_passed(at: datetime, asked: int, verdict: Verdict) -> None:
    print(f"  {at:%Y-%m-%d}: {asked} asked, {verdict.steps} ticks, {len(verdict.faults)} faults", file=sys.stderr)


def _print(on: str, verdict: Verdict, took: float) -> None:
    rungs = ", ".join(f"{name} {count}" for name, count in sorted(verdict.raised.items()))
    lived = (
        f"{verdict.questions} questions, {verdict.clocks} clocks, {verdict.steps} ticks of several sweepers at once"
    )
    seen = f"latest {verdict.latest:.0f} s after the tick; {len(verdict.faults)} faults; {took / 60:.1f} min"
    print(f"{on}: {lived}; raised: {rungs}; told: {verdict.told}; {seen}")
    for fault in verdict.faults[:SHOWN]:
        print(f"  {fault}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
