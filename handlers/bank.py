"""The bank as a whole: what is in memory follows what is in the database; the operator puts in and takes out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice

from faq.entry import Entry
from faq.match import Bank
from faq.shelf import Shelf
from handlers.context import Context
from storage.bank import entries
from storage.bank.entries import Stored, UnknownField
from storage.bank.history import of as versions_of
from storage.bank.version import changed_between, version
from storage.bank.written import content_of
from storage.db import Database, Tx
from storage.fields import wrong_costs

__all__ = [
    "Loaded", "Stored", "UnknownField", "all_of", "content_of", "load_if_changed", "put_in", "versions_of",
    "wrong_costs",
]  # fmt: skip

_AT_ONCE = 200
"""Entries that are stored together: many would hold up the event loop on PostgreSQL, and lie about as rows."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The version that the bank in memory has now, and whether all of it was built anew."""

    version: int
    anew: bool


async def load_if_changed(ctx: Context, before: int) -> Loaded | None:
    """Loads what was changed since version `before`, or all of it where that is not known; None: nothing was.

    The index is made beside the event loop; until it is ready, the old one answers.
    """
    now_is = await ctx.db.read(version)
    if now_is == before:
        return None
    changed = None if ctx.bank.worn else await ctx.db.read(partial(changed_between, before=before, now_is=now_is))
    if changed is None:
        now_is, shelf = await ctx.db.read_many(_shelved)
        await _replace(ctx, lambda bank: bank.anew(shelf))
        return Loaded(now_is, anew=True)
    there = await ctx.db.read_many(partial(entries.named, ids=changed))
    await _replace(ctx, lambda bank: bank.changed(there.values(), without=changed - there.keys()))
    return Loaded(now_is, anew=False)


async def _replace(ctx: Context, made: Callable[[Bank], Bank]) -> None:
    """What the old bank leaves goes in a thread, too: of a million entries it would hold the loop for 90 ms."""
    old = [ctx.bank]
    ctx.bank = await asyncio.to_thread(made, old[0])
    await asyncio.to_thread(old.clear)


async def _shelved(tx: Tx) -> tuple[int, Shelf]:
    """The bank, packed while it is read, with the version it has at least (see `entries.load_all`)."""
    now_is, shelf = await version(tx), Shelf()
    async for part in entries.parts(tx):
        shelf.add(part)
    return now_is, shelf


class _OnlyLooked(Exception):
    """Undoes an import that was only to be looked at."""

    def __init__(self, stored: Stored) -> None:
        self.stored = stored


async def put_in(db: Database, bank: Collection[Entry] | Shelf, now: datetime, *, undo: bool) -> Stored:
    """Stores entries, all or none; with `undo` only says what would have changed. Raises UnknownField."""

    async def body(tx: Tx) -> Stored:
        stored = Stored(0, 0, 0)
        rest = iter(bank)
        while part := list(islice(rest, _AT_ONCE)):
            did = await entries.store(tx, part, now)
            stored = Stored(stored.added + did.added, stored.changed + did.changed, stored.unchanged + did.unchanged)
        if undo:
            raise _OnlyLooked(stored)
        return stored

    try:
        return await db.write_many(body)
    except _OnlyLooked as looked:
        return looked.stored


async def all_of(db: Database) -> Shelf:
    """Every entry."""
    _, shelf = await db.read_many(_shelved)
    return shelf
