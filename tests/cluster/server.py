"""A PostgreSQL that dies: the postmaster is killed with -9 and comes up again through its own recovery.

What it had acknowledged must survive that, so commits wait for the log; that the log reaches a disk is not asked
(the data lies in memory where it can), because the death of a process is tried here and not a loss of power.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.postgres import Postgres

_SETTINGS = """
synchronous_commit = on
full_page_writes = on
autovacuum = on
"""
_MEMORY = Path("/dev/shm")  # a folder of our own is made in it


class MortalPostgres(Postgres):
    """One server of which every process can be killed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        with (folder / "pg" / "postgresql.conf").open("a", encoding="utf-8") as configuration:
            configuration.write(_SETTINGS)
        self._run("SELECT pg_reload_conf()")

    async def dies(self) -> None:
        """kill -9 of the postmaster; waits until all its processes have noticed and are gone."""
        postmaster = psutil.Process(self._server.get_pid())
        family = [postmaster, *postmaster.children()]
        os.kill(postmaster.pid, signal.SIGKILL)
        _, left = await asyncio.to_thread(psutil.wait_procs, family, 10)
        assert not left, left

    async def comes_back(self) -> None:
        """Starts it again; it recovers by itself."""
        await asyncio.to_thread(self._server.ensure_postgres_running)


@contextmanager
def mortal_postgres() -> Iterator[MortalPostgres]:
    """A server with its data in memory, where there is room for it."""
    folder = Path(tempfile.mkdtemp(prefix="caunoi-cluster-", dir=_MEMORY if _MEMORY.is_dir() else None))
    folder.chmod(0o755)  # under root the server is another user
    try:
        server = MortalPostgres(folder)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
