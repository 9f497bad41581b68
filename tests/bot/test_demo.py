"""The demo's page and clock: for a browser on this machine, and forward only."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.demo import Demo, Phone
from bot.web.files import StaticFiles
from bot.web.headers import secure
from bot.web.pages import Pages
from handlers.clock import Clock

Client = TestClient[web.Request, web.Application]
PHONES = (
    Phone("cadre", "/demo/cadre/", "Cán bộ cấp xã", "Hoàng Thị <Lan>", "Xã Thất Khê"),
    Phone("officer", "/demo/officer/", "Cán bộ biệt phái", "Trần Minh Đức", "Lạng Sơn"),
    Phone("admin", "/demo/admin/", "Quản trị Bộ", "Nguyễn Thu Hà", "Bộ Công Thương"),
)


class World:
    """A clock that is moved, and figures."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.moved: list[timedelta] = []

    async def figures(self) -> dict[str, int]:
        return {"asked": 3, "bank": 2, "open": 1, "secret": 9}

    async def forward(self, by: timedelta) -> None:
        self.moved.append(by)
        self.clock.forward(by)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    app = web.Application()
    secure(app, https=False)
    demo = Demo(Pages(StaticFiles()), world.clock, PHONES, figures=world.figures, forward=world.forward)
    app.add_routes(demo.routes())
    async with TestClient(TestServer(app)) as running:
        yield running


async def token_of(client: Client) -> str:
    page = await (await client.get("/")).text()
    found = re.search(r'data-setup="([^"]+)"', page)
    assert found
    return str(json.loads(unescape(found.group(1)))["token"])


def origin(client: Client) -> str:
    return str(client.make_url("")).rstrip("/")


async def move(client: Client, body: Any, **headers: str) -> int:
    headers = {"Origin": origin(client), **headers}
    return (await client.post("/demo/clock", json=body, headers=headers)).status


async def test_the_page_shows_three_phones_and_may_frame_only_us(client: Client) -> None:
    response = await client.get("/")
    page = await response.text()
    assert re.findall(r'<iframe src="([^"]+)"', page) == ["/demo/cadre/", "/demo/officer/", "/demo/admin/"]
    assert "Hoàng Thị &lt;Lan&gt;" in page
    assert "<Lan>" not in page
    policy = response.headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'none'; frame-src 'self'")


async def test_the_figures_and_the_time(client: Client, world: World) -> None:
    state = await (await client.get("/demo/state")).json()
    assert state.pop("now")[:10] == world.clock.business().isoformat()[:10]
    assert state == {"asked": 3, "bank": 2, "open": 1, "overdue": 0}


async def test_the_clock_goes_forward_by_the_hour(client: Client, world: World) -> None:
    token = await token_of(client)
    assert await move(client, {"hours": 24, "token": token}) == 200
    assert await move(client, {"hours": 1, "token": token}) == 200
    assert world.moved == [timedelta(days=1), timedelta(hours=1)]


@pytest.mark.parametrize("hours", [0, -1, 10_000, 1.5, "1", None, True, [1], 10**30])
async def test_the_clock_goes_no_other_way(client: Client, world: World, hours: object) -> None:
    assert await move(client, {"hours": hours, "token": await token_of(client)}) == 400
    assert world.moved == []


@pytest.mark.parametrize("token", ["", "x", None, 5, "é"])
async def test_without_the_token_nothing_moves(client: Client, world: World, token: object) -> None:
    assert await move(client, {"hours": 1, "token": token}) == 403
    assert world.moved == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
        {"Host": "127.0.0.1.evil.example", "Origin": "http://127.0.0.1.evil.example"},
    ],
    ids=str,
)
async def test_a_page_elsewhere_moves_nothing(client: Client, world: World, headers: dict[str, str]) -> None:
    assert await move(client, {"hours": 1, "token": await token_of(client)}, **headers) == 403
    assert world.moved == []


@pytest.mark.parametrize("host", ["evil.example", "10.0.0.1", "localhost.evil.example", "[::2]", ""])
async def test_under_another_name_nothing_is_shown(client: Client, host: str) -> None:
    for path in ("/", "/demo/state"):
        assert (await client.get(path, headers={"Host": host})).status in {400, 403}


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "[::1]:8080"])
async def test_this_machine_goes_by_several_names(client: Client, host: str) -> None:
    assert (await client.get("/", headers={"Host": host})).status == 200


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"5", b"[" * 1000, b"x" * 2000])
async def test_nonsense_moves_nothing(client: Client, world: World, body: bytes) -> None:
    headers = {"Origin": origin(client), "Content-Type": "application/json"}
    assert (await client.post("/demo/clock", data=body, headers=headers)).status in {400, 413}
    assert (await client.post("/demo/clock", data=body, headers={"Origin": origin(client)})).status == 415
    assert world.moved == []
