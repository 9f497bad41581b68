"""Whoever waits for an answer sees that somebody is writing it, where the platform shows such a thing.

It is worth nothing a moment later: so it is kept nowhere, tried once, and said to nobody more often than each few
seconds.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping

from bot.channels.base import Channel
from handlers import writing
from handlers.context import Context
from storage.db import Unavailable
from storage.place import Place

log = logging.getLogger(__name__)

LASTS = 5.0
"""Seconds for which platforms show it."""
_MOST_AT_ONCE = 64
Hint = Callable[[Place], Awaitable[None]]
"""What a channel has as `hint` that can show it for a moment. May raise whatever it likes."""


class Writing:
    """Passes on that somebody is writing."""

    def __init__(self, ctx: Context, channels: Mapping[str, Channel]) -> None:
        self._ctx = ctx
        self._channels = channels
        self._shown: dict[str, float] = {}
        self._under_way: set[asyncio.Task[None]] = set()

    def begins(self, writer: Place, reply_to: str | None) -> None:
        """Somebody is writing at a place of his, perhaps as an answer to a message there. Returns at once."""
        if len(self._under_way) >= _MOST_AT_ONCE:
            return
        task = asyncio.create_task(self._tell(writer, reply_to))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def stop(self) -> None:
        """Forgets what is under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _tell(self, writer: Place, reply_to: str | None) -> None:
        try:
            found = await self._ctx.db.read(lambda tx: writing.readers(self._ctx, tx, writer, reply_to))
            for place in found:
                hint: Hint | None = getattr(self._channels.get(place.channel), "hint", None)
                if hint and not self._sees_it(place):
                    await hint(place)
        except Unavailable:
            return
        except Exception as error:
            log.debug("that somebody is writing was not shown", extra={"why": type(error).__name__})

    def _sees_it(self, place: Place) -> bool:
        """Whether it is shown there still; if not, it will be."""
        now = time.monotonic()
        self._shown = {key: at for key, at in self._shown.items() if now - at < LASTS}
        return self._shown.setdefault(place.key, now) != now
