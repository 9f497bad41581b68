"""What is asked at every message is found by an index that stays as small as what is under way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from benchmarks.plans import Ask, plan_of
from storage import (
    alerts,
    audit,
    broadcasts,
    clocks,
    digests,
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
from storage.db import Database
from storage.place import Place

NOW = datetime(2026, 11, 21, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MINE, AT_DESK = queue.Holding((1, 2)), queue.Holding(desks=("MOIT",))
BEFORE = clocks.Clock(7, 7, clocks.Kind.ANSWER, 1, NOW, "clock:24h", NOW, None, "MOIT", 3, None)
CASES: dict[str, tuple[Ask, str]] = {
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
    "what lies where nobody was on duty": (questions.desks_with_unheld, "ix_questions_at_desk"),
    "what of a province does": (lambda tx: questions.unheld_in(tx, "MOIT", "20"), "ix_questions_at_desk (desk=?)"),
    "which guidance is on its way": (broadcasts.being_sent, "ix_broadcasts_sending"),
    "what is overdue": (lambda tx: questions.overdue(tx, "MOIT", NOW, 10), "ix_questions_overdue"),
    "whose that is": (lambda tx: digests.late(tx, "MOIT", NOW), "ix_questions_overdue"),
    "how much is overdue": (lambda tx: questions.count_overdue(tx, "MOIT", NOW), "ix_questions_overdue"),
    "what is due": (lambda tx: due.earliest(tx, NOW, 10), "ix_clocks_wake_at"),
    "when next": (due.following, "ix_clocks_wake_at"),
    "what was left open": (lambda tx: questions.unsaid(tx, NOW, 10), "ix_questions_unsaid_at"),
    "when that is next": (due.following_unsaid, "ix_questions_unsaid_at"),
    "whom it concerns": (lambda tx: alerts.unaddressed(tx, 10), "ix_alerts_unaddressed"),
    "who is to be told": (lambda tx: alerts.people_to_tell(tx, NOW), "ix_notices_untold"),
    "when somebody is": (lambda tx: alerts.next_telling(tx, NOW), "ix_notices_tell_at"),
    "whether he cannot be told": (
        lambda tx: reach.has_waited(tx, 1, "alert:1:", NOW),
        "ix_outbox_lane_waiting (lane=?)",
    ),
    "what he is told": (lambda tx: alerts.untold(tx, 1, NOW.date(), NOW), "ix_notices_untold"),
    "what else is": (
        lambda tx: clocks.computed_before(tx, "MOIT", 9, BEFORE, 10),
        "ix_clocks_ruling (ministry=? AND ruling>? AND ruling<?)",
    ),
    "what is to be computed anew": (lambda tx: clocks.computed_before(tx, "MOIT", 1, None, 10), "ix_clocks_ruling"),
}


@pytest.mark.parametrize("case", CASES)
async def test_the_partial_index_is_used(sqlite_db: Database, case: str) -> None:
    ask, index = CASES[case]

    plan = await sqlite_db.write(partial(plan_of, ask=ask))
    assert any(index in step for step in plan), plan
    assert not any(step.startswith("SCAN") and "INDEX" not in step for step in plan), plan
