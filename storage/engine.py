"""Which database engine we are connected to, and what time it has."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text

from storage.db import Tx

WAL_MENDED = (3, 51, 3)
"""SQLite before this can damage a WAL that two connections checkpoint (https://www.sqlite.org/wal.html#walresetbug)."""


@dataclass(frozen=True, slots=True)
class Engine:
    """The engine behind a database."""

    name: str
    version: str
    now: datetime | None
    """The server's clock; None where it is this machine's own."""


async def look(tx: Tx) -> Engine:
    """The engine we are connected to."""
    if tx.dialect == "sqlite":
        return Engine("SQLite", sqlite3.sqlite_version, None)
    version = str(await tx.value(text("SHOW server_version")))
    return Engine("PostgreSQL", version.split()[0], await tx.value(select(func.clock_timestamp())))
