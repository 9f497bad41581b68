"""How a closed page is reached: it is offered, never asked for by itself; what rings says nothing; the link of a
notice opens nothing until it is tapped."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, expect
from sqlalchemy import select

from storage.channels import login
from storage.channels.login import Login
from storage.place import Place
from storage.tables import login_links, push_subscriptions
from tests.bot.channels.webchat.service import Service
from tests.browser.conftest import Watch, is_accessible

Up = tuple[Service, TestServer]
widths = pytest.mark.parametrize("width", [360, 1280])

AGREES = """
    let state = "default";
    window.asked = 0;
    Object.defineProperty(Notification, "permission", { get: () => state });
    Notification.requestPermission = async () => { window.asked += 1; state = ANSWER; return state; };
    PushManager.prototype.getSubscription = async () => null;
    PushManager.prototype.subscribe = async (options) => {
      window.key = new Uint8Array(options.applicationServerKey).length;
      const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
      return {
        endpoint: "https://push.example.vn/x",
        getKey: (name) => bytes(name === "auth" ? AUTH : KEY),
      };
    };
"""
"""A browser's own part, which asks its maker: there is no way out of here."""
KEY = "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA/0QTpQtUbVlUls0VJXg7A8u+Ts1XbjhazAkj7I99e8QcYP7DkM="
AUTH = "tBHItJI5svbpez7KI4CCXg=="
LINK = "a" * 43


async def joins(watch: Watch, width: int, answer: str = "granted") -> Page:
    page = await watch.opens("/chat/", width=width)
    script = AGREES
    for name, value in (("ANSWER", answer), ("AUTH", AUTH), ("KEY", KEY)):
        script = script.replace(name, json.dumps(value))
    await page.add_init_script(script)
    await page.reload()
    await page.get_by_label("Họ và tên").fill("Hoàng Thị Lan")
    await page.get_by_role("button", name="Tôi chưa có mã").click()
    await expect(page.get_by_text("Kính chào Anh/chị!")).to_be_visible()
    return page


@widths
async def test_nobody_is_asked_before_he_taps(watch: Watch, up: Up, width: int) -> None:
    page = await joins(watch, width)
    button = page.get_by_role("button", name="Báo khi có trả lời")
    await expect(button).to_be_visible()
    assert await page.evaluate("asked") == 0
    await is_accessible(page)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await button.click()
    await expect(page.get_by_text("Đã bật báo tin trên thiết bị này.")).to_be_visible()
    assert await page.evaluate("[asked, key]") == [1, 65]
    [row] = await up[0].db.read(lambda tx: tx.rows(select(push_subscriptions)))
    assert row.endpoint == "https://push.example.vn/x"
    await is_accessible(page)


async def test_a_no_is_taken_for_one(watch: Watch, up: Up) -> None:
    page = await joins(watch, 360, "denied")
    await page.get_by_role("button", name="Báo khi có trả lời").click()
    await expect(page.get_by_text("Trình duyệt đang chặn thông báo.")).to_be_visible()
    assert await up[0].db.read(lambda tx: tx.rows(select(push_subscriptions))) == []


async def test_whoever_puts_it_off_is_not_offered_it_again(watch: Watch) -> None:
    page = await joins(watch, 360)
    await page.get_by_role("button", name="Để sau").click()
    await page.reload()
    await expect(page.get_by_text("Kính chào Anh/chị!")).to_be_visible()
    await expect(page.get_by_role("button", name="Báo khi có trả lời")).to_be_hidden()


async def test_an_iphone_is_told_what_it_needs(watch: Watch) -> None:
    iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1"
    page = await watch.opens("/chat/", user_agent=iphone)
    await page.add_init_script("delete window.PushManager")
    await page.reload()
    await page.get_by_label("Họ và tên").fill("Lan")
    await page.get_by_role("button", name="Tôi chưa có mã").click()
    await expect(page.get_by_text("Thêm vào MH chính")).to_be_visible()
    await expect(page.get_by_role("button", name="Báo khi có trả lời")).to_be_hidden()


