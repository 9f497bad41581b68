"""A connection that broke in the middle of a statement says odd things: the server is at fault, and it is let go."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy import text

from storage.db import Database, Tx, Unavailable
from tests.postgres import Postgres

BROKEN = "cannot switch to state 15; another operation (2) is in progress"


@pytest.fixture
async def one_connection(postgres: Postgres) -> AsyncIterator[Database]:
    name = postgres.create()
    database = Database(postgres.url(name), pool=1)
    yield database
    await database.close()
    postgres.drop(name)


async def _backend(tx: Tx) -> int:
    found: int = await tx.value(text("SELECT pg_backend_pid()"))
    return found


async def test_whoever_asked_is_told_that_the_database_is_unavailable(one_connection: Database) -> None:
    async def breaks(tx: Tx) -> None:
        raise asyncpg.InternalClientError(BROKEN)

    for do in (one_connection.read, one_connection.write):
        with pytest.raises(Unavailable):
            await do(breaks)


async def test_nobody_is_given_that_connection_again(one_connection: Database) -> None:
    async def breaks(tx: Tx) -> None:
        raise asyncpg.InternalClientError(BROKEN)

    before = await one_connection.read(_backend)
    assert await one_connection.write(_backend) == before
    with pytest.raises(Unavailable):
        await one_connection.write(breaks)
    assert await one_connection.read(_backend) != before
