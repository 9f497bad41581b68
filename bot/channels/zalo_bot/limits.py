"""What a Zalo bot takes and gives of files: it shows none, and gives pictures and voices at addresses."""

from __future__ import annotations

from bot.channels.base import FileLimits
from bot.media import FILE_BYTES

LIMITS = FileLimits(received=FILE_BYTES)
