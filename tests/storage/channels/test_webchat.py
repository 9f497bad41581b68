"""The web chat's rows: cursors that miss nothing, repeats that change nothing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from storage.channels import webchat
from storage.db import Database

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
CHAT = "c" * 32


async def begin(db: Database, chat: str = CHAT) -> bool:
    return await db.write(lambda tx: webchat.begin(tx, chat, "Lan", NOW))


async def say(db: Database, client_id: str, text: str = "x") -> tuple[webchat.Shown, bool]:
    return await db.write(lambda tx: webchat.say(tx, CHAT, client_id, {"text": text}, NOW))


async def show(db: Database, outbox_id: int, text: str = "y", chat: str = CHAT) -> int | None:
    return await db.write(lambda tx: webchat.show(tx, chat, outbox_id, {"text": text}, NOW))


async def offer(db: Database, body: dict[str, Any]) -> bool:
    return await db.write(lambda tx: webchat.set_menu(tx, CHAT, body, NOW))


async def read_to(db: Database, cursor: int) -> int:
    await db.write(lambda tx: webchat.read_to(tx, CHAT, cursor))
    chat = await db.read(lambda tx: webchat.find(tx, CHAT))
    assert chat
    return chat.read_cursor


async def test_a_chat_is_begun_once(db: Database) -> None:
    assert await begin(db)
    assert not await begin(db)
    await db.write(lambda tx: webchat.rename(tx, CHAT, "Hoàng Thị Lan"))
    chat = await db.read(lambda tx: webchat.find(tx, CHAT))
    assert chat == webchat.Chat(CHAT, "Hoàng Thị Lan", 0, 0, NOW)
    assert await db.read(lambda tx: webchat.find(tx, "nobody")) is None


async def test_rows_take_rising_cursors_and_changes_a_newer_one(db: Database) -> None:
    await begin(db)
    said, new = await say(db, "client-1")
    shown = await show(db, 1)
    assert (said.cursor, new) == (1, True)
    assert await db.write(lambda tx: webchat.change(tx, CHAT, said.id, {"text": "z"})) == 3
    rows = await db.read(lambda tx: webchat.since(tx, CHAT, 1, 10))
    assert [(row.id, row.cursor) for row in rows] == [(shown, 2), (said.id, 3)]
    assert rows[1].body == {"text": "z"}


async def test_repeats_are_the_same_row(db: Database) -> None:
    await begin(db)
    first, _ = await say(db, "client-1", "một")
    again, new = await say(db, "client-1", "hai")
    assert (again, new) == (first, False)
    assert await show(db, 7) == await show(db, 7, "khác")
    assert len(await db.read(lambda tx: webchat.latest(tx, CHAT, 10))) == 2


async def test_repeats_at_the_same_time_are_one_row(db: Database) -> None:
    await begin(db)
    said = await asyncio.gather(*(say(db, "client-1") for _ in range(8)))
    assert len({row.id for row, _ in said}) == 1
    assert [new for _, new in said].count(True) == 1
    shown = await asyncio.gather(*(show(db, 9) for _ in range(8)))
    assert len(set(shown)) == 1


async def test_many_writers_leave_no_two_rows_with_one_cursor(db: Database) -> None:
    await begin(db)
    await asyncio.gather(*(show(db, number) for number in range(30)))
    rows = await db.read(lambda tx: webchat.since(tx, CHAT, 0, 100))
    assert len({row.cursor for row in rows}) == 30


async def test_nothing_is_shown_in_or_changed_from_another_chat(db: Database) -> None:
    await begin(db)
    await begin(db, "other")
    said, _ = await say(db, "client-1")
    assert await show(db, 1, chat="nobody") is None
    assert await db.write(lambda tx: webchat.change(tx, "other", said.id, {})) is None
    assert await db.read(lambda tx: webchat.one(tx, "other", said.id)) is None
    assert await db.read(lambda tx: webchat.since(tx, "other", 0, 10)) == []


async def test_the_menu_is_one_row_that_changes(db: Database) -> None:
    await begin(db)
    for body in ({"commands": [1]}, {"commands": [1]}, {"commands": [2]}):
        assert await offer(db, body)
    menu = await db.read(lambda tx: webchat.menu(tx, CHAT))
    assert menu
    assert menu.body == {"commands": [2]}
    assert await db.read(lambda tx: webchat.latest(tx, CHAT, 10)) == []
    assert not await db.write(lambda tx: webchat.set_menu(tx, "nobody", {}, NOW))


async def test_history_goes_backwards(db: Database) -> None:
    await begin(db)
    ids = [await show(db, number) for number in range(5)]
    last = await db.read(lambda tx: webchat.latest(tx, CHAT, 2))
    assert [row.id for row in last] == ids[3:]
    before = await db.read(lambda tx: webchat.latest(tx, CHAT, 2, last[0].id))
    assert [row.id for row in before] == ids[1:3]


async def test_read_marks_only_go_forward(db: Database) -> None:
    await begin(db)
    for number in range(3):
        await show(db, number)
    for cursor, stands in ((2, 2), (1, 2), (4, 2), (3, 3)):
        assert await read_to(db, cursor) == stands
