"""A body that is too long, too slow, or not what it says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from bot.channels.body import body_of

MOST = 100


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async def takes(request: web.Request) -> web.Response:
        return web.Response(body=await body_of(request, most=MOST, seconds=0.1))

    app = web.Application()
    app.router.add_post("/", takes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


async def posts(port: int, data: object, **headers: str) -> tuple[int, bytes]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"http://127.0.0.1:{port}/", data=data, headers=headers) as answer,
    ):
        return answer.status, await answer.read()


async def in_pieces(whole: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(whole), 7):
        yield whole[at : at + 7]


@pytest.mark.parametrize("size", [0, 1, MOST])
async def test_what_is_short_enough_is_read_whole(port: int, size: int) -> None:
    assert await posts(port, b"x" * size) == (200, b"x" * size)
    assert await posts(port, in_pieces(b"x" * size)) == (200, b"x" * size)


async def test_too_long_whether_it_says_so_or_not(port: int) -> None:
    assert (await posts(port, b"x" * (MOST + 1)))[0] == 413
    assert (await posts(port, in_pieces(b"x" * (MOST + 1))))[0] == 413


async def test_not_encoded_as_it_says(port: int) -> None:
    assert (await posts(port, b"not gzip", **{"Content-Encoding": "gzip"}))[0] == 400


async def test_one_that_does_not_come(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\nhalf")
    assert b"408" in await asyncio.wait_for(reader.readline(), 5)
    writer.close()
    await writer.wait_closed()
