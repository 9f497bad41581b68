"""HTTP/1.1 as bare as it can be: the load must cost far less than what it measures.

Nothing here checks anything; it speaks with our own processes on loopback alone.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable

_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:\s*chunked", re.IGNORECASE)


def _split(data: bytes) -> tuple[bytes, bytes, bytes] | None:
    """(head, body, rest) of the first message in `data`; None while it is not whole."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return None
    head, body_at = data[: end + 2], end + 4
    found = _LENGTH.search(head)
    if found is None and _CHUNKED.search(head):
        return _split_chunked(head, data[body_at:])
    until = body_at + (int(found[1]) if found else 0)
    return None if len(data) < until else (head, data[body_at:until], data[until:])


def _split_chunked(head: bytes, data: bytes) -> tuple[bytes, bytes, bytes] | None:
    body = b""
    while True:
        line, separator, rest = data.partition(b"\r\n")
        size = int(line, 16) if separator else 0
        if not separator or len(rest) < size + 2:
            return None
        body, data = body + rest[:size], rest[size + 2 :]
        if size == 0:
            return head, body, data


Answer = Callable[[bytes], None]
Serve = Callable[[str, bytes, Answer], None]
"""Takes a path, a body and where to put the JSON of the answer, at once or later."""


class Server(asyncio.Protocol):
    """One connection of somebody who calls."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self._transport: asyncio.Transport | None = None
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._data += data
        while whole := _split(self._data):
            head, body, self._data = whole
            self._serve(head.split(b" ", 2)[1].decode(), body, self._answer)

    def _answer(self, body: bytes) -> None:
        if self._transport:
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
            self._transport.write(head + body)


class _Client(asyncio.Protocol):
    """One connection kept alive: one request at a time."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.waiting: asyncio.Future[int] | None = None
        self._data = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        if self.waiting and not self.waiting.done():
            self.waiting.set_exception(exc or ConnectionError("the server hung up"))

    def data_received(self, data: bytes) -> None:
        self._data += data
        whole = _split(self._data)
        if whole:
            head, _, self._data = whole
            if self.waiting and not self.waiting.done():
                self.waiting.set_result(int(head[9:12]))


class Poster:
    """Posts JSON to one address over at most so many connections, as Telegram does."""

    def __init__(self, port: int, path: str, headers: dict[str, str], connections: int) -> None:
        self._port = port
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        lines = f"Host: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n{lines}"
        self._head = f"POST {path} HTTP/1.1\r\n{lines}Content-Length: ".encode()
        self._free: deque[_Client] = deque()
        self._slots = asyncio.Semaphore(connections)

    async def post(self, body: bytes) -> int:
        """The status of the answer. Raises OSError."""
        async with self._slots:
            client = await self._connected()
            assert client.transport is not None
            client.waiting = asyncio.get_running_loop().create_future()
            client.transport.write(self._head + b"%d\r\n\r\n" % len(body) + body)
            status = await client.waiting
            self._free.append(client)
            return status

    def close(self) -> None:
        """Hangs up."""
        for client in self._free:
            if client.transport:
                client.transport.close()
        self._free.clear()

    async def _connected(self) -> _Client:
        while self._free:
            client = self._free.pop()
            if client.transport and not client.transport.is_closing():
                return client
        _, made = await asyncio.get_running_loop().create_connection(_Client, "127.0.0.1", self._port)
        return made
