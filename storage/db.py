"""Transactions: the one door to the rows.

`Database.write` runs a *body*: a short function that awaits nothing but storage and may be run more than once.
On PostgreSQL each body is one transaction. SQLite has one writer: the bodies that wait run strictly one after
another under one common commit, each in a savepoint of its own (savepoints that ran concurrently would undo each
other), and are acknowledged only after that commit; if it fails, each is done again alone.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Executable, Row, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

log = logging.getLogger(__name__)

T = TypeVar("T")
AnyRow = Row[*tuple[Any, ...]]
_MOST_BODIES_PER_COMMIT = 64
_PG_RETRYABLE = {"40001", "40P01"}  # serialization failure, deadlock: the server asks for another try
# Connection, resources, operator, system: the server is ill, not the statement. And a standby that took over.
_PG_REFUSES = ("08", "53", "55000", "57", "58", "25006")
_SQLITE_ERROR = 1  # the statement is at fault; all other codes of an OperationalError are locks, disk and memory


class Unavailable(Exception):
    """The database refuses or cannot be reached; nothing was written.

    One exception: when a connection to PostgreSQL breaks during the commit, nobody knows. Whoever then writes again
    must find it done, as the inbox, the outbox and the leases do.
    """


class Wakes:
    """Wake-up hints, by queue name. A lost hint costs seconds (the safety tick), never a message."""

    def __init__(self) -> None:
        self._events: dict[str, asyncio.Event] = {}

    def event(self, name: str) -> asyncio.Event:
        """The event behind a hint; whoever waits for it clears it before he looks for work."""
        return self._events.setdefault(name, asyncio.Event())

    def give(self, names: set[str]) -> None:
        for name in names:
            self.event(name).set()


@dataclass(slots=True)
class Tx:
    """A running transaction, as storage functions see it."""

    connection: AsyncConnection
    dialect: str
    wakes: set[str] = field(default_factory=set)

    async def rows(self, statement: Executable) -> Sequence[AnyRow]:
        """All rows of a query."""
        return (await self.connection.execute(statement)).all()

    async def row(self, statement: Executable) -> AnyRow | None:
        """The first row of a query, or None."""
        return (await self.connection.execute(statement)).first()

    async def value(self, statement: Executable) -> Any:
        """The first column of the first row, or None."""
        return (await self.connection.execute(statement)).scalar()

    async def change(self, statement: Executable, many: Sequence[dict[str, Any]] | None = None) -> int:
        """Runs an INSERT, UPDATE or DELETE; how many rows it touched."""
        return int((await self.connection.execute(statement, many)).rowcount)

    def insert(self, table: Any) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that knows ON CONFLICT, in the dialect at hand."""
        return postgresql.insert(table) if self.dialect == "postgresql" else sqlite.insert(table)

    def wake(self, *names: str) -> None:
        """Gives these hints once the transaction is committed."""
        self.wakes.update(names)


Body = Callable[[Tx], Awaitable[T]]


class Database:
    """A database, opened once per process."""

    def __init__(self, url: str, *, pool: int = 16, busy_ms: int = 5_000) -> None:
        self.url = make_url(url)
        self.dialect = self.url.get_backend_name()
        self.wakes = Wakes()
        self._lane: _WriterLane | None = None
        if self.dialect == "sqlite":
            # Readers share a small pool; the writer lane holds the only connection that writes and checkpoints.
            self.engine = _sqlite_engine(url, busy_ms, checkpoints=False, begin="BEGIN", pool=4)
            writer = _sqlite_engine(url, busy_ms, checkpoints=True, begin="BEGIN IMMEDIATE", pool=1)
            self._lane = _WriterLane(writer)
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
        await self.engine.dispose()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Tx]:
        """A consistent look at committed rows. Raises Unavailable when the database cannot be reached."""
        try:
            async with self.engine.connect() as connection:
                yield Tx(connection, self.dialect)
        except Exception as error:
            if _refuses(error):
                raise _unavailable(error) from error
            raise

    async def read(self, body: Body[T]) -> T:
        """Runs `body` on a reading connection."""
        async with self.reading() as tx:
            return await body(tx)

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
                async with self.engine.begin() as connection:
                    tx = Tx(connection, self.dialect)
                    result = await body(tx)
                return result, tx.wakes
            except Exception as error:
                if _sqlstate(error) in _PG_RETRYABLE and attempt < 4:
                    continue
                if _refuses(error):
                    raise _unavailable(error) from error
                raise
        raise AssertionError("unreachable: the last attempt returns or raises")


