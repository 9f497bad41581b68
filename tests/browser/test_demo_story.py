"""The whole story by hand: the real `caunoi demo`, a real browser, three phones and the clock.

CAUNOI_PICTURE=docs/images/demo.png makes the picture of the README anew.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Frame, Page, expect

BANK_KNOWS = "han nop bao cao nganh cong thuong cua xa la ngay nao, gui cho ai?"
BANK_DOES_NOT = "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?"
ANSWER = "Xã gửi UBND cấp tỉnh trước ngày 30/11 theo khoản 3 Điều 20 Nghị định 139/2025/NĐ-CP."


@pytest_asyncio.fixture(loop_scope="module")
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """`caunoi demo` as a process of its own; its address."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TELEGRAM")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0", env={**clean, "DATA_DIR": str(tmp_path)},
        cwd=Path(__file__).parents[2], stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    async with asyncio.timeout(120):
        while not (found := re.search(rb"http://127\.0\.0\.1:\d+/", await process.stdout.readline())):
            assert process.returncode is None
    yield found[0].decode()
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 10) == 0


class Screen:
    """One of the phones on the page."""

    def __init__(self, page: Page, key: str) -> None:
        self._page = page
        self._key = key

    @property
    def frame(self) -> Frame:
        return next(frame for frame in self._page.frames if f"/demo/{self._key}/" in frame.url)

    async def in_front(self) -> None:
        """On a narrow screen the phones are tabs."""
        tab = self._page.locator(f"[role=tab][aria-controls*={self._key}]")
        if await tab.count() and await tab.is_visible():
            await tab.click()

    async def says(self, text: str) -> None:
        await self.in_front()
        box = self.frame.locator("textarea")
        await box.fill(text)
        await self.frame.get_by_role("button", name="Gửi", exact=True).click()

    async def presses(self, label: str) -> None:
        await self.in_front()
        await self.frame.get_by_role("button", name=label, exact=True).last.click()

    async def sees(self, text: str) -> None:
        await expect(self.frame.get_by_text(text).last).to_be_attached()


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.slow), 360])
async def test_ask_answer_rate_and_be_alerted(browser: Browser, address: str, width: int) -> None:
    context = await browser.new_context(viewport={"width": width, "height": 900}, locale="vi-VN")
    page = await context.new_page()
    await page.goto(address)
    lan, minh, ha = Screen(page, "cadre"), Screen(page, "officer"), Screen(page, "admin")
    for phone in (lan, minh, ha):
        await phone.sees("Đã xong")

    await lan.says(BANK_KNOWS)
    await lan.sees("Căn cứ: Nghị định 139/2025/NĐ-CP")
    await lan.presses("Chưa rõ, hỏi cán bộ")
    await lan.sees("Đã gửi câu hỏi")
    await minh.sees("Câu hỏi mới")
    await minh.presses("Trả lời")
    await minh.sees("Mời anh/chị nhập câu trả lời")
    await minh.says(ANSWER)
    await lan.sees(ANSWER)
    await lan.presses("Đã giải quyết")
    await lan.sees("đánh giá")
    await lan.presses("5 ★")
    await minh.sees("5 sao")

    await lan.says(BANK_DOES_NOT)
    await lan.presses("Thuộc Bộ Công Thương")
    await minh.sees(BANK_DOES_NOT)
    await page.get_by_role("button", name="+1 ngày").last.click()
    await minh.sees("mà chưa có trả lời")
    await ha.sees("Trần Văn Minh chưa trả lời")
    if width > 1000 and (picture := os.environ.get("CAUNOI_PICTURE")):
        await expect(page.locator("[data-figure=overdue] dd")).to_have_text("1")
        await page.screenshot(path=picture)
    await context.close()
