"""What is asked at every message is found by an index that stays as small as what is under way."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Executable, text
from sqlalchemy.dialects.sqlite import pysqlite

from storage import (
    alerts,
    audit,
    clocks,
    due,
    duties,
    handovers,
    inbox,
    links,
    outbox,
    past,
    questions,
    queue,
    reach,
    reminders,
    routes,
)
from storage.db import Database, Tx
from storage.place import Place
from storage.tx import Driver, Result

NOW = datetime(2026, 11, 21, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MINE, AT_DESK = queue.Holding((1, 2)), queue.Holding(desks=("MOIT",))
CASES: dict[str, tuple[Callable[[Tx], Awaitable[Any]], str]] = {
    "claim an update": (lambda tx: inbox.claim(tx, "me", NOW, MINUTE, 8), "ix_inbox_new"),
    "what seats hold": (lambda tx: duties.loads(tx, [1, 2], NOW), "ix_questions_held"),
    "what an officer holds": (lambda tx: queue.held_by(tx, MINE, limit=8), "ix_questions_held"),
    "how much, of what kind": (lambda tx: queue.counts(tx, MINE, NOW, NOW), "ix_questions_held"),
    "what lies at a desk": (lambda tx: queue.held_by(tx, AT_DESK, limit=8), "ix_questions_at_desk"),
    "what of it is late": (
        lambda tx: queue.count(tx, queue.Holding((1,), ("MOIT",)), queue.Only(due_by=NOW)),
        "ix_questions_at_desk",
    ),
    "what a province was answered": (
        lambda tx: past.answered(tx, "MOIT", "20", 300),
        "ix_questions_province_state (ministry=? AND province=? AND state=?)",
    ),
    "what somebody is to be reminded of": (lambda tx: reminders.due(tx, NOW), "ix_reminders_due"),
    "when that comes": (reminders.following, "ix_reminders_due"),
    "who corrected a field": (lambda tx: audit.corrections(tx, "482-715-364"), "ix_audit_corrections"),
    "who handed it on": (lambda tx: audit.handings(tx, "482-715-364"), "ix_audit_handings"),
    "rules about a question": (
        lambda tx: routes.concerning(tx, "MOIT", "electricity", "20", "06040", NOW.date()),
        "ix_routes_ministry",
    ),
    "head of a conversation": (lambda tx: inbox._head(tx, "web:1"), "ix_inbox_conversation_new"),
    "claim a message": (lambda tx: outbox.claim(tx, "me", "web", NOW, MINUTE, 8), "ix_outbox_waiting"),
    "head of a lane": (lambda tx: outbox._take_head(tx, "web:1", NOW), "ix_outbox_lane_waiting"),
    "updates that wait": (lambda tx: inbox._count(tx, inbox.UNDONE), "ix_inbox_new"),
    "updates set aside": (lambda tx: inbox._count(tx, inbox.QUARANTINED), "ix_inbox_quarantined"),
    "age of the inbox": (inbox.oldest_waiting, "ix_inbox_new"),
    "messages that wait": (outbox.depth, "ix_outbox_waiting"),
    "age of the outbox": (outbox.oldest_waiting, "ix_outbox_waiting"),
    "what is shut at a place": (lambda tx: reach.reopen(tx, Place("zalo_oa", "1")), "ix_outbox_shut"),
    "what is shut in all": (reach.how_many_shut, "ix_outbox_shut"),
    "what nobody knows the end of": (lambda tx: reach.perhaps_twice(tx, Place("zalo_oa", "1")), "ix_outbox_unknown"),
    "edits of what never came": (lambda tx: links.prune_early(tx, 10), "ix_links_early"),
    "what ended seats hold": (lambda tx: handovers.left_behind(tx, NOW.date()), "ix_questions_held"),
    "what is overdue": (lambda tx: questions.overdue(tx, "MOIT", NOW, 10), "ix_questions_overdue"),
    "how much is overdue": (lambda tx: questions.count_overdue(tx, "MOIT", NOW), "ix_questions_overdue"),
    "what is due": (lambda tx: due.earliest(tx, NOW, 10), "ix_clocks_wake_at"),
    "when next": (due.following, "ix_clocks_wake_at"),
    "what was left open": (lambda tx: questions.unsaid(tx, NOW, 10), "ix_questions_unsaid_at"),
    "when that is next": (due.following_unsaid, "ix_questions_unsaid_at"),
    "whom it concerns": (lambda tx: alerts.unaddressed(tx, 10), "ix_alerts_unaddressed"),
    "who is to be told": (lambda tx: alerts.people_to_tell(tx, NOW), "ix_notices_untold"),
    "when somebody is": (lambda tx: alerts.next_telling(tx, NOW), "ix_notices_tell_at"),
    "what he is told": (lambda tx: alerts.untold(tx, 1, NOW.date(), NOW), "ix_notices_untold"),
    "what is to be computed anew": (lambda tx: clocks.computed_before(tx, "MOIT", 1, 0, 10), "ix_clocks_ruling"),
}


class Noting:
    """A driver that notes what it is asked."""

    dialect = "sqlite"

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self.asked: list[str] = []
        self.run_sync = driver.run_sync

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        self.asked.append(sql)
        return await self._driver.fetch(sql, values)

    async def count(self, sql: str, values: Sequence[Any]) -> int:
        self.asked.append(sql)
        return await self._driver.count(sql, values)

    async def repeat(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        self.asked.append(sql)
        await self._driver.repeat(sql, values)

    async def execute(self, statement: Executable, parameters: Any = None, /) -> Result:
        words = pysqlite.dialect(paramstyle="qmark")
        self.asked.append(str(statement.compile(dialect=words, compile_kwargs={"render_postcompile": True})))  # type: ignore[attr-defined]
        return await self._driver.execute(statement, parameters)


@pytest.mark.parametrize("case", CASES)
async def test_the_partial_index_is_used(sqlite_db: Database, case: str) -> None:
    ask, index = CASES[case]

    async def body(tx: Tx) -> list[str]:
        noting = Noting(tx.driver)
        await ask(Tx(noting))
        plan = text("EXPLAIN QUERY PLAN " + noting.asked[0].replace("?", "NULL"))
        return [str(row[3]) for row in await tx.rows(plan)]

    plan = await sqlite_db.write(body)
    assert any(index in step for step in plan), plan
    assert not any(step.startswith("SCAN") and "INDEX" not in step for step in plan), plan
