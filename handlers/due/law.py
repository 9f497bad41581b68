"""The day has come on which the law changes: what cites it goes under review."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from handlers.context import Context, Turn
from handlers.review.put import put
from storage.bank import entries, law
from storage.bank.law import Change
from storage.bank.reviews import Kind, NewReview
from storage.db import Tx


async def put_under_review(ctx: Context) -> int:
    """Puts up what is due by now; for how many changes of the law."""
    found = await ctx.db.read(partial(law.due, now=ctx.clock.business()))
    for change in found:
        await ctx.db.write_many(partial(_put_up, ctx, change))
    return len(found)


async def following(ctx: Context) -> datetime | None:
    """When the next change of the law has its day (business time)."""
    return await ctx.db.read(law.following)


async def _put_up(ctx: Context, change: Change, tx: Tx) -> None:
    if not await law.put_under_review(tx, change.id):
        return  # another process was faster
    held = await entries.named(tx, await law.held_by(tx, change.id))
    turn = Turn(ctx, tx, f"law:{change.id}", ctx.clock.business())
    await put(turn, *(
        NewReview(Kind.LAW, entry.ministry, entry.field, entry.id, law_change_id=change.id)
        for entry in held.values()
    ))  # fmt: skip
