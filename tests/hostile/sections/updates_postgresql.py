"""Mutated updates end to end on PostgreSQL."""

from __future__ import annotations

from tests.hostile.figures import Figure, Size
from tests.hostile.flood import flood
from tests.hostile.ground import Ground

TITLE = "Mutated updates end to end: webhook, inbox, dispatch, answers (PostgreSQL)"


async def run(size: Size, ground: Ground) -> list[Figure]:
    """The other half of all that go end to end."""
    return await flood(ground, "postgresql", size.seed + 1, size.of(50_000, 500), size.of(5_000, 100))
