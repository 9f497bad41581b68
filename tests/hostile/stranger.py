"""`python -m tests.hostile.stranger ORDER`: a stranger who floods a webhook from a process of his own.

Forged requests are pipelined at a steady rate over a few connections that stay open; beside them come what is large,
packed, endless or no HTTP at all, and hundreds of connections that say a byte a second. He comes from addresses of
his own (127.0.0.2 and on) and knows no secret, but for the one honest update that he replays. The order is a JSON
object with the fields of `Order`; what came of it is printed as one.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, fields
from itertools import count, cycle

PATH = "/webhooks/telegram"
SECRET = "X-Telegram-Bot-Api-Secret-Token"
PIPELINES = 6
BATCH = 20
DRIP = 1.0
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted of him."""

    port: int
    seconds: float
    rate: int
    """Forged requests a second."""
    slow: int
    """Connections that say a byte a second."""
    almost: str = ""
    """Nearly the secret."""
    replayed: str = ""
    """An honest update, with `secret`: sent again and again."""
    secret: str = ""
    replays: int = 0
    """So many a second."""


@dataclass(slots=True)
class Done:
    """What came of it."""

    seconds: float = 0.0
    statuses: Counter[str] = field(default_factory=Counter)
    replayed: Counter[str] = field(default_factory=Counter)
    large: Counter[str] = field(default_factory=Counter)
    slow_opened: int = 0
    slow_at_once: int = 0


def forged(order: Order) -> list[bytes]:
    """Every way not to know the secret, each with a body that would have an effect."""
    numbers = count(990_000_000)
    origin = f"http://127.0.0.1:{order.port}"

    def update() -> bytes:
        number = next(numbers)
        who = {"id": number, "is_bot": False, "first_name": "Kẻ giả"}
        said = {"message_id": 1, "date": 1_795_000_000, "from": who, "chat": {"id": number, "type": "private"}}
        return json.dumps({"update_id": number, "message": {**said, "text": "/start"}}).encode()

    def asked(line: str, *headers: str, body: bytes | None = None) -> bytes:
        content = update() if body is None else body
        head = [line + " HTTP/1.1", "Host: x", *headers, f"Content-Length: {len(content)}"]
        return "\r\n".join([*head, "", ""]).encode() + content

    plain = "Content-Type: application/json"
    begin = json.dumps({"key": "k" * 40, "code": "", "name": "x"}).encode()
    return [
        asked(f"POST {PATH}", plain),
        asked(f"POST {PATH}", plain, f"{SECRET}: wrong"),
        asked(f"POST {PATH}", plain, f"{SECRET}: {order.almost}"),
        asked(f"POST {PATH}", plain, f"{SECRET}: {'x' * 4000}"),
        asked(f"POST {PATH}?secret={order.almost}", plain, f"Cookie: {SECRET}={order.almost}"),
        asked(f"POST {PATH}", "Content-Type: text/html", f"{SECRET}: \xff\xfe"),
        asked(f"POST {PATH}/", plain, f"{SECRET}: wrong"),
        asked("POST /webhooks/zalo", plain),
        asked("POST /..%2f..%2fwebhooks/telegram", plain),
        *[asked(f"{method} {PATH}", plain, f"{SECRET}: wrong") for method in ("GET", "PUT", "DELETE", "OPTIONS")],
        asked("POST /chat/session", plain, "Origin: https://elsewhere.example", body=begin),
        asked("POST /chat/messages", plain, f"Origin: {origin}", body=b'{"client_id": "abcdefgh", "text": "x"}'),
        asked("POST /chat/press", plain, f"Origin: {origin}", f"Cookie: caunoi_chat={'a' * 43}", body=b"{}"),
    ]  # fmt: skip


class _Pipeline(asyncio.Protocol):
    """One connection with a batch of requests under way; whatever comes back is only looked at for its statuses."""

    def __init__(self, statuses: Counter[str]) -> None:
        self._statuses = statuses
        self._left = 0
        self._tail = b""
        self._ended: asyncio.Future[None] | None = None
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        self._statuses["hung up on"] += self._left
        self._end()

    async def ask(self, requests: list[bytes]) -> None:
        """Sends them and waits for as many answers, or for the end of the connection."""
        assert self.transport
        self._left, self._ended = len(requests), asyncio.get_running_loop().create_future()
        self.transport.write(b"".join(requests))
        await self._ended

    def data_received(self, data: bytes) -> None:
        found = list(_STATUS.finditer(seen := self._tail + data))
        for status in found:
            self._statuses[status[1].decode()] += 1
        self._tail = seen[max(found[-1].end() if found else 0, len(seen) - 12) :]
        self._left -= len(found)
        if self._left <= 0:
            self._end()

    def _end(self) -> None:
        self._left = 0
        if self._ended and not self._ended.done():
            self._ended.set_result(None)


