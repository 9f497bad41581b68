"""Guessed invite codes and question codes, on PostgreSQL."""

from __future__ import annotations

from tests.hostile.figures import Figure, Size
from tests.hostile.ground import Ground
from tests.hostile.guessing import guessing

TITLE = "Guessed codes: tries, words, times (PostgreSQL)"
ALONE = True


async def run(size: Size, ground: Ground) -> list[Figure]:
    """Enough tries of each kind to see a difference of a few hundredths."""
    return await guessing(ground, "postgresql", size.seed, size.of(600, 12), timed=size.full)
