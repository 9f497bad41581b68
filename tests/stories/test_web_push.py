"""Whoever closed the page of the web chat is rung, and if he does not look, gets it on another channel."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy import func, select, update

from bot.channels.webchat import pushing
from storage.channels import webpush
from storage.seats import Role
from storage.tables import outbox, push_subscriptions, sessions, web_unread
from tests.fakes.push import Browser, FakePush
from tests.phones import Phone, WebPhone
from tests.stories.test_linking import answers, asks, links
from tests.talk import Town


@pytest.fixture
async def service() -> AsyncIterator[FakePush]:
    fake = FakePush()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
async def ringing(seeded_url: str, tmp_path: Path, service: FakePush) -> AsyncIterator[Town]:
    """A town whose browsers are rung by a service on this machine."""
    town = Town(seeded_url, tmp_path / "data")
    town.more["web_push_hosts"] = (service.base_url, "push.example.vn")
    async with town:
        yield town


async def server_key(town: Town) -> str:
    """Our public key, as the page gets it."""
    async with ClientSession() as http, http.get(f"http://127.0.0.1:{town.app.port}/chat/") as page:
        found = re.search(r'data-setup="([^"]*)"', await page.text())
    assert found
    return str(json.loads(unescape(found[1]))["push"])


async def agrees(town: Town, service: FakePush, phone: WebPhone) -> Browser:
    browser = service.browser(await server_key(town))
    status, told = await phone.posts("push", browser.subscription)
    assert (status, told) == (200, {})
    return browser


async def asked(town: Town) -> tuple[Phone, WebPhone]:
    """Lan, on the web, has asked; Minh, on Telegram, has it."""
    minh = await town.officer("Trần Văn Minh")
    lan = await town.joins("web", "Hoàng Thị Lan", await town.invited(Role.CADRE, "06040"))
    assert isinstance(lan, WebPhone)
    await asks(lan)
    return minh, lan


async def reads(phone: WebPhone) -> None:
    """The page has been looked at."""
    await phone.posts("read", {"cursor": phone.cursor})


async def kept(town: Town) -> list[Any]:
    return list(await town.read(lambda tx: tx.rows(select(push_subscriptions))))


async def test_a_closed_page_is_rung_and_nothing_is_told(ringing: Town, service: FakePush) -> None:
    minh, lan = await asked(ringing)
    await reads(lan)
    browser = await agrees(ringing, service, lan)
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await service.until(lambda: browser.rung)
    assert browser.rung == [{"title": "Cầu Nối: Anh/chị có tin mới"}]
    assert service.refused == []
    everything = b"".join(service.bytes_seen)
    for secret in ("dự toán", "Lan", "Minh", "hội chợ"):
        assert secret.encode() not in everything
    await _until(lambda: kept(ringing), lambda rows: rows[0].due_at is None)


async def test_an_open_page_is_not_rung(ringing: Town, service: FakePush) -> None:
    minh, lan = await asked(ringing)
    browser = await agrees(ringing, service, lan)
    other = await ringing.cadre("Người khác", channel="web")
    assert isinstance(other, WebPhone)
    closed = await agrees(ringing, service, other)
    async with lan.socket() as page:
        await page.send_json({"since": 0})
        await page.receive_json(timeout=5)
        await answers(minh, "Lập dự toán gửi Sở Tài chính.")
        await other.posts("messages", {"client_id": "12345678", "text": "/toi"})  # comes after it, and is rung
        await service.until(lambda: closed.rung)
        await _until(lambda: kept(ringing), lambda rows: all(row.due_at is None for row in rows))
    assert browser.rung == []


async def test_what_was_read_in_the_meantime_rings_nobody(
    ringing: Town, service: FakePush, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.webchat.showing.GRACE", timedelta(hours=1))
    minh, lan = await asked(ringing)
    await agrees(ringing, service, lan)
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await lan.hears("Lập dự toán")
    assert [row.due_at is None for row in await kept(ringing)] == [False]
    await reads(lan)
    assert [row.due_at is None for row in await kept(ringing)] == [True]


@pytest.mark.parametrize("status", [404, 410, 403])
async def test_a_subscription_that_is_gone_is_forgotten(ringing: Town, service: FakePush, status: int) -> None:
    minh, lan = await asked(ringing)
    await agrees(ringing, service, lan)
    service.answers.append((status, {}))
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await service.until(lambda: service.bytes_seen)
    await _until(lambda: kept(ringing), lambda rows: rows == [])


@pytest.mark.parametrize(
    ("status", "asks_for", "least"),
    [(429, {"Retry-After": "120"}, 100), (503, {}, 5)],
)
async def test_a_service_that_asks_for_patience_gets_it(
    ringing: Town, service: FakePush, status: int, asks_for: dict[str, str], least: int
) -> None:
    minh, lan = await asked(ringing)
    browser = await agrees(ringing, service, lan)
    service.answers.append((status, asks_for))
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await service.until(lambda: service.bytes_seen)
    [row] = await _until(lambda: kept(ringing), lambda rows: rows and rows[0].attempts == 1)
    assert row.due_at - ringing.clock.machine() > timedelta(seconds=least)
    soon = ringing.clock.machine()
    await ringing.app.db.write(lambda tx: tx.change(update(push_subscriptions).values(due_at=soon)))
    ringing.app.db.wakes.give({webpush.HINT})
    await service.until(lambda: browser.rung)
    await _until(lambda: kept(ringing), lambda rows: rows[0].due_at is None and rows[0].attempts == 0)


async def test_no_redirect_is_followed(ringing: Town, service: FakePush) -> None:
    minh, lan = await asked(ringing)
    browser = await agrees(ringing, service, lan)
    service.answers.append((307, {"Location": service.browser("x").endpoint}))
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await service.until(lambda: service.bytes_seen)
    await _until(lambda: kept(ringing), lambda rows: rows[0].due_at is None)
    assert len(service.bytes_seen) == 1
    assert browser.rung == []


async def test_a_person_has_so_many_browsers_and_the_oldest_goes(ringing: Town, service: FakePush) -> None:
    key = await server_key(ringing)
    lan = await ringing.on_web("Lan")
    await agrees(ringing, service, lan)
    [first] = await kept(ringing)
    for number in range(webpush.MOST):
        to = service.browser(key).subscription
        sub = webpush.Subscription(to["endpoint"], to["key"], to["auth"], "vi")
        now = ringing.clock.machine()
        await ringing.app.db.write(
            lambda tx, n=number, s=sub, at=now: webpush.subscribe(tx, f"{n:064}", first.chat, s, at)  # type: ignore[misc]
        )
    rows = await kept(ringing)
    assert len(rows) == webpush.MOST
    assert first.token_hash not in [row.token_hash for row in rows]


async def test_leaving_ends_the_ringing(ringing: Town, service: FakePush) -> None:
    lan = await ringing.on_web("Lan")
    await agrees(ringing, service, lan)
    await lan.posts("leave", {})
    assert await kept(ringing) == []
    assert await ringing.read(lambda tx: tx.value(select(func.count()).select_from(sessions))) == 0


# --- unread ------------------------------------------------------------------------------------------------------


async def test_what_is_unread_for_ten_minutes_goes_by_the_next_channel(town: Town) -> None:
    minh, lan = await asked(town)
    zalo = town.on_zalo("Lan")
    await links(lan, zalo)
    await lan.says("/trogiup")
    await lan.hears("Cầu Nối giúp gì")
    await reads(lan)
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await lan.hears("Lập dự toán")
    await town.forward(minutes=9)
    assert not [b for b in zalo.heard if "Lập dự toán" in b.text]
    await town.forward(minutes=2)
    shown = await zalo.hears("Lập dự toán gửi Sở Tài chính.")
    await zalo.says("Cảm ơn, còn hồ sơ gồm những gì?", reply_to=shown)
    await minh.hears("còn hồ sơ gồm những gì?")
    await town.forward(minutes=30)
    assert len([b for b in zalo.heard if "Lập dự toán" in b.text]) == 1


async def test_what_the_next_channel_does_not_take_is_not_shown_again(town: Town) -> None:
    minh, lan = await asked(town)
    zalo = town.on_zalo("Lan")
    await links(lan, zalo)
    await lan.says("/trogiup")
    await lan.hears("Cầu Nối giúp gì")
    await reads(lan)
    await town.forward(hours=50)  # Zalo's window is shut
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await lan.hears("Lập dự toán")
    for _ in range(3):
        await town.forward(minutes=11)
    await lan.says("/trogiup")
    await lan.hears("Cầu Nối giúp gì")
    for phone, times in ((lan, 1), (zalo, 0)):
        assert len([b for b in phone.heard if "Lập dự toán" in b.text]) == times


async def test_its_buttons_mean_the_same_at_both(town: Town) -> None:
    minh, lan = await asked(town)
    zalo = town.on_zalo("Lan")
    await links(lan, zalo)
    await lan.says("/trogiup")
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    on_page = await lan.hears("Lập dự toán")
    await town.forward(minutes=11)
    await zalo.hears("Lập dự toán")
    await lan.presses("Đã giải quyết", on=on_page)
    await lan.hears("Mời Anh/chị đánh giá")


async def test_what_was_read_goes_nowhere_else(town: Town) -> None:
    minh, lan = await asked(town)
    zalo = town.on_zalo("Lan")
    await links(lan, zalo)
    await lan.says("/trogiup")
    await lan.hears("Cầu Nối giúp gì")
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await lan.hears("Lập dự toán")
    await reads(lan)
    await town.forward(minutes=30)
    assert not [b for b in zalo.heard if "Lập dự toán" in b.text]
    assert await town.read(lambda tx: tx.value(select(func.count()).select_from(web_unread))) == 0


async def test_of_an_officer_who_has_left_the_page_and_has_no_other_channel_the_admin_hears(town: Town) -> None:
    minh = await town.officer("Trần Văn Minh", channel="web")
    ha = await town.admin("Nguyễn Thu Hà")
    assert isinstance(minh, WebPhone)
    await minh.posts("leave", {})
    lan = await town.cadre("Hoàng Thị Lan")
    await asks(lan)
    waits = select(web_unread.c.outbox_id).where(web_unread.c.cursor > 1)
    await _until(lambda: town.read(lambda tx: tx.rows(waits)), bool)
    await town.forward(minutes=11)
    await ha.hears("Không gửi được tin cho Trần Văn Minh")


async def test_whoever_answered_hears_that_nobody_will_read_it(town: Town) -> None:
    minh, lan = await asked(town)
    await lan.posts("leave", {})
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    sent = select(outbox.c.id).where(outbox.c.role == "answer", outbox.c.state == "sent")
    await _until(lambda: town.read(lambda tx: tx.rows(sent)), bool)
    await town.forward(minutes=11)
    await minh.hears("Chưa gửi được tin về câu hỏi")


async def test_it_survives_a_restart(town: Town) -> None:
    minh, lan = await asked(town)
    zalo = town.on_zalo("Lan")
    await links(lan, zalo)
    await lan.says("/trogiup")
    await lan.hears("Cầu Nối giúp gì")
    await answers(minh, "Lập dự toán gửi Sở Tài chính.")
    await lan.hears("Lập dự toán")
    await town.closes()
    town.clock.forward(timedelta(minutes=11))
    await town.opens()
    await zalo.hears("Lập dự toán gửi Sở Tài chính.")


async def _until(look: Any, good: Any) -> Any:
    async with asyncio.timeout(8):
        while not good(found := await look()):  # noqa: ASYNC110 - rows ring no bell
            await asyncio.sleep(0.02)
    return found


def test_retry_after_is_read_in_both_forms() -> None:
    from datetime import UTC, datetime

    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    seconds = pushing._seconds
    assert seconds("120", now) == 120
    assert seconds("Sun, 22 Nov 2026 12:01:00 GMT", now) == 60
    assert seconds("Sun, 22 Nov 2020 12:01:00 GMT", now) == 0
    assert seconds("soon", now) is None
    assert seconds(None, now) is None
