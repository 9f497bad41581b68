"""The HTTP side: who calls, which call it is, how often a minute."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import aiohttp
from aiohttp import web

from tests.fakes.faults import Json, Refusal
from tests.fakes.loopback import Loopback
from tests.fakes.zalo_oa.asking import Asking, data
from tests.fakes.zalo_oa.checks import wrong
from tests.fakes.zalo_oa.grants import BAD_REQUEST, Grants, Pair
from tests.fakes.zalo_oa.people import ZaloPerson
from tests.fakes.zalo_oa.posting import USUAL, Attempt, How, Posting
from tests.fakes.zalo_oa.sending import Sending
from tests.fakes.zalo_oa.uploads import Uploads
from tests.fakes.zalo_oa.world import Follower, Shown, World

OAUTH = "/v4/oa/access_token"
CONSENT = "/v4/oa/permission"
MESSAGE = "/v3.0/oa/message/cs"
REACT = "/v2.0/oa/message"
UPLOAD = "/v2.0/oa/upload/"
ACCOUNT = "/v2.0/oa/getoa"
DETAIL = "/v3.0/oa/user/detail"
RECENT = "/v2.0/oa/listrecentchat"
CONVERSATION = "/v2.0/oa/conversation"
QUOTA = "/v3.0/oa/quota/message"
MEDIA = "media"
APP_ID = "360846524940903967"
APP_SECRET = "app-secret-of-the-fake"
OA_SECRET = "oa-secret-of-the-fake"
PRICE = 55
"""Đồng for a message after the free hours, as reported."""
_PUBLIC = re.compile(r"https://[a-z0-9.-]+\.[a-z]+(/\S*)?")


@dataclass(slots=True)
class Call:
    """A call of the app's, as the checker sees it."""

    path: str
    given: Json
    at: float
    """Seconds on the monotonic clock."""
    error: int | None = None
    """None while it is under way, or when it was never answered."""
    effect: bool = False


