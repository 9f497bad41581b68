"""What every request goes through: over real HTTP."""

from __future__ import annotations

import asyncio
import gzip
import io
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr
from sqlalchemy import text

from bot.logs import RepeatFilter
from bot.metrics import Meter
from bot.server import client_address, listen, make_server
from bot.settings import Settings
from bot.wrong import Wrong
from handlers.clock import Clock
from storage.db import Database, Unavailable

Start = Callable[..., Awaitable[str]]


async def who(request: web.Request) -> web.Response:
    return web.Response(text=client_address(request))


async def broken(_request: web.Request) -> web.Response:
    raise Unavailable("the disk is full")


async def length(request: web.Request) -> web.Response:
    return web.Response(text=str(len(await request.read())))


ROUTES = [web.get("/who", who), web.get("/broken/{id}", broken), web.post("/length", length)]


class Service:
    """A running server and what it says about itself."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.meter = Meter()
        self.started = True
        self.runners: list[web.AppRunner] = []

    async def start(self, **settings: Any) -> str:
        given = Settings(_env_file=None, **{"port": 0, **settings})
        app = make_server(given, self.db, self.meter, Clock(), ROUTES, lambda: self.started)
        runner, port = await listen(app, given)
        self.runners.append(runner)
        return f"http://127.0.0.1:{port}"


@pytest.fixture
async def service(db: Database) -> AsyncIterator[Service]:
    made = Service(db)
    yield made
    for runner in made.runners:
        await runner.cleanup()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_alive_and_ready(service: Service, http: aiohttp.ClientSession) -> None:
    base = await service.start()
    async with http.get(f"{base}/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"alive": True})
    async with http.get(f"{base}/readyz") as answer:
        assert (answer.status, (await answer.json())["ready"]) == (200, True)


async def test_not_ready_before_the_channels_are(service: Service, http: aiohttp.ClientSession) -> None:
    base = await service.start()
    service.started = False
    async with http.get(f"{base}/readyz") as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
        assert await answer.json() == {"ready": False, "database": True, "schema": True, "channels": False}


async def test_not_ready_on_another_schema(service: Service, http: aiohttp.ClientSession) -> None:
    base = await service.start()
    await service.db.write(lambda tx: tx.change(text("UPDATE alembic_version SET version_num = '0000'")))
    async with http.get(f"{base}/readyz") as answer:
        assert (answer.status, (await answer.json())["schema"]) == (503, False)


async def test_alive_but_not_ready_without_a_database(service: Service, http: aiohttp.ClientSession) -> None:
    service.db = Database("postgresql+asyncpg://postgres@127.0.0.1:1/nothing")
    base = await service.start()
    async with http.get(f"{base}/healthz") as answer:
        assert answer.status == 200
    async with http.get(f"{base}/readyz") as answer:
        assert (answer.status, (await answer.json())["database"]) == (503, False)
    async with http.get(f"{base}/metrics") as answer:
        assert answer.status == 200
    await service.db.close()


async def test_figures_are_for_this_machine_alone(service: Service, http: aiohttp.ClientSession) -> None:
    base = await service.start()
    async with http.get(f"{base}/metrics") as answer:
        assert answer.status == 200
        assert 'caunoi_oldest_seconds{queue="inbox"} 0.0' in await answer.text()
    # The same peer, but a proxy that speaks for somebody else.
    for name in ("X-Forwarded-For", "Forwarded"):
        async with http.get(f"{base}/metrics", headers={name: "127.0.0.1"}) as answer:
            assert answer.status == 404


@pytest.mark.parametrize(("said", "status"), [("Bearer " + "m" * 32, 200), ("Bearer no", 404), ("é", 404), ("", 404)])
async def test_figures_for_whoever_has_the_token(
    service: Service, http: aiohttp.ClientSession, said: str, status: int
) -> None:
    base = await service.start(metrics_token=SecretStr("m" * 32))
    async with http.get(f"{base}/metrics", headers={"Authorization": said}) as answer:
        assert answer.status == status


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        ("", ["203.0.113.9"], "127.0.0.1"),  # nobody is trusted: the header is the client's own invention
        ("10.0.0.0/8", ["203.0.113.9"], "127.0.0.1"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1", ["6.6.6.6, 203.0.113.9"], "203.0.113.9"),  # the first one was sent by the client
        ("127.0.0.1", ["6.6.6.6", "203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1,10.0.0.0/8", ["6.6.6.6, 203.0.113.9, 10.1.2.3"], "203.0.113.9"),
        ("127.0.0.1", ["203.0.113.9, nonsense"], "127.0.0.1"),
        ("127.0.0.1", ["2001:db8::1"], "2001:db8::1"),
        ("127.0.0.1", ["[2001:db8::1]"], "2001:db8::1"),
        ("127.0.0.1", ["::ffff:203.0.113.9"], "203.0.113.9"),
        ("127.0.0.1", [""], "127.0.0.1"),
    ],
)
async def test_a_forwarded_address_is_believed_as_far_as_the_proxies_are_ours(
    service: Service, http: aiohttp.ClientSession, trusted: str, forwarded: list[str], address: str
) -> None:
    base = await service.start(trusted_proxies=trusted)
    headers = [("X-Forwarded-For", value) for value in forwarded]
    async with http.get(f"{base}/who", headers=headers) as answer:
        assert await answer.text() == address


async def test_a_database_that_refuses_is_never_a_yes(service: Service, http: aiohttp.ClientSession) -> None:
    base = await service.start()
    async with http.get(f"{base}/broken/1") as answer:
        assert (answer.status, answer.headers["Retry-After"], await answer.text()) == (503, "5", "")


async def test_a_body_is_bounded(service: Service, http: aiohttp.ClientSession) -> None:
    base = await service.start()
    async with http.post(f"{base}/length", data=b"x" * 256 * 1024) as answer:
        assert (answer.status, await answer.text()) == (200, str(256 * 1024))
    async with http.post(f"{base}/length", data=b"x" * (256 * 1024 + 1)) as answer:
        assert answer.status == 413


async def test_answers_carry_safe_headers_and_no_versions(service: Service, http: aiohttp.ClientSession) -> None:
    base = await service.start(public_base_url="https://caunoi.example")
    for path in ("/healthz", "/nowhere", "/broken/1"):
        async with http.get(base + path) as answer:
            assert answer.headers["Server"] == "caunoi"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "max-age" in answer.headers["Strict-Transport-Security"]


async def test_the_access_log_tells_routes_and_no_addresses(
    service: Service, http: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    base = await service.start()
    with caplog.at_level(logging.INFO, "bot.server"):
        for path in ("/broken/canary-id?code=canary", "/canary", "/who?code=canary", "/healthz"):
            async with http.get(base + path) as answer:
                await answer.read()
        await asyncio.gather(*(runner.cleanup() for runner in service.runners))
    told = [record.getMessage() for record in caplog.records if record.levelno == logging.INFO]
    assert sorted(told) == ["GET (none)", "GET /broken/{id}", "GET /who"]
    assert "canary" not in caplog.text


async def test_a_port_that_is_taken_is_one_sentence(service: Service) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Wrong, match="PORT="):
            await service.start(port=other.getsockname()[1])


async def raw(base: str, said: bytes) -> bytes:
    """What is answered to these bytes."""
    host, port = base.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(said)
    async with asyncio.timeout(5):
        answer = await reader.readline()
    writer.close()
    return answer


async def test_what_is_no_http_is_one_line_and_no_error(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    base = await service.start()
    wrong = b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n"
    for said in (b"garbage\r\n\r\n", wrong, b"GET /\x00 HTTP/1.1\r\n\r\n"):
        with caplog.at_level(logging.INFO):
            assert b"400" in await raw(base, said)
            await asyncio.gather(*(runner.cleanup() for runner in service.runners))
        base = await service.start()
    assert [record.getMessage() for record in caplog.records] == ["UNKNOWN (no HTTP)"] * 3


async def test_whoever_hangs_up_is_no_error(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    host, port = (await service.start()).removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n1234")
    with caplog.at_level(logging.INFO):
        assert b"100" in await reader.readline()
        writer.transport.abort()
        await asyncio.gather(*(runner.cleanup() for runner in service.runners))
    assert [(record.getMessage(), vars(record)["status"]) for record in caplog.records] == [("POST /length", 499)]


async def test_refusals_are_a_line_a_minute_and_a_figure(service: Service, http: aiohttp.ClientSession) -> None:
    base = await service.start()
    sink = io.StringIO()
    handler = logging.StreamHandler(sink)
    handler.addFilter(RepeatFilter())
    access = logging.getLogger("bot.server")
    access.addHandler(handler)
    before = access.level
    access.setLevel(logging.INFO)
    try:
        for number in range(20):
            async with http.get(f"{base}/nowhere/{number}") as answer:
                assert answer.status == 404
        for _ in range(2):
            async with http.get(f"{base}/who") as answer:
                assert answer.status == 200
    finally:
        access.removeHandler(handler)
        access.setLevel(before)
    assert sink.getvalue().splitlines() == ["GET (none)", "GET /who", "GET /who"]
    assert 'caunoi_refused_total{reason="404"} 20.0' in service.meter.page().decode()


async def test_a_strangers_bomb_is_not_unpacked(service: Service, http: aiohttp.ClientSession) -> None:
    base = await service.start()
    bomb = gzip.compress(b" " * 10_000_000)
    async with http.post(f"{base}/length", data=bomb, headers={"Content-Encoding": "gzip"}) as answer:
        assert (answer.status, await answer.text()) == (200, str(len(bomb)))
