"""A web chat on each kind of database, and people who visit it."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer

from bot.channels.webchat import Door
from storage.db import Database
from tests.bot.channels.webchat.service import Service, running
from tests.bot.channels.webchat.visitor import Visitor

Running = tuple[Service, TestServer]
Visit = Callable[..., Visitor]
DOORS = (Door(), Door("/demo/cadre", "caunoi_cadre", may_frame=True, auto_code="AUTO-CODE", subtitle="Xã Thất Khê"))


@pytest.fixture
async def up(db: Database, tmp_path: Path) -> AsyncIterator[Running]:
    """The service on SQLite and on PostgreSQL."""
    async with running(db, tmp_path, doors=DOORS) as started:
        yield started


@pytest.fixture
async def up_sqlite(sqlite_db: Database, tmp_path: Path) -> AsyncIterator[Running]:
    """The service on SQLite alone, for what has nothing to do with the database."""
    async with running(sqlite_db, tmp_path, doors=DOORS) as started:
        yield started


@pytest.fixture
async def up_impatient(sqlite_db: Database, tmp_path: Path) -> AsyncIterator[Running]:
    """The service on a SQLite database that waits for nobody: held by another writer, it refuses at once."""
    db = Database(sqlite_db.url.render_as_string(), busy_ms=10)
    async with running(db, tmp_path, doors=DOORS) as started:
        yield started
    await db.close()


@contextmanager
def held(service: Service) -> Iterator[None]:
    """Another process writes for as long as the block runs."""
    assert service.db.path
    other = sqlite3.connect(service.db.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@pytest.fixture
async def visit() -> AsyncIterator[Visit]:
    """Makes visitors, and closes their connections at the end."""
    async with AsyncExitStack() as stack:

        def make(server: TestServer, base: str = "/chat") -> Visitor:
            visitor = Visitor(server, base)
            stack.push_async_callback(visitor.http.close)
            return visitor

        yield make
