"""An app's webhook, as simple as one can be: it keeps what is posted to it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.fakes.bell import Bell


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> Any:
        return json.loads(self.body)


class Receiver:
    """Somewhere to post to."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.statuses: list[int] = []
        """What the next requests are answered with; 200 when there is nothing left."""
        self.mute = False
        """Requests are kept, and not answered."""
        self.bell = Bell()
        self.url = ""
        self._stopping = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/hook", self._take)
        app.router.add_get("/picture.jpg", self._picture)
        app.router.add_get("/page", self._page)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"

    async def stop(self) -> None:
        self._stopping.set()
        assert self._runner
        await self._runner.cleanup()

    @property
    def events(self) -> list[Any]:
        return [request.event for request in self.received if request.body]

    def at(self, path: str) -> str:
        """Another address of the same host."""
        return self.url.replace("/hook", path)

    async def until(self, count: int) -> list[Received]:
        """What came, as soon as it is so many."""

        def look() -> list[Received] | None:
            return self.received if len(self.received) >= count else None

        return await self.bell.until(look, 5.0)

    async def _take(self, request: web.Request) -> web.StreamResponse:
        self.received.append(Received(dict(request.headers), await request.read()))
        self.bell.ring()
        if self.mute:
            await self._stopping.wait()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def _picture(self, _: web.Request) -> web.StreamResponse:
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(body=b"\xff\xd8\xff", content_type="image/jpeg", status=status)

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return web.Response(text="no picture")
