"""Forged, old and other people's buttons, on SQLite."""

from __future__ import annotations

from tests.hostile.figures import Figure, Size
from tests.hostile.ground import Ground
from tests.hostile.pressing import pressing

TITLE = "Forged, old and other people's buttons (SQLite)"


async def run(size: Size, ground: Ground) -> list[Figure]:
    """Half of the ten thousand."""
    return await pressing(ground, "sqlite", size.seed, size.of(5_000, 200), size.of(40, 8))
