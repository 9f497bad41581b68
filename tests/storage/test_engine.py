"""Which engine we are on is known, for the check."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage.db import Database
from storage.engine import look


async def test_the_engine_says_what_it_is(db: Database) -> None:
    engine = await db.read(look)
    assert engine.name.lower() == db.dialect
    assert int(engine.version.split(".")[0]) >= 3


async def test_a_server_has_a_clock_of_its_own(db: Database) -> None:
    engine = await db.read(look)
    if db.dialect == "sqlite":
        assert engine.now is None
    else:
        assert engine.now is not None
        assert abs(engine.now - datetime.now(UTC)) < timedelta(seconds=5)
