"""`caunoi migrate`, `backup`, `check`, `webhook`, `run` and `demo` as an operator meets them."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.channels.telegram.standing import ALLOWED_UPDATES
from bot.cli import app
from bot.cli.findings import masked
from bot.lock import alone
from storage import migrate
from tests.bot.cli.bot_api import answering
from tests.bot.cli.console import KEY, Console
from tests.postgres import Postgres

ME = {"id": 123456, "is_bot": True, "first_name": "Cầu Nối", "username": "caunoi_bot"}
TOKEN = "123456:canary-token"
ALL = list(ALLOWED_UPDATES)


@pytest.mark.parametrize(
    "command",
    ["", "run", "demo", "check", "migrate", "invite", "bank", "bank match", "webhook", "webhook set", "backup"],
)
def test_every_command_has_help(command: str) -> None:
    shown = CliRunner().invoke(app, [*command.split(), "--help"])
    assert shown.exit_code == 0
    assert "Usage" in shown.stdout


def test_help_imports_nothing_heavy() -> None:
    heavy = "sqlalchemy aiohttp telegram alembic faq.places handlers.wording prometheus_client cryptography pydantic"
    code = f"import sys, bot.cli; print([name for name in {heavy.split()!r} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_what_a_command_writes_is_for_its_owner_alone(tmp_path: Path) -> None:
    env = {**os.environ, "DATA_DIR": "deep/var", "SECRET_KEY": KEY, "PYTHONPATH": str(Path.cwd())}
    for command in (["migrate"], ["backup", "copy.db"], ["bank", "export", "bank.yaml"]):
        subprocess.run(
            [sys.executable, "-m", "bot", *command], cwd=tmp_path, env=env, capture_output=True, check=True
        )
    written = [path for path in tmp_path.rglob("*") if path.exists()]
    assert len(written) >= 6
    assert [path for path in written if path.stat().st_mode & 0o077] == []


def test_migrate_says_what_it_did(console: Console) -> None:
    first = console("migrate")
    assert first.exit_code == 0
    assert "trống (empty)" in first.stdout
    assert "nothing to do" in console("migrate").stdout


def test_a_newer_schema_is_told(console: Console, tmp_path: Path) -> None:
    console("migrate")
    with closing(sqlite3.connect(tmp_path / "var" / "caunoi.db")) as db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
        db.commit()
    for command in (["migrate"], ["invite", "--role", "admin", "--unit", "MOIT"]):
        refused = console(*command)
        assert refused.exit_code == 1
        assert "9999" in refused.stderr
        assert "cài bản đó, hoặc khôi phục" in refused.stderr
        assert "Traceback" not in refused.stderr
    assert [f["level"] for f in found(console) if "schema" in f["name"]] == ["bad"]


def test_a_database_out_of_reach_is_told_without_its_password(console: Console) -> None:
    console.env["DATABASE_URL"] = "postgresql://caunoi:canary-pw@127.0.0.1:1/caunoi"
    refused = console("migrate")
    assert refused.exit_code == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    assert "DATABASE_URL" in refused.stderr
    assert "canary" not in refused.stderr
    assert [f["level"] for f in found(console) if "database" in f["name"]] == ["bad"]


def test_a_backup_is_whole(console: Console, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    assert console("migrate").exit_code == 0
    assert console("backup", "copy.db").exit_code == 0
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [(migrate.head(),)]


@pytest.mark.parametrize("command", [("backup", "copy.db"), ("quarantine", "list"), ("quarantine", "show", "1")])
def test_in_the_wrong_folder_no_empty_database_is_made(
    console: Console, tmp_path: Path, command: tuple[str, ...]
) -> None:
    refused = console(*command)
    assert refused.exit_code == 1
    assert "Chưa có cơ sở dữ liệu" in refused.stderr
    assert not list(tmp_path.rglob("*.db"))


def test_a_backup_that_cannot_be_made_is_one_sentence(console: Console, tmp_path: Path) -> None:
    assert console("migrate").exit_code == 0
    for target in (str(tmp_path / "nowhere" / "copy.db"), str(tmp_path / "var" / "caunoi.db")):
        refused = console("backup", target)
        assert refused.exit_code == 1
        assert len(refused.stderr.strip().splitlines()) == 1


def test_a_backup_of_postgresql_names_the_command(console: Console, postgres: Postgres) -> None:
    console.env["DATABASE_URL"] = postgres.url(postgres.create())
    refused = console("backup", "copy.dump")
    assert refused.exit_code == 1
    assert refused.stderr.strip().splitlines()[-1].startswith("pg_dump --format=custom --file=")


def found(console: Console) -> list[dict[str, Any]]:
    shown = console("check", "--json")
    items: list[dict[str, Any]] = json.loads(shown.stdout)
    assert shown.exit_code == int(any(item["level"] == "bad" for item in items))
    return items


def levels(items: list[dict[str, Any]]) -> dict[str, str]:
    return {item["name"]: item["level"] for item in items}


def test_a_check_before_the_first_run_touches_nothing(console: Console, tmp_path: Path) -> None:
    assert "bad" not in levels(found(console)).values()
    assert list(tmp_path.iterdir()) == []


def test_a_check_of_a_ready_service(console: Console) -> None:
    console.env["PUBLIC_BASE_URL"] = "https://caunoi.example"
    console("migrate")
    shown = levels(found(console))
    assert shown.pop("SQLite") in {"ok", "warn"}
    assert set(shown.values()) == {"ok"}


def test_a_check_of_postgresql_looks_at_its_clock(console: Console, postgres: Postgres) -> None:
    console.env["DATABASE_URL"] = postgres.url(postgres.create())
    shown = levels(found(console))
    assert shown["Lược đồ (schema)"] == "warn"
    assert shown["Đồng hồ (clock)"] == "ok"


def test_a_check_names_what_is_missing_and_how_to_mend_it(console: Console, tmp_path: Path) -> None:
    console.env["SECRET_KEY"] = ""
    (tmp_path / "var").mkdir(mode=0o755)
    (tmp_path / ".env").write_text("LOG_LEVEL=INFO\n")
    (tmp_path / ".env").chmod(0o644)
    items = {item["name"]: item for item in found(console)}
    assert items["SECRET_KEY"]["level"] == "bad"
    assert items[".env"]["mend"] == "chmod 600 .env"
    assert items["DATA_DIR"]["mend"].startswith("chmod 700")
    assert "chmod 700" in console("check").stdout


def test_a_check_shows_no_secret(console: Console) -> None:
    console.env.update(TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_BASE_URL="http://127.0.0.1:1")
    for shown in (console("check"), console("check", "--json")):
        assert KEY not in shown.output
        assert "canary" not in shown.output
    assert masked("short") == "(đã đặt / set)"
    assert "se" not in masked("x" * 30)


@pytest.mark.parametrize(
    ("mode", "webhook", "level", "mend"),
    [
        ("polling", {}, "ok", ""),
        ("polling", {"url": "https://other.example/"}, "bad", "caunoi webhook delete telegram"),
        ("webhook", {}, "bad", "caunoi webhook set telegram"),
        ("webhook", {"url": "https://other.example/"}, "bad", "caunoi webhook set telegram"),
        ("webhook", {"url": "https://caunoi.example/webhooks/telegram", "allowed_updates": ALL}, "ok", ""),
        (
            "webhook",
            {"url": "https://caunoi.example/webhooks/telegram", "allowed_updates": ["message"]},
            "warn",
            "caunoi webhook set telegram",
        ),
        (
            "webhook",
            {"url": "https://caunoi.example/webhooks/telegram", "last_error_message": "x", "last_error_date": 1},
            "warn",
            "địa chỉ",
        ),
    ],
)
def test_a_check_compares_the_webhook_with_the_mode(
    console: Console, mode: str, webhook: dict[str, Any], level: str, mend: str
) -> None:
    with answering(ME, webhook) as base:
        console.env.update(
            TELEGRAM_BOT_TOKEN=TOKEN,
            TELEGRAM_API_BASE_URL=base,
            TELEGRAM_MODE=mode,
            TELEGRAM_WEBHOOK_SECRET="s3cret",
            PUBLIC_BASE_URL="https://caunoi.example",
        )
        items = {item["name"]: item for item in found(console)}
    assert "@caunoi_bot" in items["Telegram"]["text"]
    assert items["Telegram webhook"]["level"] == level
    assert items["Telegram webhook"]["mend"].startswith(mend)


def test_a_token_that_is_not_accepted_is_told(console: Console) -> None:
    with answering(None) as base:
        console.env.update(TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_BASE_URL=base)
        items = {item["name"]: item for item in found(console)}
        assert items["Telegram"]["level"] == "bad"
        assert "@BotFather" in items["Telegram"]["text"]
        refused = console("webhook", "delete", "telegram")
        assert (refused.exit_code, "@BotFather" in refused.stderr) == (1, True)


def test_a_webhook_is_set_and_deleted(console: Console) -> None:
    webhook: dict[str, Any] = {}
    with answering(ME, webhook) as base:
        console.env.update(
            TELEGRAM_BOT_TOKEN=TOKEN,
            TELEGRAM_API_BASE_URL=base,
            TELEGRAM_MODE="webhook",
            TELEGRAM_WEBHOOK_SECRET="s3cret",
            PUBLIC_BASE_URL="https://caunoi.example",
        )
        assert console("webhook", "set", "telegram").exit_code == 0
        assert levels(found(console))["Telegram webhook"] == "ok"
        shown = console("webhook", "delete", "telegram")
        assert shown.exit_code == 0
        assert "TELEGRAM_MODE=polling" in shown.stderr
        assert levels(found(console))["Telegram webhook"] == "bad"


@pytest.mark.parametrize("missing", ["TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "PUBLIC_BASE_URL"])
def test_a_webhook_needs_its_settings(console: Console, missing: str) -> None:
    console.env.update(
        TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_WEBHOOK_SECRET="s3cret", PUBLIC_BASE_URL="https://caunoi.example"
    )
    console.env[missing] = ""
    refused = console("webhook", "set", "telegram")
    assert refused.exit_code == 1
    assert re.search(f"^{missing}=", refused.stderr, re.MULTILINE)


def test_telegram_itself_delivers_by_https_alone(console: Console) -> None:
    console.env.update(TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_WEBHOOK_SECRET="s", PUBLIC_BASE_URL="http://caunoi.example")
    assert "PUBLIC_BASE_URL=https://" in console("webhook", "set", "telegram").stderr


def test_run_says_which_line_is_missing(console: Console, tmp_path: Path) -> None:
    console.env["SECRET_KEY"] = ""
    refused = console("run")
    assert refused.exit_code == 1
    assert re.search(r"^SECRET_KEY=\S{60,}$", refused.stderr, re.MULTILINE)
    assert "Traceback" not in refused.output
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("command", [["run"], ["migrate"]])
def test_a_second_process_on_the_folder_is_refused_by_one_sentence(
    console: Console, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "var").mkdir(mode=0o700)
    with alone(tmp_path / "var"):
        refused = console(*command)
    assert refused.exit_code == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    assert "already runs" in refused.stderr


@pytest.mark.parametrize("name", ["TELEGRAM_BOT_TOKEN", "DATABASE_URL", "HOST"])
def test_the_demo_refuses_what_is_real(console: Console, name: str) -> None:
    console.env[name] = {"TELEGRAM_BOT_TOKEN": TOKEN, "DATABASE_URL": "sqlite:///real.db", "HOST": "0.0.0.0"}[name]  # noqa: S104
    refused = console("demo")
    assert refused.exit_code == 1
    assert name in refused.stderr
