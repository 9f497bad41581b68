"""The media store: files that come in, by the hash of their content.

The file is on the disk, synced, before the row that names it is committed. Where there is a bucket, it is there, too,
and the disk holds copies of what was asked for. Nothing is kept that a scanner, where there is one, has not passed.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import secrets
from collections.abc import AsyncIterable
from dataclasses import dataclass
from datetime import timedelta
from io import BufferedWriter
from pathlib import Path
from typing import Protocol

from bot.kinds import PHOTOS, file_name, mime_of
from handlers.clock import Clock
from storage import media
from storage.db import Database
from storage.media import Media
from storage.place import Place

PHOTO_BYTES = 10 * 1024 * 1024
FILE_BYTES = 20 * 1024 * 1024
DAILY_BYTES = 200 * 1024 * 1024
"""What one place may upload in a day; a cadre with a camera stays far below."""


class TooLarge(Exception):
    """The file is longer than files of its kind may be."""


class Unwelcome(Exception):
    """The file is of a kind we do not take."""


class Infected(Unwelcome):
    """The scanner knows what is in it."""


class NotNow(OSError):
    """The scanner or the bucket is away: another try may succeed."""


class Scanner(Protocol):
    """Looks into files."""

    async def passes(self, path: Path) -> bool:
        """Whether nothing harmful is in the file. Raises NotNow."""
        ...


class Bucket(Protocol):
    """Keeps contents by their hash, for longer and for more processes than a disk."""

    async def put(self, digest: str, path: Path) -> None:
        """Keeps the content of a file. Raises NotNow."""
        ...

    async def get(self, digest: str, path: Path) -> bool:
        """Writes a content to a file; False when it has none. Raises NotNow."""
        ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file with its content, on its way from one channel to another."""

    content: bytes
    name: str
    mime: str


class MediaStore:
    """Files under `root`, named by their hash; rows in the database say who may have them."""

    def __init__(
        self, db: Database, clock: Clock, root: Path, *, scanner: Scanner | None = None, bucket: Bucket | None = None
    ) -> None:
        self._db = db
        self._clock = clock
        self._root = root
        self._scanner = scanner
        self._bucket = bucket

    async def take_in(
        self, place: Place, name: str, chunks: AsyncIterable[bytes], *, once: bool = False, made_of: str | None = None
    ) -> Media:
        """Keeps what a person sends. Raises TooLarge, Unwelcome or NotNow, and then keeps nothing.

        `once`: what comes again, by another try, is what we have. `made_of` says what it is a copy of
        (storage.media.copied_from): with that it is recalled.
        """
        partial = self._partial()
        try:
            digest, size = await self._receive(partial, chunks)
            mime = await self._inspected(partial, name, size)
            await self._settle(partial, digest)
        finally:
            partial.unlink(missing_ok=True)
        now, called = self._clock.machine(), file_name(name, mime)
        keep = media.keep_once if once else media.keep
        return await self._db.write(lambda tx: keep(tx, place, digest, called, mime, size, now, made_of))

    async def pass_on(self, place: Place, fetched: Fetched, made_of: str | None = None) -> Media:
        """Keeps what came over another channel for `place`. Raises as `take_in`."""
        return await self.take_in(place, fetched.name, _one(fetched.content), once=True, made_of=made_of)

    async def inspect(self, fetched: Fetched) -> None:
        """Looks into what stays with its platform. Raises as `take_in`."""
        partial = self._partial()
        try:
            _, size = await self._receive(partial, _one(fetched.content))
            await self._inspected(partial, fetched.name, size)
        finally:
            partial.unlink(missing_ok=True)

    @property
    def scans(self) -> bool:
        """Whether a scanner looks into files."""
        return self._scanner is not None

    async def fetch(self, reference: str) -> Fetched | None:
        """The content of a kept file, for a channel that passes it on; None when there is none. Raises NotNow."""
        found = await self.kept(reference)
        path = await self.file(found) if found else None
        if found is None or path is None:
            return None
        return Fetched(await asyncio.to_thread(path.read_bytes), found.name, found.mime)

    async def kept(self, media_id: str) -> Media | None:
        """A kept file, for whoever was given its address."""
        return await self._db.read(lambda tx: media.find(tx, media_id))

    async def of_place(self, media_id: str, place: Place) -> Media | None:
        """A file that `place` may have."""
        return await self._db.read(lambda tx: media.of_place(tx, media_id, place))

    async def has_room(self, place: Place) -> bool:
        """Whether a place is still below its daily measure."""
        since = self._clock.machine() - timedelta(days=1)
        return await self._db.read(lambda tx: media.kept_since(tx, place, since)) < DAILY_BYTES

    async def file(self, kept: Media) -> Path | None:
        """Where the content lies, brought from the bucket if need be; None when nobody has it. Raises NotNow."""
        path = self.path(kept)
        if path.is_file():
            return path
        if self._bucket is None:
            return None
        partial = self._partial()
        try:
            if not await self._bucket.get(kept.sha256, partial):
                return None
            if await asyncio.to_thread(_digest, partial) != kept.sha256:
                raise NotNow("the bucket gave something else")
            await asyncio.to_thread(_move, partial, path)
        finally:
            partial.unlink(missing_ok=True)
        return path

    def path(self, kept: Media) -> Path:
        """Where the content of a kept file lies."""
        return self._root / kept.sha256[:2] / kept.sha256

    def _partial(self) -> Path:
        folder = self._root / "partial"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder / secrets.token_hex(8)

    async def _receive(self, partial: Path, chunks: AsyncIterable[bytes]) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        with partial.open("wb") as file:
            async for chunk in chunks:
                size += len(chunk)
                if size > FILE_BYTES:  # while it streams: a body without an honest length must not fill the disk
                    raise TooLarge
                digest.update(chunk)
                await asyncio.to_thread(file.write, chunk)
            await asyncio.to_thread(_sync, file)
        if not size:
            raise Unwelcome("empty")
        return digest.hexdigest(), size

    async def _inspected(self, partial: Path, name: str, size: int) -> str:
        mime = await asyncio.to_thread(mime_of, partial, name)
        if mime is None:
            raise Unwelcome(name)
        if size > (PHOTO_BYTES if mime in PHOTOS else FILE_BYTES):
            raise TooLarge(name)
        if self._scanner and not await self._scanner.passes(partial):
            raise Infected(name)
        return mime

    async def _settle(self, partial: Path, digest: str) -> None:
        final = self._root / digest[:2] / digest
        if self._bucket and not final.is_file():
            await self._bucket.put(digest, partial)
        await asyncio.to_thread(_move, partial, final)


def _sync(file: BufferedWriter) -> None:
    file.flush()
    os.fsync(file.fileno())


def _move(partial: Path, final: Path) -> None:
    final.parent.mkdir(exist_ok=True, mode=0o700)
    partial.replace(final)  # the same content may be there already: then nothing changes


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def _one(content: bytes) -> AsyncIterable[bytes]:
    yield content
