"""Two transactions at the same row: the one that comes second reads what the first has not committed yet."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy import text

from handlers.context import Turn
from handlers.dispatch import dispatch
from handlers.incoming import Incoming
from handlers.overtaken import Overtaken
from storage.db import Database, Tx
from tests.handlers.office import Office

_WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


async def overtakes(office: Office, first: Incoming, second: Incoming) -> None:
    """`first` has written and not committed when `second` decides; `second` is taken up again as the inbox does it.

    PostgreSQL only: SQLite runs one after another.
    """
    written, may_commit = asyncio.Event(), asyncio.Event()
    effect = await dispatch(office.ctx, first, office.clock.business(), "in:first")

    async def gated(tx: Tx) -> None:
        await effect(Turn(office.ctx, tx, "in:first", office.clock.business()))
        written.set()
        await may_commit.wait()

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(office.db.write(gated))
        await written.wait()
        late = group.create_task(_until_it_is_done(office, second))
        await waits_for_a_lock(office.db, late)
        may_commit.set()


async def waits_for_a_lock(db: Database, task: asyncio.Task[Any]) -> None:
    """Returns when somebody, `task`, stands before a lock."""
    while not await db.read(lambda tx: tx.value(_WAITING)):
        assert not task.done(), "the second did not meet the first"


async def _until_it_is_done(office: Office, incoming: Incoming) -> None:
    for _ in range(2):
        try:
            await office.takes(incoming)
        except Overtaken:
            continue
        return
    raise AssertionError("overtaken twice by one")