class Stranger:
    """All that he does, until his time is over."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.done = Done()
        self._addresses = cycle(f"127.0.0.{last}" for last in range(2, 18))
        self._slow_now = 0

    async def run(self) -> Done:
        """Everything at once; nothing that the other side does ends it early."""
        loop = asyncio.get_running_loop()
        began, order = loop.time(), self.order
        ways = cycle(forged(order))
        share = order.rate / PIPELINES
        doings = [self._pipeline(lambda: next(ways), share, self.done.statuses) for _ in range(PIPELINES)]
        if order.replays:
            again = _with_secret(order)
            doings.append(self._pipeline(lambda: again, order.replays, self.done.replayed, batch=1))
        doings += [self._large(what) for what in (_endless, _huge, _bomb, _too_large, _no_http, _long_head)]
        doings += [self._slow(order, number) for number in range(order.slow)]
        tasks = [asyncio.create_task(doing) for doing in doings]
        await asyncio.sleep(order.seconds)
        self.done.seconds = loop.time() - began
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException) and not isinstance(end, asyncio.CancelledError):
                raise end
        return self.done

    async def _pipeline(
        self, one: Callable[[], bytes], rate: float, statuses: Counter[str], batch: int = BATCH
    ) -> None:
        loop = asyncio.get_running_loop()
        at, line = loop.time(), _Pipeline(statuses)
        while True:
            if line.transport is None:
                with suppress(OSError):
                    _, line = await loop.create_connection(
                        lambda: _Pipeline(statuses),
                        "127.0.0.1",
                        self.order.port,
                        local_addr=(next(self._addresses), 0),
                    )
            if line.transport is not None:
                await line.ask([one() for _ in range(batch)])
            at += batch / rate
            await asyncio.sleep(max(0.0, at - loop.time()))

    async def _large(self, what: Callable[[asyncio.StreamWriter], AsyncIterator[None]]) -> None:
        """One after another, each on a connection of its own, at most two a second."""
        while True:
            with suppress(OSError):
                async with self._connected() as (reader, writer):
                    reading = asyncio.create_task(reader.read(64))
                    try:
                        with suppress(ConnectionError):
                            async for _ in what(writer):
                                if reading.done():
                                    break
                        async with asyncio.timeout(3):
                            found = _STATUS.match(await reading)
                        self.done.large[f"{what.__name__[1:]}: {found[1].decode() if found else 'hung up on'}"] += 1
                    except (TimeoutError, ConnectionError):
                        self.done.large[f"{what.__name__[1:]}: no answer"] += 1
                    finally:
                        reading.cancel()
            await asyncio.sleep(0.5)

    async def _slow(self, order: Order, number: int) -> None:
        """A byte a second, of a body (for the webhook, for the web chat) or of a head; and again when it is ended."""
        own = "Content-Type: application/json\r\nContent-Length: 5000"
        heads = (
            f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{own}\r\n\r\n",
            f"POST /chat/session HTTP/1.1\r\nHost: x\r\nOrigin: http://127.0.0.1:{order.port}\r\n{own}\r\n\r\n",
            "GET /chat/ HTTP/1.1\r\nHost: x\r\nX: ",
        )
        await asyncio.sleep(number / max(1, order.slow))
        while True:
            with suppress(OSError):
                async with self._connected() as (reader, writer):
                    self._slow_now += 1
                    self.done.slow_opened += 1
                    self.done.slow_at_once = max(self.done.slow_at_once, self._slow_now)
                    try:
                        await _drips(reader, writer, heads[number % 3].encode())
                    finally:
                        self._slow_now -= 1
            await asyncio.sleep(DRIP)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        own = (next(self._addresses), 0)
        reader, writer = await asyncio.open_connection("127.0.0.1", self.order.port, local_addr=own)
        try:
            yield reader, writer
        finally:
            writer.transport.abort()


async def _drips(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
    writer.write(head)
    while not reader.at_eof() and not writer.transport.is_closing():
        writer.write(b" ")
        await asyncio.sleep(DRIP)


def _with_secret(order: Order) -> bytes:
    body = order.replayed.encode()
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{SECRET}: {order.secret}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


# --- what is large, packed, endless or no HTTP -------------------------------------------------------------------


async def _endless(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    writer.write(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
    chunk = b"10000\r\n" + b" " * 65_536 + b"\r\n"
    async for _ in _pouring(writer, chunk):
        yield


async def _huge(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    writer.write(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000000\r\n\r\n".encode())
    async for _ in _pouring(writer, b"x" * 65_536):
        yield


async def _pouring(writer: asyncio.StreamWriter, chunk: bytes) -> AsyncIterator[None]:
    """About five megabytes a second, which is a good line."""
    for _ in range(200):
        writer.write(chunk)
        await writer.drain()
        yield
        await asyncio.sleep(0.0125)


async def _bomb(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    packed = _packed()
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
    writer.write(head.encode() + packed)
    yield


async def _too_large(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    body = b'{"update_id": 1, "x": "' + b"x" * 300 * 1024 + b'"}'
    writer.write(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    yield


async def _no_http(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    writer.write(b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")
    yield


async def _long_head(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    writer.write(b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000)
    yield


_BOMB: list[bytes] = []


def _packed() -> bytes:
    if not _BOMB:
        _BOMB.append(gzip.compress(b" " * 100_000_000))
    return _BOMB[0]


if __name__ == "__main__":
    came = asyncio.run(Stranger(Order(**json.loads(sys.argv[1]))).run())
    sys.stdout.write(json.dumps({one.name: getattr(came, one.name) for one in fields(came)}))
