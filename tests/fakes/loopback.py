"""A server on loopback that may go away and come back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.fakes.bell import Bell
from tests.fakes.faults import Knobs


class Loopback(Knobs):
    """What the fakes of Zalo share: a port, the knobs, and a bell that rings when something happens."""

    def __init__(self) -> None:
        self.bell = Bell()
        super().__init__(self.bell)
        self.base_url = ""
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None

    def routes(self) -> list[web.RouteDef]:
        raise NotImplementedError

    async def start(self, port: int = 0) -> None:
        """Listens on loopback; `base_url` is set after this."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.add_routes(self.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        self._site = web.TCPSite(self._runner, "127.0.0.1", port)
        await self._site.start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        self.stop_answering()
        self.bell.ring()
        if self._runner:
            await self._runner.cleanup()

    async def goes_away(self) -> None:
        """Nobody listens any more, and what is under way breaks off."""
        assert self._runner
        assert self._runner.server
        assert self._site
        await self._site.stop()
        for connection in self._runner.server.connections:
            if connection.transport:
                connection.transport.abort()

    async def comes_back(self) -> None:
        """Listens again where it did."""
        assert self._runner
        self._site = web.TCPSite(self._runner, "127.0.0.1", int(self.base_url.rpartition(":")[2]))
        await self._site.start()

    async def until(self, look: Callable[[], Any], timeout: float = 5.0) -> Any:
        """Waits until `look` returns something true; looked at whenever something changes. Raises TimeoutError."""
        return await self.bell.until(lambda: look() or None, timeout)
