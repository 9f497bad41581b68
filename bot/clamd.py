"""ClamAV, asked over its own socket (clamd, INSTREAM). While it is away files are held back: it lets none through."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from pathlib import Path

from bot.media import NotNow, TooLarge

log = logging.getLogger(__name__)

_CHUNK = 256 * 1024
_LONGEST_ANSWER = 4096


class Clamd:
    """The scanner at an address: a socket's path, or host and port."""

    def __init__(self, address: str, seconds: float = 30.0) -> None:
        self._address = address.removeprefix("unix:")
        self._seconds = seconds

    async def passes(self, path: Path) -> bool:
        """Whether it finds nothing in a file. Raises NotNow while it gives no answer, TooLarge for what it will not
        read."""
        answer = await self._asked(b"zINSTREAM\0", path)
        if answer.endswith(b"OK"):
            return True
        if answer.endswith(b"FOUND"):
            log.warning("a file is infected", extra={"found": answer.decode("utf-8", "replace")[:120]})
            return False
        if b"size limit" in answer:
            raise TooLarge("the scanner reads no file of this length")
        raise NotNow("the scanner gave an answer that is none")

    async def version(self) -> str:
        """What it says of itself. Raises NotNow."""
        return (await self._asked(b"zVERSION\0")).decode("utf-8", "replace")

    async def _asked(self, command: bytes, path: Path | None = None) -> bytes:
        try:
            async with asyncio.timeout(self._seconds):
                return await self._exchange(command, path)
        except (OSError, EOFError, asyncio.LimitOverrunError) as error:
            raise NotNow(f"the scanner is away ({type(error).__name__})") from None

    async def _exchange(self, command: bytes, path: Path | None) -> bytes:
        reader, writer = await self._connected()
        try:
            writer.write(command)
            # Listened to while we speak: it may have heard enough and cut us off, and its answer be lost with that.
            answer = asyncio.create_task(reader.readuntil(b"\0"))
            try:
                if path:
                    await _stream(writer, path, answer)
                return (await answer).rstrip(b"\0").strip()
            finally:
                answer.cancel()
        finally:
            writer.close()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._address.startswith("/"):
            return await asyncio.open_unix_connection(self._address, limit=_LONGEST_ANSWER)
        host, _, port = self._address.rpartition(":")
        return await asyncio.open_connection(host.strip("[]"), int(port), limit=_LONGEST_ANSWER)


async def _stream(writer: asyncio.StreamWriter, path: Path, answer: asyncio.Task[bytes]) -> None:
    with suppress(ConnectionError), path.open("rb") as file:
        while not answer.done() and (chunk := await asyncio.to_thread(file.read, _CHUNK)):
            writer.write(len(chunk).to_bytes(4, "big") + chunk)
            await writer.drain()
        writer.write(bytes(4))
        await writer.drain()
