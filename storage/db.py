"""Transactions: the one door to the rows.

`Database.write` runs a *body*: a short function that awaits nothing but storage and may be run more than once.
On PostgreSQL each body is one transaction. SQLite has one writer: the bodies that wait run strictly one after
another under one common commit, each in a savepoint of its own (savepoints that ran concurrently would undo each
other), and are acknowledged only after that commit; if it fails, each is done again alone, as long as the database
serves them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.lane import WriterLane
from storage.tx import AnyRow, Body, Tx, Unavailable, sqlstate, told_as_unavailable
from storage.wakes import Wakes

__all__ = ["AnyRow", "Body", "Database", "Tx", "Unavailable", "Wakes"]

T = TypeVar("T")
_PG_RETRYABLE = {"40001", "40P01"}  # serialization failure, deadlock: the server asks for another try


class Database:
    """A database, opened once per process."""

    def __init__(self, url: str, *, pool: int = 16, busy_ms: int = 5_000) -> None:
        self.url = make_url(url)
        self.dialect = self.url.get_backend_name()
        self.wakes = Wakes()
        self._lane: WriterLane | None = None
        if self.dialect == "sqlite":
            # The lane holds the only connection that writes and checkpoints; nobody else can (query_only).
            self._lane = WriterLane(_sqlite(self.url, busy_ms, "BEGIN IMMEDIATE", writes=True))
            self._short = _sqlite(self.url, busy_ms, "BEGIN", writes=False)
            self.engine = _async_sqlite(self.url, busy_ms)
        else:
            self.engine = create_async_engine(
                url, pool_size=pool, max_overflow=0, pool_timeout=5, pool_pre_ping=True, hide_parameters=True
            )

    @property
    def path(self) -> Path | None:
        """The file, on SQLite."""
        return Path(self.url.database) if self._lane and self.url.database else None

    async def close(self) -> None:
        """Waits for bodies under way and lets go of all connections."""
        if self._lane:
            await self._lane.close()
            self._short.dispose()
        await self.engine.dispose()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Tx]:
        """A consistent look at a few committed rows. Raises Unavailable when the database cannot be reached.

        On SQLite it looks from where it stands: rows found by an index come faster than another thread is asked for
        them, and readers never wait for the writer. What reads many rows uses `read_many`.
        """
        with told_as_unavailable():
            if self._lane:
                with self._short.connect() as short:
                    yield Tx.at_once(short)
            else:
                async with self.engine.connect() as connection:
                    yield Tx.over(connection, self.dialect)

    async def read(self, body: Body[T]) -> T:
        """Runs `body` on a few committed rows."""
        async with self.reading() as tx:
            return await body(tx)

    async def read_many(self, body: Body[T]) -> T:
        """Runs `body` beside the event loop, however many rows it reads."""
        with told_as_unavailable():
            async with self.engine.connect() as connection:
                return await body(Tx.over(connection, self.dialect))

    async def write(self, body: Body[T]) -> T:
        """Runs `body` in a transaction and returns its result once that is committed.

        Whatever the body raises is raised here, and nothing of it is kept. Raises Unavailable when the database
        refuses; the body may then have been run, but nothing was written.
        """
        if self._lane:
            result, wakes = await self._lane.run(body)
        else:
            result, wakes = await self._write_alone(body)
        self.wakes.give(wakes)
        return result

    async def _write_alone(self, body: Body[T]) -> tuple[T, set[str]]:
        for attempt in range(5):
            try:
                with told_as_unavailable():
                    async with self.engine.begin() as connection:
                        tx = Tx.over(connection, self.dialect)
                        result = await body(tx)
                return result, tx.wakes
            except DBAPIError as error:
                if sqlstate(error) not in _PG_RETRYABLE or attempt == 4:
                    raise
        raise AssertionError("unreachable: the last attempt returns or raises")


def _async_sqlite(url: URL, busy_ms: int) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=2, max_overflow=0, pool_timeout=30, hide_parameters=True)
    _configure(engine.sync_engine, busy_ms, "BEGIN", writes=False)
    return engine


def _sqlite(url: URL, busy_ms: int, begin: str, *, writes: bool) -> Engine:
    # A reading connection is given back before anybody else runs, but for those that look again while they hold one.
    engine = create_engine(
        url.set(drivername="sqlite"), pool_size=1, max_overflow=0 if writes else -1, hide_parameters=True,
        poolclass=QueuePool, connect_args={"check_same_thread": False},
    )  # fmt: skip
    _configure(engine, busy_ms, begin, writes=writes)
    return engine


def _configure(engine: Engine, busy_ms: int, begin: str, *, writes: bool) -> None:
    @event.listens_for(engine, "connect")
    def _settle_in(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions by its own rules: SQLAlchemy's BEGIN below is the only one.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={busy_ms}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        if not writes:
            # SQLite before 3.51.3 can corrupt a WAL that two connections checkpoint: only the writer does.
            # https://www.sqlite.org/wal.html#walresetbug
            cursor.execute("PRAGMA wal_autocheckpoint=0")
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)
