"""A real Chromium in front of a running web chat whose bot echoes."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

from storage.db import Database
from tests.bot.channels.webchat.service import Service, running

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
NETWORK = re.compile(r"Failed to load resource|net::ERR_|WebSocket connection to|status of (401|503)")

expect.set_options(timeout=10_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser: one for each file, and so on one loop."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)
            if not CHROMIUM.exists():
                item.add_marker(pytest.mark.skip(reason="there is no Chromium"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="module")
async def sqlite_db(sqlite_templates: dict[str, Path], tmp_path: Path) -> AsyncIterator[Database]:
    """A migrated, empty SQLite database."""
    database = Database(f"sqlite:///{shutil.copy(sqlite_templates['migrated'], tmp_path / 'chat.db')}")
    yield database
    await database.close()


@pytest_asyncio.fixture(loop_scope="module")
async def up(sqlite_db: Database, tmp_path: Path) -> AsyncIterator[tuple[Service, TestServer]]:
    """The service, answering."""
    async with running(sqlite_db, tmp_path) as (service, server), service.answering():
        yield service, server


class Watch:
    """Opens pages, and at the end holds against them what their consoles said."""

    def __init__(self, browser: Browser, server: TestServer, stack: AsyncExitStack) -> None:
        self._browser = browser
        self._server = server
        self._stack = stack
        self.said: list[str] = []

    async def opens(self, path: str = "/chat/", *, width: int = 360, dark: bool = False, **options: Any) -> Page:
        """A page in a fresh profile."""
        context = await self._browser.new_context(
            viewport={"width": width, "height": 760},
            color_scheme="dark" if dark else "light",
            locale="vi-VN",
            reduced_motion="reduce",  # contrast is measured on what stands still
            **options,
        )
        self._stack.push_async_callback(context.close)
        page = await context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        await page.goto(str(self._server.make_url(path)))
        return page

    async def joins(self, **options: Any) -> Page:
        """A page that has come in without a code."""
        page = await self.opens(**options)
        await page.get_by_label("Họ và tên").fill("Hoàng Thị Lan")
        await page.get_by_role("button", name="Tôi chưa có mã").click()
        await expect(page.get_by_text("Kính chào Anh/chị!")).to_be_visible()
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not NETWORK.search(message.text):
            self.said.append(message.text)


@pytest_asyncio.fixture(loop_scope="module")
async def watch(browser: Browser, up: tuple[Service, TestServer]) -> AsyncIterator[Watch]:
    """Pages of the chat; a policy violation or an error in a console fails the test."""
    async with AsyncExitStack() as stack:
        watch = Watch(browser, up[1], stack)
        yield watch
    assert watch.said == []


async def say(page: Page, text: str) -> None:
    """Types and sends, as on a phone."""
    await page.get_by_label("Nội dung tin nhắn").fill(text)
    await page.get_by_role("button", name="Gửi", exact=True).click()


async def is_accessible(page: Page) -> None:
    """Axe finds nothing to say."""
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
