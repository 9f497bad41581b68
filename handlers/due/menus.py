"""A seat began or ended with the day: its holder is offered the commands that are useful now."""

from __future__ import annotations

from functools import partial

from handlers.context import Context, Turn
from handlers.people import menu
from storage import persons
from storage.db import Tx

AT_ONCE = 200


async def follow(ctx: Context) -> int:
    """Offers them to those whose day has come; to how many people."""
    today = ctx.clock.today()
    found = await ctx.db.read(partial(persons.with_old_menus, day=today, limit=AT_ONCE))
    for person_id in found:
        await ctx.db.write(partial(_offer, ctx, person_id))
    return len(found)


async def _offer(ctx: Context, person_id: int, tx: Tx) -> None:
    person = await persons.get(tx, person_id)
    if person:
        await menu.offer(Turn(ctx, tx, f"menu:{person_id}:{ctx.clock.today()}", ctx.clock.business()), person)
