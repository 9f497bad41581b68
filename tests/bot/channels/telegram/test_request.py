"""Which errors mean that nothing left us, which that it may have arrived; and that the token is in none of them."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, TelegramError

from bot.channels.telegram import Flooded, NotSent, TelegramChannel, TelegramSettings, Timeouts, Unanswered
from bot.channels.telegram.request import TelegramRequest
from handlers.clock import Clock
from storage.db import Database
from tests.bot.channels.inbox import Inbox
from tests.bot.channels.telegram.conftest import SHORT
from tests.fakes.telegram import FakeTelegram

TOKEN = "424242:CANARY-canary_CANARY-canary_CANARY-c"

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(talk: Talk) -> AsyncIterator[str]:
    """A TCP server that behaves like this; its address."""

    served = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.add(asyncio.current_task())
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await talk(reader, writer)
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()
    await server.wait_closed()
    await asyncio.gather(*(task for task in served if task))


@asynccontextmanager
async def asking(base: str, timeouts: Timeouts = SHORT, **how: int | str) -> AsyncIterator[TelegramRequest]:
    request = TelegramRequest(TOKEN, base, timeouts=timeouts, **how)  # type: ignore[arg-type]
    yield request
    await request.shutdown()


async def problem(request: TelegramRequest) -> TelegramError:
    """How a call ends."""
    with pytest.raises(TelegramError) as caught:
        await request.call("getMe", {})
    assert TOKEN not in f"{caught.value!r} {caught.value}"
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None, "the original may quote the address, and with it the token"
    return caught.value


async def saying_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def hanging_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")


def answering(answer: bytes) -> Talk:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()

    return talk


def http(status: str, body: bytes, *headers: str) -> bytes:
    head = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers))
    return head.encode() + b"\r\n\r\n" + body


# --- nothing left us ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "base",
    ["http://127.0.0.1:1", "http://no-such-host.invalid", "http://", "not a url", "http://127.0.0.1:99999"],
)
async def test_no_way_there(base: str) -> None:
    async with asking(base) as request:
        assert isinstance(await problem(request), NotSent)


async def test_a_tls_handshake_that_is_not_answered() -> None:
    async with listening(saying_nothing) as address, asking(f"https://{address}") as request:
        assert isinstance(await problem(request), NotSent)


async def test_a_peer_that_speaks_no_tls() -> None:
    async with listening(answering(b"hello\r\n\r\n")) as address, asking(f"https://{address}") as request:
        assert isinstance(await problem(request), NotSent)


async def test_no_free_connection(fake: FakeTelegram) -> None:
    request = TelegramRequest(fake.token, fake.base_url, timeouts=Timeouts(0.1, 1, 5), connections=1)
    fake.stall_next("getMe")
    first = asyncio.create_task(request.call("getMe", {}))
    await fake.until(lambda: fake.calls)
    with pytest.raises(NotSent):
        await request.call("getMe", {})
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await request.shutdown()
    assert len(fake.calls) == 1


async def test_a_proxy_that_is_not_there() -> None:
    async with asking("http://127.0.0.1:2", proxy="http://user:secret@127.0.0.1:1") as request:
        error = await problem(request)
        assert isinstance(error, NotSent)
        assert "secret" not in str(error)


async def test_a_proxy_that_refuses_the_tunnel() -> None:
    refusal = http("407 Proxy Authentication Required", b"")
    async with (
        listening(answering(refusal)) as address,
        asking("https://api.telegram.org", proxy=f"http://{address}") as request,
    ):
        assert isinstance(await problem(request), NotSent)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "403 Forbidden", "404 Not Found"])
async def test_something_on_the_way_answers(status: str) -> None:
    page = http(status, b"<html>login</html>", "Location: http://elsewhere.invalid/")
    async with listening(answering(page)) as address, asking(f"http://{address}") as request:
        assert isinstance(await problem(request), NotSent)


async def test_after_the_stop() -> None:
    async with asking("http://127.0.0.1:1") as request:
        await request.shutdown()
        assert isinstance(await problem(request), NotSent)


# --- it may have arrived -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("talk", [saying_nothing, hanging_up], ids=["silence", "hang-up"])
async def test_no_answer(talk: Talk) -> None:
    async with listening(talk) as address, asking(f"http://{address}") as request:
        assert isinstance(await problem(request), Unanswered)


@pytest.mark.parametrize(
    "answer",
    [
        http("500 Internal Server Error", b'{"ok":false,"error_code":500,"description":"Internal Server Error"}'),
        http("502 Bad Gateway", f"<html>{TOKEN}</html>".encode()),
        http("200 OK", b"<html>welcome</html>"),
        http("200 OK", b"\xff\xfe"),
        http("200 OK", b"[]"),
        http("200 OK", b'{"ok":true}'),
        http("200 OK", b'{"ok":' + b"[" * 100_000),
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf an ans",
        b"garbage\r\n\r\n",
    ],
)
async def test_an_answer_that_is_none(answer: bytes) -> None:
    async with listening(answering(answer)) as address, asking(f"http://{address}") as request:
        assert isinstance(await problem(request), Unanswered)


@pytest.mark.parametrize("effect", [True, False])
async def test_a_connection_that_breaks(fake: FakeTelegram, effect: bool) -> None:
    fake.drop_next("getMe", effect=effect)
    request = TelegramRequest(fake.token, fake.base_url, timeouts=SHORT)
    with pytest.raises(Unanswered):
        await request.call("getMe", {})
    await request.shutdown()


# --- Telegram says no --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, {"description": "Bad Request: message is too long"}, BadRequest),
        (413, {"description": "Request Entity Too Large"}, BadRequest),
        (401, {"description": "Unauthorized"}, InvalidToken),
        (404, {"description": "Not Found"}, InvalidToken),
        (403, {"description": "Forbidden: bot was blocked by the user"}, Forbidden),
        (409, {"description": "Conflict: terminated by other getUpdates request"}, Conflict),
        (400, {"description": "x", "parameters": {"migrate_to_chat_id": -100123}}, ChatMigrated),
        (400, {"description": "x", "parameters": ["odd"]}, BadRequest),
        (418, {"description": {"odd": 1}}, BadRequest),
    ],
)
async def test_refusals(fake: FakeTelegram, status: int, body: dict[str, object], kind: type[TelegramError]) -> None:
    fake.answer_next("getMe", json.dumps({"ok": False, **body}).encode(), status)
    request = TelegramRequest(fake.token, fake.base_url, timeouts=SHORT)
    with pytest.raises(kind) as caught:
        await request.call("getMe", {})
    assert type(caught.value) is kind
    await request.shutdown()


@pytest.mark.parametrize(
    ("parameters", "wait"),
    [({"retry_after": 7}, 7), ({"retry_after": 10_072}, 10_072), ({}, 5), ({"retry_after": "soon"}, 5), (None, 5)],
)
async def test_too_many_requests(fake: FakeTelegram, parameters: object, wait: float) -> None:
    body = json.dumps({"ok": False, "description": "Too Many Requests", "parameters": parameters})
    fake.answer_next("getMe", body.encode(), 429)
    request = TelegramRequest(fake.token, fake.base_url, timeouts=SHORT)
    with pytest.raises(Flooded) as caught:
        await request.call("getMe", {})
    assert caught.value.after == wait
    await request.shutdown()


async def test_the_stop_lets_calls_under_way_end(fake: FakeTelegram) -> None:
    fake.latency = 0.1
    request = TelegramRequest(fake.token, fake.base_url, timeouts=SHORT)
    call = asyncio.create_task(request.call("getMe", {}))
    await fake.until(lambda: fake.calls)
    await request.shutdown()
    assert (await call)["is_bot"] is True


# --- the canary --------------------------------------------------------------------------------------------------


async def test_the_token_is_in_no_log_and_no_error(
    sqlite_db: Database, caplog: pytest.LogCaptureFixture, inbox: Inbox
) -> None:
    """At DEBUG, with everything going wrong that can: the library logs addresses and parameters there."""
    caplog.set_level(logging.DEBUG)
    secret = "CANARY-secret-of-the-webhook"
    fake = FakeTelegram(TOKEN)
    await fake.start()
    settings = TelegramSettings(TOKEN, fake.base_url, "webhook", secret)
    channel = TelegramChannel(settings, sqlite_db, Clock(), timeouts=SHORT)
    errors = [repr(settings), repr(channel)]
    calls = (
        channel.get_me,
        channel.webhook_info,
        channel.delete_webhook,
        lambda: channel.set_webhook("https://caunoi.example/webhooks/telegram", secret),
        lambda: channel.fetch("nothing"),
    )
    for status in (None, 400, 401, 403, 404, 409, 429, 500):
        for call in calls:
            if status:
                fake.fail_next("*", status, description=f"what about bot{TOKEN}?")
            try:
                errors.append(repr(await call()))
            except Exception as error:
                errors.append(f"{error!r} {error} {error.__cause__!r} {error.__context__!r}")
    await fake.stop()
    for call in calls:
        with pytest.raises(Exception) as caught:  # noqa: PT011
            await call()
        errors.append(f"{caught.value!r} {caught.value.__context__!r}")
    await channel.stop()
    logged = "\n".join(f"{record.getMessage()} {record.args!r} {record.exc_text}" for record in caplog.records)
    for canary in (TOKEN, TOKEN.partition(":")[2], secret):
        assert canary not in logged
        assert canary not in "\n".join(errors)
