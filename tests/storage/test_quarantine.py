"""What was set aside: found, shown, and put back once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from storage import inbox, quarantine
from storage.db import Database
from storage.inbox import Arrival
from storage.quarantine import Which

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
LEASE = timedelta(seconds=5)


@pytest.fixture
async def aside(db: Database) -> Database:
    """Three updates in quarantine, one that waits."""
    for number, (channel, why) in enumerate((("web", "100% odd"), ("telegram", "KeyError"), ("telegram", "odd_one"))):
        arrival = Arrival(channel, f"u{number}", f"{channel}:{number}", f"bad {number}\0".encode())
        came = NOW - timedelta(hours=number)
        await db.write(partial(inbox.store, arrivals=[arrival], received_at=came, stored_at=came))
        [held] = await db.write(lambda tx: inbox.claim(tx, "w", NOW, LEASE, 1))
        await db.write(partial(inbox.quarantine, held=held, owner="w", why=why, until=NOW + LEASE))
    await db.write(lambda tx: inbox.store(tx, [Arrival("web", "waits", "web:1", b"x")], NOW, NOW))
    return db


async def found(db: Database, which: Which) -> list[str]:
    return [one.why for one in await db.read(lambda tx: quarantine.listed(tx, which, 10))]


async def test_newest_first_and_by_every_filter(aside: Database) -> None:
    assert await found(aside, Which()) == ["odd_one", "KeyError", "100% odd"]
    assert await found(aside, Which(channel="telegram")) == ["odd_one", "KeyError"]
    assert await found(aside, Which(why="0% o")) == ["100% odd"]
    assert await found(aside, Which(why="d_o")) == ["odd_one"], "signs of a pattern are letters here"
    assert await found(aside, Which(before=NOW)) == ["odd_one", "KeyError"]
    assert await found(aside, Which("telegram", "odd", NOW - timedelta(hours=1))) == ["odd_one"]
    assert await aside.read(lambda tx: quarantine.count(tx, Which(channel="telegram"))) == 2
    assert len(await aside.read(lambda tx: quarantine.listed(tx, Which(), 2))) == 2


async def test_one_with_its_payload(aside: Database) -> None:
    first = (await aside.read(lambda tx: quarantine.listed(tx, Which(channel="web"), 1)))[0]
    shown = await aside.read(lambda tx: quarantine.one(tx, first.id))
    assert shown == (first, b"bad 0\0")
    assert (first.conversation, first.update_id, first.bytes) == ("web:0", "u0", 6)
    assert first.received_at == NOW
    assert await aside.read(lambda tx: quarantine.one(tx, first.id + 3)) is None, "it waits, it is not set aside"


async def test_put_back_once_and_first_in_its_conversation(aside: Database) -> None:
    web = (await aside.read(lambda tx: quarantine.listed(tx, Which(channel="web"), 1)))[0]
    await aside.write(lambda tx: inbox.store(tx, [Arrival("web", "later", web.conversation, b"y")], NOW, NOW))
    assert await aside.write(lambda tx: quarantine.retry(tx, [web.id, 999])) == [web.id]
    assert await aside.write(lambda tx: quarantine.retry(tx, [web.id])) == []
    heads = await aside.write(lambda tx: inbox.claim(tx, "w", NOW + LEASE, LEASE, 9))
    [head] = [head for head in heads if head.conversation == web.conversation]
    assert (head.id, head.attempts, head.payload) == (web.id, 0, b"bad 0\0")


async def test_what_is_being_handled_again_is_left_alone(aside: Database) -> None:
    web = (await aside.read(lambda tx: quarantine.listed(tx, Which(channel="web"), 1)))[0]
    await aside.write(lambda tx: quarantine.retry(tx, [web.id]))
    heads = await aside.write(lambda tx: inbox.claim(tx, "w", NOW + LEASE, LEASE, 9))
    assert await aside.write(lambda tx: quarantine.retry_all(tx, Which(channel="web"))) == []
    [head] = [head for head in heads if head.id == web.id]
    await aside.write(lambda tx: inbox.finish(tx, head, "w", NOW + 2 * LEASE))
    assert await aside.write(lambda tx: quarantine.retry(tx, [web.id])) == []


async def test_all_that_are_meant_and_no_others(aside: Database) -> None:
    assert len(await aside.write(lambda tx: quarantine.retry_all(tx, Which(channel="telegram")))) == 2
    assert await found(aside, Which()) == ["100% odd"]
    assert await aside.read(inbox.depth) == {"new": 3, "quarantined": 1}
