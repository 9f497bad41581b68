"""Two processes on one PostgreSQL and one data folder, without any death: what they share."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar
from pydantic import SecretStr

from bot.app import App
from bot.control import ask_service
from bot.settings import Settings
from storage import units
from tests.postgres import Postgres
from tests.talk import SECRET_KEY

LONGEST = 15.0
"""Seconds; without a hint a poll would take its whole 25."""


@pytest.fixture
def empty(postgres: Postgres) -> Iterator[str]:
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


@asynccontextmanager
async def two(url: str, folder: Path) -> AsyncIterator[tuple[App, App]]:
    """Both started at the same moment."""
    settings = Settings(
        data_dir=folder, database_url=SecretStr(url), port=0, secret_key=SecretStr(SECRET_KEY), _env_file=None
    )
    apps = App(settings), App(settings)
    try:
        await asyncio.gather(*(app.start() for app in apps))
        yield apps
    finally:
        for app in apps:
            await app.stop()


async def test_both_start_at_once_on_an_empty_database_and_commands_find_one_of_them(
    empty: str, tmp_path: Path
) -> None:
    async with two(empty, tmp_path) as (first, second):
        there = await first.db.read(units.count)
        assert there == await second.db.read(units.count)
        assert sum(there.values()) > 3_321
        assert await ask_service(tmp_path, "ping", {}) == {"alive": True}
        await first.stop()
        assert await ask_service(tmp_path, "ping", {}) in ({"alive": True}, None)
        async with asyncio.timeout(10):  # the other one opens the door within a second or so
            await _somebody_answers(tmp_path)


async def test_a_page_hears_at_once_what_was_said_to_another_process(empty: str, tmp_path: Path) -> None:
    async with two(empty, tmp_path) as (first, second), ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        here, there = (f"http://127.0.0.1:{app.port}" for app in (first, second))
        ours = {"Origin": here, "Sec-Fetch-Site": "same-origin"}
        began = {"key": "k" * 32, "code": "", "name": "Lan"}
        async with session.post(f"{here}/chat/session", json=began, headers=ours) as answer:
            assert answer.status == 200, await answer.text()
        cursor = 0
        async with asyncio.timeout(20):
            while not cursor:
                async with session.get(f"{there}/chat/poll?since=0&wait=5") as answer:
                    cursor = (await answer.json())["cursor"]
        said: dict[str, object] = {
            "client_id": "0123456789abcdef",
            "text": "/trogiup",
            "attachments": [],
            "reply_to": None,
        }
        waiting = asyncio.create_task(_waits(session, f"{there}/chat/poll?since={cursor}&wait=25"))
        async with session.post(f"{here}/chat/messages", json=said, headers=ours) as answer:
            assert answer.status == 200, await answer.text()
        seconds, texts = await waiting
        assert texts
        assert seconds < LONGEST


async def _somebody_answers(folder: Path) -> None:
    while True:
        if await ask_service(folder, "ping", {}):
            return
        await asyncio.sleep(0.05)


async def _waits(session: ClientSession, address: str) -> tuple[float, list[str]]:
    """As a page does: a poll woken by a hint about what it has already answers nothing, and is asked again."""
    began = time.monotonic()
    rows: list[dict[str, str]] = []
    while not rows and time.monotonic() - began < LONGEST:
        async with session.get(address) as answer:
            rows = (await answer.json())["rows"]
    return time.monotonic() - began, [row.get("text", "") for row in rows]
