"""A reply and the answer of the platform that tells under which id the replied-to message stands, at one moment."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from handlers import early
from handlers.context import Later
from handlers.incoming import Said
from storage import outbox
from storage.db import Database, Tx
from storage.links import Link
from storage.outbox import Claimed, Post
from storage.place import Place
from storage.seats import Role
from tests.handlers.office import Office
from tests.handlers.race import waits_for_a_lock

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
LASTS = timedelta(seconds=5)
LAN = Place("telegram", "1")
SHOWN = "17"
"""The platform's id of the receipt."""


async def being_sent(db: Database) -> Claimed:
    post = Post(LAN, {"is": "message", "text": "Đã gửi"}, "k", role="receipt")
    await db.write(lambda tx: outbox.put(tx, post, NOW))
    [claimed] = await db.write(lambda tx: outbox.claim(tx, "a", "telegram", NOW, LASTS, 1))
    return claimed


async def replied_to(db: Database, message_id: str = SHOWN, waited: timedelta = timedelta()) -> Link | None:
    return await db.read(lambda tx: early.link(tx, LAN, message_id, NOW - waited, NOW))


async def test_a_reply_to_what_is_being_sent_waits_a_minute_and_not_for_ever(db: Database) -> None:
    claimed = await being_sent(db)
    with pytest.raises(Later):
        await replied_to(db)
    assert await replied_to(db, waited=early.WAITS) is None
    await db.write(lambda tx: outbox.sent(tx, claimed, (SHOWN,), NOW))
    found = await replied_to(db)
    assert found is not None
    assert found.role == "receipt"
    assert await replied_to(db, "18") is None


async def test_a_reply_that_was_long_on_its_way_waits_from_its_receipt(office: Office) -> None:
    await office.seat("Lan", Role.CADRE, "06040")
    post = Post(office.place("Lan"), {"is": "message", "text": "Đã gửi"}, "k", role="receipt")
    now = office.clock.machine()
    await office.db.write(lambda tx: outbox.put(tx, post, now))
    await office.db.write(lambda tx: outbox.claim(tx, "a", "telegram", now, LASTS, 1))
    said_at = office.clock.business() - 10 * early.WAITS
    reply = Said(office.sender("Lan"), office.place("Lan"), "m1", said_at, "20 gian", (), SHOWN)
    with pytest.raises(Later):
        await office.takes(reply)


@pytest.mark.parametrize("db_url", ["postgresql"], indirect=True)
async def test_what_is_linked_between_the_two_looks_is_found(db: Database) -> None:
    claimed = await being_sent(db)
    locked, may_commit = asyncio.Event(), asyncio.Event()

    async def ends_between_the_looks(tx: Tx) -> None:
        # The links can be read, and have nothing yet; the outbox can be read again when the receipt is sent.
        await tx.run_sync(lambda connection: connection.execute(text("LOCK TABLE outbox")))
        await outbox.sent(tx, claimed, (SHOWN,), NOW)
        locked.set()
        await may_commit.wait()

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(db.write(ends_between_the_looks))
        await locked.wait()
        reply = group.create_task(replied_to(db))
        await waits_for_a_lock(db, reply)
        may_commit.set()
    assert reply.result() is not None
