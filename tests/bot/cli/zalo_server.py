"""The fake Bot Platform on a thread of its own: the command line has an event loop for itself."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from bot.channels.zalo_bot.settings import PATH
from tests.fakes.zalo_bot import FakeZaloBot


class WithOurDoor(FakeZaloBot):
    """A service that answers the probe lives at the same address."""

    def routes(self) -> list[web.RouteDef]:
        async def answer(_request: web.Request) -> web.Response:
            return web.Response()

        return [*super().routes(), web.post(PATH, answer)]


@contextmanager
def zalo() -> Iterator[WithOurDoor]:
    """Serves until it is left."""
    ready, box = threading.Event(), list[tuple[WithOurDoor, asyncio.Event, asyncio.AbstractEventLoop]]()

    async def serve() -> None:
        fake, ended = WithOurDoor(allow_http=True), asyncio.Event()
        await fake.start()
        box.append((fake, ended, asyncio.get_running_loop()))
        ready.set()
        await ended.wait()
        await fake.stop()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    ready.wait()
    fake, ended, loop = box[0]
    try:
        yield fake
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
