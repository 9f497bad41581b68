"""A consistent copy of a SQLite database while it is in use.

The copy is made in one step by a reader: it sees one committed state, holds up no writer and never checkpoints.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.db import Database, Unavailable


class NotOnSqlite(Exception):
    """PostgreSQL has its own tools; `command` is what to run."""

    def __init__(self, command: str) -> None:
        super().__init__(command)
        self.command = command


class Damaged(Exception):
    """The copy did not pass SQLite's integrity check and was thrown away; the text says what was found."""


async def copy(db: Database, target: Path) -> int:
    """Writes a copy to `target`, checked and synced, and returns its bytes. What was there is replaced at once.

    Raises NotOnSqlite, Damaged, FileExistsError when `target` is the database itself, OSError.
    """
    source = db.path
    if source is None:
        raise NotOnSqlite(_pg_dump(db, target))
    return await asyncio.to_thread(_copy, source, target)


def _copy(source: Path, target: Path) -> int:
    if target.exists() and target.samefile(source):
        raise FileExistsError(str(target))
    part = target.with_name(f"{target.name}.{os.getpid()}-{os.urandom(4).hex()}.part")
    # Made before SQLite opens it: a copy of everybody's questions is for its owner alone.
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    try:
        _pages(source, part)
        with part.open("rb") as file:
            os.fsync(file.fileno())
            size = os.fstat(file.fileno()).st_size
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return size


def _pages(source: Path, part: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as reader,
            closing(sqlite3.connect(part)) as copy,
        ):
            reader.backup(copy)
            # A single file: the copy needs no log beside it, wherever it is carried.
            copy.execute("PRAGMA journal_mode=DELETE")
            found = [str(row[0]) for row in copy.execute("PRAGMA integrity_check(5)")]
    except sqlite3.DatabaseError as error:
        raise Unavailable(str(error)) from error
    if found != ["ok"]:
        raise Damaged("; ".join(found))


def _pg_dump(db: Database, target: Path) -> str:
    url = db.url
    where = {"host": url.host or url.query.get("host"), "port": url.port, "username": url.username}
    options = [f"--{name}={value}" for name, value in where.items() if value]
    return shlex.join(["pg_dump", "--format=custom", f"--file={target}", *options, url.database or ""])
