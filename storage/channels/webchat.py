"""The web chat's rows: what each chat shows, and up to where it was read.

Every new or changed row takes the next number of its chat's cursor. Taking it locks the chat's row until the
commit, so within a chat numbers become visible in order: whoever asks for everything after a number misses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select, update

from storage.db import AnyRow, Tx
from storage.tables import web_chats, web_messages, web_unread

MENU = ":menu"
"""The client id of the one row that holds a chat's commands; clients cannot choose an id with a colon."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat as a whole."""

    id: str
    name: str
    cursor: int
    read_cursor: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of a chat. `body` is what the page draws; its form belongs to the channel."""

    id: int
    cursor: int
    mine: bool
    body: dict[str, Any]
    client_id: str | None
    shown_at: datetime


async def begin(tx: Tx, chat: str, name: str, now: datetime) -> bool:
    """Makes a chat; False when it is there already."""
    row = {"chat": chat, "name": name, "cursor": 0, "read_cursor": 0, "created_at": now}
    insert = tx.insert(web_chats).values(row).on_conflict_do_nothing(index_elements=["chat"])
    return await tx.value(insert.returning(web_chats.c.chat)) is not None


async def rename(tx: Tx, chat: str, name: str) -> None:
    """Keeps another name for the person in this chat."""
    await tx.change(update(web_chats).where(web_chats.c.chat == chat).values(name=name))


async def find(tx: Tx, chat: str) -> Chat | None:
    """A chat; None when there is none."""
    row = await tx.row(select(web_chats).where(web_chats.c.chat == chat))
    return Chat(row.chat, row.name, row.cursor, row.read_cursor, row.created_at) if row else None


async def say(tx: Tx, chat: str, client_id: str, body: dict[str, Any], now: datetime) -> tuple[Shown, bool]:
    """Shows what the person said; the row, and False where this client id was said before."""
    said = await _by_client_id(tx, chat, client_id)
    if said:
        return said, False
    row_id = await _insert(tx, chat, True, body, now, client_id=client_id)
    said = await _by_client_id(tx, chat, client_id)
    assert said  # noqa: S101 - inserted here, or by whoever made our insert a no-op
    return said, row_id is not None


async def show(tx: Tx, chat: str, outbox_id: int, body: dict[str, Any], now: datetime) -> int | None:
    """Shows what we send; the row id, the same one for the same outbox row. None when there is no such chat."""
    shown = await shown_as(tx, outbox_id)
    if shown is not None:
        return shown
    if await find(tx, chat) is None:
        return None
    return await _insert(tx, chat, False, body, now, outbox_id=outbox_id) or await shown_as(tx, outbox_id)


async def shown_as(tx: Tx, outbox_id: int) -> int | None:
    """The row in which an outbox row is shown already."""
    found: int | None = await tx.value(select(web_messages.c.id).where(web_messages.c.outbox_id == outbox_id))
    return found


async def change(tx: Tx, chat: str, row_id: int, body: dict[str, Any]) -> int | None:
    """Gives a row another body and a newer cursor, which is returned; None when the chat has no such row."""
    cursor = await _next_cursor(tx, chat)
    row = update(web_messages).where(web_messages.c.id == row_id, web_messages.c.chat == chat)
    return cursor if await tx.change(row.values(body=body, cursor=cursor)) else None


async def set_menu(tx: Tx, chat: str, body: dict[str, Any], now: datetime) -> bool:
    """Keeps the commands a chat offers, in place of those before; False when there is no such chat."""
    if await find(tx, chat) is None:
        return False
    menu, new = await say(tx, chat, MENU, body, now)
    if not new and menu.body != body:
        await change(tx, chat, menu.id, body)
    return True


async def one(tx: Tx, chat: str, row_id: int) -> Shown | None:
    """One row of a chat; None when that chat has none of this id."""
    row = await tx.row(_rows(chat).where(web_messages.c.id == row_id))
    return _shown(row) if row else None


async def quoting(tx: Tx, chat: str, row_id: str) -> list[Shown]:
    """Later rows of a chat that quote a row and show what it said."""
    quote = web_messages.c.body["quote"]
    there = _rows(chat).where(
        web_messages.c.id > int(row_id), quote["id"].as_string() == row_id, quote["text"].as_string() != ""
    )
    return [_shown(row) for row in await tx.rows(there)]


async def since(tx: Tx, chat: str, cursor: int, most: int) -> list[Shown]:
    """What became new or changed after a cursor, in that order."""
    newer = _rows(chat).where(web_messages.c.cursor > cursor).order_by(web_messages.c.cursor).limit(most)
    return [_shown(row) for row in await tx.rows(newer)]


async def latest(tx: Tx, chat: str, most: int, before: int | None = None) -> list[Shown]:
    """The last messages of a chat (before one of them), oldest first."""
    rows = _rows(chat).where(func.coalesce(web_messages.c.client_id, "") != MENU)
    if before is not None:
        rows = rows.where(web_messages.c.id < before)
    found = await tx.rows(rows.order_by(web_messages.c.id.desc()).limit(most))
    return [_shown(row) for row in reversed(found)]


async def menu(tx: Tx, chat: str) -> Shown | None:
    """The row with the commands a chat offers."""
    return await _by_client_id(tx, chat, MENU)


async def read_to(tx: Tx, chat: str, cursor: int) -> None:
    """Notes that everything up to a cursor was read; never goes back, never past what there is."""
    read = update(web_chats).where(web_chats.c.chat == chat, web_chats.c.read_cursor < cursor)
    if await tx.change(read.where(web_chats.c.cursor >= cursor).values(read_cursor=cursor)):
        await tx.change(delete(web_unread).where(web_unread.c.chat == chat, web_unread.c.cursor <= cursor))


async def await_reader(tx: Tx, chat: str, outbox_id: int, falls_at: datetime) -> None:
    """Notes that what was just shown is not read yet, and when it goes by another channel (business time)."""
    m = web_messages.c
    cursor = await tx.value(select(m.cursor).where(m.outbox_id == outbox_id))
    row = {"outbox_id": outbox_id, "chat": chat, "cursor": cursor, "falls_at": falls_at}
    await tx.change(tx.insert(web_unread).values(row).on_conflict_do_nothing())
    tx.wake("unread")


async def unread(tx: Tx, now: datetime, most: int) -> list[tuple[int, str]]:
    """What has not been read in time: (outbox row, chat), oldest first."""
    due = select(web_unread.c.outbox_id, web_unread.c.chat).where(web_unread.c.falls_at <= now)
    return [(row[0], row[1]) for row in await tx.rows(due.order_by(web_unread.c.falls_at).limit(most))]


async def next_unread(tx: Tx) -> datetime | None:
    """When the first of it goes by another channel."""
    found: datetime | None = await tx.value(select(func.min(web_unread.c.falls_at)))
    return found


async def nobody_reads(tx: Tx, chat: str) -> list[int]:
    """Nobody will read this chat any more; the outbox rows of what was not read there, oldest first."""
    left = delete(web_unread).where(web_unread.c.chat == chat).returning(web_unread.c.outbox_id)
    return sorted(row.outbox_id for row in await tx.rows(left))


async def give_up_on(tx: Tx, outbox_id: int) -> bool:
    """Nobody waits any more for it to be read here; False where it was, or another process was faster."""
    return bool(await tx.change(delete(web_unread).where(web_unread.c.outbox_id == outbox_id)))


async def _insert(
    tx: Tx,
    chat: str,
    mine: bool,
    body: dict[str, Any],
    now: datetime,
    *,
    client_id: str | None = None,
    outbox_id: int | None = None,
) -> int | None:
    row = {
        "chat": chat,
        "cursor": await _next_cursor(tx, chat),
        "mine": mine,
        "body": body,
        "client_id": client_id,
        "outbox_id": outbox_id,
        "shown_at": now,
    }
    # Without a named target both unique keys are meant: a repeated post and a repeated send are no-ops alike.
    insert = tx.insert(web_messages).values(row).on_conflict_do_nothing()
    new: int | None = await tx.value(insert.returning(web_messages.c.id))
    return new


async def _next_cursor(tx: Tx, chat: str) -> int:
    step = update(web_chats).where(web_chats.c.chat == chat).values(cursor=web_chats.c.cursor + 1)
    return int(await tx.value(step.returning(web_chats.c.cursor)))


async def _by_client_id(tx: Tx, chat: str, client_id: str) -> Shown | None:
    row = await tx.row(_rows(chat).where(web_messages.c.client_id == client_id))
    return _shown(row) if row else None


def _rows(chat: str) -> Select[Any]:
    m = web_messages.c
    columns: Sequence[Any] = (m.id, m.cursor, m.mine, m.body, m.client_id, m.shown_at)
    return select(*columns).where(m.chat == chat)


def _shown(row: AnyRow) -> Shown:
    return Shown(row.id, row.cursor, row.mine, row.body, row.client_id, row.shown_at)
