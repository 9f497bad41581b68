"""The day has come on which the law changes: what cites it goes under review."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from faq.entry import Entry
from handlers.context import Context, Turn
from handlers.due.climb import AGAIN_AFTER
from handlers.due.each import each
from handlers.review.put import put
from storage.bank import entries, law
from storage.bank.law import Change
from storage.bank.reviews import Kind, NewReview
from storage.db import Tx, Unavailable


async def put_under_review(ctx: Context) -> int:
    """Puts up what is due by now; for how many changes of the law. Raises what failed, after the rest."""
    found = await ctx.db.read(partial(law.due, now=ctx.clock.business()))
    return await each(found, partial(_put_up_all, ctx), partial(_put_off, ctx))


async def following(ctx: Context) -> datetime | None:
    """When the next change of the law has its day (business time)."""
    return await ctx.db.read(law.following)


async def _put_off(ctx: Context, change: Change) -> None:
    await ctx.db.write(partial(law.put_off, change_id=change.id, until=ctx.clock.business() + AGAIN_AFTER))


async def _put_up_all(ctx: Context, change: Change) -> int:
    try:
        await ctx.db.write_many(partial(_put_up, ctx, change))
    except Unavailable:
        raise
    except Exception:
        await _put_up_sound(ctx, change)
        raise
    return 1


async def _put_up(ctx: Context, change: Change, tx: Tx) -> None:
    if await law.put_under_review(tx, change.id):  # else another process was faster
        held = await entries.named(tx, await law.held_by(tx, change.id))
        await _review(ctx, change, held.values(), tx)


async def _put_up_sound(ctx: Context, change: Change) -> None:
    """Puts up those of its entries that can be read; the change stays due for the rest."""
    sound: list[Entry] = []
    for entry_id in await ctx.db.read(partial(law.held_by, change_id=change.id)):
        try:
            entry = await ctx.db.read(partial(entries.get, entry_id=entry_id))
        except Unavailable:
            raise
        except Exception:  # noqa: S112 - what is wrong with it is raised already
            continue
        sound += [entry] if entry else []
    await ctx.db.write_many(partial(_review, ctx, change, sound))


async def _review(ctx: Context, change: Change, held: Iterable[Entry], tx: Tx) -> None:
    turn = Turn(ctx, tx, f"law:{change.id}", ctx.clock.business())
    await put(turn, *(
        NewReview(Kind.LAW, entry.ministry, entry.field, entry.id, law_change_id=change.id) for entry in held
    ))  # fmt: skip
