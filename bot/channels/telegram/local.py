"""A Bot API server of one's own, in local mode: it keeps files on its disk and tells where they are."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

_MEGABYTE = 1000 * 1000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a Bot API server takes and gives, in bytes. Within Telegram files pass by their ids, of any size."""

    upload: int
    download: int


TELEGRAM = Limits(upload=50 * _MEGABYTE, download=20 * _MEGABYTE)
LOCAL = Limits(upload=2000 * _MEGABYTE, download=100 * _MEGABYTE)
"""It gives files of any size. We take them into memory, to show them elsewhere: hence a limit of our own."""


async def read(folder: Path, told: str, most: int) -> bytes | None:
    """A file at a path that the server told; None where it is larger than `most`.

    Raises OSError where it cannot be read, and for a path that leads out of the server's folder: whoever speaks for
    the server must not have us read whatever he names.
    """
    return await asyncio.to_thread(_read, folder, told, most)


def _read(folder: Path, told: str, most: int) -> bytes | None:
    path = Path(told).resolve(strict=True)
    if not path.is_relative_to(folder.resolve(strict=True)) or not path.is_file():
        raise PermissionError("a path that is not the Bot API server's")
    with path.open("rb") as file:
        content = file.read(most + 1)
    return content if len(content) <= most else None
