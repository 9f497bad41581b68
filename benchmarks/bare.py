"""A bare loop beside the service: waits for moments, commits a row at each. What it is late by is the machine's.

`python -m benchmarks.bare FILE FIRST EVERY COUNT`: seconds since 1970, seconds, and how many; prints milliseconds.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
import time


async def late(file: str, first: float, every: float, count: int) -> list[float]:
    """How late each row was committed, in milliseconds."""
    database = sqlite3.connect(file, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE moments (at REAL)")
    taken = []
    for number in range(count):
        moment = first + every * number
        await asyncio.sleep(max(0.0, moment - time.time()))
        database.execute("INSERT INTO moments VALUES (?)", (moment,))
        taken.append((time.time() - moment) * 1000)
    database.close()
    return taken


if __name__ == "__main__":
    print(json.dumps(asyncio.run(late(sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])))))