class FakeZaloOA(Loopback):
    """One Official Account, its app, and Zalo around them."""

    def __init__(
        self,
        *,
        app_id: str = APP_ID,
        app_secret: str = APP_SECRET,
        oa_secret: str = OA_SECRET,
        oa_id: str = "4318657068771012646",
        name: str = "Cầu Nối",
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self.app_id, self.app_secret, self.oa_secret, self.oa_id = app_id, app_secret, oa_secret, oa_id
        self.world = World(oa_id, app_id, now, self.bell)
        self.grants = Grants(app_id, app_secret, now)
        self.webhook = Posting(self.world, oa_secret)
        self.sending = Sending(self.world, self.webhook)
        self.uploads = Uploads(self.world)
        self.calls: list[Call] = []
        self.callback_url: str | None = None
        """Where an administrator is brought back to after he consented; as the console has it."""
        self.public_only = False
        """The console refuses addresses that are not https, or name a port."""
        self.per_minute = 4000
        self.media_life: float | None = None
        """Seconds after which what people sent is no longer at its address."""
        self._asking = Asking(self.world, name)
        self._minute = (0, 0)
        self._persons: dict[str, ZaloPerson] = {}

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(OAUTH, self._oauth),
            web.get(CONSENT, self._consent),
            web.get("/media/{key}", self._media),
            web.route("*", "/{path:.*}", self._api),
        ]

    async def stop(self) -> None:
        self.stop_answering()
        await self.webhook.stop()
        await super().stop()

    # --- people ----------------------------------------------------------------------------------------------

    def person(self, name: str, id: str = "", *, follows: bool = False) -> ZaloPerson:
        """The person of this name, or with this id. He `follows` since now, without an event."""
        id = id or str(10**18 + int(hashlib.sha256(name.encode()).hexdigest()[:15], 16) % (8 * 10**18))
        if id not in self._persons:
            him = self.world.people[id] = Follower(id, name)
            self._persons[id] = ZaloPerson(self.world, self.webhook, him, lambda: self.base_url)
        if follows:
            self.world.people[id].follows = True
            self.world.interacts(self.world.people[id])
        return self._persons[id]

    async def agent_writes(self, to: ZaloPerson, text: str, admin_id: str | None = "7001", how: How = USUAL) -> Shown:
        """A member of the account's staff writes by hand; without `admin_id` the echo does not say who."""
        return await self.sending.by_hand(to.him, text, admin_id, how)

    async def press_button(self, message_id: str, index: int, how: How = USUAL) -> str:
        """Whoever was sent this message presses its n-th button; the id of what that says for him."""
        for person in self._persons.values():
            if shown := person.him.messages.get(message_id):
                return await person.press(shown.keys[index], how)
        raise AssertionError(f"nobody was sent {message_id!r}")

    async def agrees(self, told: Mapping[str, Any], here: str) -> None:
        """The operator enters what `caunoi zalo-oa connect` told, and an administrator of the account opens the link.

        `here` is where the service listens, whatever its public address.
        """
        self.callback_url, self.grants.challenge = str(told["callback"]), str(told["challenge"])
        async with aiohttp.ClientSession() as browser:
            async with browser.get(str(told["link"]), allow_redirects=False) as sent_back:
                assert sent_back.status == 302, await sent_back.text()
                back = urlsplit(sent_back.headers["Location"])
            async with browser.get(f"{here}{back.path}?{back.query}") as answer:
                assert answer.status == 200, await answer.text()

    # --- the console -----------------------------------------------------------------------------------------

    def tokens(self) -> Pair:
        """A pair without OAuth, as the console's explorer shows it."""
        return self.grants.by_hand()

    async def save_webhook(self, url: str) -> bool:
        """The console's "save": the address must answer a ping that nobody signed, or it is not kept."""
        if self.public_only and not _PUBLIC.fullmatch(url):
            return False
        made = await self.webhook.ping(url)
        if made.taken:
            self.webhook.url, self.webhook.enabled = url, True
        return made.taken

    async def send_event(self, event: Json | bytes, how: How = USUAL) -> Attempt | None:
        """Posts any event, malformed ones too. None: there is no webhook, or events are being held."""
        return await self.webhook.send(event, how)

    # --- what the checker sees -------------------------------------------------------------------------------

    def called(self, path: str) -> list[Call]:
        """The calls of a path, oldest first."""
        return [call for call in self.calls if call.path == path]

    @property
    def messages(self) -> list[Shown]:
        """What was sent to anybody, oldest first."""
        return sorted((s for person in self._persons.values() for s in person.heard), key=lambda shown: shown.at)

    @property
    def cost(self) -> int:
        """Đồng that the messages cost."""
        return PRICE * sum(shown.billed for shown in self.messages)

    # --- HTTP ------------------------------------------------------------------------------------------------

    async def _oauth(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        call = self._noted(OAUTH, dict(form))

        async def effect() -> web.Response:
            if request.content_type != "application/x-www-form-urlencoded" or request.query_string:
                raise Refusal(BAD_REQUEST, "a form is wanted")
            call.effect = True
            return web.json_response(self.grants.exchange(request.headers, form))

        return await self._answered(request, call, effect)

    async def _consent(self, request: web.Request) -> web.StreamResponse:
        """An administrator opens the link and says yes."""
        wanted = {"app_id": self.app_id, "redirect_uri": self.callback_url, "code_challenge": self.grants.challenge}
        if dict(request.query) != wanted:
            return web.Response(status=400, text="error_code=-14003")
        back = urlencode({"oa_id": self.oa_id, "code": self.grants.consent()})
        raise web.HTTPFound(f"{self.callback_url}?{back}")

    async def _media(self, request: web.Request) -> web.StreamResponse:
        async def effect() -> web.Response:
            part, since = self.world.media.get(request.match_info["key"], (None, 0.0))
            if part is None or (self.media_life is not None and self.world.now() - since > self.media_life):
                return web.Response(status=404)
            kind = "image/jpeg" if part.kind == "image" else "application/octet-stream"
            return web.Response(body=part.content, content_type=kind)

        try:
            return await self.answer(request, MEDIA, effect)
        except Refusal as refusal:
            return web.Response(status=abs(refusal.error))

    async def _api(self, request: web.Request) -> web.StreamResponse:
        body = await request.read() if request.content_type == "application/json" else b""
        call = self._noted(request.path, _json(body) if body else dict(request.query))

        async def effect() -> web.Response:
            self.grants.check(request.headers.get("access_token"))
            self._paced()
            told = await self._done(request, body)
            call.effect = True
            return web.json_response({"data": told, "error": 0, "message": "Success"})

        response = await self._answered(request, call, effect)
        response.headers["X-RateLimit-Limit"] = str(self.per_minute)
        response.headers["X-RateLimit-Remain"] = str(max(0, self.per_minute - self._minute[1]))
        return response

    async def _done(self, request: web.Request, body: bytes) -> object:
        path = request.path
        if request.method == "POST":
            if path.startswith(UPLOAD) and (kind := path.removeprefix(UPLOAD)) in ("image", "gif", "file"):
                return await self.uploads.take(kind, request)
            if path == MESSAGE:
                return await self.sending.message(_parsed(body))
            if path == REACT:
                return self.sending.react(_parsed(body))
            if path == QUOTA:
                return self._asking.quota(_parsed(body))
        elif request.method == "GET":
            asked = {
                DETAIL: self._asking.detail,
                RECENT: self._asking.recent,
                CONVERSATION: self._asking.conversation,
            }
            if path == ACCOUNT:
                return self._asking.account()
            if path in asked:
                return asked[path](data(request.query.get("data")))
        raise Refusal(404, "Empty api")

    def _paced(self) -> None:
        minute, calls = int(self.world.now() // 60), 0
        if self._minute[0] == minute:
            calls = self._minute[1]
        if calls >= self.per_minute:
            raise Refusal(-32, "Your application reached limit call api")
        self._minute = (minute, calls + 1)

    def _noted(self, path: str, given: Json) -> Call:
        call = Call(path, given, time.monotonic())
        self.calls.append(call)
        self.bell.ring()
        return call

    async def _answered(
        self, request: web.Request, call: Call, effect: Callable[[], Awaitable[web.Response]]
    ) -> web.Response:
        try:
            response = await self.answer(request, call.path, effect)
            call.error = 0 if response.status == 200 else response.status
        except Refusal as refusal:
            call.error = refusal.error
            said = "error_description" if call.path == OAUTH else "message"
            response = web.json_response({"error": refusal.error, said: refusal.message})
        self.bell.ring()
        return response


def _json(body: bytes) -> Json:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        raise wrong("body is no JSON") from None
