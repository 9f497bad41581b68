"""Bringing a database to the schema of this release.

The whole way up is one transaction on both databases: a migration that fails leaves the schema as it was.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, column, func, inspect, select, table

from storage.db import Database, Tx

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x43_61_75_4E_6F_69  # any number that only we use: "CauNoi"


class UnknownSchema(Exception):
    """The database was made by a newer release; this one must not touch it."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"the database has schema {revision}, this release knows none later than {head()}: "
            "install the newer release, or restore a backup made by this one"
        )
        self.revision = revision


def known() -> list[str]:
    """The revisions of this release, oldest first; their files are numbered."""
    return sorted(file.name.partition("_")[0] for file in (_FOLDER / "versions").glob("[0-9]*_*.py"))


def head() -> str:
    """The newest revision of this release."""
    return known()[-1]


async def upgrade(url: str) -> str | None:
    """Brings a database to `head()` and returns the revision it came from; None for an empty one.

    Raises UnknownSchema, and storage.db.Unavailable when the database cannot be reached.
    """
    # An index over years of questions takes minutes, and who starts beside it waits for all of it.
    db = Database(url, pool=1, patient=True)
    try:
        return await db.write_many(_to_head)
    finally:
        await db.close()


async def current(url: str) -> str | None:
    """The revision of a database; None for an empty one. Raises storage.db.Unavailable."""
    db = Database(url, pool=1)
    try:
        return await db.read(revision)
    finally:
        await db.close()


async def revision(tx: Tx) -> str | None:
    """The revision of the database we are connected to."""
    if not await tx.run_sync(lambda connection: inspect(connection).has_table("alembic_version")):
        return None
    found: str | None = await tx.value(select(column("version_num")).select_from(table("alembic_version")))
    return found


async def _to_head(tx: Tx) -> str | None:
    if tx.dialect == "postgresql":  # SQLite's writer is alone anyway
        await tx.value(select(func.pg_advisory_xact_lock(_LOCK)))
    before = await revision(tx)
    if before is not None and before not in known():
        raise UnknownSchema(before)
    if before != head():
        await tx.run_sync(_run)
    return before


def _run(connection: Connection) -> None:
    # Alembic takes a quarter of a second to import: only a database that is behind pays for it.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    command.upgrade(config, "head")
