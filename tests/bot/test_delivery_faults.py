"""What goes wrong with us, and not with a platform: a send that our own code cannot do, a row that it cannot read."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import insert, select, update

from bot.channels.base import Retry
from handlers.outgoing import RESENT
from storage import persons
from storage.db import Database, Tx
from storage.outbox import Priority
from storage.place import Place
from storage.tables import outbox, seats
from tests.bot.platform import Platform, PostOffice

MARKED = f"{RESENT}\nxin chào"


@pytest.fixture
async def office(db: Database) -> AsyncIterator[PostOffice]:
    office = PostOffice(db, Platform())
    await office.delivery.start()
    yield office
    office.platform.open.set()
    await office.delivery.stop(5)


async def test_what_our_own_code_cannot_send_is_set_aside_after_three_tries(
    office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    office.platform.plan.extend([KeyError("a bug")] * 3)
    bad, good = await office.post(), await office.post("sau")
    for _ in range(2):
        await office.held_for()
        await office.later(10)
    await office.becomes(good, "sent")
    assert (await office.row(bad)).why == "not sent: KeyError"
    assert office.platform.texts == ["xin chào", MARKED, MARKED, "sau"]
    assert "Traceback" in caplog.text


async def seat_of_a_release_to_come(office: PostOffice) -> int:
    now = office.clock.machine()

    async def seated(tx: Tx) -> int:
        herald = await persons.arrive(tx, "pigeon", "1", "Lan", "vi", Place("pigeon", "1"), now)
        row = {"person_id": herald.id, "role": "herald", "unit": "20", "state": "valid", "created_at": now}
        made: int = await tx.value(insert(seats).values(valid_from=now.date(), **row).returning(seats.c.id))
        return made

    return await office.db.write(seated)


async def test_what_our_own_code_cannot_prepare_is_set_aside_too(seeded_db: Database) -> None:
    office = PostOffice(seeded_db, Platform())
    seat = await seat_of_a_release_to_come(office)
    await office.delivery.start()
    bad, good = await office.post(seat_id=seat), await office.post("sau")
    for _ in range(2):
        await office.held_for()
        await office.later(10)
    await office.becomes(good, "sent")
    await office.delivery.stop(5)
    assert (await office.row(bad)).state == "refused"
    assert office.platform.texts == ["sau"]


async def test_of_a_broadcast_that_nothing_was_sent_of_it_is_not_said_that_nobody_knows(seeded_db: Database) -> None:
    office = PostOffice(seeded_db, Platform())
    seat = await seat_of_a_release_to_come(office)
    await office.delivery.start()
    row = await office.post(seat_id=seat, priority=Priority.BROADCAST)
    await office.held_for("pigeon:1|bulk")
    await office.db.write(lambda tx: tx.change(update(seats).where(seats.c.id == seat).values(role="cadre")))
    await office.later(10)
    await office.becomes(row, "sent")
    await office.delivery.stop(5)
    assert office.platform.texts == ["xin chào"], "nothing left us before: it needs no mark"


@pytest.mark.parametrize("ours", [Retry("the file cannot be read", of_line=False), KeyError("a bug")])
async def test_what_goes_wrong_in_us_holds_up_nobody_else(office: PostOffice, ours: Retry | Exception) -> None:
    office.platform.plan.extend([ours] * 4)
    for chat in "abcd":
        await office.post(chat=chat)
        await office.held_for(f"pigeon:{chat}")
    await office.becomes(await office.post(chat="e"), "sent")


async def test_a_row_of_another_release_is_set_aside(office: PostOffice) -> None:
    await office.delivery.stop(5)
    strange, good = await office.post(), await office.post("sau")
    await office.db.write(
        lambda tx: tx.change(update(outbox).where(outbox.c.id == strange).values(content={"is": "hologram"}))
    )
    other = office.another()
    await other.start()
    await office.becomes(good, "sent")
    assert (await office.row(strange)).state == "refused"
    await other.stop(5)


async def test_what_came_of_a_send_is_written_when_the_database_is_back(
    sqlite_db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    database = Database(str(sqlite_db.url.render_as_string(hide_password=False)), busy_ms=20)
    office = PostOffice(database, Platform())
    await office.delivery.start()
    office.platform.open.clear()
    row = await office.post()
    await office.platform.has_sent(1)
    with sqlite3.connect(str(database.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        office.platform.open.set()
        refused = asyncio.create_task(database.write(lambda tx: tx.value(select(1))))
        with pytest.raises(Exception, match="locked"):
            await refused
        assert (await office.row(row)).state == "sending"
        other.rollback()
    await office.becomes(row, "sent")
    await office.delivery.stop(5)
    await database.close()
    assert office.platform.texts == ["xin chào"]
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR]