def _sqlite_engine(url: str, busy_ms: int, *, checkpoints: bool, begin: str, pool: int) -> AsyncEngine:
    # hide_parameters, here and above: an error's text goes to the log, and parameters are what people wrote.
    engine = create_async_engine(url, pool_size=pool, max_overflow=0, pool_timeout=30, hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions by its own rules: SQLAlchemy's BEGIN below is the only one.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={busy_ms}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        if not checkpoints:
            # SQLite before 3.51.3 can corrupt a WAL that two connections checkpoint: only the writer does.
            # https://www.sqlite.org/wal.html#walresetbug
            cursor.execute("PRAGMA wal_autocheckpoint=0")
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


@dataclass(slots=True)
class _Job:
    body: Body[Any]
    done: asyncio.Future[tuple[Any, set[str]]]


class _WriterLane:
    """SQLite's one writer: runs waiting bodies one after another and commits several at once."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._jobs: asyncio.Queue[_Job | None] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    async def run(self, body: Body[T]) -> tuple[T, set[str]]:
        if self._closed:
            raise Unavailable("the database is closed")
        if self._task is None:
            self._task = asyncio.create_task(self._work(), name="sqlite-writer")
        job = _Job(body, asyncio.get_running_loop().create_future())
        self._jobs.put_nowait(job)
        return await job.done

    async def close(self) -> None:
        self._closed = True
        if self._task:
            self._jobs.put_nowait(None)
            await self._task
        await self.engine.dispose()

    async def _work(self) -> None:
        while job := await self._jobs.get():
            jobs = [job]
            while len(jobs) < _MOST_BODIES_PER_COMMIT and not self._jobs.empty():
                following = self._jobs.get_nowait()
                if following is None:
                    self._jobs.put_nowait(None)
                    break
                jobs.append(following)
            await self._together(jobs)

    async def _together(self, jobs: list[_Job]) -> None:
        try:
            async with self.engine.begin() as connection:
                outcomes = [(job, await self._in_savepoint(connection, job)) for job in jobs]
        except Exception as error:
            if len(jobs) == 1:
                _settle(jobs[0], _as_unavailable(error))
                return
            log.warning("common commit failed, doing each body again alone", extra={"why": type(error).__name__})
            for job in jobs:
                await self._together([job])
            return
        for job, outcome in outcomes:
            _settle(job, outcome)

    async def _in_savepoint(self, connection: AsyncConnection, job: _Job) -> tuple[Any, set[str]] | Exception:
        tx = Tx(connection, "sqlite")
        savepoint = await connection.begin_nested()
        try:
            result = await job.body(tx)
        except Exception as error:
            await savepoint.rollback()
            return _as_unavailable(error)
        await savepoint.commit()
        return result, tx.wakes


def _as_unavailable(error: Exception) -> Exception:
    """Unavailable where the database is at fault, else the error itself."""
    return _unavailable(error) if _refuses(error) else error


def _unavailable(error: Exception) -> Unavailable:
    unavailable = Unavailable(str(error.orig) if isinstance(error, DBAPIError) else str(error))
    unavailable.__cause__ = error
    return unavailable


def _sqlstate(error: Exception) -> str:
    return str(getattr(error.orig, "sqlstate", "")) if isinstance(error, DBAPIError) else ""


def _refuses(error: Exception) -> bool:
    if isinstance(error, PoolTimeoutError | OSError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return True
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return isinstance(error, OperationalError) and code & 0xFF != _SQLITE_ERROR
    return _sqlstate(error).startswith(_PG_REFUSES)


def _settle(job: _Job, outcome: tuple[Any, set[str]] | Exception) -> None:
    if job.done.done():  # whoever asked was cancelled; the rows are written all the same
        return
    if isinstance(outcome, Exception):
        job.done.set_exception(outcome)
    else:
        job.done.set_result(outcome)
