"""Voices as the other side plays them: OGG/Opus for Telegram, MP3 for browsers. By ffmpeg, where there is one.

What is converted comes from anybody, so ffmpeg gets no shell, no network, no secrets, one private folder, a format
that we found by the content ourselves, and limits of time, memory and length.
"""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.media import FILE_BYTES, Fetched

log = logging.getLogger(__name__)

SECONDS = 30.0
LONGEST = 1800
"""Seconds of sound; what is longer goes as it is."""
_AT_ONCE = 2
_MEMORY = 1024 * 1024 * 1024
_READ_AS = {
    "audio/aac": "aac", "audio/amr": "amr", "audio/ogg": "ogg", "audio/webm": "matroska", "audio/mp4": "mov",
    "audio/mpeg": "mp3", "audio/wav": "wav", "audio/flac": "flac",
}  # fmt: skip
_OPUS = ("-c:a", "libopus", "-b:a", "32k", "-ar", "48000", "-ac", "1", "-f", "ogg")
_MP3 = ("-c:a", "libmp3lame", "-b:a", "64k", "-ar", "44100", "-ac", "1", "-write_xing", "0", "-f", "mp3")
_PLAYED_BY_ALL = frozenset({"audio/mpeg", "audio/mp4", "audio/wav"})
"""iPhones play no OGG, and only some browsers AMR or AAC without a container."""


class Voices:
    """Converts sounds with one ffmpeg, or leaves them as they are."""

    def __init__(self, ffmpeg: str | None) -> None:
        self._ffmpeg = shutil.which(ffmpeg) if ffmpeg else None
        self._hands = asyncio.Semaphore(_AT_ONCE)

    async def spoken(self, file: Fetched) -> Fetched:
        """As Telegram wants a voice; as it is where that cannot be made."""
        return file if file.mime == "audio/ogg" else await self._converted(file, _OPUS, "ogg", "audio/ogg")

    async def playable(self, file: Fetched) -> Fetched:
        """As every browser plays it; as it is where that cannot be made, or what is no sound."""
        if not file.mime.startswith("audio/") or file.mime in _PLAYED_BY_ALL:
            return file
        return await self._converted(file, _MP3, "mp3", "audio/mpeg")

    async def _converted(self, file: Fetched, to: tuple[str, ...], suffix: str, mime: str) -> Fetched:
        read_as = _READ_AS.get(file.mime)
        if self._ffmpeg is None or read_as is None:
            return file
        async with self._hands:
            with _private(file.content) as source:
                made = await self._run(source, read_as, to)
        if made is None:
            return file
        stem = file.name.rpartition(".")[0] or file.name or "voice"
        return replace(file, content=made, name=f"{stem}.{suffix}", mime=mime)

    async def _run(self, source: Path, read_as: str, to: tuple[str, ...]) -> bytes | None:
        process = await asyncio.create_subprocess_exec(
            str(self._ffmpeg), "-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file,pipe",
            "-threads", "1", "-f", read_as, "-i", f"file:{source}", "-map", "0:a:0", "-map_metadata", "-1",
            "-vn", "-sn", "-dn", "-t", str(LONGEST), "-fs", str(FILE_BYTES), "-bitexact", *to, "pipe:1",
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env={}, start_new_session=True, cwd=source.parent,
        )  # fmt: skip
        try:
            _limit(process.pid)
            async with asyncio.timeout(SECONDS):
                made = await _at_most(process.stdout)
                status = await process.wait() if made else None
        except TimeoutError:
            log.warning("a sound took too long to convert")
            return None
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)  # and whatever it began
                await _rest_of(process.stdout)
                await process.wait()
        if status or not made:
            log.warning("a sound could not be converted", extra={"status": status})
            return None
        return made


async def _at_most(stream: asyncio.StreamReader | None) -> bytes | None:
    """All that comes; nothing where it is too much."""
    made = bytearray()
    while stream and (chunk := await stream.read(256 * 1024)):
        made += chunk
        if len(made) > FILE_BYTES:
            return None
    return bytes(made)


async def _rest_of(stream: asyncio.StreamReader | None) -> None:
    """Lets go of what was written and nobody wants: asyncio does not see a process end whose pipe is not read out."""
    while stream and await stream.read(256 * 1024):
        pass


@contextmanager
def _private(content: bytes) -> Iterator[Path]:
    with TemporaryDirectory(prefix="caunoi-") as folder:  # for nobody but us
        source = Path(folder) / "sound"
        source.write_bytes(content)
        yield source


def _limit(pid: int) -> None:
    if hasattr(resource, "prlimit"):  # Linux
        with suppress(ProcessLookupError):  # it may have ended already
            resource.prlimit(pid, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            resource.prlimit(pid, resource.RLIMIT_CPU, (int(SECONDS) + 1, int(SECONDS) + 1))
