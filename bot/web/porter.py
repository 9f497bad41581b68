"""The porter: how many may stand in the door, and how long somebody may take to say what he wants.

aiohttp bounds what a request holds, but not how many connections there are nor how slowly a head comes: a few hundred
strangers who say nothing would use up the files that the database and the platforms need. So a connection is
aiohttp's only once a whole head has come.
"""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Callable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from weakref import WeakSet

from aiohttp import web

MOST = 8_192
"""Connections in all."""
EACH = 1_024
"""Connections of one address that is no proxy of ours; a whole office often has one."""
PATIENCE = 10.0
"""Seconds for the first head."""
_LONGEST_HEAD = 32 * 1024
"""What is longer goes on all the same: aiohttp refuses it with a sentence."""
_FILES_OF_OUR_OWN = 2
"""The share of open files that is left to the database, the platforms and what people send."""

Handlers = Callable[[], asyncio.Protocol]


def room() -> int:
    """How many connections this process can have; raises its soft limit of open files as far as it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST * _FILES_OF_OUR_OWN
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return MOST if soft == resource.RLIM_INFINITY else min(MOST, soft // _FILES_OF_OUR_OWN)


class Porter:
    """Makes the protocols of one listening socket."""

    def __init__(
        self,
        handlers: Handlers,
        proxies: Sequence[IPv4Network | IPv6Network] = (),
        *,
        most: int = MOST,
        each: int = EACH,
        patience: float = PATIENCE,
    ) -> None:
        self.handlers = handlers
        self.patience = patience
        self._proxies = proxies
        self._most = most
        self._each = each
        self._all: WeakSet[asyncio.Transport] = WeakSet()
        self.arriving: set[asyncio.Transport] = set()
        """Those of whom no whole head has come: nobody else knows of them."""
        self._closed = False
        self._by_address: dict[str, WeakSet[asyncio.Transport]] = {}

    def __call__(self) -> asyncio.Protocol:
        """For `loop.create_server`."""
        return _Arriving(self)

    def admits(self, transport: asyncio.Transport) -> bool:
        """Whether there is room for one more connection, and one more from its address; then it is counted."""
        if self._closed or not _has_room(self._all, self._most):
            return False
        address = self._counted_by(transport)
        if address:
            own = self._by_address.setdefault(address, WeakSet())
            if not _has_room(own, self._each):
                return False
            own.add(transport)
            if len(self._by_address) > 2 * self._most:
                self._by_address = {key: kept for key, kept in self._by_address.items() if _open(kept)}
        self._all.add(transport)
        return True

    def close(self) -> None:
        """Sends away who stands in the door; nobody comes in any more."""
        self._closed = True
        for transport in self.arriving.copy():
            transport.abort()

    def _counted_by(self, transport: asyncio.Transport) -> str:
        """The address that is held to account; empty for a proxy of ours, who brings everybody's."""
        peer = transport.get_extra_info("peername")
        if not isinstance(peer, tuple):
            return ""
        address = ip_address(peer[0].partition("%")[0])
        address = getattr(address, "ipv4_mapped", None) or address
        if any(address in proxies for proxies in self._proxies):
            return ""
        # Whoever has one address of IPv6 has the 2^64 beside it.
        return str(address) if address.version == 4 else address.exploded[:19]


class _Arriving(asyncio.Protocol):
    """A connection whose first head is not whole yet."""

    def __init__(self, porter: Porter) -> None:
        self._porter = porter
        self._head = b""
        self._transport: asyncio.Transport | None = None
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - a socket that listens makes no other
        if not self._porter.admits(transport):
            transport.abort()
            return
        self._transport = transport
        self._porter.arriving.add(transport)
        self._timer = asyncio.get_running_loop().call_later(self._porter.patience, transport.abort)

    def data_received(self, data: bytes) -> None:
        self._head += data
        if b"\r\n\r\n" in self._head or len(self._head) > _LONGEST_HEAD:
            self._hand_over()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()

    def _hand_over(self) -> None:
        transport, head = self._transport, self._head
        if transport is None:
            return
        self._stop_waiting()
        handler = self._porter.handlers()
        transport.set_protocol(handler)
        handler.connection_made(transport)
        handler.data_received(head)

    def _stop_waiting(self) -> None:
        if self._timer:
            self._timer.cancel()
        if self._transport:
            self._porter.arriving.discard(self._transport)
        self._timer, self._transport, self._head = None, None, b""


class Site(web.BaseSite):
    """A TCP socket with a porter at its door."""

    def __init__(self, runner: web.BaseRunner, porter: Porter, host: str, port: int) -> None:
        super().__init__(runner, backlog=512)
        self._porter = porter
        self._host = host
        self._port = port

    @property
    def name(self) -> str:
        return f"http://{self._host}:{self._port}"

    async def start(self) -> None:
        """Begins to listen. Raises OSError."""
        await super().start()
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._porter, self._host, self._port, backlog=self._backlog)

    async def stop(self) -> None:
        """Listens no more. What aiohttp serves it ends by itself."""
        if isinstance(self._server, asyncio.Server):
            # Whoever was let in during this turn of the loop comes to a server that must not be closed yet: asyncio
            # drops him then without closing his connection (`Server._attach`).
            loop = asyncio.get_running_loop()
            for listening in self._server.sockets:
                loop.remove_reader(listening.fileno())
            await asyncio.sleep(0)
        await super().stop()
        self._porter.close()


def _has_room(transports: WeakSet[asyncio.Transport], most: int) -> bool:
    return len(transports) < most or _open(transports) < most


def _open(transports: WeakSet[asyncio.Transport]) -> int:
    """How many of them are open. Closed ones would leave only when Python next looks for cycles."""
    for closed in [transport for transport in transports if transport.is_closing()]:
        transports.discard(closed)
    return len(transports)
