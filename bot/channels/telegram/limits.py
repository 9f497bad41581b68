"""What Telegram takes and gives of files (Bot API, sending files and getFile)."""

from __future__ import annotations

from bot.channels.base import FileLimits

_MB = 1000 * 1000
LIMITS = FileLimits(photo=10 * _MB, file=50 * _MB, voice=50 * _MB, album=10, received=20 * _MB)
MOST_IN_ONE_CALL = 50 * _MB
