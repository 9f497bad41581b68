"""What a ministry lays down anew holds for every open deadline, however many and however old their ruling."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text

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
