"""`caunoi check` and `caunoi webhook` for the Zalo bot, against a strict fake."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.channels.zalo_bot.allowance import month_of
from handlers.clock import Clock
from storage.channels import quotas
from storage.db import Database
from tests.bot.cli.console import Console
from tests.bot.cli.zalo_server import WithOurDoor, zalo
from tests.fakes.zalo_bot.server import TOKEN
from tests.fakes.zalo_bot.updates import Webhook

SECRET = "a-secret-of-the-tests"
SECRET_HALF = TOKEN.partition(":")[2]


def configured(console: Console, fake: WithOurDoor, **more: str) -> None:
    console.env.update(
        ZALO_BOT_TOKEN=fake.token, ZALO_BOT_API_BASE_URL=fake.base_url, PUBLIC_BASE_URL=fake.base_url,
        ZALO_BOT_WEBHOOK_SECRET=SECRET, **more,
    )  # fmt: skip


def found(console: Console) -> dict[str, dict[str, Any]]:
    done = console("check", "--json")
    assert SECRET_HALF not in done.output
    assert SECRET not in done.output
    return {item["name"]: item for item in json.loads(done.stdout)}


def test_a_webhook_is_set_and_deleted(console: Console) -> None:
    with zalo() as fake:
        configured(console, fake)
        done = console("webhook", "set", "zalo-bot")
        assert done.exit_code == 0, done.output
        assert f"{fake.base_url}/webhooks/zalo-bot" in done.stdout
        assert "ZALO_BOT_MODE=webhook" in done.stderr
        assert "failed" not in done.stderr
        [asked] = fake.called("setWebhook")
        assert asked.parameters == {"url": f"{fake.base_url}/webhooks/zalo-bot", "secret_token": SECRET}
        console.env["ZALO_BOT_MODE"] = "webhook"
        assert found(console)["Zalo Bot webhook"]["level"] == "ok"
        gone = console("webhook", "delete", "zalo-bot")
        assert gone.exit_code == 0
        assert "ZALO_BOT_MODE=polling" in gone.stderr
        assert fake.updates.webhook is None
        assert SECRET_HALF not in done.output + gone.output


def test_an_address_that_zalo_cannot_reach_is_told(console: Console) -> None:
    with zalo() as fake:
        configured(console, fake)
        console.env["PUBLIC_BASE_URL"] = f"{fake.base_url}/elsewhere"
        done = console("webhook", "set", "zalo-bot")
        assert done.exit_code == 0
        assert "webhook.http.404" in done.stderr


@pytest.mark.parametrize("html", [False, True])
def test_a_token_that_is_refused_is_one_sentence(console: Console, html: bool) -> None:
    with zalo() as fake:
        fake.html_401 = html
        configured(console, fake)
        console.env["ZALO_BOT_TOKEN"] = "12345689:canary-token"
        for words in (("webhook", "set", "zalo-bot"), ("webhook", "delete", "zalo-bot")):
            done = console(*words)
            assert done.exit_code == 1
            assert "The token is not accepted" in done.stderr
            assert "canary-token" not in done.output
        finding = found(console)["Zalo Bot"]
        assert (finding["level"], "not accepted" in finding["text"]) == ("bad", True)


def test_nobody_is_there(console: Console) -> None:
    with zalo() as fake:
        configured(console, fake)
    done = console("webhook", "delete", "zalo-bot")
    assert done.exit_code == 1
    assert "could not be asked" in done.stderr
    assert SECRET_HALF not in done.output


@pytest.mark.parametrize(
    ("missing", "named"),
    [("ZALO_BOT_TOKEN", "ZALO_BOT_TOKEN"), ("ZALO_BOT_WEBHOOK_SECRET", "ZALO_BOT_WEBHOOK_SECRET"),
     ("PUBLIC_BASE_URL", "PUBLIC_BASE_URL")],
)  # fmt: skip
def test_what_is_missing_is_named(console: Console, missing: str, named: str) -> None:
    with zalo() as fake:
        configured(console, fake)
        del console.env[missing]
        done = console("webhook", "set", "zalo-bot")
        assert done.exit_code == 1
        assert f"{named}=" in done.stderr
        assert fake.called("setWebhook") == []


@pytest.mark.parametrize(
    ("mode", "path", "level", "mend"),
    [
        ("polling", None, "warn", "ZALO_BOT_MODE=webhook"),
        ("polling", "/webhooks/zalo-bot", "bad", "caunoi webhook delete zalo-bot"),
        ("webhook", None, "bad", "caunoi webhook set zalo-bot"),
        ("webhook", "/other", "bad", "caunoi webhook set zalo-bot"),
        ("webhook", "/webhooks/zalo-bot", "ok", ""),
    ],
)
def test_a_check_compares_the_webhook_with_the_mode(
    console: Console, mode: str, path: str | None, level: str, mend: str
) -> None:
    with zalo() as fake:
        configured(console, fake, ZALO_BOT_MODE=mode)
        if path:
            fake.updates.webhook = Webhook(fake.base_url + path, SECRET, 0)
        items = found(console)
        assert items["Zalo Bot"]["text"] == "bot.caunoi (BASIC)"
        assert (items["Zalo Bot webhook"]["level"], items["Zalo Bot webhook"]["mend"]) == (level, mend)


@pytest.mark.parametrize(("used", "level"), [(7, "ok"), (8, "warn")])
def test_a_check_tells_what_is_left_of_the_month(console: Console, used: int, level: str) -> None:
    assert console("migrate").exit_code == 0
    with zalo() as fake:
        configured(console, fake, ZALO_BOT_MONTHLY_MESSAGES="10")
        key, month = f"zalo_bot:{TOKEN.partition(':')[0]}", month_of(Clock().business())

        async def spend() -> None:
            db = Database(f"sqlite:///{console.folder}/var/caunoi.db")
            await db.write(lambda tx: quotas.take(tx, key, month, used, 10))
            await db.close()

        asyncio.run(spend())
        finding = found(console)["Zalo Bot, số tin (allowance)"]
        assert (finding["level"], f"{used} / 10" in finding["text"]) == (level, True)
