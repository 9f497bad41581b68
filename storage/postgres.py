"""Connections to PostgreSQL, whose transactions are ours.

SQLAlchemy opens them and is told that each statement commits itself; BEGIN and COMMIT go to the driver directly,
and so do prepared statements. A read of one statement then costs one round trip, not three.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import Connection, Executable, NullPool
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.tx import Result, refuses

T = TypeVar("T")
_LONGEST_WAIT = 5.0
"""Seconds to wait for a connection that others are using."""
_LONGEST_CONNECT = 10.0
_LONGEST_STATEMENT = 60.0
"""Seconds. A server behind a broken network does not hang up: without an end, whoever asked would wait for ever."""

_LONGEST_PAUSE = "10s"
"""What a process that stands still, or is cut off, in the middle of a transaction keeps from the others ends then."""
_UNFIT = "a value does not fit"


class Open:
    """A connection out of the pool."""

    dialect = "postgresql"

    def __init__(self, core: AsyncConnection, raw: asyncpg.Connection) -> None:
        self._core = core
        self.raw = raw

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """All rows of a statement."""
        rows: Sequence[Sequence[Any]] = await self.raw.fetch(sql, *values)
        return rows

    async def count(self, sql: str, values: Sequence[Any]) -> int:
        """How many rows a statement touched."""
        status: str = await self.raw.execute(sql, *values)
        return int(status.rpartition(" ")[2])  # "UPDATE 3"

    async def repeat(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """Runs a statement for many rows of values, in one round trip."""
        await self.raw.executemany(sql, values)

    async def execute(self, statement: Executable, parameters: Any = None, /) -> Result:
        """Runs a statement through SQLAlchemy."""
        return await self._core.execute(statement, parameters)

    async def close(self) -> None:
        """Hangs up, without waiting for a server that does not answer."""
        self.raw.terminate()
        with suppress(Exception):
            await self._core.invalidate()
            await self._core.close()

    async def run_sync(self, do: Callable[[Connection], T]) -> T:
        """Gives SQLAlchemy's connection away for a while."""
        return await self._core.run_sync(do)


class Server:
    """A server, and connections to it that stay open: at most `most` at once."""

    def __init__(self, url: str, most: int, *, patient: bool = False) -> None:
        """`patient`: a statement may take as long as it takes, and the next one may come as late as it comes."""
        self._engine = create_async_engine(
            url, poolclass=NullPool, hide_parameters=True, isolation_level="AUTOCOMMIT",
            connect_args={
                "timeout": _LONGEST_CONNECT, "command_timeout": None if patient else _LONGEST_STATEMENT,
                "server_settings": {"idle_in_transaction_session_timeout": "0" if patient else _LONGEST_PAUSE},
            },
        )  # fmt: skip
        self._room = asyncio.Semaphore(most)
        self._free: list[Open] = []

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Open]:
        """A connection that is alive as far as can be known; each statement commits itself.

        SQLAlchemy's own pool would do the same at half the cost of a whole question (docs/benchmarks.md): each
        check-out is a greenlet and a chain of events.
        """
        async with self._a_place():
            connection = await self._alive()
            broken, cancelled = False, _times_cancelled()
            try:
                yield connection
            except Exception as error:
                _make_discreet(error)  # here, where all errors pass: of any kind of statement, and of the commit
                broken = refuses(error)
                if _times_cancelled() > cancelled:
                    # The driver hangs up on a statement that is cut off, and then complains that it cannot roll back.
                    # Whoever was to end would take that for a database that is away, and wait for it.
                    raise asyncio.CancelledError from error
                raise
            finally:
                if broken or connection.raw.is_closed() or connection.raw.is_in_transaction():
                    await connection.close()
                else:
                    self._free.append(connection)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Open]:
        """A connection in a transaction that is committed at the end, and undone when something is raised."""
        async with self.connection() as connection, connection.raw.transaction():
            yield connection

    async def close(self) -> None:
        """Closes the connections that are not in use."""
        while self._free:
            await self._free.pop().close()
        await self._engine.dispose()

    @asynccontextmanager
    async def _a_place(self) -> AsyncIterator[None]:
        if self._room.locked():
            async with asyncio.timeout(_LONGEST_WAIT):
                await self._room.acquire()
        else:
            await self._room.acquire()
        try:
            yield
        finally:
            self._room.release()

    async def _alive(self) -> Open:
        # A server that restarted has closed what lies here, and the driver was told: no ping is needed.
        while self._free:
            connection = self._free.pop()
            if not connection.raw.is_closed():
                return connection
            await connection.close()
        core = await self._engine.connect()
        return Open(core, (await core.get_raw_connection()).driver_connection)


def _times_cancelled() -> int:
    """How often the task that asks was cancelled and has not been told to go on."""
    task = asyncio.current_task()
    return task.cancelling() if task else 0


def _make_discreet(error: BaseException | None) -> None:
    """Takes out of an error, and of those behind it, the values that they quote: people wrote them."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, DBAPIError) and _is_about_a_value(error.driver_exception):
            error.args = (_UNFIT,)
            if error.orig is not None:  # SQLAlchemy's stand-in for the driver's error, in the same words
                error.orig.args = (_UNFIT,)
        elif _is_about_a_value(error):
            error.args = (_UNFIT,)
            error.__cause__ = None  # what would not be converted, by whatever refused it
        if isinstance(error, asyncpg.PostgresError):
            error.detail = None  # "Key (name)=(Lan) already exists."
        error = error.__cause__ or error.__context__


def _is_about_a_value(error: BaseException) -> bool:
    """Whether its first line quotes a value: the driver, or the server, could not make one fit."""
    return isinstance(error, asyncpg.DataError) or (
        isinstance(error, asyncpg.InterfaceError) and isinstance(error, ValueError)
    )
