"""Somebody blocked us, or took us back: whether he can be written to, and who has to know."""

from __future__ import annotations

from handlers.context import Context, Effect, Turn
from handlers.incoming import Reach
from handlers.ministry import warn
from storage import persons, reach


async def reached(ctx: Context, heard: Reach) -> Effect:
    """Notes it. Who is back is sent what waited; who left and can be reached nowhere else is told to the admins."""

    async def note(turn: Turn) -> None:
        known = await persons.of_account(turn.tx, heard.sender.channel, heard.sender.user_id)
        if known is None:
            return
        await persons.set_reachable(turn.tx, heard.sender.channel, heard.sender.user_id, heard.reachable)
        if heard.reachable:
            await reach.reopen(turn.tx, heard.place)
            await persons.menu_forgotten(turn.tx, heard.place)  # one that was put meanwhile never arrived
        else:
            await warn.of_lost(turn, known.id)

    return note
