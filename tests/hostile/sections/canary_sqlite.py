"""Secrets as canaries, searched for in every sink, on SQLite."""

from __future__ import annotations

from tests.hostile.canary import COMMANDS, canary
from tests.hostile.figures import Figure, Size
from tests.hostile.ground import Ground

TITLE = "Secrets in logs, pages, commands, rows and files (SQLite)"


async def run(size: Size, ground: Ground) -> list[Figure]:
    """The same walk at every size, with fewer commands beside it in a sample."""
    return await canary(ground, "sqlite", COMMANDS if size.full else COMMANDS[:1])
