"""One of several processes: who asks a platform for updates, where it is polled.

Telegram serves one poller per bot and tells a second one 409; what Zalo gives to one, another never sees. The right
to poll is a lease: whoever holds it renews it, and when he dies another takes it as soon as it is over. With a
webhook none of this is needed.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from handlers.clock import Clock
from storage import leases
from storage.db import Database, Unavailable

log = logging.getLogger(__name__)

QUEUE = "poll"
LASTS = timedelta(seconds=4)
RENEWED_EVERY = 1.0
TRIED_EVERY = 1.0


class Sole:
    """Runs something in one process alone. On SQLite there is only one."""

    def __init__(self, db: Database, clock: Clock, what: str) -> None:
        self._db = db
        self._clock = clock
        self._what = what
        self._owner = secrets.token_hex(8)

    async def run(self, do: Callable[[], Awaitable[None]]) -> None:
        """Does it whenever it is our turn; returns when it has ended by itself."""
        if self._db.dialect == "sqlite":
            return await do()
        while True:
            await self._win()
            log.info("this process polls", extra={"what": self._what})
            try:
                if await self._while_ours(do):
                    return None
            finally:
                await self._give_up()

    async def _win(self) -> None:
        while True:
            try:
                if await self._take():
                    return
            except Unavailable:
                pass  # others say so
            except Exception:  # whatever it is: if this ended, nobody would poll any more
                log.exception("the right to poll could not be asked for")
            await asyncio.sleep(TRIED_EVERY)

    async def _take(self) -> bool:
        now = self._clock.machine()
        take = partial(leases.take, queue=QUEUE, conversations=[self._what], owner=self._owner, now=now, lasts=LASTS)
        return bool(await self._db.write(take))

    async def _while_ours(self, do: Callable[[], Awaitable[None]]) -> bool:
        """True when it ended by itself, False when somebody else has the lease."""
        doing = asyncio.ensure_future(do())
        keeping = asyncio.create_task(self._keep())
        try:
            await asyncio.wait((doing, keeping), return_when=asyncio.FIRST_COMPLETED)
            if doing.done():
                await doing
                return True
            return False
        finally:
            for task in (doing, keeping):
                task.cancel()
            await asyncio.gather(doing, keeping, return_exceptions=True)

    async def _keep(self) -> None:
        """Renews the lease; returns when it is lost, or could not be renewed in time."""
        until = self._clock.machine() + LASTS
        while True:
            await asyncio.sleep(RENEWED_EVERY)
            following = self._clock.machine() + LASTS
            try:
                async with asyncio.timeout(max(0.0, (until - self._clock.machine()).total_seconds())):
                    await self._renew(following)
            except leases.Lost:
                log.warning("another process polls now", extra={"what": self._what})
                return
            except Unavailable:
                continue
            except TimeoutError:
                return
            until = following

    async def _renew(self, until: datetime) -> None:
        await self._db.write(lambda tx: leases.renew(tx, QUEUE, self._what, self._owner, until))

    async def _give_up(self) -> None:
        with suppress(Unavailable, leases.Lost):
            await self._db.write(lambda tx: leases.give_up(tx, QUEUE, self._what, self._owner))
