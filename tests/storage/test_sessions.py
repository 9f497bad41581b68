"""Sessions: found by the hash of their token, for as long as they last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage import sessions
from storage.db import Database, Tx

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


async def begin(db: Database, *hashes: str, chat: str = "c") -> None:
    async def write(tx: Tx) -> None:
        for token_hash in hashes:
            await sessions.begin(tx, token_hash, chat, NOW)

    await db.write(write)


async def found(db: Database, token_hash: str, at: datetime) -> bool:
    return await db.read(lambda tx: sessions.find(tx, token_hash, at)) is not None


async def test_a_session_is_found_until_it_lay_idle(db: Database) -> None:
    await begin(db, "a")
    assert await found(db, "a", NOW + sessions.IDLE - timedelta(seconds=1))
    assert not await found(db, "a", NOW + sessions.IDLE)
    assert not await found(db, "b", NOW)


async def test_use_keeps_it_but_not_beyond_its_whole_time(db: Database) -> None:
    await begin(db, "a")
    last = NOW + sessions.ABSOLUTE - timedelta(seconds=1)
    await db.write(lambda tx: sessions.touch(tx, "a", last))
    assert await found(db, "a", last)
    assert not await found(db, "a", NOW + sessions.ABSOLUTE)


async def test_sessions_end_one_by_one_or_all_of_a_chat(db: Database) -> None:
    await begin(db, "a", "b", "c")
    await begin(db, "d", chat="other")
    await db.write(lambda tx: sessions.end(tx, "a"))
    assert not await found(db, "a", NOW)
    assert await found(db, "b", NOW)
    assert await db.write(lambda tx: sessions.end_all(tx, "c")) == 2
    assert await found(db, "d", NOW)


async def test_the_sweep_takes_what_opens_nothing(db: Database) -> None:
    await begin(db, "idle", "used")
    later = NOW + sessions.IDLE
    await db.write(lambda tx: sessions.touch(tx, "used", later))
    assert await db.write(lambda tx: sessions.sweep(tx, later)) == 1
    assert await found(db, "used", later)
