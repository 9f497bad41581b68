"""A strict clamd on a real socket: it takes INSTREAM and VERSION, and answers as the real one does."""

from __future__ import annotations

import asyncio
from pathlib import Path

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every scanner takes for a virus, and harms nobody."""


class FakeClamd:
    """Listens at a path or on loopback."""

    def __init__(self, most: int = 25_000_000) -> None:
        self.most = most
        self.answer: bytes | None = None
        """Given instead of a true one."""
        self.silent = False
        self.scanned: list[int] = []
        self._server: asyncio.Server | None = None
        self._gate = asyncio.Event()

    async def listens(self, path: Path | None = None) -> str:
        """Begins; the address."""
        if path:
            self._server = await asyncio.start_unix_server(self._serve, path)
            return str(path)
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def ends(self) -> None:
        self._gate.set()
        if self._server:
            self._server.close()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            command = await reader.readuntil(b"\0")
            told = await self._told(command.rstrip(b"\0"), reader)
            if self.silent:
                await self._gate.wait()
            writer.write(told if self.answer is None else self.answer)
            await writer.drain()
        except (ConnectionError, EOFError):
            pass
        finally:
            writer.close()

    async def _told(self, command: bytes, reader: asyncio.StreamReader) -> bytes:
        if command == b"zVERSION":
            return b"ClamAV 1.4.3/27800/Sun Nov 22 2026\0"
        if command != b"zINSTREAM":
            return b"UNKNOWN COMMAND\0"
        content = bytearray()
        while length := int.from_bytes(await reader.readexactly(4), "big"):
            if len(content) + length > self.most:
                return b"INSTREAM size limit exceeded. ERROR\0"
            content += await reader.readexactly(length)
        self.scanned.append(len(content))
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
