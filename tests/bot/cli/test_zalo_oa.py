"""`caunoi zalo-oa connect`, and what `caunoi check` says of the account."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import update

from bot.channels.calling import Caller
from bot.channels.zalo_oa.exchange import Exchange
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.channels.zalo_oa.tokens import Tokens
from bot.settings import Settings
from handlers.clock import Clock
from storage.db import Database
from storage.tables import grants
from tests.bot.cli.console import KEY, Console
from tests.fakes.zalo_oa import FakeZaloOA

SECRET, OWN = "app-secret-of-the-fake", "oa-secret-of-the-fake"


@contextmanager
def answering() -> Iterator[FakeZaloOA]:
    """A fake account that answers while commands run in loops of their own."""
    loop, oa = asyncio.new_event_loop(), FakeZaloOA()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(oa.start(), loop).result(5)
    yield oa
    asyncio.run_coroutine_threadsafe(oa.stop(), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def oa() -> Iterator[FakeZaloOA]:
    with answering() as oa:
        yield oa


@pytest.fixture
def shell(console: Console, oa: FakeZaloOA) -> Console:
    console.env = {
        "ZALO_OA_APP_ID": oa.app_id, "ZALO_OA_APP_SECRET": SECRET, "ZALO_OA_SECRET_KEY": OWN,
        "ZALO_OA_API_BASE_URL": oa.base_url, "ZALO_OAUTH_BASE_URL": oa.base_url,
        "PUBLIC_BASE_URL": "https://caunoi.example",
    }  # fmt: skip
    return console


def found(shell: Console) -> dict[str, Any]:
    return {each["name"]: each for each in json.loads(shell("check", "--json").stdout)}


def connected(shell: Console, oa: FakeZaloOA, broken: str = "") -> None:
    """Somebody consented, as the callback keeps it."""
    values: dict[str, Any] = {name.lower(): value for name, value in shell.env.items()}
    own = ZaloOaSettings.of(Settings(data_dir=shell.folder / "var", secret_key=KEY, _env_file=None, **values))
    assert shell("zalo-oa", "connect").exit_code == 0
    oa.grants.challenge = own.code_challenge

    async def consents() -> None:
        db, caller = Database(f"sqlite:///{shell.folder / 'var' / 'caunoi.db'}"), Caller()
        pair = await Exchange(own, caller).of_code(oa.grants.consent())
        assert await Tokens(own, db, Clock(), caller).keep(pair, oa.oa_id)
        await db.write(lambda tx: tx.change(update(grants).values(broken=broken)))
        await caller.close()
        await db.close()

    asyncio.run(consents())


def test_connecting_prints_what_to_enter_and_the_link(shell: Console, oa: FakeZaloOA) -> None:
    told = shell.json("zalo-oa", "connect")
    assert told["callback"] == "https://caunoi.example/zalo-oa/callback"
    assert told["webhook"] == "https://caunoi.example/webhooks/zalo-oa"
    assert told["link"].startswith(f"{oa.base_url}/v4/oa/permission?app_id={oa.app_id}")
    assert len(told["challenge"]) == 43
    assert told["challenge"] == shell.json("zalo-oa", "connect")["challenge"], "the console keeps one"
    assert told["link"] in shell("zalo-oa", "connect").stdout


def test_connecting_needs_a_public_address(shell: Console) -> None:
    del shell.env["PUBLIC_BASE_URL"]
    assert "PUBLIC_BASE_URL=https://" in shell("zalo-oa", "connect").stderr


def test_a_check_without_zalo(console: Console) -> None:
    assert found(console)["Zalo OA"]["level"] == "ok"


def test_a_check_before_anybody_connected(shell: Console) -> None:
    assert found(shell)["Zalo OA"]["mend"] == "caunoi zalo-oa connect"
    shell("migrate")
    assert found(shell)["Zalo OA"]["level"] == "bad"


def test_a_check_of_a_connected_account(shell: Console, oa: FakeZaloOA) -> None:
    connected(shell, oa)
    all_of_it = found(shell)
    assert all_of_it["Zalo OA"]["level"] == "ok"
    assert f"Cầu Nối ({oa.oa_id})" in all_of_it["Zalo OA"]["text"]
    assert all_of_it["Zalo OA webhook"]["text"].startswith("https://caunoi.example/webhooks/zalo-oa")
    secrets = [*oa.grants._by_access, *oa.grants._by_refresh, SECRET, OWN]
    assert not any(secret in str(all_of_it) for secret in secrets)
    assert oa.grants.rotations == 0, "to look uses nothing up"


def test_a_check_of_what_is_wrong(shell: Console, oa: FakeZaloOA) -> None:
    connected(shell, oa, broken="-1001: Refresh token was used before")
    told = found(shell)["Zalo OA"]
    assert (told["level"], told["mend"]) == ("bad", "caunoi zalo-oa connect")
    assert "-1001" in told["text"]
    connected(shell, oa)
    oa.grants.revoke()
    assert "-220" in found(shell)["Zalo OA"]["text"]
    shell.env["SECRET_KEY"] = "another secret key for tests, long enough"
    assert "SECRET_KEY" in found(shell)["Zalo OA"]["mend"]
    shell.env["SECRET_KEY"] = KEY
    shell.env["ZALO_OA_API_BASE_URL"] = "http://127.0.0.1:1"
    assert "không tới được Zalo" in found(shell)["Zalo OA"]["text"]


def test_a_check_of_the_webhook_and_the_cost(shell: Console) -> None:
    shell.env |= {"ZALO_OA_SECRET_KEY": "", "ZALO_OA_ALLOW_PAID": "true"}
    told = found(shell)
    assert "ZALO_OA_SECRET_KEY" in told["Zalo OA webhook"]["mend"]
    assert told["Zalo OA, chi phí (cost)"]["level"] == "warn"
    shell.env["PUBLIC_BASE_URL"] = "http://caunoi.example"
    assert found(shell)["Zalo OA webhook"]["level"] == "bad"
    del shell.env["ZALO_OA_APP_SECRET"]
    assert found(shell)["Zalo OA"]["level"] == "bad"
