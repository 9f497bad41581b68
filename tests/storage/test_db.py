"""Transactions: what is acknowledged is committed, what fails undoes itself alone; on both databases."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from storage.db import Body, Database, Tx, Unavailable
from storage.tables import offsets
from tests.postgres import Postgres


def putting(channel: str, following: int = 1) -> Body[str]:
    async def body(tx: Tx) -> str:
        await tx.change(insert(offsets).values(channel=channel, next=following))
        tx.wake(channel)
        return channel

    return body


async def there(db: Database) -> list[str]:
    rows = await db.read(lambda tx: tx.rows(select(offsets.c.channel).order_by(offsets.c.channel)))
    return [row.channel for row in rows]


async def test_what_is_written_is_committed_when_it_is_acknowledged(db: Database) -> None:
    assert await db.write(putting("a")) == "a"
    other = Database(db.url.render_as_string(hide_password=False))
    assert await there(other) == ["a"]
    await other.close()


async def test_bodies_run_in_the_order_in_which_they_came(sqlite_db: Database) -> None:
    ran: list[int] = []

    async def body(tx: Tx, number: int) -> None:
        ran.append(number)
        await tx.value(select(1))

    await asyncio.gather(*(sqlite_db.write(lambda tx, n=n: body(tx, n)) for n in range(200)))  # type: ignore[misc]
    assert ran == list(range(200))


async def test_one_that_fails_among_many_undoes_itself_alone(db: Database) -> None:
    async def fails(tx: Tx) -> None:
        await putting("lost")(tx)
        raise KeyError("a bug")

    done = await asyncio.gather(
        db.write(putting("a")), db.write(fails), db.write(putting("b")), db.write(putting("a")),
        db.write(putting("c")), return_exceptions=True,
    )  # fmt: skip
    assert [type(one) for one in done if not isinstance(one, str)].count(IntegrityError) == 1  # one of the two a's
    assert isinstance(done[1], KeyError)
    assert await there(db) == ["a", "b", "c"]


async def test_where_the_common_commit_fails_each_is_done_again_alone(
    sqlite_db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """A body that ends the whole transaction takes nobody with it."""
    runs: list[str] = []

    async def innocent(tx: Tx, name: str) -> str:
        runs.append(name)
        return await putting(name)(tx)

    async def ends_all(tx: Tx) -> None:
        runs.append("villain")
        await tx.rows(text("ROLLBACK"))

    done = await asyncio.gather(
        sqlite_db.write(lambda tx: innocent(tx, "a")), sqlite_db.write(ends_all),
        sqlite_db.write(lambda tx: innocent(tx, "b")), return_exceptions=True,
    )  # fmt: skip
    assert (done[0], done[2]) == ("a", "b")
    assert isinstance(done[1], Exception)
    assert await there(sqlite_db) == ["a", "b"]
    assert runs.count("a") == 2
    assert any("common commit failed" in record.message for record in caplog.records)


async def test_hints_are_given_after_the_commit_and_only_then(db: Database) -> None:
    seen: list[bool] = []

    async def body(tx: Tx) -> None:
        await putting("kept")(tx)
        seen.append(db.wakes.event("kept").is_set())

    async def fails(tx: Tx) -> None:
        await putting("undone")(tx)
        raise KeyError

    await db.write(body)
    assert seen == [False]
    assert db.wakes.event("kept").is_set()
    with pytest.raises(KeyError):
        await db.write(fails)
    assert not db.wakes.event("undone").is_set()


async def test_whoever_stopped_waiting_stops_nobody(db: Database) -> None:
    impatient = [asyncio.create_task(db.write(putting(f"{n}"))) for n in range(20)]
    patient = asyncio.create_task(db.write(putting("patient")))
    await asyncio.wait(impatient, timeout=0)
    for task in impatient:
        task.cancel()
    await asyncio.gather(*impatient, return_exceptions=True)
    assert await patient == "patient"
    assert await db.write(putting("next")) == "next"
    assert {"next", "patient"} <= set(await there(db))


async def test_a_naive_time_is_refused(db: Database) -> None:
    from storage.tables import inbox

    naive = datetime(2026, 11, 21, 9, 0)  # noqa: DTZ001 - the point of it
    row = {"channel": "c", "update_id": "1", "conversation": "c:1", "payload": b"", "state": "new"}
    with pytest.raises(Exception, match="naive"):
        await db.write(lambda tx: tx.change(insert(inbox).values(**row, received_at=naive, stored_at=naive)))
    aware = naive.replace(tzinfo=UTC)
    await db.write(lambda tx: tx.change(insert(inbox).values(**row, received_at=aware, stored_at=aware)))
    assert await db.read(lambda tx: tx.value(select(inbox.c.received_at))) == aware


async def test_a_reader_cannot_write_on_sqlite(sqlite_db: Database) -> None:
    with pytest.raises(Unavailable, match="readonly"):
        await sqlite_db.read(putting("a"))
    assert await there(sqlite_db) == []


async def test_a_reader_sees_one_moment(sqlite_db: Database) -> None:
    await sqlite_db.write(putting("a"))
    async with sqlite_db.reading() as tx:
        before = await tx.value(select(func.count()).select_from(offsets))
        await sqlite_db.write(putting("b"))
        assert await tx.value(select(func.count()).select_from(offsets)) == before == 1
    assert await there(sqlite_db) == ["a", "b"]


async def test_a_wrong_statement_is_a_fault_of_ours_not_of_the_database(db: Database) -> None:
    for run in (db.read, db.write):
        with pytest.raises(DBAPIError):
            await run(lambda tx: tx.value(text("SELECT nonsense FROM nowhere")))


async def test_what_people_wrote_is_in_no_error(db: Database) -> None:
    await db.write(putting("bí mật của Lan"))
    with pytest.raises(IntegrityError) as caught:
        await db.write(putting("bí mật của Lan", 4711))
    assert "4711" not in str(caught.value)


async def test_a_locked_file_is_unavailable_and_then_it_is_there_again(sqlite_db: Database) -> None:
    database = Database(sqlite_db.url.render_as_string(), busy_ms=20)
    with sqlite3.connect(str(database.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = await asyncio.gather(*(database.write(putting(name)) for name in "ab"), return_exceptions=True)
        assert [type(one) for one in done] == [Unavailable, Unavailable]
        assert await there(database) == []
        other.rollback()
    assert await database.write(putting("a")) == "a"
    await database.close()
    with pytest.raises(Unavailable, match="closed"):
        await database.write(putting("b"))


async def test_a_locked_file_keeps_those_who_wait_for_one_busy_timeout_not_for_one_each(sqlite_db: Database) -> None:
    database = Database(sqlite_db.url.render_as_string(), busy_ms=200)
    with sqlite3.connect(str(database.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = asyncio.get_running_loop().time()
        done = await asyncio.gather(*(database.write(putting(f"{n}")) for n in range(30)), return_exceptions=True)
        assert asyncio.get_running_loop().time() - began < 2  # it was six seconds
        assert {type(one) for one in done} == {Unavailable}
        assert len({id(one) for one in done}) == 30
        other.rollback()
    assert await database.write(putting("a")) == "a"
    await database.close()


async def test_done_alone_the_first_that_is_refused_speaks_for_the_rest(sqlite_db: Database) -> None:
    """The disk is full: what came before is kept, nobody behind is made to wait for the same answer."""
    runs: list[str] = []

    async def full(tx: Tx) -> None:
        runs.append("full")
        if runs.count("full") == 1:
            await tx.rows(text("ROLLBACK"))
        raise OperationalError("", {}, _full())

    async def behind(tx: Tx) -> str:
        runs.append("behind")
        return await putting("behind")(tx)

    done = await asyncio.gather(
        sqlite_db.write(putting("a")), sqlite_db.write(full), sqlite_db.write(behind), return_exceptions=True
    )
    assert done[0] == "a"
    assert [type(one) for one in done[1:]] == [Unavailable, Unavailable]
    assert await there(sqlite_db) == ["a"]
    assert runs == ["full", "full"]
    assert await sqlite_db.write(behind) == "behind"


def _full() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error


async def test_a_server_that_goes_and_comes(postgres: Postgres, postgres_templates: dict[str, str]) -> None:
    name = postgres.create(postgres_templates["migrated"])
    db = Database(postgres.url(name))
    kill = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"

    async def broken_off(tx: Tx) -> None:
        if run == db.write:
            await putting("half")(tx)
        await asyncio.to_thread(postgres._run, kill)
        await tx.value(select(1))

    for run in (db.write, db.read):
        with pytest.raises(Unavailable):
            await run(broken_off)
    postgres._run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS off")
    for again in (db.read, db.write):
        with pytest.raises(Unavailable):
            await again(lambda tx: tx.value(select(1)))
    postgres._run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS on")
    assert await db.write(putting("a")) == "a"
    assert await there(db) == ["a"]
    await db.close()
    postgres.drop(name)


@pytest.mark.parametrize("db_url", ["postgresql"], indirect=True)
async def test_who_meets_others_again_and_again_is_not_at_fault(db: Database) -> None:
    """Whatever wanted to write that must be tried later, not be set aside."""
    runs = 0

    async def body(tx: Tx) -> None:
        nonlocal runs
        runs += 1
        await tx.change(text("DO $$ BEGIN RAISE EXCEPTION 'met' USING ERRCODE = '40P01'; END $$"))

    with pytest.raises(Unavailable):
        await db.write(body)
    assert 1 < runs < 10


async def test_what_the_server_asks_to_do_again_is_done_again(db: Database) -> None:
    """Two bodies that take two rows in opposite order: a deadlock on PostgreSQL, nothing on SQLite."""
    for name in "ab":
        await db.write(putting(name))
    both = asyncio.Barrier(2) if db.dialect == "postgresql" else None
    runs = 0

    async def body(tx: Tx, first: str, second: str) -> None:
        nonlocal runs
        runs += 1
        await tx.change(_counted(first))
        if both and runs <= 2:
            await both.wait()
        await tx.change(_counted(second))

    await asyncio.gather(db.write(lambda tx: body(tx, "a", "b")), db.write(lambda tx: body(tx, "b", "a")))
    numbers = await db.read(lambda tx: tx.rows(select(offsets.c.next)))
    assert [row.next for row in numbers] == [3, 3]
    assert runs >= 3 if both else runs == 2


def _counted(channel: str) -> Any:
    return update(offsets).where(offsets.c.channel == channel).values(next=offsets.c.next + 1)


async def test_closing_waits_for_what_is_under_way(sqlite_db: Database, caplog: pytest.LogCaptureFixture) -> None:
    database = Database(sqlite_db.url.render_as_string())
    writes = [asyncio.create_task(database.write(putting(f"{n:03}"))) for n in range(150)]
    await asyncio.wait(writes, timeout=0)
    await database.close()
    assert len(await asyncio.gather(*writes)) == 150
    assert len(await there(sqlite_db)) == 150
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert issubclass(OperationalError, DBAPIError)
