"""A tap on a line: passes every byte on and keeps what goes out, so that nobody's reading of it hides anything."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit


class Tap:
    """Between a service and a server on loopback."""

    def __init__(self, url: str) -> None:
        self._to = urlsplit(url)
        self._server: asyncio.Server | None = None
        self._lines: set[asyncio.Task[None]] = set()
        self.url = ""
        self.out = bytearray()
        """All that the service has said, head and body."""

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._line, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        assert self._server
        self._server.close()
        for line in list(self._lines):
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    async def _line(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._lines.add(task)
        ends = [writer]
        try:
            there, answer = await asyncio.open_connection(self._to.hostname, self._to.port)
            ends.append(answer)
            await asyncio.gather(self._pump(reader, answer, keep=True), self._pump(there, writer, keep=False))
        except (OSError, asyncio.CancelledError):
            return
        finally:
            for end in ends:
                end.transport.abort()
            for end in ends:
                with suppress(OSError):
                    await end.wait_closed()
            self._lines.discard(task)

    async def _pump(self, source: asyncio.StreamReader, to: asyncio.StreamWriter, *, keep: bool) -> None:
        while chunk := await source.read(65_536):
            if keep:
                self.out += chunk
            to.write(chunk)
            await to.drain()
        to.write_eof()
