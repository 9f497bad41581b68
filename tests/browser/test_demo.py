"""The demo page in a real browser: three phones, a clock, a story."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, expect

from bot.channels.webchat import Door
from bot.demo import Demo, Phone
from handlers.incoming import Said
from handlers.outgoing import Message
from storage import sessions
from storage.db import Database
from tests.bot.channels.webchat.service import FREE, Service
from tests.browser.conftest import Watch, is_accessible

WHO = (
    ("cadre", "Cán bộ cấp xã", "Hoàng Thị Lan", "Xã Thất Khê, Lạng Sơn"),
    ("officer", "Cán bộ biệt phái", "Trần Minh Đức", "Bộ Công Thương tại Lạng Sơn"),
    ("admin", "Quản trị Bộ", "Nguyễn Thu Hà", "Bộ Công Thương"),
)


@pytest_asyncio.fixture(loop_scope="module")
async def demo(sqlite_db: Database, tmp_path: Path) -> AsyncIterator[tuple[Service, TestServer]]:
    doors = [Door(f"/demo/{key}", f"caunoi_{key}", True, unit, f"CODE-{key}", name) for key, _, name, unit in WHO]
    service = Service(sqlite_db, tmp_path, doors=doors, rates=FREE, public="http://127.0.0.1")

    async def figures() -> dict[str, int]:
        asked = sum(isinstance(one, Said) and not one.text.startswith("/") for one in service.heard)
        return {"asked": asked, "bank": 0, "open": asked, "overdue": 0}

    async def forward(by: timedelta) -> None:
        service.clock.forward(by)

    phones = [Phone(key, f"/demo/{key}/", role, name, unit) for key, role, name, unit in WHO]
    app = service.app()
    app.add_routes(Demo(service.pages, service.clock, phones, figures=figures, forward=forward).routes())
    server = TestServer(app)
    await server.start_server()
    async with service.answering():
        yield service, server
    await service.web.stop()
    await server.close()


@pytest_asyncio.fixture(loop_scope="module")
async def visitor(browser: Browser, demo: tuple[Service, TestServer]) -> AsyncIterator[Watch]:
    async with AsyncExitStack() as stack:
        watch = Watch(browser, demo[1], stack)
        yield watch
    assert watch.said == []


async def test_each_phone_comes_in_by_itself_with_its_own_code(
    visitor: Watch, demo: tuple[Service, TestServer]
) -> None:
    page = await visitor.opens("/", width=1280)
    for key, *_ in WHO:
        phone = page.frame_locator(f"#phone-{key} iframe")
        await expect(phone.get_by_text("Kính chào Anh/chị!")).to_be_visible()
    started = {one.text: one.sender.name for one in demo[0].heard if isinstance(one, Said)}
    assert started == {f"/start CODE-{key}": name for key, _, name, _ in WHO}
    assert len({one.place.chat for one in demo[0].heard}) == 3
    await page.reload()
    await expect(page.frame_locator("#phone-admin iframe").get_by_text("Kính chào Anh/chị!")).to_be_visible()
    assert len(demo[0].heard) == 3


async def test_a_phone_whose_session_is_no_more_loads_anew_and_comes_in(
    visitor: Watch, demo: tuple[Service, TestServer], sqlite_db: Database
) -> None:
    page = await visitor.opens("/", width=1280)
    phone = page.frame_locator("#phone-officer iframe")
    await expect(phone.get_by_text("Kính chào Anh/chị!")).to_be_visible()
    await phone.locator("body").evaluate("body => { body.dataset.loaded = 'before' }")
    chat = next(one.place.chat for one in demo[0].heard if one.sender.name == WHO[1][2])
    await sqlite_db.write(lambda tx: sessions.end_all(tx, chat))
    await expect(phone.locator("body")).not_to_have_attribute("data-loaded", "before")
    await expect(phone.get_by_text("Kính chào Anh/chị!")).to_be_visible()
    assert [one.text for one in demo[0].heard if isinstance(one, Said)].count("/start CODE-officer") == 2


async def test_a_suggestion_is_put_into_its_phone_and_counted(visitor: Watch) -> None:
    page = await visitor.opens("/", width=1280)
    cadre = page.frame_locator("#phone-cadre iframe")
    await expect(cadre.get_by_text("Kính chào Anh/chị!")).to_be_visible()
    suggestion = page.locator(".suggestion").first
    text = (await suggestion.inner_text()).strip("“”")
    await suggestion.click()
    await expect(cadre.get_by_label("Nội dung tin nhắn")).to_have_value(text)
    await cadre.get_by_role("button", name="Gửi", exact=True).click()
    await expect(cadre.get_by_text(f"Đã nhận: {text}")).to_be_visible()
    await expect(page.locator('[data-figure="asked"] dd')).to_have_text("1")


async def test_a_suggestion_leaves_the_chosen_quote_alone(visitor: Watch, demo: tuple[Service, TestServer]) -> None:
    page = await visitor.opens("/", width=1280)
    officer = page.frame_locator("#phone-officer iframe")
    await officer.get_by_role("button", name="Trả lời tin này").click()
    await page.locator(".suggestion").nth(2).click()
    await officer.get_by_role("button", name="Gửi", exact=True).click()
    await expect(officer.locator(".message.mine .quote")).to_contain_text("Kính chào Anh/chị!")


async def test_the_clock_moves_forward_and_messages_show_it(visitor: Watch, demo: tuple[Service, TestServer]) -> None:
    page = await visitor.opens("/", width=1280)
    cadre = page.frame_locator("#phone-cadre iframe")
    await expect(cadre.get_by_text("Kính chào Anh/chị!")).to_be_visible()
    before = demo[0].clock.business()
    await page.locator(".clock").get_by_role("button", name="+1 ngày").click()
    await expect(page.locator("#moved")).to_contain_text("Đồng hồ đã chuyển tới")
    assert demo[0].clock.business() - before >= timedelta(days=1)
    await demo[0].send(demo[0].heard[0].place.chat, Message("hôm sau"))
    await demo[0].send(next(one.place.chat for one in demo[0].heard if one.sender.name == WHO[0][2]), Message("nữa"))
    await expect(cadre.locator(".day")).to_have_count(2)


async def test_on_a_phone_the_phones_are_tabs_that_tell_of_news(
    visitor: Watch, demo: tuple[Service, TestServer]
) -> None:
    page = await visitor.opens("/", width=360)
    officer_tab = page.get_by_role("tab", name="Cán bộ biệt phái")
    await expect(page.frame_locator("#phone-cadre iframe").get_by_text("Kính chào Anh/chị!")).to_be_visible()
    await expect(page.locator("#phone-officer")).to_be_hidden()
    await officer_tab.click()
    await expect(page.frame_locator("#phone-officer iframe").get_by_text("Kính chào Anh/chị!")).to_be_visible()
    await page.get_by_role("tab", name="Cán bộ cấp xã").click()
    chat = next(one.place.chat for one in demo[0].heard if one.sender.name == "Trần Minh Đức")
    await demo[0].send(chat, Message("Có câu hỏi mới"))
    await expect(page.locator("#tab-officer.has-news")).to_be_visible()
    await officer_tab.click()
    await expect(page.locator("#tab-officer.has-news")).to_have_count(0)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(
    ("width", "dark"),
    [
        (360, False),
        (1280, True),
        *(pytest.param(*one, marks=pytest.mark.slow) for one in ((360, True), (900, False), (1280, False))),
    ],
)
async def test_the_page_is_accessible(visitor: Watch, width: int, dark: bool) -> None:
    page = await visitor.opens("/", width=width, dark=dark)
    await expect(page.locator("#now")).not_to_have_text("–")
    await expect(page.frame_locator("#phone-cadre iframe").get_by_text("Kính chào Anh/chị!")).to_be_visible()
    await is_accessible(page)
