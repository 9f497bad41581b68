"""The bank in memory follows the one in the database, by what was changed alone where that is known."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from threading import get_ident
from weakref import finalize

from faq.match import Bank
from faq.places import Gazetteer
from handlers import bank
from handlers.bank import load_if_changed
from handlers.clock import Clock
from handlers.context import Context
from storage.bank import entries
from storage.db import Database


async def _loaded(db: Database) -> tuple[Context, int]:
    ctx = Context(db, Clock(), Bank(()), Gazetteer.from_package())
    first = await load_if_changed(ctx, -1)
    assert first
    assert first.anew
    return ctx, first.version


async def test_what_changed_is_loaded_alone(seeded_db: Database) -> None:
    ctx, version = await _loaded(seeded_db)
    one, other, *rest = await bank.all_of(seeded_db)
    now = ctx.clock.machine()
    question = "Xã có phải trồng cây bao báp ở trụ sở không?"
    await bank.put_in(seeded_db, [replace(one, question=question), replace(one, id="new")], now, undo=False)
    await seeded_db.write(lambda tx: entries.remove(tx, [other.id], now))

    loaded = await load_if_changed(ctx, version)
    assert loaded
    assert (loaded.version, loaded.anew) == (version + 2, False)
    assert len(ctx.bank) == len(rest) + 2
    assert ctx.bank.get(other.id) is None
    assert ctx.bank.get("new") == replace(one, id="new")
    assert ctx.bank.match(question)[0].entry == one.id
    assert await load_if_changed(ctx, loaded.version) is None


async def test_all_is_loaded_where_it_is_not_known_what_changed(seeded_db: Database) -> None:
    ctx, version = await _loaded(seeded_db)
    everything = await bank.all_of(seeded_db)
    many = [replace(entry, id=f"{entry.id}-{n}") for n in range(5) for entry in everything]
    await bank.put_in(seeded_db, many, ctx.clock.machine(), undo=False)

    loaded = await load_if_changed(ctx, version)
    assert loaded
    assert loaded.anew
    assert len(ctx.bank) == 6 * len(everything)


async def test_a_bank_in_which_much_was_changed_is_made_anew(seeded_db: Database) -> None:
    ctx, version = await _loaded(seeded_db)
    everything = await bank.all_of(seeded_db)
    anew = []
    for turn in range(8):
        many = [replace(entry, answer=f"{turn}") for entry in everything]
        await bank.put_in(seeded_db, many, ctx.clock.machine(), undo=False)
        loaded = await load_if_changed(ctx, version)
        assert loaded
        version = loaded.version
        anew.append(loaded.anew)
    assert anew == [False] * 6 + [True, False]
    assert {entry.answer for entry in map(ctx.bank.get, [each.id for each in everything]) if entry} == {"7"}


async def test_what_the_old_bank_leaves_goes_beside_the_loop(seeded_db: Database) -> None:
    ctx, _ = await _loaded(seeded_db)
    gone: asyncio.Queue[int] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    finalize(ctx.bank, lambda: loop.call_soon_threadsafe(gone.put_nowait, get_ident()))
    await load_if_changed(ctx, -1)
    async with asyncio.timeout(5):
        assert await gone.get() != get_ident()
