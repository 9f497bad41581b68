"""What is asked at every message is found by an index that stays as small as what is under way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Executable, text

from storage import inbox, outbox, questions
from storage.db import Database, Tx

NOW = datetime(2026, 11, 21, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CASES: dict[str, tuple[Callable[[Tx], Awaitable[Any]], str]] = {
    "claim an update": (lambda tx: inbox.claim(tx, "me", NOW, MINUTE, 8), "ix_inbox_new"),
    "head of a conversation": (lambda tx: inbox._head(tx, "web:1"), "ix_inbox_conversation_new"),
    "claim a message": (lambda tx: outbox.claim(tx, "me", "web", NOW, MINUTE, 8), "ix_outbox_waiting"),
    "head of a lane": (lambda tx: outbox._take_head(tx, "web:1", NOW), "ix_outbox_lane_waiting"),
    "updates that wait": (lambda tx: inbox._count(tx, inbox.UNDONE), "ix_inbox_new"),
    "updates set aside": (lambda tx: inbox._count(tx, inbox.QUARANTINED), "ix_inbox_quarantined"),
    "age of the inbox": (inbox.oldest_waiting, "ix_inbox_new"),
    "messages that wait": (outbox.depth, "ix_outbox_waiting"),
    "age of the outbox": (outbox.oldest_waiting, "ix_outbox_waiting"),
    "what is due": (lambda tx: questions.due_for_clock(tx, NOW, 10), "ix_questions_wake_at"),
    "when next": (questions.next_wake, "ix_questions_wake_at"),
}


@pytest.mark.parametrize("case", CASES)
async def test_the_partial_index_is_used(sqlite_db: Database, case: str) -> None:
    ask, index = CASES[case]

    async def body(tx: Tx) -> list[str]:
        asked: list[Executable] = []
        run = tx.execute

        async def noting(statement: Executable, parameters: Any = None, /) -> Any:
            asked.append(statement)
            return await run(statement, parameters)

        tx.execute = noting
        await ask(tx)
        compiled = asked[0].compile(dialect=sqlite_db.engine.dialect, compile_kwargs={"render_postcompile": True})  # type: ignore[attr-defined]
        plan = text("EXPLAIN QUERY PLAN " + str(compiled).replace("?", "NULL"))
        return [str(row[3]) for row in (await run(plan)).all()]

    plan = await sqlite_db.write(body)
    assert any(index in step for step in plan), plan
    assert not any(step.startswith("SCAN") and "INDEX" not in step for step in plan), plan
