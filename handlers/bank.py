"""The bank as a whole: what is in memory follows what is in the database; the operator puts in and takes out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime

from faq.entry import Entry
from faq.match import Bank
from faq.shelf import Shelf
from handlers.context import Context
from storage.bank import entries
from storage.bank.entries import Stored, UnknownField
from storage.db import Database, Tx

__all__ = ["Stored", "UnknownField", "all_of", "load_if_changed", "put_in"]


async def load_if_changed(ctx: Context, version: int) -> int | None:
    """Loads the bank when its version is not `version`, and returns the one it has; None when nothing changed.

    The index is built beside the event loop; until it is ready, the old one answers.
    """
    if await ctx.db.read(entries.version) == version:
        return None
    now_is, shelf = await ctx.db.read_many(_shelved)
    ctx.bank = await asyncio.to_thread(Bank, shelf)
    return now_is


async def _shelved(tx: Tx) -> tuple[int, Shelf]:
    """The bank, packed while it is read, with the version it has at least (see `entries.load_all`)."""
    now_is, shelf = await entries.version(tx), Shelf()
    async for part in entries.parts(tx):
        shelf.add(part)
    return now_is, shelf


class _OnlyLooked(Exception):
    """Undoes an import that was only to be looked at."""

    def __init__(self, stored: Stored) -> None:
        self.stored = stored


async def put_in(db: Database, bank: Iterable[Entry], now: datetime, *, undo: bool) -> Stored:
    """Stores entries, all or none; with `undo` only says what would have changed. Raises UnknownField."""
    wanted = tuple(bank)

    async def body(tx: Tx) -> Stored:
        stored = await entries.store(tx, wanted, now)
        if undo:
            raise _OnlyLooked(stored)
        return stored

    try:
        return await db.write_many(body)
    except _OnlyLooked as looked:
        return looked.stored


async def all_of(db: Database) -> tuple[Entry, ...]:
    """Every entry, by id."""
    _, kept = await db.read_many(entries.load_all)
    return kept
