"""The HTTP side: tokens, methods, and in which form somebody is refused."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.fakes.faults import Json, Refusal
from tests.fakes.loopback import Loopback
from tests.fakes.zalo_bot import checks
from tests.fakes.zalo_bot.checks import COUNTED, wrong
from tests.fakes.zalo_bot.methods import Methods
from tests.fakes.zalo_bot.people import ZaloBotGroup, ZaloBotPerson
from tests.fakes.zalo_bot.updates import USUAL, Attempt, How, Style, Updates
from tests.fakes.zalo_bot.world import Chat, Shown, World

TOKEN = "1459232241454765289:fake-token-of-the-bot-platform"
MEDIA = "media"


@dataclass(slots=True)
class Call:
    """A call of the bot's, as the checker sees it."""

    method: str
    parameters: Json
    at: float
    """Seconds on the monotonic clock."""
    error: int | None = None
    """0 when it went well; None while it is under way, or when it was never answered."""
    effect: bool = False


class FakeZaloBot(Loopback):
    """One bot's Zalo."""

    def __init__(
        self,
        token: str = TOKEN,
        *,
        name: str = "Bot Cầu Nối",
        allow_http: bool = False,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self.token = token
        self.world = World(token, name, now, self.bell)
        self.updates = Updates(self.world)
        self.methods = Methods(self.world, self.updates)
        self.methods.allow_http = allow_http
        self.calls: list[Call] = []
        self.error_statuses = False
        """Refusals have their number as HTTP status; otherwise 200."""
        self.html_401 = False
        """Who comes with a wrong token is told so on a page, not in JSON."""
        self.media_life: float | None = None
        """Seconds after which what people sent is no longer at its address."""
        self._persons: dict[str, ZaloBotPerson] = {}

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/media/{key}", self._media),
            web.get("/bot{token}/{method}", self._call),
            web.post("/bot{token}/{method}", self._call),
        ]

    async def stop(self) -> None:
        """Raises AssertionError for what the bot did and no strict platform would have borne."""
        self.stop_answering()
        await self.updates.stop()
        await super().stop()
        assert not self.updates.complaints, self.updates.complaints

    # --- people ----------------------------------------------------------------------------------------------

    def person(self, name: str, id: str = "", *, known: bool = False) -> ZaloBotPerson:
        """The person of this name, or with this id. The bot may write to him once he wrote, or when he is `known`."""
        id = id or hashlib.sha256(name.encode()).hexdigest()[:20]
        if id not in self._persons:
            chat = self.world.chats[id] = Chat(id, name, "PRIVATE")
            self._persons[id] = ZaloBotPerson(self.world, self.updates, chat, lambda: self.base_url)
        if known:
            self.world.meet(self.world.chats[id])
        return self._persons[id]

    def group(self, name: str) -> ZaloBotGroup:
        """A new group with the bot in it. Raises AssertionError when the bot cannot join one more."""
        groups = [chat for chat in self.world.chats.values() if chat.kind == "GROUP"]
        assert self.world.can_join_groups, "this bot cannot join groups"
        assert len(groups) < self.world.groups_at_most, "this bot is in as many groups as it may be"
        chat = Chat(self.world.mint(), name, "GROUP", known=True)
        self.world.chats[chat.id] = chat
        return ZaloBotGroup(self.world, chat)

    # --- what the checker sees -------------------------------------------------------------------------------

    def called(self, method: str) -> list[Call]:
        """The calls of a method, oldest first."""
        return [call for call in self.calls if call.method == method]

    @property
    def messages(self) -> list[Shown]:
        """What the bot sent to anybody, oldest first."""
        sent = (s for chat in self.world.chats.values() for s in chat.messages.values() if s.by_bot)
        return sorted(sent, key=lambda shown: shown.at)

    def forgive(self) -> list[str]:
        """What `stop` would complain of, and no longer will."""
        complaints, self.updates.complaints = self.updates.complaints, []
        return complaints

    # --- updates ---------------------------------------------------------------------------------------------

    async def tell(self, update: Json | bytes, how: How = USUAL) -> None:
        """Brings any update to the bot, malformed ones too: to its webhook, or to whoever polls."""
        await self.updates.tell(update, how)

    async def deliver(
        self, update: Json | bytes, style: Style | None = None, *, secret: str | None = None, copies: int = 1
    ) -> Attempt:
        """Posts any update to the webhook. Raises AssertionError when there is none."""
        return await self.updates.deliver(update, How(style, secret, copies))

    # --- HTTP ------------------------------------------------------------------------------------------------

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            if self.html_401:
                return web.Response(status=401, text="<html><h1>401</h1></html>", content_type="text/html")
            return self._refused(Refusal(401, "Unauthorized"))
        call = Call(method, {}, time.monotonic())
        self.calls.append(call)
        self.bell.ring()

        async def effect() -> web.Response:
            call.parameters = checks.parameters(method, await _read(request))
            told = await self._done(request, method, call.parameters)
            call.effect = True
            if isinstance(told, bytes):
                return web.Response(body=told, content_type="application/json")
            return web.json_response({"ok": True} if told is None else {"ok": True, "result": told})

        try:
            response = await self.answer(request, method, effect)
            call.error = 0 if response.status == 200 else response.status
        except Refusal as refusal:
            call.error = refusal.error
            response = self._refused(refusal)
        self.bell.ring()
        return response

    async def _done(self, request: web.Request, method: str, given: Json) -> Json | bytes | None:
        if method in COUNTED:
            return await self.methods.send(method, given)
        match method:
            case "getMe":
                return self.methods.get_me()
            case "getUpdates":
                return await self.updates.poll(request, checks.seconds(given.get("timeout", 30)))
            case "setWebhook":
                return await self.methods.set_webhook(given)
            case "deleteWebhook":
                return self.methods.delete_webhook()
            case "getWebhookInfo":
                return self.methods.webhook_info()
            case "testWebhook":
                return await self.methods.test_webhook()
        self.methods.act(given)
        return None

    def _refused(self, refusal: Refusal) -> web.Response:
        told = {"ok": False, "error_code": refusal.error, "description": refusal.message}
        return web.json_response(told, status=refusal.error if self.error_statuses else 200)

    async def _media(self, request: web.Request) -> web.StreamResponse:
        async def effect() -> web.Response:
            part, since = self.world.media.get(request.match_info["key"], (None, 0.0))
            if part is None or (self.media_life is not None and self.world.now() - since > self.media_life):
                return web.Response(status=404)
            kind = {"photo": "image/jpeg", "voice": "audio/aac"}.get(part.kind, "application/octet-stream")
            return web.Response(body=part.content, content_type=kind)

        try:
            return await self.answer(request, MEDIA, effect)
        except Refusal as refusal:
            return web.Response(status=refusal.error)


async def _read(request: web.Request) -> Json:
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.read())
        except ValueError:
            raise wrong("body is no JSON") from None
        if not isinstance(body, dict):
            raise wrong("body is no object")
        return {**given, **body}
    return {**given, **{name: value for name, value in (await request.post()).items() if isinstance(value, str)}}
