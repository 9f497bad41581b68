"""A fresh database is ready to be used; a used one is not touched."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select

from faq.load import starter_bank
from handlers.clock import VIETNAM
from storage.bank import entries
from storage.db import Database
from storage.seed import seed
from storage.tables import entries as rows
from tests.conftest import SEEDED_ON


async def test_an_empty_bank_gets_the_starter_bank(seeded_db: Database) -> None:
    version, bank = await seeded_db.read(entries.load_all)

    assert version == 1
    assert {entry.id: entry for entry in bank} == {entry.id: entry for entry in starter_bank()}
    days = {
        row[0].astimezone(VIETNAM).date()
        for row in await seeded_db.read(lambda tx: tx.rows(select(rows.c.changed_at)))
    }
    assert days == {SEEDED_ON}


async def test_a_second_seed_changes_nothing(seeded_db: Database) -> None:
    before = await seeded_db.read(entries.load_all)
    await seeded_db.write(lambda tx: seed(tx, date(2027, 1, 1)))
    assert await seeded_db.read(entries.load_all) == before


async def test_a_bank_that_was_emptied_stays_empty(seeded_db: Database) -> None:
    await seeded_db.write(lambda tx: entries.remove(tx, [entry.id for entry in starter_bank()], datetime.now(UTC)))
    await seeded_db.write(lambda tx: seed(tx, SEEDED_ON))
    assert await seeded_db.read(entries.load_all) == (2, ())
