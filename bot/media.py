"""The media store: files that come in, by the hash of their content, and what kind of file each really is.

What a file is, is decided by its content; a name or a header may say anything. The file is on the disk, synced,
before the row that names it is committed.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import secrets
import zipfile
from collections.abc import AsyncIterable
from dataclasses import dataclass
from datetime import timedelta
from io import BufferedWriter
from pathlib import Path

from handlers.clock import Clock
from handlers.incoming import Kind, cleaned
from storage import media
from storage.db import Database, Tx
from storage.media import Media
from storage.place import Place

PHOTO_BYTES = 10 * 1024 * 1024
FILE_BYTES = 20 * 1024 * 1024
DAILY_BYTES = 200 * 1024 * 1024
"""What one place may upload in a day; a cadre with a camera stays far below."""

PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp"})
"""What every browser shows; HEIC is kept as a file."""
UNKNOWN = "application/octet-stream"
_HEAD = 4096


class TooLarge(Exception):
    """The file is longer than files of its kind may be."""


class Unwelcome(Exception):
    """The file is of a kind we do not take."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file with its content, on its way from one channel to another."""

    content: bytes
    name: str
    mime: str


class MediaStore:
    """Files under `root`, named by their hash; rows in the database say who may have them."""

    def __init__(self, db: Database, clock: Clock, root: Path) -> None:
        self._db = db
        self._clock = clock
        self._root = root

    async def take_in(self, place: Place, name: str, chunks: AsyncIterable[bytes]) -> Media:
        """Keeps what a person uploads. Raises TooLarge or Unwelcome, and then keeps nothing."""
        partial = self._partial()
        try:
            digest, size = await self._receive(partial, chunks)
            mime = await asyncio.to_thread(mime_of, partial, name)
            if mime is None:
                raise Unwelcome(name)
            if size > (PHOTO_BYTES if mime in PHOTOS else FILE_BYTES):
                raise TooLarge(name)
            return await self._settle(partial, place, digest, name, mime, size)
        finally:
            partial.unlink(missing_ok=True)

    async def pass_on(self, place: Place, fetched: Fetched, made_of: str | None = None) -> Media:
        """Keeps what came over another channel for `place`; an unknown kind is kept, and only ever downloaded.

        `made_of` says what it is a copy of (storage.media.copied_from): with that it is recalled.
        """
        partial = self._partial()
        try:
            digest, size = await self._receive(partial, _one(fetched.content))
            mime = await asyncio.to_thread(mime_of, partial, fetched.name) or UNKNOWN
            return await self._settle(partial, place, digest, fetched.name, mime, size, made_of)
        finally:
            partial.unlink(missing_ok=True)

    async def fetch(self, reference: str) -> Fetched | None:
        """The content of a kept file, for a channel that passes it on; None when there is none."""
        found = await self._db.read(lambda tx: media.find(tx, reference))
        if found is None or not self.path(found).is_file():
            return None
        return Fetched(await asyncio.to_thread(self.path(found).read_bytes), found.name, found.mime)

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

    async def _settle(
        self, partial: Path, place: Place, digest: str, name: str, mime: str, size: int, made_of: str | None = None
    ) -> Media:
        await asyncio.to_thread(_move, partial, self._root / digest[:2] / digest)
        now = self._clock.machine()

        async def keep(tx: Tx) -> Media:
            return await media.keep(tx, place, digest, file_name(name), mime, size, now, made_of)

        return await self._db.write(keep)


def _sync(file: BufferedWriter) -> None:
    file.flush()
    os.fsync(file.fileno())


def _move(partial: Path, final: Path) -> None:
    final.parent.mkdir(exist_ok=True, mode=0o700)
    partial.replace(final)  # the same content may be there already: then nothing changes


async def _one(content: bytes) -> AsyncIterable[bytes]:
    yield content


def file_name(name: str) -> str:
    """A name to show and to save under: the last part of a path, on one line, never empty."""
    last = cleaned(name, 2000).replace("\\", "/").rpartition("/")[2]
    short = " ".join(last.split())
    stem, dot, suffix = short.rpartition(".")
    if dot and len(suffix) <= 8:
        return f"{stem[:110].strip()}.{suffix}"
    return short[:120] or "tệp"


def kind_of(mime: str) -> Kind:
    """How a file of this kind is shown."""
    if mime in PHOTOS:
        return Kind.PHOTO
    if mime in {"audio/ogg", "audio/webm", "audio/amr"}:
        return Kind.VOICE
    return Kind.AUDIO if mime.startswith("audio/") else Kind.FILE


# (offset, bytes, kind): formats that their first bytes give away
_SIGNS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypM4A", "audio/mp4"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
    (0, b"#!AMR", "audio/amr"),
)
_EBML = b"\x1a\x45\xdf\xa3"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODT = "application/vnd.oasis.opendocument.text"


def mime_of(path: Path, name: str) -> str | None:
    """What the file at `path` is by its content; None for what we do not take (pages, scripts, programs …)."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for offset, sign, mime in _SIGNS:
        # RIFF and ISO files say who they are behind a length.
        if head[offset : offset + len(sign)] == sign and (offset != 8 or head[:4] == b"RIFF"):
            return mime
    if head.startswith(_EBML) and b"webm" in head[:64]:
        return "audio/webm"
    if head.startswith(b"PK\x03\x04"):
        return _office(path)
    return "text/plain" if name.lower().endswith(".txt") and _is_text(path) else None


def _office(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist()[:2000])
            if any(member.lower().endswith("vbaproject.bin") for member in names):
                return None  # a document with macros is a program
            if "word/document.xml" in names:
                return _OFFICE + "wordprocessingml.document"
            if "xl/workbook.xml" in names:
                return _OFFICE + "spreadsheetml.sheet"
            if "mimetype" in names and archive.getinfo("mimetype").file_size == len(_ODT):
                return _ODT if archive.read("mimetype") == _ODT.encode() else None
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    return None


def _is_text(path: Path) -> bool:
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        return False
    return "\x00" not in text and not text.lstrip("\ufeff \t\r\n").startswith("<")
