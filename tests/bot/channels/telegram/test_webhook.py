"""The webhook: strangers are turned away unread, nothing is acknowledged that is not committed."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.channels.telegram.webhook import MAX_BODY, PATH, WebhookDoor
from handlers.clock import Clock
from handlers.incoming import Said
from storage.db import Database
from tests.bot.channels.inbox import Inbox
from tests.bot.channels.telegram.conftest import SHORT
from tests.fakes.telegram import FakeTelegram

SECRET = "mot-bi-mat_1"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
UPDATE = {"update_id": 5, "message": {"chat": {"id": 101}}}


@pytest.fixture
async def door(fake: FakeTelegram, sqlite_db: Database, inbox: Inbox) -> AsyncIterator[str]:
    """The address at which the channel receives."""
    settings = TelegramSettings(fake.token, fake.base_url, "webhook", SECRET)
    channel = TelegramChannel(settings, sqlite_db, Clock(), timeouts=SHORT)
    async with opened(channel.routes(inbox.accept)) as address:
        yield address
    await channel.stop()


@asynccontextmanager
async def opened(routes: Iterable[web.AbstractRouteDef]) -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
    await runner.cleanup()


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def knock(client: aiohttp.ClientSession, door: str, body: bytes, **headers: str) -> aiohttp.ClientResponse:
    async with client.post(door, data=body, headers={HEADER: SECRET, **headers}) as response:
        return response


async def test_an_update_is_committed_and_acknowledged(
    client: aiohttp.ClientSession, door: str, inbox: Inbox
) -> None:
    raw = json.dumps(UPDATE).encode()
    response = await knock(client, door, raw)
    assert response.status == 200
    (arrival,) = inbox.arrivals
    assert (arrival.update_id, arrival.conversation, arrival.payload) == ("7654321:5", "telegram:101", raw)


@pytest.mark.parametrize("shown", [None, "", "falsch", SECRET + "x", SECRET[:-1], "bí mật", SECRET.upper()])
async def test_a_stranger_is_turned_away_unread(
    client: aiohttp.ClientSession, door: str, inbox: Inbox, shown: str | None
) -> None:
    headers = {} if shown is None else {HEADER: shown}
    async with client.post(door, data=json.dumps(UPDATE), headers=headers) as response:
        assert response.status == 403
    assert inbox.calls == 0


async def test_a_stranger_need_not_even_send_his_body(door: str, inbox: Inbox) -> None:
    host, port = door.removeprefix("http://").partition("/")[0].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n".encode())
    assert b"403" in await asyncio.wait_for(reader.readline(), 5)
    writer.close()
    await writer.wait_closed()
    assert inbox.calls == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"5", b'"x"', b"\xff\xfe", b'{"a":' + b"[" * 50_000])
async def test_what_telegram_delivers_is_kept_even_if_nobody_can_read_it(
    client: aiohttp.ClientSession, door: str, inbox: Inbox, body: bytes
) -> None:
    assert (await knock(client, door, body)).status == 200
    (arrival,) = inbox.arrivals
    assert (arrival.payload, arrival.conversation) == (body, f"telegram:?{arrival.update_id.partition(':')[2]}")


async def test_a_body_that_is_not_encoded_as_it_says(client: aiohttp.ClientSession, door: str, inbox: Inbox) -> None:
    assert (await knock(client, door, b"not gzip", **{"Content-Encoding": "gzip"})).status == 400


async def test_too_large(client: aiohttp.ClientSession, door: str, inbox: Inbox) -> None:
    just = json.dumps({"update_id": 1, "x": ""}).encode()
    just = just[:-2] + b"x" * (MAX_BODY - len(just)) + just[-2:]
    assert (await knock(client, door, just)).status == 200
    assert (await knock(client, door, just + b" ")).status == 413
    assert inbox.calls == 1


async def test_too_large_without_saying_so(client: aiohttp.ClientSession, door: str, inbox: Inbox) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 10_000

    async with client.post(door, data=chunks(), headers={HEADER: SECRET}) as response:
        assert response.status == 413
    assert inbox.calls == 0


async def test_too_large_once_unpacked(client: aiohttp.ClientSession, door: str, inbox: Inbox) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    assert len(bomb) < MAX_BODY
    assert (await knock(client, door, bomb, **{"Content-Encoding": "gzip"})).status in (400, 413)
    assert inbox.calls == 0


async def test_a_database_that_refuses_is_not_acknowledged(
    client: aiohttp.ClientSession, door: str, inbox: Inbox
) -> None:
    inbox.refuse = 1
    response = await knock(client, door, json.dumps(UPDATE).encode())
    assert (response.status, response.headers["Retry-After"]) == (503, "5")
    assert (await knock(client, door, json.dumps(UPDATE).encode())).status == 200
    assert len(inbox.arrivals) == 1


async def test_an_update_without_a_number_is_kept(client: aiohttp.ClientSession, door: str, inbox: Inbox) -> None:
    for _ in range(2):
        assert (await knock(client, door, b'{"odd": 1}')).status == 200
    assert len(inbox.arrivals) == 1


async def test_only_posts(client: aiohttp.ClientSession, door: str) -> None:
    async with client.get(door) as response:
        assert response.status == 405


async def test_telegram_delivers_in_order_and_again_until_it_is_taken(
    fake: FakeTelegram, sqlite_db: Database, door: str, inbox: Inbox
) -> None:
    settings = TelegramSettings(fake.token, fake.base_url, "webhook", SECRET)
    channel = TelegramChannel(settings, sqlite_db, Clock(), timeouts=SHORT)
    await channel.set_webhook(door, SECRET)
    inbox.refuse = 3
    lan, minh = fake.user(101), fake.user(102)
    for n in range(5):
        await lan.says(f"Lan {n}")
        await minh.says(f"Minh {n}")
    arrivals = await inbox.holds(10)
    await fake.until(lambda: not fake.pending)
    said = [channel.parse(arrival.payload) for arrival in arrivals]
    for person in ("Lan", "Minh"):
        texts = [s.text for s in said if isinstance(s, Said) and s.text.startswith(person)]
        assert texts == [f"{person} {n}" for n in range(5)]
    assert [status for _, status in fake.delivering.attempts].count(503) == 3
    assert (await channel.webhook_info()).last_error == "Wrong response from the webhook: 503"
    await channel.stop()


async def test_a_polled_bot_has_no_webhook(channel: TelegramChannel, inbox: Inbox) -> None:
    assert channel.routes(inbox.accept) == []


@pytest.mark.parametrize("secret", [None, ""])
def test_a_webhook_without_a_secret_is_refused(secret: str | None) -> None:
    with pytest.raises(ValueError, match="secret"):
        TelegramSettings("1:a", mode="webhook", webhook_secret=secret)


async def test_a_body_that_does_not_come(inbox: Inbox) -> None:
    async with opened([WebhookDoor("7654321", SECRET, inbox.accept, slowest=0.05).route()]) as door:
        host, port = door.removeprefix("http://").partition("/")[0].split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{HEADER}: {SECRET}\r\nContent-Length: 900\r\n\r\n"
        writer.write(head.encode() + b'{"update_id')
        assert b"408" in await asyncio.wait_for(reader.readline(), 5)
        writer.close()
        await writer.wait_closed()
    assert inbox.calls == 0
