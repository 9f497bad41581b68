"""Short commands beside a running service: through its socket, under load, and the file stays whole."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.cli.bank_in_use import in_use
from bot.cli.desk import do
from bot.commands import commands
from bot.control import ControlDoor, Declined
from bot.lock import Held, alone
from bot.settings import Settings
from faq.parcel import packed
from handlers.clock import Clock
from storage import migrate
from storage.db import Database, Tx
from storage.seed import seed
from tests.bot.cli.console import KEY

TIMES = 200


@dataclass
class Service:
    """As much of the service as a command meets: the lock, the database and the socket."""

    settings: Settings
    db: Database


@pytest.fixture
async def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path, secret_key=SecretStr(KEY))


@pytest.fixture
async def service(settings: Settings) -> AsyncIterator[Service]:
    with alone(settings.make_data_dir()):
        await migrate.upgrade(settings.database)
        db = Database(settings.database)
        await db.write(lambda tx: seed(tx, date(2026, 11, 21)))
        door = ControlDoor(settings.data_dir, commands(db, Clock(), settings))
        await door.open()
        yield Service(settings, db)
        await door.close()
        await db.close()


INVITE = {"role": "cadre", "unit": "06040", "ministry": None, "from": None, "until": None, "uses": 1, "days": 7}


@pytest.mark.slow
async def test_200_invites_and_backups_under_load(service: Service, tmp_path: Path) -> None:
    done = False

    async def row(tx: Tx) -> None:
        await tx.change(text("INSERT INTO audit (at, verb, object, detail) VALUES ('2026-11-21', 'x', 'y', '{}')"))

    async def load() -> None:
        while not done:
            await service.db.write(row)

    loading = [asyncio.create_task(load()) for _ in range(8)]
    codes: list[str] = []
    for number in range(TIMES):
        target = tmp_path / f"copy-{number % 4}.db"
        made, _backup = await asyncio.gather(
            do(service.settings, "invite", INVITE), do(service.settings, "backup", {"file": str(target)})
        )
        codes.append(made["code"])
    done = True
    await asyncio.gather(*loading)

    assert len(set(codes)) == TIMES
    for file in (tmp_path / "caunoi.db", *(tmp_path / f"copy-{number}.db" for number in range(4))):
        with closing(sqlite3.connect(file)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with closing(sqlite3.connect(tmp_path / "caunoi.db")) as db:
        assert db.execute("SELECT count(*) FROM invites").fetchone() == (TIMES,)


async def test_the_real_command_goes_through_the_service(service: Service) -> None:
    ours = {"DATA_DIR": str(service.settings.data_dir), "SECRET_KEY": KEY, "PUBLIC_BASE_URL": "https://caunoi.gov.vn"}
    env = {**os.environ, **ours}
    args = ["invite", "--role", "officer", "--unit", "20", "--ministry", "MOIT", "--json"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *args, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert set(json.loads(out)) == {"code", "links"}
    assert await service.db.read(lambda tx: tx.value(text("SELECT count(*) FROM invites"))) == 1


async def test_a_bank_goes_through_the_service_and_wakes_it(service: Service) -> None:
    woken = service.db.wakes.event("bank")
    woken.clear()
    first = next(iter(await in_use(service.settings)))
    bank = packed([replace(first, answer="Khác.")])

    looked = await do(service.settings, "bank-import", {"bank": bank, "dry_run": True})
    assert (looked["changed"], woken.is_set()) == (1, False)
    done = await do(service.settings, "bank-import", {"bank": bank, "dry_run": False})
    assert (done["changed"], woken.is_set()) == (1, True)


async def test_a_bank_that_this_release_would_refuse_is_declined_as_a_whole(service: Service) -> None:
    kept = await in_use(service.settings)
    first, second, *_ = kept
    bank = packed([replace(first, answer="Khác."), replace(second, answer="")])
    with pytest.raises(Declined, match="another release"):
        await do(service.settings, "bank-import", {"bank": bank, "dry_run": False})
    assert list(await in_use(service.settings)) == list(kept)


async def test_an_impossible_seat_is_declined_by_the_service(service: Service) -> None:
    with pytest.raises(Declined, match="đơn vị"):
        await do(service.settings, "invite", {**INVITE, "unit": "99999"})


async def test_a_command_waits_for_a_service_that_is_starting(settings: Settings) -> None:
    with alone(settings.make_data_dir()):
        asked = asyncio.create_task(do(settings, "ping", {}))
        await asyncio.sleep(0)
        db = Database(settings.database)
        door = ControlDoor(settings.data_dir, commands(db, Clock(), settings))
        await door.open()
        assert await asked == {"alive": True}
        await door.close()
        await db.close()


async def test_a_service_that_never_comes_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.desk._PATIENCE", 0.0)
    with alone(settings.make_data_dir()), pytest.raises(Held):
        await do(settings, "ping", {})


async def test_several_commands_without_a_service_take_turns(settings: Settings) -> None:
    made = await asyncio.gather(*(do(settings, "invite", INVITE) for _ in range(5)))
    assert len({one["code"] for one in made}) == 5
