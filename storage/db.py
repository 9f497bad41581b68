"""Transactions: the one door to the rows.

`Database.write` runs a *body*: a short function that awaits nothing but storage and may be run more than once.
On PostgreSQL each body is one transaction. SQLite has one writer: the bodies that wait run strictly one after
another under one common commit, each in a savepoint of its own (savepoints that ran concurrently would undo each
other), and are acknowledged only after that commit; if it fails, each is done again alone, as long as the database
serves them.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import make_url

from storage.lane import WriterLane, drive
from storage.prepared import AnyRow
from storage.sqlite import File, Readers
from storage.tx import Body, Tx, Unavailable, sqlstate, told_as_unavailable
from storage.wakes import Wakes

__all__ = ["AnyRow", "Body", "Database", "Tx", "Unavailable", "Wakes"]

T = TypeVar("T")
_PG_RETRYABLE = {"40001", "40P01"}  # serialization failure, deadlock: the server asks for another try
_PG_TRIES = 5
_LONG_READERS = 2


class Database:
    """A database, opened once per process."""

    def __init__(self, url: str, *, pool: int = 16, busy_ms: int = 5_000, patient: bool = False) -> None:
        """`patient`: PostgreSQL may take as long as it takes over a statement, as a migration needs."""
        self.url = make_url(url)
        self.dialect = self.url.get_backend_name()
        self.wakes = Wakes()
        self._lane: WriterLane | None = None
        if self.dialect == "sqlite":
            # The lane holds the only connection that writes and checkpoints; nobody else can (query_only).
            self._lane = WriterLane(File(self.url, busy_ms, writes=True))
            self._short = Readers(File(self.url, busy_ms, writes=False))
            self._long = Readers(File(self.url, busy_ms, writes=False))
            self._threads = ThreadPoolExecutor(_LONG_READERS, "sqlite-reader")
        else:
            from storage.postgres import Server  # only here: its driver and what it drives are 10 MB

            self._server = Server(url, pool, patient=patient)

    @property
    def path(self) -> Path | None:
        """The file, on SQLite."""
        return Path(self.url.database) if self._lane and self.url.database else None

    async def close(self) -> None:
        """Waits for bodies under way and lets go of all connections."""
        if self._lane:
            await self._lane.close()
            await asyncio.to_thread(self._threads.shutdown)
            self.let_go()
        else:
            await self._server.close()

    def let_go(self) -> None:
        """Closes the readers that nobody uses; on SQLite alone. The next read opens the file anew."""
        self._short.close()
        self._long.close()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Tx]:
        """A look at a few committed rows. Raises Unavailable when the database cannot be reached.

        On SQLite it is a look at one moment, from where it stands: rows found by an index come faster than another
        thread is asked for them, and readers never wait for the writer. What reads many rows uses `read_many`.
        """
        with told_as_unavailable():
            if self._lane:
                connection = self._short.take()
                try:
                    yield Tx(connection)
                finally:
                    self._short.give_back(connection)
            else:
                async with self._server.connection() as connected:
                    yield Tx(connected)

    async def read(self, body: Body[T]) -> T:
        """Runs `body` on a few committed rows."""
        async with self.reading() as tx:
            return await body(tx)

    async def read_many(self, body: Body[T]) -> T:
        """Runs `body`, however many rows it reads: beside the event loop on SQLite.

        On PostgreSQL the server does the work, and what is made of many rows here is done in parts (`entries.parts`).
        """
        if not self._lane:
            return await self.read(body)
        with told_as_unavailable():
            result: T = await asyncio.get_running_loop().run_in_executor(self._threads, self._read_long, body)
            return result

    def _read_long(self, body: Body[T]) -> T:
        connection = self._long.take()
        try:
            return drive(body(Tx(connection)))
        finally:
            self._long.give_back(connection)

    async def write_many(self, body: Body[T]) -> T:
        """The same as `write`, however many rows it writes: beside the event loop on SQLite."""
        return await self._write(body, aside=True)

    async def write(self, body: Body[T]) -> T:
        """Runs `body` in a transaction and returns its result once that is committed.

        Whatever the body raises is raised here, and nothing of it is kept. Raises Unavailable when the database
        refuses; the body may then have been run, but nothing was written.
        """
        return await self._write(body, aside=False)

    async def _write(self, body: Body[T], *, aside: bool) -> T:
        if self._lane:
            result, wakes = await self._lane.run(body, aside=aside)
        else:
            result, wakes = await self._write_alone(body)
        self.wakes.give(wakes)
        return result

    async def _write_alone(self, body: Body[T]) -> tuple[T, set[str]]:
        for attempt in range(_PG_TRIES):
            try:
                with told_as_unavailable():
                    async with self._server.transaction() as connection:
                        tx = Tx(connection)
                        result = await body(tx)
                return result, tx.wakes
            except Exception as error:
                if sqlstate(error) not in _PG_RETRYABLE:
                    raise
                if attempt < _PG_TRIES - 1:
                    # Those who met here would meet again; the later the try, the wider they are scattered.
                    await asyncio.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311  (no secret)
        # Not the error itself: it is no fault of what was to be written, which must not be set aside for it.
        raise Unavailable(f"undone {_PG_TRIES} times for what others wrote")
