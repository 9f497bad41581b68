"""Who stands in the door: not too many, not for too long, and nobody who says nothing."""

from __future__ import annotations

import asyncio
import gc
import resource
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial
from ipaddress import ip_network
from typing import Any

import pytest
from aiohttp import web

from bot.web import porter
from bot.web.porter import Porter, Site, room

ASK = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
Opened = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Door = Callable[..., Awaitable[Callable[..., Awaitable[Opened]]]]


@pytest.fixture
async def runners() -> AsyncIterator[list[web.AppRunner]]:
    """What was opened, to be closed."""
    opened: list[web.AppRunner] = []
    yield opened
    for runner in opened:
        await runner.cleanup()


@pytest.fixture
async def door(runners: list[web.AppRunner]) -> AsyncIterator[Door]:
    """Opens a door with the porter that is wanted; gives what knocks at it, from any loopback address."""
    writers: list[asyncio.StreamWriter] = []

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text="yes")

    async def opens(proxies: str = "", **bounds: Any) -> Callable[..., Awaitable[Opened]]:
        app = web.Application()
        app.router.add_get("/", answer)
        runner = web.AppRunner(app, access_log=None)
        runners.append(runner)
        await runner.setup()
        assert runner.server is not None
        trusted = [ip_network(proxies)] if proxies else []
        await Site(runner, Porter(runner.server, trusted, **bounds), "127.0.0.1", 0).start()
        port = runner.addresses[0][1]

        async def knocks(at: str = "127.0.0.1") -> Opened:
            opened = await asyncio.open_connection("127.0.0.1", port, local_addr=(at, 0))
            writers.append(opened[1])
            return opened

        return knocks

    yield opens
    for writer in writers:
        writer.close()


async def hears(opened: Opened, said: bytes = ASK) -> bytes:
    """The first line of the answer; empty when the door was shut."""
    reader, writer = opened
    writer.write(said)
    try:
        async with asyncio.timeout(5):
            return await reader.readline()
    except ConnectionError:
        return b""


async def test_a_head_in_pieces_is_heard(door: Door) -> None:
    knocks = await door()
    opened = await knocks()
    for piece in (b"GET / HT", b"TP/1.1\r\nHo", b"st: x\r\n\r"):
        opened[1].write(piece)
        await opened[1].drain()
    assert b"200" in await hears(opened, b"\n" + ASK)
    assert (await opened[0].readuntil(b"yes")).count(b"yes") == 1
    assert b"200" in await hears(opened, b"")  # the request that came behind it


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nX: "])
async def test_whoever_says_nothing_whole_is_shown_out(door: Door, said: bytes) -> None:
    knocks = await door(patience=0.05)
    assert await hears(await knocks(), said) == b""


async def test_patience_ends_with_the_first_head(door: Door) -> None:
    knocks = await door(patience=0.05)
    opened = await knocks()
    assert b"200" in await hears(opened)
    await opened[0].readuntil(b"yes")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await opened[0].read(1)
    assert b"200" in await hears(opened)


async def test_a_head_without_end_is_refused_with_a_sentence(door: Door) -> None:
    knocks = await door()
    assert b"400" in await hears(await knocks(), b"GET / HTTP/1.1\r\nX: " + b"x" * 40_000)


async def test_so_many_of_one_address_and_others_all_the_same(door: Door) -> None:
    knocks = await door(each=2)
    greedy = [await knocks("127.0.0.2") for _ in range(3)]
    assert [bool(await hears(opened)) for opened in greedy] == [True, True, False]
    assert await hears(await knocks("127.0.0.3"))
    greedy[0][1].close()
    await greedy[0][1].wait_closed()
    await _until(lambda: knocks("127.0.0.2"))


async def test_a_proxy_of_ours_brings_everybodys(door: Door) -> None:
    knocks = await door("127.0.0.2/32", each=1)
    assert all([await hears(await knocks("127.0.0.2")) for _ in range(3)])


async def test_so_many_in_all_proxy_or_not(door: Door) -> None:
    knocks = await door("127.0.0.2/32", most=2)
    assert [bool(await hears(await knocks("127.0.0.2"))) for _ in range(3)] == [True, True, False]


@pytest.fixture
def no_collection() -> Iterator[None]:
    """Closed connections stay in memory, as they may for long."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collection")
async def test_whoever_left_makes_room(door: Door) -> None:
    knocks = await door(most=2)
    for last in range(2, 20):
        opened = await _until(partial(knocks, f"127.0.0.{last}"))
        opened[1].close()
        await opened[1].wait_closed()


async def test_when_the_door_closes_whoever_stands_in_it_is_sent_away(
    door: Door, runners: list[web.AppRunner]
) -> None:
    knocks = await door()
    silent, half = await knocks(), await knocks()
    half[1].write(ASK[:9])
    assert b"200" in await hears(await knocks())  # the two before it have come in, too
    await runners[0].cleanup()
    for opened in (silent, half):
        assert await hears(opened, b"") == b""


@pytest.mark.usefixtures("no_collection")
async def test_whoever_comes_in_the_moment_it_closes_is_sent_away(door: Door, runners: list[web.AppRunner]) -> None:
    await door()
    with socket.create_connection(runners[0].addresses[0]) as knocking:
        knocking.setblocking(False)
        for _ in range(2):  # he is let in, and not through the door yet
            await asyncio.sleep(0)
        await runners[0].cleanup()
        async with asyncio.timeout(5):
            assert await asyncio.get_running_loop().sock_recv(knocking, 1) == b""


async def _until(knock: Callable[[], Awaitable[Opened]]) -> Opened:
    """Knocks until it is opened: how soon a closed connection is noticed is the event loop's."""
    async with asyncio.timeout(5):
        while True:
            opened = await knock()
            if await hears(opened):
                return opened


class Here(asyncio.Transport):
    """A connection of an address that a test cannot have."""

    def __init__(self, address: str) -> None:
        super().__init__({"peername": (address, 1, 0, 0)})

    def is_closing(self) -> bool:
        return False


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::a", "2001:db8:1:2:ffff::b", True),
        ("2001:db8:1:2::a", "2001:db8:1:3::a", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::2%eth0", True),
    ],
)
def test_what_counts_as_one_address(one: str, other: str, same: bool) -> None:
    stands = Porter(asyncio.Protocol, each=1)
    first, second = Here(one), Here(other)
    assert stands.admits(first)
    assert stands.admits(second) is not same


def test_connections_leave_files_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = [(1_024, 4_096)]
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda _, new: limits.append(new))
    assert room() == 2_048
    assert limits == [(1_024, 4_096), (4_096, 4_096)]
    limits.append((1_024, resource.RLIM_INFINITY))
    assert room() == porter.MOST
