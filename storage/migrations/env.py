"""Alembic's way in. `storage.migrate` hands over its connection; `make migration` names a scratch database."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, create_engine

from storage.tables import Instant, metadata


def _render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    # A migration must mean the same for ever: it may not follow our own types as they change.
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_item=_render,
        transactional_ddl=True,  # SQLite rolls back DDL too; the connection's explicit BEGIN makes it so
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    _migrate(given)
else:
    with create_engine(context.get_x_argument(as_dictionary=True)["url"]).begin() as scratch:
        _migrate(scratch)
