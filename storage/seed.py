"""What every database begins with: the units, the fields and, while the bank is empty, the starter bank."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from faq.load import starter_bank
from storage import fields, units
from storage.bank import entries
from storage.bank.history import Author
from storage.bank.version import version
from storage.db import Tx
from storage.tables import entries as entry_rows

_HERE = ZoneInfo("Asia/Ho_Chi_Minh")
_LOCK = 0x43_61_75_4E_6F_6A  # any number that only we use; the migrations' is another


async def seed(tx: Tx, today: date) -> None:
    """Puts in what is missing; a second call changes nothing. An emptied bank stays the operator's own choice."""
    if tx.dialect == "postgresql":  # of several processes that start at once, one puts in and the others find it
        await tx.value(select(func.pg_advisory_xact_lock(_LOCK)))
    await units.seed(tx)
    await fields.seed(tx)
    untouched = await version(tx) == 0 and await tx.row(select(entry_rows.c.id).limit(1)) is None
    if untouched:
        await entries.store(tx, starter_bank(), datetime.combine(today, time.min, _HERE), Author(None, "starter"))
