"""A flood of forged and replayed webhooks with slow bodies, on PostgreSQL."""

from __future__ import annotations

from tests.hostile.figures import Figure, Size
from tests.hostile.ground import Ground
from tests.hostile.siege import MINUTE, MOMENT, siege

TITLE = "Forged and replayed webhooks, slow bodies (PostgreSQL)"
ALONE = True


async def run(size: Size, ground: Ground) -> list[Figure]:
    """A minute of it, with honest people for three quarters of that."""
    return await siege(ground, "postgresql", MINUTE if size.full else MOMENT)
