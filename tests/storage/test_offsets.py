"""Polling offsets move with the committed batch, lower too."""

from __future__ import annotations

import pytest

from storage.channels import offsets
from storage.db import Database, Tx


async def test_a_channel_that_was_never_polled_has_none(db: Database) -> None:
    assert await db.read(lambda tx: offsets.read(tx, "telegram:1")) is None


@pytest.mark.parametrize("steps", [[5], [5, 9], [900_000_000_000, 7]])
async def test_the_last_move_counts(db: Database, steps: list[int]) -> None:
    for step in steps:
        await db.write(lambda tx, step=step: offsets.move(tx, "telegram:1", step))  # type: ignore[misc]
    assert await db.read(lambda tx: offsets.read(tx, "telegram:1")) == steps[-1]


async def test_bots_do_not_share_an_offset(db: Database) -> None:
    await db.write(lambda tx: offsets.move(tx, "telegram:1", 5))
    assert await db.read(lambda tx: offsets.read(tx, "telegram:2")) is None


async def test_a_failed_transaction_moves_nothing(db: Database) -> None:
    async def move_and_fail(tx: Tx) -> None:
        await offsets.move(tx, "telegram:1", 5)
        raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        await db.write(move_and_fail)
    assert await db.read(lambda tx: offsets.read(tx, "telegram:1")) is None
