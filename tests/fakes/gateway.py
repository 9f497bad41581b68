"""A gateway of mailboxes, as docs/add-a-channel.md has it: people write letters, and read what is posted to it."""

from __future__ import annotations

import time
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from tests.fakes.faults import Refusal
from tests.fakes.loopback import Loopback
from tests.fakes.screen import Screen

LETTERS = "letters"


@dataclass(slots=True)
class Letter:
    """What somebody was sent."""

    id: str
    text: str


class Gateway(Loopback):
    """Its mailboxes."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self.secret = secret
        self.webhook = ""
        self.boxes: dict[str, list[Letter]] = {}
        self.statuses: list[int] = []
        """How our letters were taken."""
        self._count = 0

    def routes(self) -> list[web.RouteDef]:
        return [web.post(f"/{LETTERS}", self._take)]

    async def _take(self, request: web.Request) -> web.StreamResponse:
        async def effect() -> web.Response:
            assert request.headers["Authorization"] == self.secret
            letter = await request.json()
            assert set(letter) == {"to", "text"}
            self._count += 1
            self.boxes.setdefault(letter["to"], []).append(Letter(str(self._count), letter["text"]))
            self.bell.ring()
            return web.json_response({"id": str(self._count)})

        try:
            return await self.answer(request, LETTERS, effect)
        except Refusal as refusal:
            return web.Response(status=refusal.error)

    async def brings(self, body: bytes, secret: str | None = None) -> int:
        """Posts this to the service; how it was answered."""
        shown = {"Authorization": self.secret if secret is None else secret}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.webhook, data=body, headers=shown) as answer,
        ):
            return answer.status

    def letter(self, sender: str, text: str) -> dict[str, object]:
        """One that somebody writes now."""
        self._count += 1
        return {"id": f"in-{self._count}", "from": sender, "name": sender, "at": time.time(), "text": text}


class Box(Screen[Letter]):
    """Somebody's mailbox."""

    def __init__(self, gateway: Gateway, name: str) -> None:
        super().__init__(gateway.bell)
        self._gateway = gateway
        self.name = name

    @property
    def heard(self) -> list[Letter]:
        return self._gateway.boxes.get(self.name, [])
