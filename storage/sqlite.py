"""Connections to a SQLite file, whose transactions are ours.

SQLAlchemy sees each connection as in one long transaction and is not told where ours begin and end: BEGIN, COMMIT and
SAVEPOINT go to the driver directly, and so do prepared statements. A statement is a call into the library: it is done
when it returns, and awaiting it never gives way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Executable, NullPool, create_engine, event

from storage.tx import Result

T = TypeVar("T")


class Open:
    """An open connection; one thread at a time may use it."""

    dialect = "sqlite"

    def __init__(self, core: Connection) -> None:
        self._core = core
        self._core.begin()
        raw: Any = core.connection.driver_connection
        self.raw: sqlite3.Connection = raw

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """All rows of a statement."""
        return self.raw.execute(sql, values).fetchall()

    async def count(self, sql: str, values: Sequence[Any]) -> int:
        """How many rows a statement touched."""
        return self.raw.execute(sql, values).rowcount

    async def repeat(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """Runs a statement for many rows of values."""
        self.raw.executemany(sql, values)

    async def execute(self, statement: Executable, parameters: Any = None, /) -> Result:
        """Runs a statement through SQLAlchemy."""
        return self._core.execute(statement, parameters)

    async def run_sync(self, do: Callable[[Connection], T]) -> T:
        """Gives SQLAlchemy's connection away for a while."""
        return do(self._core)

    def commit(self) -> None:
        """Commits: waits for the disk."""
        self.raw.execute("COMMIT")

    def close(self) -> None:
        """Closes the file."""
        self._core.invalidate()
        self._core.close()


class File:
    """A database file, and how its connections are set up."""

    def __init__(self, url: URL, busy_ms: int, *, writes: bool) -> None:
        self._engine = create_engine(
            url.set(drivername="sqlite"), hide_parameters=True, poolclass=NullPool,
            connect_args={"check_same_thread": False},
        )  # fmt: skip
        self._begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
        self._patience = f"PRAGMA busy_timeout={busy_ms}"

        @event.listens_for(self._engine, "connect")
        def _settle_in(connection: sqlite3.Connection, _record: Any) -> None:
            # The driver must not begin transactions by its own rules.
            connection.isolation_level = None
            connection.execute(self._patience)
            for pragma in _pragmas(writes=writes):
                connection.execute(f"PRAGMA {pragma}")

    def open(self) -> Open:
        """A new connection. Raises what the driver raises."""
        return Open(self._engine.connect())

    def begin(self, connection: Open) -> None:
        """Begins a transaction; one that is to write waits for its turn here, and nowhere later."""
        connection.raw.execute(self._patience)
        connection.raw.execute(self._begin)

    def begin_now(self, connection: Open) -> bool:
        """The same without waiting; whether it began."""
        try:
            connection.raw.execute(_NO_PATIENCE)
            connection.raw.execute(self._begin)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            return False
        return True


_NO_PATIENCE = "PRAGMA busy_timeout=0"


def _pragmas(*, writes: bool) -> Sequence[str]:
    settings = ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"]
    if not writes:
        # SQLite before 3.51.3 can corrupt a WAL that two connections checkpoint: only the writer does.
        # https://www.sqlite.org/wal.html#walresetbug
        settings += ["wal_autocheckpoint=0", "query_only=ON"]
    return settings


class Readers:
    """Connections that read, each for one reader at a time; it is used again as soon as it is given back."""

    def __init__(self, file: File) -> None:
        self._file = file
        self._free: list[Open] = []

    def take(self) -> Open:
        """A connection in a transaction of its own: all it reads is of one moment."""
        try:
            connection = self._free.pop()  # not looked for first: several threads may read
        except IndexError:
            connection = self._file.open()
        try:
            connection.raw.execute("BEGIN")
        except BaseException:
            connection.close()
            raise
        return connection

    def give_back(self, connection: Open) -> None:
        """Ends its transaction. One that is ill is closed and not used again."""
        try:
            connection.raw.execute("ROLLBACK")
        except sqlite3.Error:
            connection.close()
        else:
            self._free.append(connection)

    def close(self) -> None:
        """Closes those that are not in use."""
        while self._free:
            self._free.pop().close()
