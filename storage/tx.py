"""A running transaction, as storage functions see it; and when a database counts as unavailable."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, CursorResult, Executable, Row
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")
AnyRow = Row[*tuple[Any, ...]]
Result = CursorResult[*tuple[Any, ...]]
# Connection, resources, operator, system: the server is ill, not the statement. And a standby that took over.
_PG_REFUSES = ("08", "53", "55000", "57", "58", "25006")
_SQLITE_ERROR = 1  # the statement is at fault; all other codes of an OperationalError are locks, disk and memory


class Unavailable(Exception):
    """The database refuses or cannot be reached; nothing was written.

    One exception: when a connection to PostgreSQL breaks during the commit, nobody knows. Whoever then writes again
    must find it done, as the inbox, the outbox and the leases do.
    """


class Execute(Protocol):
    """Runs a statement, with many rows of parameters where they are given."""

    def __call__(
        self, statement: Executable, parameters: Any = None, /
    ) -> Awaitable[CursorResult[*tuple[Any, ...]]]: ...


@dataclass(slots=True)
class Tx:
    """A running transaction, as storage functions see it."""

    execute: Execute
    run_sync: Callable[[Callable[[Connection], Any]], Coroutine[Any, Any, Any]]
    """Gives a synchronous connection to what knows no other kind (Alembic)."""
    dialect: str
    wakes: set[str] = field(default_factory=set)

    async def rows(self, statement: Executable) -> Sequence[AnyRow]:
        """All rows of a query."""
        return (await self.execute(statement)).all()

    async def row(self, statement: Executable) -> AnyRow | None:
        """The first row of a query, or None."""
        return (await self.execute(statement)).first()

    async def value(self, statement: Executable) -> Any:
        """The first column of the first row, or None."""
        return (await self.execute(statement)).scalar()

    async def change(self, statement: Executable, many: Sequence[dict[str, Any]] | None = None) -> int:
        """Runs an INSERT, UPDATE or DELETE; how many rows it touched."""
        return int((await self.execute(statement, many)).rowcount)

    def insert(self, table: Any) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that knows ON CONFLICT, in the dialect at hand."""
        return postgresql.insert(table) if self.dialect == "postgresql" else sqlite.insert(table)

    def wake(self, *names: str) -> None:
        """Gives these hints once the transaction is committed."""
        self.wakes.update(names)

    @classmethod
    def over(cls, connection: AsyncConnection, dialect: str) -> Tx:
        """A transaction whose statements are waited for."""
        return cls(connection.execute, connection.run_sync, dialect)

    @classmethod
    def at_once(cls, connection: Connection) -> Tx:
        """A transaction in SQLite whose statements are done when they return: awaiting them never gives way."""

        async def execute(statement: Executable, many: Any = None) -> Result:
            return connection.execute(statement, many)

        async def run_sync(do: Callable[[Connection], T]) -> T:
            return do(connection)

        return cls(execute, run_sync, "sqlite")


Body = Callable[[Tx], Coroutine[Any, Any, T]]


def as_unavailable(error: Exception) -> Exception:
    """Unavailable where the database is at fault, else the error itself."""
    if not refuses(error):
        return error
    unavailable = Unavailable(str(error.orig) if isinstance(error, DBAPIError) else str(error))
    unavailable.__cause__ = error
    return unavailable


@contextmanager
def told_as_unavailable() -> Iterator[None]:
    """Raises Unavailable in place of whatever the driver says when the database is at fault."""
    try:
        yield
    except Exception as error:
        if refuses(error):
            raise as_unavailable(error) from error
        raise


def sqlstate(error: Exception) -> str:
    """PostgreSQL's five letters for what went wrong; empty where there are none."""
    return str(getattr(error.orig, "sqlstate", "")) if isinstance(error, DBAPIError) else ""


def refuses(error: Exception) -> bool:
    """Whether the database is at fault, and not the statement."""
    if isinstance(error, PoolTimeoutError | OSError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return True
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return isinstance(error, OperationalError) and code & 0xFF != _SQLITE_ERROR
    return sqlstate(error).startswith(_PG_REFUSES)
