"""The bank in memory follows the bank in the database."""

from __future__ import annotations

import asyncio

from faq.match import Bank
from handlers.context import Context
from storage import entries


async def load_if_changed(ctx: Context, version: int) -> int | None:
    """Loads the bank when its version is not `version`, and returns the one it has; None when nothing changed.

    The index is built beside the event loop; until it is ready, the old one answers.
    """
    if await ctx.db.read(entries.version) == version:
        return None
    now_is, kept = await ctx.db.read(entries.load_all)
    ctx.bank = await asyncio.to_thread(Bank, kept)
    return now_is
