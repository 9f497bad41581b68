"""What an Official Account takes and gives of files (docs/zalo.md)."""

from __future__ import annotations

from bot.channels.base import FileLimits
from bot.media import FILE_BYTES

_MB = 1000 * 1000
LIMITS = FileLimits(photo=1 * _MB, file=5 * _MB, received=FILE_BYTES)
"""Larger pictures are fetched from our address; other files than PDF and Word have no form, nor have voices."""
