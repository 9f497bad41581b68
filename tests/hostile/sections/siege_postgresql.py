"""A flood of forged and replayed webhooks with slow bodies, on PostgreSQL."""

from __future__ import annotations

from tests.hostile.figures import Figure, Size
from tests.hostile.ground import Ground
from tests.hostile.siege import Plan, siege

TITLE = "Forged and replayed webhooks, slow bodies (PostgreSQL)"
ALONE = True


async def run(size: Size, ground: Ground) -> list[Figure]:
    """A minute of it, with honest people for three quarters of that."""
    full, sample = Plan(quiet=20, alone=15, both=45), Plan(quiet=1, alone=1.5, both=1.5, rate=500, slow=60)
    return await siege(ground, "postgresql", full if size.full else sample)
