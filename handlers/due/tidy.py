"""What nobody needs any more is forgotten: buttons whose time is over."""

from __future__ import annotations

from handlers.context import Context
from storage import conversations


async def tidy(ctx: Context) -> None:
    """Done every hour."""
    now = ctx.clock.machine()
    await ctx.db.write_many(lambda tx: conversations.sweep_prompts(tx, now))
