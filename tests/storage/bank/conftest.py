"""A bank of two entries, and what changes it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from faq.entry import Entry, Status
from storage.bank import entries
from storage.bank.entries import Stored
from storage.db import Database, Tx

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

ROOF = Entry(
    id="roof-solar",
    ministry="MOIT",
    field="electricity",
    question="Lắp điện mặt trời mái nhà có phải xin phép không?",
    phrasings=("điện mặt trời áp mái", "dien mat troi mai nha"),
    answer="Chỉ cần thông báo.",
    legal_basis=("Nghị định 58/2025/NĐ-CP, Điều 14", "Luật Điện lực 61/2024/QH15"),
    source_url="https://vanban.example/58",
    status=Status.CURRENT,
    valid_from=date(2025, 3, 3),
    valid_to=date(2027, 3, 1),
    confidence="verbatim",
    checked_on=date(2026, 11, 1),
    reviewed=True,
    provinces=("20", "52"),
    task_id="task-1",
)
LAND = Entry(id="land", ministry="MAE", field="land-registration", question="Cấp sổ đỏ ở đâu?")


@pytest.fixture
async def bank(seeded_db: Database) -> Database:
    """A seeded database with an empty bank."""

    async def clear(tx: Tx) -> None:
        _, everything = await entries.load_all(tx)
        await entries.remove(tx, [entry.id for entry in everything], NOW)

    await seeded_db.write(clear)
    return seeded_db


async def store(db: Database, *given: Entry, now: datetime = NOW) -> Stored:
    """Puts entries in as an import does."""
    return await db.write(lambda tx: entries.store(tx, given, now))
