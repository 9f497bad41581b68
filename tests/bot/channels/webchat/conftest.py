"""A web chat on each kind of database, and people who visit it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
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
async def visit() -> AsyncIterator[Visit]:
    """Makes visitors, and closes their connections at the end."""
    async with AsyncExitStack() as stack:

        def make(server: TestServer, base: str = "/chat") -> Visitor:
            visitor = Visitor(server, base)
            stack.push_async_callback(visitor.http.close)
            return visitor

        yield make
