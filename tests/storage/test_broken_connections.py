"""A connection that broke in the middle of a statement says odd things: the server is at fault, and it is let go."""

from __future__ import annotations

import socket
import traceback
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import asyncpg
import pytest
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    cast,
    func,
    insert,
    literal,
    make_url,
    select,
    text,
)

from storage import postgres as driver
from storage.db import Database, Tx, Unavailable
from storage.prepared import Prepared
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


async def test_what_did_not_fit_is_not_quoted(one_connection: Database) -> None:
    number = Prepared(select(func.abs(bindparam("this", type_=Integer()))))
    with pytest.raises(asyncpg.DataError) as told:
        await one_connection.read(lambda tx: tx.value(number, this=_SAID))
    assert "0912345678" not in _as_logged(told.value)


_KEPT = Table("kept", MetaData(), Column("name", String(40), primary_key=True), Column("age", Integer))
_SAID = "Nguyễn Thị Lan 0912345678"
_KEEP = Prepared(lambda insert: insert(_KEPT), "name")
_WAYS: dict[str, Callable[[Tx, str], Coroutine[Any, Any, object]]] = {
    "prepared": lambda tx, name: tx.change(_KEEP, name=name),
    "prepared, many": lambda tx, name: tx.change_each(_KEEP, [{"name": name}]),
    "plain": lambda tx, name: tx.change(insert(_KEPT).values(name=name)),
    "plain, many": lambda tx, name: tx.change(insert(_KEPT), [{"name": name}, {"name": f"{name} again"}]),
    "synchronous": lambda tx, name: tx.run_sync(lambda core: core.execute(insert(_KEPT).values(name=name))),
    "a number": lambda tx, name: tx.change(insert(_KEPT).values(name="Tú", age=cast(literal(name), Integer))),
    "no number": lambda tx, name: tx.change(insert(_KEPT).values(name="Hà", age=name)),
}


@pytest.mark.parametrize("way", _WAYS)
async def test_an_error_shows_nobodys_words_in_the_log(one_connection: Database, way: str) -> None:
    await one_connection.write(lambda tx: tx.run_sync(_KEPT.metadata.create_all))
    await one_connection.write(lambda tx: tx.change(_KEEP, name=_SAID))
    with pytest.raises(Exception, match=r"kept|does not fit") as told:
        await one_connection.write(lambda tx: _WAYS[way](tx, _SAID))
    assert "0912345678" not in _as_logged(told.value)


async def test_what_only_the_commit_finds_wrong_is_not_quoted(one_connection: Database) -> None:
    late = text("CREATE TABLE kept (name text, UNIQUE (name) DEFERRABLE INITIALLY DEFERRED)")
    await one_connection.write(lambda tx: tx.change(late))
    with pytest.raises(asyncpg.UniqueViolationError) as told:
        await one_connection.write(lambda tx: tx.change_each(_KEEP, [{"name": _SAID}] * 2))
    assert "0912345678" not in _as_logged(told.value)


def _as_logged(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


@pytest.mark.parametrize("change", [{"database": "nowhere"}, {"username": "nobody"}])
async def test_a_server_that_does_not_let_us_in_is_unavailable(postgres: Postgres, change: dict[str, str]) -> None:
    url = make_url(postgres.url("postgres")).set(**change)  # type: ignore[arg-type]
    database = Database(url.render_as_string(hide_password=False))
    for do in (database.read, database.write):
        with pytest.raises(Unavailable, match="no"):
            await do(_backend)
    await database.close()


async def test_a_server_that_says_nothing_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "_LONGEST_CONNECT", 0.2)

    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the call and never says a word
        database = Database(f"postgresql+asyncpg://u@127.0.0.1:{silent.getsockname()[1]}/x")
        with pytest.raises(Unavailable):
            await database.read(_backend)
        await database.close()


async def test_a_server_that_falls_silent_is_unavailable(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "_LONGEST_STATEMENT", 0.2)
    name = postgres.create()
    database = Database(postgres.url(name), pool=1)
    before = await database.read(_backend)
    with pytest.raises(Unavailable):
        await database.read(lambda tx: tx.value(text("SELECT pg_sleep(60)")))
    assert await database.read(_backend) != before
    await database.close()
    postgres.drop(name)
