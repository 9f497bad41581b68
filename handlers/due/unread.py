"""What was shown in the web chat and is not read goes by the next channel; where an officer has none, admins hear.

It stays where it is, too: whoever opens the page later finds it there, with its buttons, which mean the same at both.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from handlers import unreachable
from handlers.context import Context, Turn
from storage.channels import webchat
from storage.db import Tx
from storage.place import Place

AT_ONCE = 100


async def fall(ctx: Context) -> int:
    """Sends what is due by another channel; how much there was to do."""
    now = ctx.clock.business()
    due = await ctx.db.read(lambda tx: webchat.unread(tx, now, AT_ONCE))
    for outbox_id, chat in due:
        await ctx.db.write(partial(_one, ctx=ctx, outbox_id=outbox_id, place=Place("web", chat)))
    return len(due)


async def following(ctx: Context) -> datetime | None:
    """When the next one is due (business time)."""
    return await ctx.db.read(webchat.next_unread)


async def _one(tx: Tx, ctx: Context, outbox_id: int, place: Place) -> None:
    if await webchat.give_up_on(tx, outbox_id):
        turn = Turn(ctx, tx, f"unread:{outbox_id}", ctx.clock.business())
        await unreachable.unread(turn, outbox_id, place)