async def test_the_worker_shows_a_title_and_nothing_else(watch: Watch) -> None:
    page = await joins(watch, 360)
    await page.context.grant_permissions(["notifications"])
    await page.get_by_role("button", name="Báo khi có trả lời").click()
    await expect(page.get_by_text("Đã bật báo tin")).to_be_visible()
    devtools = await page.context.new_cdp_session(page)
    found: list[str] = []

    def registered(event: dict[str, list[dict[str, str]]]) -> None:
        found.extend(one["registrationId"] for one in event["registrations"])

    devtools.on("ServiceWorker.workerRegistrationUpdated", registered)
    await devtools.send("ServiceWorker.enable")
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    said = {"title": "Cầu Nối: Anh/chị có tin mới", "body": "must not be shown"}
    origin = await page.evaluate("location.origin")
    ring = {"origin": origin, "registrationId": found[0], "data": json.dumps(said)}
    await devtools.send("ServiceWorker.deliverPushMessage", ring)
    shown = """async () => {
      const worker = await navigator.serviceWorker.ready;
      return (await worker.getNotifications()).map((one) => [one.title, one.body]);
    }"""
    await page.wait_for_function(f"({shown})().then((found) => found.length > 0)")
    assert await page.evaluate(shown) == [["Cầu Nối: Anh/chị có tin mới", ""]]


@widths
async def test_a_link_opens_nothing_until_it_is_tapped(watch: Watch, up: Up, width: int) -> None:
    service = up[0]
    there = await joins(watch, width)
    chat = service.heard[0].place.chat
    assert there
    opens = Login(chat, Place("telegram", "1"))
    ends = service.clock.machine() + timedelta(minutes=15)
    hashed = hashlib.sha256(LINK.encode()).hexdigest()
    await service.db.write(lambda tx: login.give(tx, hashed, opens, ends))
    page = await watch.opens(f"/chat/#vao={LINK}", width=width)
    button = page.get_by_role("button", name="Mở trên thiết bị này")
    await expect(button).to_be_visible()
    assert "#" not in page.url
    await is_accessible(page)
    assert len(await service.db.read(lambda tx: tx.rows(select(login_links)))) == 1
    await button.click()
    await expect(page.get_by_text("Kính chào Anh/chị!")).to_be_visible()
    again = await watch.opens(f"/chat/#vao={LINK}", width=width)
    await again.get_by_role("button", name="Mở trên thiết bị này").click()
    await expect(again.get_by_role("alert").filter(has_text="Liên kết này đã dùng")).to_be_visible()
    await is_accessible(again)


async def test_whoever_is_in_already_goes_on_and_the_link_is_kept(watch: Watch, up: Up) -> None:
    service = up[0]
    page = await joins(watch, 360)
    ends = service.clock.machine() + timedelta(minutes=15)
    own = Login(service.heard[0].place.chat, Place("telegram", "1"))
    await service.db.write(lambda tx: login.give(tx, hashlib.sha256(LINK.encode()).hexdigest(), own, ends))
    await page.goto("about:blank")
    await page.goto(f"{up[1].make_url('/chat/')}#vao={LINK}")
    await expect(page.get_by_text("Kính chào Anh/chị!")).to_be_visible()
    await expect(page.get_by_role("button", name="Mở trên thiết bị này")).to_be_hidden()
    assert len(await service.db.read(lambda tx: tx.rows(select(login_links)))) == 1


async def test_a_link_to_another_chat_asks_whoever_is_in_one(watch: Watch, up: Up) -> None:
    service = up[0]
    page = await joins(watch, 360)
    await joins(watch, 360)
    ends = service.clock.machine() + timedelta(minutes=15)
    other = Login(service.heard[-1].place.chat, Place("telegram", "1"))
    assert other.chat != service.heard[0].place.chat
    await service.db.write(lambda tx: login.give(tx, hashlib.sha256(LINK.encode()).hexdigest(), other, ends))
    await page.goto("about:blank")
    await page.goto(f"{up[1].make_url('/chat/')}#vao={LINK}")
    await page.get_by_role("button", name="Mở trên thiết bị này").click()
    await expect(page.get_by_text("Kính chào Anh/chị!")).to_be_visible()
    assert await page.evaluate("JSON.parse(document.body.dataset.setup).chat") == other.chat
