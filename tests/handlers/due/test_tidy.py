"""Housekeeping: what is forgotten every hour, and what is kept; on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handlers.due import tidy
from storage import inbox, links
from storage.db import Tx
from storage.inbox import Arrival
from storage.links import Link
from storage.place import Place
from storage.tables import inbox as updates
from storage.tables import links as link_rows
from tests.handlers.office import Office

LAN = Place("telegram", "1")
EDITS = 5


async def test_an_edit_of_what_never_came_is_forgotten_after_its_update(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidy, "AT_ONCE", 2)
    now = office.clock.machine()

    async def edits(tx: Tx) -> list[int]:
        arrivals = [Arrival("telegram", str(number), LAN.key, b"{}") for number in range(EDITS)]
        await inbox.store(tx, arrivals[:-1], now, now - timedelta(days=31))
        await inbox.store(tx, arrivals[-1:], now, now)
        await tx.change(update(updates).values(state="done"))
        ids = [row.id for row in await tx.rows(select(updates.c.id).order_by(updates.c.id))]
        for inbox_id in ids:
            await links.note_early(tx, LAN, f"of {inbox_id}", inbox_id)
        await links.make(tx, Link(LAN, "a receipt", "receipt", outbox_id=1))
        return ids

    async def kept(tx: Tx) -> list[str]:
        return [row.remote_id for row in await tx.rows(select(link_rows.c.remote_id).order_by(link_rows.c.id))]

    ids = await office.db.write(edits)
    await tidy.tidy(office.ctx)
    assert len(await office.db.read(kept)) == EDITS + 1  # the platform may still deliver what they are of

    assert await office.db.write(lambda tx: inbox.prune(tx, now - timedelta(days=30), 100)) == EDITS - 1
    await tidy.tidy(office.ctx)
    assert await office.db.read(kept) == [f"of {ids[-1]}", "a receipt"]
