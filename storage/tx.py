"""A running transaction, as storage functions see it; and when a database counts as unavailable."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sqlalchemy import Connection, CursorResult, Executable
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from storage.prepared import AnyRow, Prepared, spoken

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")
Result = CursorResult[*tuple[Any, ...]]
# Connection, password or role, no such database, resources, operator, system: the server does not serve us, whatever
# the statement. And a standby that took over, and a transaction that stood still for too long.
_PG_REFUSES = ("08", "28", "3D", "53", "55000", "57", "58", "25006", "25P03")
_SQLITE_ERROR = 1  # the statement is at fault; all other codes of an OperationalError are locks, disk and memory


class Unavailable(Exception):
    """The database refuses or cannot be reached; nothing was written.

    One exception: when a connection to PostgreSQL breaks during the commit, nobody knows. Whoever then writes again
    must find it done, as the inbox, the outbox and the leases do.
    """


class Driver(Protocol):
    """A connection inside a transaction, as the driver gives it; statements are texts."""

    dialect: str

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """All rows of a statement."""

    async def count(self, sql: str, values: Sequence[Any]) -> int:
        """How many rows a statement touched."""

    async def repeat(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """Runs a statement for many rows of values, in one go."""

    async def execute(self, statement: Executable, parameters: Any = None, /) -> Result:
        """Runs a statement through SQLAlchemy, with many rows of parameters where they are given."""

    async def run_sync(self, do: Callable[[Connection], T]) -> T:
        """Gives SQLAlchemy's synchronous connection to what knows no other kind (Alembic)."""


@dataclass(slots=True)
class Tx:
    """A running transaction, as storage functions see it."""

    driver: Driver
    wakes: set[str] = field(default_factory=set)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.driver.dialect

    async def rows(self, statement: Executable | Prepared, /, **given: Any) -> Sequence[AnyRow]:
        """All rows of a query."""
        if isinstance(statement, Prepared):
            ready = statement.on(self.driver.dialect)
            return [ready.row(raw) for raw in await self.driver.fetch(ready.sql, ready.values(given))]
        return (await self.driver.execute(statement)).all()

    async def row(self, statement: Executable | Prepared, /, **given: Any) -> AnyRow | None:
        """The first row of a query, or None."""
        if isinstance(statement, Prepared):
            ready = statement.on(self.driver.dialect)
            raw = await self.driver.fetch(ready.sql, ready.values(given))
            return ready.row(raw[0]) if raw else None
        return (await self.driver.execute(statement)).first()

    async def value(self, statement: Executable | Prepared, /, **given: Any) -> Any:
        """The first column of the first row, or None."""
        if isinstance(statement, Prepared):
            found = await self.row(statement, **given)
            return found[0] if found else None
        return (await self.driver.execute(statement)).scalar()

    async def change(
        self, statement: Executable | Prepared, many: Sequence[dict[str, Any]] | None = None, /, **given: Any
    ) -> int:
        """Runs an INSERT, UPDATE or DELETE; how many rows it touched."""
        if isinstance(statement, Prepared):
            ready = statement.on(self.driver.dialect)
            return await self.driver.count(ready.sql, ready.values(given))
        return int((await self.driver.execute(statement, many)).rowcount)

    async def change_each(self, statement: Prepared, many: Iterable[Mapping[str, Any]]) -> None:
        """Runs an INSERT, UPDATE or DELETE for each of these, in one round trip."""
        ready = statement.on(self.driver.dialect)
        values = [ready.values(given) for given in many]
        if values:
            await self.driver.repeat(ready.sql, values)

    async def run_sync(self, do: Callable[[Connection], T]) -> T:
        """Gives a synchronous connection to what knows no other kind (Alembic)."""
        return await self.driver.run_sync(do)

    def insert(self, table: Any) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that knows ON CONFLICT, in the dialect at hand."""
        made: sqlite.Insert | postgresql.Insert = spoken(self.dialect)[1](table)
        return made

    def wake(self, *names: str) -> None:
        """Gives these hints once the transaction is committed."""
        self.wakes.update(names)


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
    return str(getattr(_orig(error), "sqlstate", None) or "")


def refuses(error: Exception) -> bool:
    """Whether the database is at fault, and not the statement."""
    if isinstance(error, PoolTimeoutError | OSError):
        return True
    if isinstance(error, InterfaceError) or (isinstance(error, DBAPIError) and error.connection_invalidated):
        return True
    orig = _orig(error)
    if isinstance(orig, sqlite3.Error):
        code = getattr(orig, "sqlite_errorcode", _SQLITE_ERROR)
        return isinstance(orig, sqlite3.OperationalError) and code & 0xFF != _SQLITE_ERROR
    return _hung_up(orig) or sqlstate(error).startswith(_PG_REFUSES)


def _hung_up(error: BaseException | None) -> bool:
    # Looked up, not imported: who has not loaded PostgreSQL's driver cannot have an error of it.
    asyncpg = sys.modules.get("asyncpg")
    if asyncpg is None:
        return False
    if isinstance(error, asyncpg.InterfaceError) and not isinstance(error, ValueError):
        return True  # the connection is closed; with ValueError it is about a parameter
    # Or it broke in the middle of a statement, and the driver has not noticed yet.
    return isinstance(error, asyncpg.InternalClientError)


def _orig(error: Exception) -> BaseException | None:
    """The driver's own error."""
    return error.orig if isinstance(error, DBAPIError) else error
