"""Every failpoint that has a name is come to: a seam that has moved is told of here."""

from __future__ import annotations

import pytest

from tests.crash.campaign import points, yard
from tests.crash.seams import kind_of


async def test_worlds_without_deaths_come_to_every_point() -> None:
    async with yard() as made:
        for mode in ("polling", "webhook"):
            outcome = await made.world(1, 0, mode=mode)
            assert outcome.verdict.faults == ()
            assert set(points(mode, "sqlite")) - outcome.passed == set()


@pytest.mark.parametrize(
    ("sql", "values", "kind"),
    [
        ("INSERT INTO inbox (channel, state) VALUES (?, ?)", ["telegram", "new"], "accepted"),
        ("UPDATE inbox SET state=? WHERE inbox.id = ?", ["done", 1], "handled"),
        ("UPDATE outbox SET state=?, attempts=? WHERE outbox.state = ?", ["sending", 1, "new"], "claimed"),
        ("UPDATE outbox SET state=? WHERE outbox.id = ? AND outbox.state = ?", ["sent", 1, "sending"], "marked"),
        ("UPDATE outbox SET state=$1::VARCHAR WHERE outbox.state = $2::VARCHAR", ("sent", "sending"), "marked"),
        ("UPDATE outbox SET state='sent' WHERE outbox.state = 'sending'", [], "marked"),
        ("INSERT INTO leases (queue, owner) VALUES (?, ?)", ["inbox", "me"], "taken up"),
        ("SELECT id FROM inbox WHERE state = 'new' FOR UPDATE", [], ""),
    ],
)
def test_a_statement_is_known_by_what_it_writes(sql: str, values: object, kind: str) -> None:
    assert kind_of(sql, values) == kind
