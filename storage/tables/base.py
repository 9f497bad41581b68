"""What all tables are made with: names of constraints, the type of a moment, ids, partial indexes."""

from __future__ import annotations

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


class Instant(TypeDecorator[datetime]):
    """A moment. Goes in aware (any zone), comes out in UTC; a naive datetime is a bug and raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored: say in which zone it is")
        value = value.astimezone(UTC)
        # SQLite keeps text without a zone: all rows are UTC, so that texts compare as moments do.
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


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
