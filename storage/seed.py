"""What every database begins with: the units, the fields and, while the bank is empty, the starter bank."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from sqlalchemy import select

from faq.load import starter_bank
from storage import entries, fields, units
from storage.db import Tx
from storage.tables import entries as entry_rows


async def seed(tx: Tx, today: date) -> None:
    """Puts in what is missing; a second call changes nothing. An emptied bank stays the operator's own choice."""
    await units.seed(tx)
    await fields.seed(tx)
    untouched = await entries.version(tx) == 0 and await tx.row(select(entry_rows.c.id).limit(1)) is None
    if untouched:
        await entries.store(tx, starter_bank(), datetime.combine(today, time.min, UTC))
