"""Whoever is cancelled while the database works for him learns that, and not that the database is away."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import literal, select

from storage.db import Database, Tx


async def _three_looks(tx: Tx) -> None:
    for number in range(3):
        await tx.value(select(literal(number)))


@pytest.mark.parametrize("doing", ["reading", "writing"])
async def test_a_cancel_at_any_step_is_told_as_one(seeded_db: Database, doing: str) -> None:
    async def works_for_ever() -> None:
        while True:
            await (seeded_db.write if doing == "writing" else seeded_db.read)(_three_looks)
            await asyncio.sleep(0)  # a short read on SQLite hands nothing to anybody

    for steps in range(100):
        task = asyncio.create_task(works_for_ever())
        for _ in range(steps):
            await asyncio.sleep(0)  # one step of whatever is ready
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await seeded_db.write(_three_looks)
