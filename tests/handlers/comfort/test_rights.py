"""What stands behind a card is for those who may answer: nobody else sees a word of it, or leaves a trace."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import Executable, func, select

from storage.db import Database, Tx
from storage.tables import reminders, waits
from tests.handlers.office import Office
from tests.handlers.test_access import ACT, MAY, World

BEHIND: dict[str, dict[str, Any]] = {
    "more": {}, "suggest": {}, "suggested": {"found": [["past", "1"]], "at": 0}, "use": {"source": ["past", "1"]},
    "use_edited": {"source": ["past", "1"]}, "snippets": {}, "remind": {}, "remind_at": {"minutes": 60},
    "awaiting": {}, "queue_fields": {}, "twins": {"message": 1, "questions": [1]},
    "twins_send": {"message": 1, "questions": [1]}, "undo": {"message": 1, "until": "2099-01-01T00:00:00+00:00"},
}  # fmt: skip


async def test_who_may_not_answer_sees_nothing_and_leaves_nothing(seeded_db: Database, office: Office) -> None:
    world = await World(seeded_db, office).peopled()
    others = (role for role, may in MAY.items() if not may & ACT and not role.startswith("asker"))
    for role in others:
        question, word = await world.question(role)
        for verb, args in BEHIND.items():
            about = {"source": ["past", str(question.id)]} if "source" in args else {}
            await world.presses(role, verb, **{"question": question.id, **args, **about})
        if not MAY[role]:
            assert word not in await world.queued_for(role), role
        assert (await world._now(question)).state == question.state, role
    for table in (reminders, waits):
        counted = select(func.count()).select_from(table)
        assert await seeded_db.read(partial(_value, wanted=counted)) == 0


async def _value(tx: Tx, wanted: Executable) -> Any:
    return await tx.value(wanted)
