"""Statements that are put together once and run by the driver itself.

What is asked at every message would otherwise be built anew each time: SQLAlchemy then takes ten to fifty times as
long as the database (docs/benchmarks.md). Here it still writes the SQL and knows the types, but only once for each
dialect; after that, a statement is a text, the order of its parameters, and what converts them and the columns.
What is asked rarely stays a plain SQLAlchemy statement: `Tx` runs both, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Dialect, Executable, Row
from sqlalchemy.engine import result_tuple

AnyRow = Row[*tuple[Any, ...]]
Convert = Callable[[Any], Any] | None
_MISSING = object()


@cache
def spoken(dialect: str) -> tuple[Dialect, Callable[[Any], Any]]:
    """How SQLAlchemy writes for a driver, and that dialect's INSERT, which knows ON CONFLICT.

    Imported when it is asked for: no process needs both, and PostgreSQL's are 3 MB with their driver.
    """
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite
        from sqlalchemy.dialects.sqlite import pysqlite

        return pysqlite.dialect(paramstyle="qmark"), sqlite.insert
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.dialects.postgresql import asyncpg

    return asyncpg.dialect(), postgresql.insert  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class Ready:
    """A statement in the words of one dialect."""

    sql: str
    binds: tuple[tuple[str, Any, Convert], ...]
    """(name, value where it is none of the caller's, conversion) in the order of the placeholders."""
    columns: tuple[Convert, ...]
    make: Callable[[Sequence[Any]], AnyRow]

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        """What goes into the placeholders. Raises KeyError when one is not given."""
        values = []
        for name, fixed, convert in self.binds:
            value = given[name] if fixed is _MISSING else fixed
            values.append(convert(value) if convert else value)
        return values

    def row(self, raw: Sequence[Any]) -> AnyRow:
        """A row of the driver's, in our types."""
        return self.make(
            [convert(value) if convert else value for convert, value in zip(self.columns, raw, strict=True)]
        )


class Prepared:
    """A statement that is known beforehand.

    Its parameters are `bindparam`s, and the columns named in `given`, which an INSERT or UPDATE sets. What needs
    ON CONFLICT is given as a function of the dialect's `insert`. An IN over a list cannot be prepared.
    """

    def __init__(self, statement: Executable | Callable[[Any], Executable], *given: str) -> None:
        self._statement = statement
        self._given = given
        self._ready: dict[str, Ready] = {}

    def on(self, dialect: str) -> Ready:
        """The statement in the words of a dialect."""
        ready = self._ready.get(dialect)
        if ready is None:
            ready = self._ready[dialect] = self._made(dialect)
        return ready

    def _made(self, dialect: str) -> Ready:
        statement, (words, insert) = self._statement, spoken(dialect)
        if not isinstance(statement, Executable):
            statement = statement(insert)
        compiled: Any = statement.compile(dialect=words, column_keys=list(self._given))  # type: ignore[attr-defined]
        order = compiled.positiontup or ()
        binds = []
        for name in order:
            bind = compiled.binds[name]
            fixed = _MISSING if bind.required else bind.value
            binds.append((name, fixed, bind.type.dialect_impl(words).bind_processor(words)))
        columns = list(getattr(statement, "exported_columns", ()))
        converts = tuple(column.type.dialect_impl(words).result_processor(words, None) for column in columns)
        return Ready(str(compiled), tuple(binds), converts, result_tuple([column.key for column in columns]))
