"""Moving to a Bot API server of one's own: leaving the old one, and what `caunoi check` says of the new."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.cli.telegram_findings import on_server
from bot.settings import Settings
from tests.bot.cli.bot_api import answering
from tests.bot.cli.console import Console

ME = {"id": 123456, "is_bot": True, "first_name": "Cầu Nối", "username": "caunoi_bot"}
TOKEN = "123456:canary-token"


def server(console: Console) -> dict[str, Any]:
    found: list[dict[str, Any]] = json.loads(console("check", "--json").stdout)
    return next(item for item in found if item["name"] == "Telegram Bot API")


def test_the_bot_leaves_a_server_when_somebody_says_so(console: Console) -> None:
    with answering(ME, {}) as base:
        console.env.update(TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_BASE_URL=base)
        done = console("telegram", "log-out", "--yes")
        assert console("telegram", "log-out", "--yes").exit_code == 1, "it does not know the bot any more"
    assert done.exit_code == 0
    assert "TELEGRAM_API_BASE_URL" in done.output
    assert TOKEN not in done.output


def test_a_server_that_does_not_know_the_bot_or_is_not_there_is_not_left(console: Console) -> None:
    with answering(None, {}) as base:
        console.env.update(TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_BASE_URL=base)
        assert console("telegram", "log-out", "--yes").exit_code == 1
    done = console("telegram", "log-out", "--yes")
    assert (done.exit_code, TOKEN in done.output) == (1, False)
    del console.env["TELEGRAM_BOT_TOKEN"]
    assert "TELEGRAM_BOT_TOKEN" in console("telegram", "log-out", "--yes").output


@pytest.mark.parametrize(("there", "level"), [(True, "ok"), (False, "bad")])
def test_a_check_says_which_server_it_is_and_whether_its_files_can_be_read(
    console: Console, tmp_path: Path, there: bool, level: str
) -> None:
    folder = tmp_path / "bot-api"
    if there:
        folder.mkdir()
    with answering(ME, {}) as base:
        console.env.update(TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_BASE_URL=base, TELEGRAM_LOCAL_FILES=str(folder))
        found = server(console)
        assert (found["level"], base in found["text"]) == (level, True)
        del console.env["TELEGRAM_LOCAL_FILES"]
        assert "qua HTTP" in server(console)["text"]


@pytest.mark.parametrize("folder", ["files", "../files"])
def test_a_folder_must_be_a_whole_path(console: Console, folder: str) -> None:
    console.env.update(
        TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_BASE_URL="http://127.0.0.1:1", TELEGRAM_LOCAL_FILES=folder
    )
    assert "TELEGRAM_LOCAL_FILES" in console("check").output


def test_telegram_itself_has_no_folder_here(tmp_path: Path) -> None:
    own: dict[str, Any] = {"telegram_bot_token": SecretStr(TOKEN), "secret_key": SecretStr("x" * 40)}
    settings = Settings(**own, _env_file=None, telegram_local_files=tmp_path)
    assert on_server(settings).level == "warn"
    assert on_server(settings.model_copy(update={"telegram_local_files": None})).level == "ok"
