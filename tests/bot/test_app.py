"""The composition root: a start that fails says its one sentence, and what had begun is ended."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select, update

from bot.app import App, run
from bot.settings import Settings
from bot.wrong import Wrong
from handlers import bank
from storage import inbox
from storage.bank.version import version
from storage.db import Unavailable
from storage.inbox import Arrival
from storage.tables import inbox as rows
from tests.bot.platform import until

KEY = SecretStr("a key that only the tests know, long enough")


async def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        app = App(Settings(data_dir=tmp_path, secret_key=KEY, port=port, _env_file=None))
        with pytest.raises(Wrong, match=str(port)):
            await run(app)
    assert not [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


async def test_a_database_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    url = SecretStr("postgresql://a:b@127.0.0.1:1/x")
    with pytest.raises(Unavailable):
        await run(App(Settings(data_dir=tmp_path, secret_key=KEY, database_url=url, port=0, _env_file=None)))


async def test_it_starts_and_stops_twice_on_one_folder(tmp_path: Path) -> None:
    for _ in range(2):
        app = App(Settings(data_dir=tmp_path, secret_key=KEY, port=0, _env_file=None))
        await app.start()
        await app.stop()


async def test_what_stays_for_good_is_not_looked_through_for_garbage(tmp_path: Path) -> None:
    """A full collection stops everything, alerts included."""
    frozen = []

    def ready() -> None:
        frozen.append(gc.get_freeze_count())
        os.kill(os.getpid(), signal.SIGTERM)

    gc.unfreeze()
    try:
        await run(App(Settings(data_dir=tmp_path, secret_key=KEY, port=0, _env_file=None)), ready)
    finally:
        gc.unfreeze()
    assert frozen[0] > 100_000


async def test_every_process_knows_what_is_put_into_the_bank_before_its_tick(seeded_url: str, tmp_path: Path) -> None:
    url, several = SecretStr(seeded_url), seeded_url.startswith("postgresql")
    apps = [
        App(Settings(data_dir=tmp_path / name, secret_key=KEY, database_url=url, port=0, _env_file=None))
        for name in ("here", "there")[: 1 + several]
    ]
    for app in apps:
        await app.start()
    here = apps[0]
    [first, *_] = await bank.all_of(here.db)
    for answer in ("Gửi Sở Công Thương.", "Gửi Sở Tài chính."):  # the tick at a start may find the first one
        await bank.put_in(here.db, [replace(first, answer=answer)], here.clock.machine(), undo=False)
        await _all_say(apps, first.id, answer)
    for app in apps:
        await app.stop()


async def _all_say(apps: list[App], entry_id: str, answer: str) -> None:
    def said(_: int) -> bool:
        kept = [app.ctx.bank.get(entry_id) for app in apps]
        return all(entry and entry.answer == answer for entry in kept)

    await until(apps[0].db, version, said)


async def test_housekeeping_forgets_what_is_long_done_and_nothing_else(tmp_path: Path) -> None:
    app = App(Settings(data_dir=tmp_path, secret_key=KEY, port=0, _env_file=None))
    await app.start()
    long_ago = app.clock.machine() - timedelta(days=31)
    arrivals = [Arrival("web", str(number), f"web:{number}", b"{}") for number in range(3)]
    await app.db.write(lambda tx: inbox.store(tx, arrivals, long_ago, long_ago))
    await app.db.write(lambda tx: tx.change(update(rows).where(rows.c.update_id != "1").values(state="done")))
    await app._tidy()
    kept = await app.db.read(lambda tx: tx.rows(select(rows.c.update_id)))
    assert {row.update_id for row in kept} == {"1", "2"}  # the highest id stays, so that none is used again
    await app.stop()
