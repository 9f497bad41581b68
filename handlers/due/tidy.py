"""What nobody needs any more is forgotten: buttons and codes whose time is over, edits of what never came."""

from __future__ import annotations

from functools import partial

from handlers.context import Context
from handlers.due import digest
from storage import conversations, linking, links
from storage.channels import login

AT_ONCE = 500


async def tidy(ctx: Context) -> None:
    """Done every hour."""
    now = ctx.clock.machine()
    await ctx.db.write_many(lambda tx: conversations.sweep_prompts(tx, now))
    await ctx.db.write_many(lambda tx: linking.sweep(tx, now))
    await ctx.db.write_many(lambda tx: login.sweep(tx, now))
    await digest.tidy(ctx)
    while await ctx.db.write_many(partial(links.prune_early, limit=AT_ONCE)) == AT_ONCE:
        pass
