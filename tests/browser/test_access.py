"""Everybody can use it: axe finds nothing, on a phone and at a desk, by day and by night."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import FilePayload, expect

from handlers.outgoing import Draft
from tests.bot.channels.webchat.service import Service
from tests.browser.conftest import Watch, is_accessible, say

looks = pytest.mark.parametrize(
    ("width", "dark"),
    [
        (360, False),
        (1280, True),
        *(pytest.param(*one, marks=pytest.mark.slow) for one in ((360, True), (1280, False))),
    ],
)


@looks
async def test_the_start_screen(watch: Watch, width: int, dark: bool) -> None:
    page = await watch.opens("/chat/?code=ABC", width=width, dark=dark)
    await page.get_by_role("button", name="Vào bằng mã mời").focus()
    await is_accessible(page)
    await page.get_by_label("Mã mời", exact=True).fill("")
    await page.get_by_role("button", name="Vào bằng mã mời").click()
    await expect(page.get_by_role("alert")).not_to_be_empty()
    await is_accessible(page)


@looks
async def test_a_chat_with_everything_in_it(
    watch: Watch, up: tuple[Service, TestServer], width: int, dark: bool
) -> None:
    page = await watch.joins(width=width, dark=dark)
    text = Draft().bold("Căn cứ").line("https://chinhphu.vn và /trogiup").italic("Kiểm tra lần cuối: 15/11/2026")
    await up[0].send(up[0].heard[0].place.chat, text.message())
    await say(page, "nút")
    await page.get_by_role("button", name="Chưa rõ").click()
    await expect(page.get_by_text("Đã chọn: no")).to_be_visible()
    await page.locator("#pick").set_input_files(
        [
            FilePayload(name="a.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7"),
            FilePayload(name="b.html", mimeType="text/html", buffer=b"<html>"),
        ]
    )
    await expect(page.locator("#files .bad")).to_be_visible()
    await page.locator(".message.theirs").first.get_by_role("button", name="Trả lời tin này").click()
    await is_accessible(page)
    await say(page, "gửi kèm")
    await expect(page.locator(".message.theirs .file")).to_be_visible()
    await page.route("**/chat/messages", lambda route: route.abort())
    await say(page, "chưa gửi")
    await expect(page.get_by_text("chưa gửi được – thử lại")).to_be_visible()
    await page.get_by_label("Nội dung tin nhắn").fill("/")
    await is_accessible(page)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await page.get_by_role("button", name="Đăng xuất khỏi thiết bị này").click()
    await is_accessible(page)


async def test_it_is_used_by_keyboard_alone(watch: Watch) -> None:
    page = await watch.opens(width=1280)
    await page.keyboard.press("Tab")
    await page.keyboard.type("ABC")
    await expect(page.get_by_label("Mã mời", exact=True)).to_have_value("ABC")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Kính chào Anh/chị!")).to_be_visible()
    await page.keyboard.type("nút")
    await page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Có, đã rõ")
    await expect(button).to_be_visible()
    for _ in range(30):
        await page.keyboard.press("Shift+Tab")
        if await button.evaluate("button => button === document.activeElement"):
            break
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Đã chọn: yes")).to_be_visible()
