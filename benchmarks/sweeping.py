"""What the clock asks of the database at each turn: by which index, and what it costs as the past grows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import text

from benchmarks import past
from benchmarks.databases import Town, fill
from benchmarks.plans import Ask, plan_of
from faq.load import starter_bank
from storage import alerts, broadcasts, clocks, due, handovers, questions, reminders
from storage.db import Database, Tx

_CADRES = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a sweep to the database, after so many closed questions."""

    database: str
    what: str
    plan: tuple[str, ...]
    """Its steps once the past is there."""
    ms: tuple[float, ...]
    """The median for each size of the past."""


def asked_by_a_sweep(now: datetime) -> dict[str, Ask]:
    """What a turn of the clock asks of questions, clocks and alerts where nothing is due; they are what grows."""
    today = now.date()
    return {
        "which rung is due": partial(due.earliest, now=now, limit=100),
        "when the next one is": due.following,
        "whom an alert concerns": partial(alerts.unaddressed, limit=100),
        "who has to be told": partial(alerts.people_to_tell, now=now),
        "when somebody has to be": partial(alerts.next_telling, now=now),
        "what askers left open": partial(questions.unsaid, now=now, limit=100),
        "when that is next": due.following_unsaid,
        "which reminder is due": partial(reminders.due, now=now),
        "what is computed by an older ruling": lambda tx: clocks.computed_before(tx, "MOIT", 0, None, 100),
        "what ended seats hold": partial(handovers.left_behind, day=today),
        "what lies where nobody was on duty": questions.desks_with_unheld,
        "which guidance is on its way": broadcasts.being_sent,
    }


async def sweeping(name: str, url: str, *, open_ones: int, closed: Sequence[int], times: int) -> list[Asked]:
    """Asks everything `times` times beside `open_ones` open questions, after each size of the past."""
    await fill(url, Town(starter_bank(), _CADRES))
    await past.open_ones(url, open_ones, _CADRES, ())
    database, now, behind = Database(url), datetime.now(UTC), 0
    took: dict[str, list[float]] = {what: [] for what in asked_by_a_sweep(now)}
    try:
        for size in closed:
            await past.closed(url, size - behind, _CADRES)
            behind = size
            await database.write(_analyze)
            for what, ask in asked_by_a_sweep(now).items():
                took[what].append(await database.write(partial(_median_ms, ask=ask, times=times)))
        plans = {what: await database.write(partial(plan_of, ask=ask)) for what, ask in asked_by_a_sweep(now).items()}
    finally:
        await database.close()
    return [Asked(name, what, tuple(plans[what]), tuple(ms)) for what, ms in took.items()]


async def _analyze(tx: Tx) -> None:
    # As autovacuum does within a minute of such growth; SQLite plans without.
    if tx.dialect == "postgresql":
        await tx.change(text("ANALYZE"))


async def _median_ms(tx: Tx, ask: Ask, times: int) -> float:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        await ask(tx)
        took.append(time.perf_counter() - began)
    return sorted(took)[times // 2] * 1000
