"""Connections to PostgreSQL, whose transactions are ours.

SQLAlchemy keeps the pool and is told that each statement commits itself; BEGIN and COMMIT go to the driver directly,
and so do prepared statements. A read of one statement then costs one round trip, not three.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import Connection, Executable
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from storage.tx import Result

T = TypeVar("T")


class Open:
    """A connection out of the pool."""

    dialect = "postgresql"

    def __init__(self, core: AsyncConnection, raw: asyncpg.Connection) -> None:
        self._core = core
        self.raw = raw

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """All rows of a statement."""
        try:
            rows: Sequence[Sequence[Any]] = await self.raw.fetch(sql, *values)
        except asyncpg.PostgresError as error:
            raise _discreet(error) from None
        return rows

    async def count(self, sql: str, values: Sequence[Any]) -> int:
        """How many rows a statement touched."""
        try:
            status: str = await self.raw.execute(sql, *values)
        except asyncpg.PostgresError as error:
            raise _discreet(error) from None
        return int(status.rpartition(" ")[2])  # "UPDATE 3"

    async def repeat(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """Runs a statement for many rows of values, in one round trip."""
        try:
            await self.raw.executemany(sql, values)
        except asyncpg.PostgresError as error:
            raise _discreet(error) from None

    async def execute(self, statement: Executable, parameters: Any = None, /) -> Result:
        """Runs a statement through SQLAlchemy."""
        return await self._core.execute(statement, parameters)

    async def run_sync(self, do: Callable[[Connection], T]) -> T:
        """Gives SQLAlchemy's connection away for a while."""
        return await self._core.run_sync(do)


class Server:
    """A server, and the pool of connections to it."""

    def __init__(self, url: str, pool: int) -> None:
        self._engine = create_async_engine(
            url, pool_size=pool, max_overflow=0, pool_timeout=5, hide_parameters=True, isolation_level="AUTOCOMMIT"
        )

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Open]:
        """A connection that is alive as far as can be known; each statement commits itself."""
        core = await self._alive()
        raw = await _raw(core)
        try:
            yield Open(core, raw)
        finally:
            if raw.is_closed():
                await core.invalidate()
            await core.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Open]:
        """A connection in a transaction that is committed at the end, and undone when something is raised."""
        async with self.connection() as connection, connection.raw.transaction():
            yield connection

    async def close(self) -> None:
        """Closes all connections."""
        await self._engine.dispose()

    async def _alive(self) -> AsyncConnection:
        # A server that restarted has closed what lies in the pool, and the driver was told: no ping is needed.
        while True:
            core = await self._engine.connect()
            if not (await _raw(core)).is_closed():
                return core
            await core.invalidate()
            await core.close()


async def _raw(core: AsyncConnection) -> asyncpg.Connection:
    raw: asyncpg.Connection = (await core.get_raw_connection()).driver_connection
    return raw


def _discreet(error: asyncpg.PostgresError) -> asyncpg.PostgresError:
    """The error without the values that it quotes: people wrote them."""
    error.detail = None
    return error
