"""What the web chat takes and shows: what the media store keeps."""

from __future__ import annotations

from bot.channels.base import FileLimits
from bot.media import FILE_BYTES, PHOTO_BYTES

LIMITS = FileLimits(photo=PHOTO_BYTES, file=FILE_BYTES, voice=FILE_BYTES, album=10, received=FILE_BYTES)
