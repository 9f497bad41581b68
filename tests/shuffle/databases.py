"""Databases for many days: migrated and seeded once, in memory where the machine has such a folder."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from storage import migrate
from storage.db import Database
from storage.seed import seed
from tests.postgres import Postgres
from tests.shuffle.service import Service, running

KINDS = ("sqlite", "postgresql")
_MEMORY = next((folder for folder in ("/dev/shm",) if Path(folder).is_dir()), None)
"""Where there is one, nothing waits for a disk."""


@asynccontextmanager
async def service_on(kind: str) -> AsyncIterator[Service]:
    """The service on a database of this kind, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="caunoi-shuffle-", dir=_MEMORY, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        postgres = Postgres(folder) if kind == "postgresql" else None
        try:
            url = postgres.url(postgres.create()) if postgres else f"sqlite:///{folder / 'caunoi.db'}"
            await _prepare(url)
            async with running(url, folder) as service:
                yield service
        finally:
            if postgres:
                postgres.stop()


async def _prepare(url: str) -> None:
    await migrate.upgrade(url)
    database = Database(url)
    await database.write(lambda tx: seed(tx, date(2026, 11, 21)))
    await database.close()
