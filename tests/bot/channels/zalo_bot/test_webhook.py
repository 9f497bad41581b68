"""The webhook: strangers are turned away unread, nothing is acknowledged that is not committed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_bot.settings import PATH
from bot.channels.zalo_bot.webhook import HEADER, MAX_BODY
from handlers.clock import Clock
from storage.db import Database
from tests.bot.channels.inbox import Inbox
from tests.bot.channels.zalo_bot.conftest import BOT, SECRET, SHORT, settings_of
from tests.fakes.zalo_bot import FakeZaloBot

PAYLOADS = Path(__file__).parents[3] / "payloads" / "zalo_bot"
TEXT = (PAYLOADS / "text.json").read_bytes()


@pytest.fixture
async def door(
    fake: FakeZaloBot, sqlite_db: Database, inbox: Inbox, counted: list[str], clock: Clock
) -> AsyncIterator[str]:
    """The address at which the channel receives."""
    settings = settings_of(fake, mode="webhook", webhook_secret=SECRET)
    channel = ZaloBotChannel(settings, sqlite_db, clock, counted.append, timeouts=SHORT)
    app = web.Application()
    app.add_routes(channel.routes(inbox.accept))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
    await channel.stop()
    await runner.cleanup()


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def knock(client: aiohttp.ClientSession, door: str, body: bytes, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {HEADER: secret}
    async with client.post(door, data=body, headers=headers) as response:
        return response.status


@pytest.mark.parametrize("name", ["text", "text_wrapped"])
async def test_an_event_is_committed_and_acknowledged(
    client: aiohttp.ClientSession, door: str, inbox: Inbox, name: str
) -> None:
    body = (PAYLOADS / f"{name}.json").read_bytes()
    message = json.loads(body).get("result", json.loads(body))["message"]
    assert await knock(client, door, body) == 200
    (arrival,) = inbox.arrivals
    assert (arrival.update_id, arrival.payload) == (f"{BOT}:{message['message_id']}", body)
    assert arrival.conversation == "zalo_bot:6ede9afa66b88fe6d6a9"
    for _ in range(4):
        assert await knock(client, door, body) == 200
    assert len(inbox.arrivals) == 1


@pytest.mark.parametrize("shown", [None, "", "falsch", SECRET + "x", SECRET[:-1], "bí mật", SECRET.upper()])
async def test_a_stranger_is_turned_away_unread(
    client: aiohttp.ClientSession, door: str, inbox: Inbox, shown: str | None
) -> None:
    assert await knock(client, door, TEXT, shown) == 403
    assert inbox.calls == 0


async def test_a_stranger_need_not_even_send_his_body(door: str) -> None:
    host, port = door.removeprefix("http://").partition("/")[0].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n".encode())
    assert b"403" in await asyncio.wait_for(reader.readline(), 5)
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize("framing", ["Content-Length: 0", "Transfer-Encoding: chunked", "X: none"])
@pytest.mark.parametrize("secret", [None, SECRET])
async def test_the_empty_probe_is_answered_and_does_nothing(
    door: str, inbox: Inbox, framing: str, secret: str | None
) -> None:
    host, port = door.removeprefix("http://").partition("/")[0].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    shown = f"{HEADER}: {secret}\r\n" if secret else ""
    body = "0\r\n\r\n" if "chunked" in framing else ""
    writer.write(f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{shown}{framing}\r\n\r\n{body}".encode())
    assert b"200" in await asyncio.wait_for(reader.readline(), 5)
    writer.close()
    await writer.wait_closed()
    assert inbox.calls == 0


async def test_a_stranger_with_a_body_in_pieces_is_turned_away(door: str, inbox: Inbox) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b""
        yield TEXT

    async with aiohttp.ClientSession() as session, session.post(door, data=pieces()) as response:
        assert response.status == 403
    assert inbox.calls == 0


async def test_too_long_is_too_long(client: aiohttp.ClientSession, door: str, inbox: Inbox) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(MAX_BODY // 4096 + 1):
            yield b" " * 4096

    assert await knock(client, door, b" " * (MAX_BODY + 1)) == 413
    async with client.post(door, data=pieces(), headers={HEADER: SECRET}) as response:
        assert response.status == 413
    assert await knock(client, door, TEXT + b" " * (MAX_BODY - len(TEXT))) == 200
    assert inbox.calls == 1


async def test_a_body_that_is_not_encoded_as_it_says(client: aiohttp.ClientSession, door: str) -> None:
    headers = {HEADER: SECRET, "Content-Encoding": "deflate"}
    async with client.post(door, data=b"no deflate", headers=headers) as response:
        assert response.status == 400


async def test_the_database_refuses(client: aiohttp.ClientSession, door: str, inbox: Inbox) -> None:
    inbox.refuse = 1
    assert await knock(client, door, TEXT) == 503
    assert await knock(client, door, TEXT) == 200
    assert len(inbox.arrivals) == 1


@pytest.mark.parametrize("name", ["unknown_event", "unknown_event_no_message", "text_group", "unsupported_group"])
async def test_what_says_nothing_to_us_is_forgotten(
    client: aiohttp.ClientSession, door: str, inbox: Inbox, counted: list[str], name: str
) -> None:
    assert await knock(client, door, (PAYLOADS / f"{name}.json").read_bytes()) == 200
    assert (inbox.calls, counted) == (0, ["of no use"])


ODD = {file.stem: file.read_bytes() for file in sorted((PAYLOADS / "malformed").iterdir()) if file.stem != "empty"}


@pytest.mark.parametrize("name", ODD)
async def test_whatever_zalo_says_is_taken(client: aiohttp.ClientSession, door: str, inbox: Inbox, name: str) -> None:
    assert await knock(client, door, ODD[name]) == 200
    assert inbox.calls <= 1


async def test_zalo_finds_the_door_and_delivers_through_it(fake: FakeZaloBot, door: str, inbox: Inbox) -> None:
    told = await fake.methods.set_webhook({"url": door, "secret_token": SECRET})
    assert told["verification"]["ok"]
    assert inbox.calls == 0
    await fake.person("Lan").says("Chợ hạng 3 ai quản?")
    fake.updates.style = "wrapped"
    await fake.person("Lan").says("Còn chợ hạng 2?")
    assert len(inbox.arrivals) == 2
    assert (await fake.deliver({"event_name": "x"}, secret="wrong-one")).status == 403


async def test_by_polling_there_is_no_door(channel: ZaloBotChannel, inbox: Inbox) -> None:
    assert list(channel.routes(inbox.accept)) == []
