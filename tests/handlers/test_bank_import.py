"""Many entries are stored in parts and come in, or stay out, as a whole; on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from faq.load import starter_bank
from faq.shelf import Shelf
from handlers import bank
from handlers.bank import Stored, UnknownField
from storage.db import Database

NOW = datetime(2026, 11, 22, tzinfo=UTC)
COPIES = 4
"""Several parts."""


def many() -> Shelf:
    return Shelf(replace(entry, id=f"{copy}-{entry.id}") for copy in range(COPIES) for entry in starter_bank())


async def test_all_come_in_and_then_nothing_changes(seeded_db: Database) -> None:
    count = len(many())
    assert await bank.put_in(seeded_db, many(), NOW, undo=True) == Stored(count, 0, 0)
    assert len(await bank.all_of(seeded_db)) == len(starter_bank())
    assert await bank.put_in(seeded_db, many(), NOW, undo=False) == Stored(count, 0, 0)
    assert await bank.put_in(seeded_db, many(), NOW, undo=False) == Stored(0, 0, count)
    assert list(await bank.all_of(seeded_db)) == list(Shelf([*many(), *starter_bank()]))


async def test_one_that_cannot_be_stored_keeps_all_out(seeded_db: Database) -> None:
    wrong = replace(starter_bank()[0], id="zzz", field="no-such-field")
    with pytest.raises(UnknownField):
        await bank.put_in(seeded_db, Shelf([*many(), wrong]), NOW, undo=False)
    assert list(await bank.all_of(seeded_db)) == list(Shelf(starter_bank()))
