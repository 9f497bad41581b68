"""What all tables are made with: names of constraints, the type of a moment, ids, partial indexes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    TypeDecorator,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


_NAIVE = "a naive datetime cannot be stored: say in which zone it is"


class Instant(TypeDecorator[datetime]):
    """A moment. Goes in aware (any zone), comes out in UTC; a naive datetime is a bug and raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        return _to_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(_NAIVE)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)


def _to_text(value: datetime | None) -> str | None:
    # SQLite keeps text, without a zone and always of one length: all rows are UTC, so texts compare as moments do.
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(_NAIVE)
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


# SQLite gives automatic ids to INTEGER PRIMARY KEY only.
Id = BigInteger().with_variant(Integer, "sqlite")


def own_id() -> Column[int]:
    """The id column of a table that counts its rows."""
    return Column("id", Id, primary_key=True, autoincrement=True)


def only(condition: str) -> dict[str, Any]:
    """Makes an index partial on both databases: it stays as small as what is under way."""
    return {"postgresql_where": text(condition), "sqlite_where": text(condition)}


def to(target: str, name: str, **kwargs: Any) -> Column[Any]:
    """A column that names a row of another table."""
    return Column(name, ForeignKey(target), **kwargs)
