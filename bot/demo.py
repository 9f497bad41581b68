"""The demo's own page: three phones side by side, a clock that can be moved, and figures.

Mounted by `caunoi demo` alone. Its page holds the token of the clock, so each of its routes answers only to a
browser on this machine that asks for this machine by name: a page elsewhere can neither read nor move anything,
not even under a host name that was pointed here.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.web.headers import FRAMING_POLICY
from bot.web.pages import Pages, language_of, words
from handlers.clock import Clock

MOST_HOURS = 24 * 31
_FIGURES = ("asked", "bank", "open", "overdue")

Figures = Callable[[], Awaitable[Mapping[str, int]]]
"""How many questions were asked, answered by the bank, are open, are overdue: keys asked, bank, open, overdue."""
Forward = Callable[[timedelta], Awaitable[None]]
"""Moves the service's business clock and wakes whatever waits for it."""


@dataclass(frozen=True, slots=True)
class Phone:
    """One of the phones on the page."""

    key: str
    """`cadre`, `officer` or `admin`: which step speaks of it."""
    address: str
    """The page it shows: its door with a slash at the end."""
    role: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the story that a visitor can follow."""

    phone: str
    word: str
    """Which of the page's words tells it."""
    text: str = ""
    """What a click puts into that phone's composer."""
    hours: int = 0
    """Or by how much a click moves the clock: 1 or 24."""


STORY = (
    Step("cadre", "demo_step_ask", "han nop bao cao nganh cong thuong cua xa la ngay nao, gui cho ai?"),
    Step("cadre", "demo_step_route", "Xã muốn tổ chức hội chợ hàng Việt cuối năm thì xin hỗ trợ kinh phí thế nào?"),
    Step(
        "officer",
        "demo_step_answer",
        "Xã lập kế hoạch kèm dự toán, gửi Sở Công Thương trước 30/11 để đưa vào chương trình xúc tiến thương mại "
        "của tỉnh.",
    ),
    Step("admin", "demo_step_clock", hours=24),
)


class Demo:
    """The routes of the demo page."""

    def __init__(
        self,
        pages: Pages,
        clock: Clock,
        phones: Sequence[Phone],
        *,
        figures: Figures,
        forward: Forward,
        story: Sequence[Step] = STORY,
    ) -> None:
        self._pages = pages
        self._clock = clock
        self._phones = tuple(phones)
        self._story = tuple(story)
        self._figures = figures
        self._forward = forward
        self._token = secrets.token_urlsafe(32)

    def routes(self) -> list[web.RouteDef]:
        """The page at `/`, its figures and its clock."""
        return [
            web.get("/", self._page),
            web.get("/demo/state", self._state),
            web.post("/demo/clock", self._move),
        ]

    async def _page(self, request: web.Request) -> web.Response:
        _only_here(request)
        language = language_of(request)
        setup = {"base": "/demo", "language": language, "words": words(language), "token": self._token}
        return self._pages.answer(
            "demo.html", language, FRAMING_POLICY, setup=setup, phones=self._phones, story=self._story
        )

    async def _state(self, request: web.Request) -> web.Response:
        _only_here(request)
        return await self._figures_now()

    async def _move(self, request: web.Request) -> web.Response:
        _only_here(request)
        asked = await _asked(request)
        token = asked.get("token")
        if not isinstance(token, str) or not hmac.compare_digest(token.encode(), self._token.encode()):
            raise web.HTTPForbidden
        hours = asked.get("hours")
        if type(hours) is not int or not 1 <= hours <= MOST_HOURS:
            raise web.HTTPBadRequest
        await self._forward(timedelta(hours=hours))
        return await self._figures_now()

    async def _figures_now(self) -> web.Response:
        counted = await self._figures()
        figures = {name: int(counted.get(name, 0)) for name in _FIGURES}
        return web.json_response({"now": self._clock.business().isoformat(), **figures})


def _only_here(request: web.Request) -> None:
    host = urlsplit(f"//{request.host}").hostname or ""
    if not _is_loopback(host):
        raise web.HTTPForbidden
    origin = request.headers.get("Origin")
    foreign = request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}
    # A page elsewhere may link to the demo; anything but opening it must come from the demo itself.
    if request.method == "POST" and (foreign or origin != f"http://{request.host}"):
        raise web.HTTPForbidden


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


async def _asked(request: web.Request) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    body = bytearray()
    async for chunk in request.content.iter_chunked(1024):
        body += chunk
        if len(body) > 1024:
            raise web.HTTPRequestEntityTooLarge(max_size=1024, actual_size=len(body))
    try:
        asked = json.loads(bytes(body))
    except (ValueError, RecursionError) as error:
        raise web.HTTPBadRequest from error
    if not isinstance(asked, dict):
        raise web.HTTPBadRequest
    return asked
