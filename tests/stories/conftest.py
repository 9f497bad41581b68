"""Stories run on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.talk import Town


@pytest.fixture
async def town(seeded_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """The running service with nobody in it yet."""
    async with Town(seeded_url, tmp_path / "data") as town:
        yield town
