"""The audit: who did what to what. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, text

from storage.db import AnyRow, Tx
from storage.prepared import Prepared
from storage.tables import audit

_NOTE = Prepared(lambda insert: insert(audit), "at", "actor_id", "verb", "object", "detail")


async def note(
    tx: Tx, at: datetime, actor_id: int | None, verb: str, object_: str, detail: Mapping[str, Any] | None = None
) -> None:
    """Adds a line. `detail` never holds a message text or a secret."""
    await tx.change(_NOTE, at=at, actor_id=actor_id, verb=verb, object=object_, detail=dict(detail or {}))


async def corrections(tx: Tx, code: str) -> list[AnyRow]:
    """How a question's field was corrected, oldest first: rows (at, actor_id, detail)."""
    a = audit.c
    corrected = select(a.at, a.actor_id, a.detail).where(text("audit.verb = 'correct'"), a.object == code)
    return list(await tx.rows(corrected.order_by(a.id)))


async def handings(tx: Tx, code: str) -> list[AnyRow]:
    """How a question went from one holder to the next, oldest first: rows (at, actor_id, detail)."""
    a = audit.c
    # In the words of the partial index.
    verbs = text("audit.verb IN ('transfer', 'handover', 'rescue', 'return', 'escalate', 'unit-change-moved')")
    handed = select(a.at, a.actor_id, a.detail).where(verbs, a.object == code)
    return list(await tx.rows(handed.order_by(a.id)))


async def of(tx: Tx, object_: str) -> list[AnyRow]:
    """All lines about one thing, oldest first: rows (at, actor_id, verb, detail)."""
    a = audit.c
    return list(await tx.rows(select(a.at, a.actor_id, a.verb, a.detail).where(a.object == object_).order_by(a.id)))
