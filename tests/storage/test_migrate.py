"""Migrations lead to exactly the tables that the code speaks of, on both databases."""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from storage import migrate
from storage import postgres as driver
from storage.db import Database, Tx
from storage.tables import metadata
from tests.handlers.race import waits_for_a_lock
from tests.postgres import Postgres

_POSTGRES_CATALOGUE = (
    "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity"
    " FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
)
_SQLITE_CATALOGUE = "SELECT type, name, tbl_name, sql FROM sqlite_master"


async def catalogue(db: Database) -> list[Any]:
    """Everything the database knows about its tables, in an order of its own; alembic's own table left out."""

    async def look(tx: Tx) -> list[Any]:
        if tx.dialect == "postgresql":
            rows = [tuple(row) for part in _POSTGRES_CATALOGUE for row in await tx.rows(text(part))]
        else:
            rows = [(r[0], r[1], r[2], _parts(r[3])) for r in await tx.rows(text(_SQLITE_CATALOGUE))]
        return sorted((row for row in rows if "alembic" not in str(row)), key=str)

    return await db.read(look)


def _parts(sql: str | None) -> list[str]:
    """The clauses of a CREATE statement in the order of their text: the order of constraints means nothing."""
    return sorted(" ".join(re.sub(r'[()"]', " ", part).split()) for part in (sql or "").split(","))


async def test_migrated_schema_is_that_of_the_tables(db: Database) -> None:
    migrated = await catalogue(db)
    await db.write(lambda tx: tx.run_sync(metadata.drop_all))
    await db.write(lambda tx: tx.run_sync(metadata.create_all))

    assert len(migrated) > 20
    assert migrated == await catalogue(db)


async def test_an_empty_database_is_brought_to_the_head(empty_url: str) -> None:
    assert await migrate.current(empty_url) is None
    assert await migrate.upgrade(empty_url) is None
    assert await migrate.current(empty_url) == migrate.head()


async def test_a_database_at_the_head_is_left_alone(db_url: str) -> None:
    assert await migrate.upgrade(db_url) == migrate.head()


async def test_a_newer_schema_is_refused_and_untouched(db_url: str) -> None:
    db = Database(db_url)
    await db.write(lambda tx: tx.change(text("UPDATE alembic_version SET version_num = '9999'")))
    await db.close()

    with pytest.raises(migrate.UnknownSchema, match=r"9999.*none later than"):
        await migrate.upgrade(db_url)

    assert await migrate.current(db_url) == "9999"


async def test_several_starts_at_once_migrate_once(postgres: Postgres) -> None:
    # On SQLite the lock of the data folder lets one process start; PostgreSQL may be met by several machines.
    url = postgres.url(postgres.create())
    before = await asyncio.gather(*(migrate.upgrade(url) for _ in range(4)))

    assert sorted(before, key=str) == [migrate.head()] * 3 + [None]


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is opened from now on has to be quick, as usual."""
    monkeypatch.setattr(driver, "_LONGEST_STATEMENT", 0.2)
    monkeypatch.setattr(driver, "_LONGEST_PAUSE", "200ms")


@pytest.mark.usefixtures("hurried")
async def test_a_migration_takes_as_long_as_it_takes(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(migrate._FOLDER, tmp_path / "migrations"))
    slow = _SLOW.format(after=migrate.head())
    (folder / "versions" / "9999_slow.py").write_text(slow, encoding="utf-8")
    monkeypatch.setattr(migrate, "_FOLDER", folder)
    url = postgres.url(postgres.create())

    await migrate.upgrade(url)

    assert await migrate.current(url) == "9999"


_SLOW = """
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{after}", None, None


def upgrade() -> None:
    op.execute("SELECT pg_sleep(0.5)")
    pause = op.get_bind().exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar()
    assert pause == "0", pause
"""


async def test_who_meets_anothers_migration_waits_as_long_as_it_takes(
    postgres: Postgres, request: pytest.FixtureRequest
) -> None:
    url = postgres.url(postgres.create())
    other = Database(url)

    async def migrates(tx: Tx) -> None:
        await tx.value(select(func.pg_advisory_xact_lock(migrate._LOCK)))
        request.getfixturevalue("hurried")
        await waits_for_a_lock(other, group.create_task(migrate.upgrade(url)))
        await tx.value(text("SELECT pg_sleep(0.5)"))

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        await other.write(migrates)
    await other.close()

    assert await migrate.current(url) == migrate.head()


async def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str) -> None:
    db = Database(empty_url)
    await db.write(lambda tx: tx.change(text("CREATE TABLE web_messages (id INTEGER PRIMARY KEY)")))
    before = await catalogue(db)

    with pytest.raises(Exception, match="web_messages"):
        await migrate.upgrade(empty_url)

    assert await catalogue(db) == before
    await db.close()


def test_revisions_are_numbered_without_gaps() -> None:
    assert migrate.known() == [f"{number:04d}" for number in range(1, len(migrate.known()) + 1)]


async def test_a_row_without_its_parent_is_refused(db: Database) -> None:
    async def orphan(tx: Tx) -> None:
        await tx.change(text("INSERT INTO fields (code, ministry, vi, en) VALUES ('x', 'nobody', 'x', 'x')"))

    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await db.write(orphan)
