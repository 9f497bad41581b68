"""What a ministry lays down anew holds for every open deadline, however many and however old their ruling."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text, update

from handlers.due import recompute
from handlers.due.recompute import recompute as computed_anew
from handlers.rules import policies, policy
from handlers.rules.policies import Policies, Within
from storage import rulings
from storage.tables import alerts, clocks
from tests.handlers.due.conftest import UNKNOWN, Waiting


async def _lays_down(waiting: Waiting, within: str) -> None:
    says = policies.to_json(Policies(Within(policy.read(within))))
    await waiting.office.db.write(
        lambda tx: rulings.lay_down(tx, "MOIT", rulings.Kind.POLICY, says, None, "", waiting.office.clock.business())
    )


async def test_more_of_them_than_are_read_at_once_by_more_than_one_ruling(
    waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recompute, "AT_ONCE", 3)
    for number, within in enumerate(("clock:24h", "clock:30h", "clock:36h")):
        await _lays_down(waiting, within)
        for line in range(3 + number):
            await waiting.asks(text=f"{UNKNOWN} ({number}, {line})")
    # The oldest rows carry the newest ruling: ids alone are no order here.
    swap = text("UPDATE clocks SET ruling = (SELECT max(id) FROM rulings) WHERE id <= 2")
    await waiting.office.db.write(lambda tx: tx.change(swap))
    await _lays_down(waiting, "clock:48h")
    assert await computed_anew(waiting.office.ctx) == 12
    by = select(clocks.c.policy, clocks.c.ruling, func.count()).group_by(clocks.c.policy, clocks.c.ruling)
    newest = (await waiting.office.db.read(rulings.newest_of_all))["MOIT"]
    assert [tuple(row) for row in await waiting.office.db.read(lambda tx: tx.rows(by))] == [("clock:48h", newest, 12)]
    moved = select(func.count()).where(alerts.c.rung == "moved")
    assert await waiting.office.db.read(lambda tx: tx.value(moved)) == 12
    assert await computed_anew(waiting.office.ctx) == 0


async def test_those_that_cannot_be_computed_keep_no_other_from_it(
    waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recompute, "AT_ONCE", 2)
    for line in range(7):
        await waiting.asks(text=f"{UNKNOWN} ({line})")
    # After the last day that there is: one in each of the first pages.
    broken = update(clocks).where(clocks.c.id.in_((1, 3))).values(since=datetime(9999, 12, 31, 12, tzinfo=UTC))
    await waiting.office.db.write(lambda tx: tx.change(broken))
    await _lays_down(waiting, "working:1d")
    assert await computed_anew(waiting.office.ctx) == 5
    left = select(clocks.c.id).where(clocks.c.policy != "working:1d").order_by(clocks.c.id)
    assert [row[0] for row in await waiting.office.db.read(lambda tx: tx.rows(left))] == [1, 3]
