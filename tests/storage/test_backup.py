"""Backups are whole, private and made while others write."""

from __future__ import annotations

import asyncio
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import backup, fields
from storage.db import Database, Tx, Unavailable
from storage.tables import units


def rows(file: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as copy:
        return copy.execute(query).fetchall()


def names(folder: Path, pattern: str) -> list[str]:
    return [file.name for file in folder.glob(pattern)]


async def test_a_copy_holds_what_was_committed(sqlite_db: Database, tmp_path: Path) -> None:
    one = {"code": "MOIT", "kind": "ministry", "type": "bộ", "name": "Bộ Công Thương", "full_name": "Bộ Công Thương"}
    await sqlite_db.write(lambda tx: tx.change(units.insert(), [one]))

    size = await backup.copy(sqlite_db, tmp_path / "copy.db")

    assert rows(tmp_path / "copy.db", "SELECT code, name FROM units") == [("MOIT", "Bộ Công Thương")]
    assert (tmp_path / "copy.db").stat().st_size == size
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600
    assert names(tmp_path, "copy*") == ["copy.db"]


async def test_a_copy_made_under_load_is_one_committed_state(sqlite_db: Database, tmp_path: Path) -> None:
    done = False

    async def two_rows(tx: Tx) -> None:
        add = text("INSERT INTO audit (at, verb, object, detail) VALUES ('2026-11-21', 'x', :half, '{}')")
        await tx.change(add, [{"half": "left"}])
        await tx.change(add, [{"half": "right"}])

    async def load() -> int:
        written = 0
        while not done:
            await sqlite_db.write(two_rows)
            written += 1
        return written

    loading = [asyncio.create_task(load()) for _ in range(4)]
    for number in range(20):
        await backup.copy(sqlite_db, tmp_path / f"{number}.db")
    done = True
    assert sum(await asyncio.gather(*loading)) > 20

    counts = []
    for number in range(20):
        file = tmp_path / f"{number}.db"
        assert rows(file, "PRAGMA integrity_check") == [("ok",)]
        halves = rows(file, "SELECT sum(object = 'left'), sum(object = 'right') FROM audit")
        assert halves[0][0] == halves[0][1]
        counts.append(halves[0][0] or 0)
    assert counts == sorted(counts, key=lambda count: int(str(count)))


async def test_an_older_copy_is_replaced_whole(sqlite_db: Database, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("an older one")
    await backup.copy(sqlite_db, target)
    assert rows(target, "PRAGMA integrity_check") == [("ok",)]


async def test_the_database_is_no_target_for_its_own_copy(sqlite_db: Database, tmp_path: Path) -> None:
    assert sqlite_db.path is not None
    link = tmp_path / "link.db"
    link.symlink_to(sqlite_db.path)
    with pytest.raises(FileExistsError):
        await backup.copy(sqlite_db, link)
    assert await sqlite_db.read(fields.every) == ()


async def test_a_target_that_cannot_be_written_leaves_nothing(sqlite_db: Database, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await backup.copy(sqlite_db, tmp_path / "nowhere" / "copy.db")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        await backup.copy(sqlite_db, tmp_path / "folder")
    assert names(tmp_path, "*.part") == []


async def test_a_damaged_database_is_not_passed_on(sqlite_db: Database, tmp_path: Path) -> None:
    assert sqlite_db.path is not None
    damaged = tmp_path / "damaged.db"
    await backup.copy(sqlite_db, damaged)
    page = damaged.read_bytes()
    damaged.write_bytes(page[:4096] + b"\xff" * 4096 + page[8192:])
    db = Database(f"sqlite:///{damaged}")
    with pytest.raises((backup.Damaged, Unavailable), match=r"(?i)malformed|page|tree"):
        await backup.copy(db, tmp_path / "copy.db")
    await db.close()
    assert not (tmp_path / "copy.db").exists()


async def test_postgresql_has_its_own_tool() -> None:
    db = Database("postgresql+asyncpg://caunoi:canary@db.example:5433/cau noi?ssl=require")
    with pytest.raises(backup.NotOnSqlite) as caught:
        await backup.copy(db, Path("/srv/it's.dump"))
    assert shlex.split(caught.value.command) == [
        *("pg_dump", "--format=custom", "--file=/srv/it's.dump", "--host=db.example", "--port=5433"),
        *("--username=caunoi", "cau noi"),
    ]
    await db.close()
