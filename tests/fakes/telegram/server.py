"""The HTTP side, and the knobs."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.fakes.telegram import checks
from tests.fakes.telegram.checks import Upload
from tests.fakes.telegram.faults import EVERY_CHAT, Budget, Fault, Faults
from tests.fakes.telegram.methods import Methods
from tests.fakes.telegram.people import FakeGroup, FakeUser
from tests.fakes.telegram.updates import Delivering, Polling
from tests.fakes.telegram.world import Chat, Json, Refusal, Shown, World

TOKEN = "7654321:AAtest-token_of-the-fake-bot-api-server"
_COUNTED = ("send", "edit", "copy", "forward")


@dataclass(slots=True)
class Call:
    """A call of the bot's, as the checker sees it."""

    method: str
    parameters: Json
    at: float
    """Seconds on the monotonic clock."""
    chat_id: int | None = None
    status: int = 0
    """0 while it is under way, or when it was never answered."""
    effect: bool = False
    """It did something."""
    early: bool = False
    """It came before the time that an earlier 429 had told."""
    result: Any = None


class FakeTelegram:
    """One bot's Telegram."""

    def __init__(self, token: str = TOKEN, now: Callable[[], float] = time.time) -> None:
        self.token = token
        self.world = World(token, now)
        self.calls: list[Call] = []
        self.latency = 0.0
        """Seconds each answer takes (getUpdates aside)."""
        self.webhook_patience = 0.2
        """Longest wait between two deliveries of an update, whatever Retry-After says."""
        self.kept_waiting: dict[int, tuple[str, asyncio.Event]] = {}
        """Chats in which a message that holds these words is shown at once, while the bot waits for its answer."""
        self.holding: set[int] = set()
        """Chats of which a call is being kept waiting."""
        self.delivering = Delivering(self.world, lambda: self.webhook_patience)
        self._polling = Polling(self.world)
        self._methods = Methods(self.world)
        self._faults = Faults()
        self._users: dict[int, FakeUser] = {}
        self._groups: dict[int, FakeGroup] = {}
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._stopping = asyncio.Event()
        self.base_url = ""

    async def start(self, port: int = 0) -> None:
        """Listens on loopback; `base_url` is set after this."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        self._site = web.TCPSite(self._runner, "127.0.0.1", port)
        await self._site.start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.delivering.start()

    async def stop(self) -> None:
        self._stopping.set()
        for chat_id in list(self.kept_waiting):
            self.answer_at_last(chat_id)
        self._polling.closing = True
        self.world.bell.ring()
        await self.delivering.stop()
        if self._runner:
            await self._runner.cleanup()

    async def goes_away(self) -> None:
        """Nobody listens any more, and what is under way breaks off."""
        assert self._runner
        assert self._runner.server
        assert self._site
        await self._site.stop()
        for connection in self._runner.server.connections:
            if connection.transport:
                connection.transport.abort()

    async def comes_back(self) -> None:
        """Listens again where it did."""
        assert self._runner
        self._site = web.TCPSite(self._runner, "127.0.0.1", int(self.base_url.rpartition(":")[2]))
        await self._site.start()

    # --- people ----------------------------------------------------------------------------------------------

    def user(self, id: int, name: str = "", *, language: str = "vi", known: bool = False) -> FakeUser:
        """The person with this id. The bot may write to him once he wrote, or when he is `known`."""
        if id not in self._users:
            person = {"id": id, "is_bot": False, "first_name": name or f"Người {id}", "language_code": language}
            chat = self.world.chats[id] = Chat(id, "private", person=person)
            self._users[id] = FakeUser(self.world, chat, person)
        self.world.chats[id].known |= known
        return self._users[id]

    def group(self, id: int, title: str = "Nhóm", *, topics: tuple[int, ...] = ()) -> FakeGroup:
        """The group with this (negative) id, with the bot in it."""
        if id not in self._groups:
            kind = "supergroup" if topics or id < -(10**12) else "group"
            chat = self.world.chats[id] = Chat(id, kind, title, known=True, topics=set(topics))
            self._groups[id] = FakeGroup(self.world, chat)
        return self._groups[id]

    # --- what the checker sees -------------------------------------------------------------------------------

    def called(self, method: str) -> list[Call]:
        """The calls of a method, oldest first."""
        return [call for call in self.calls if call.method == method]

    async def until(self, look: Callable[[], Any], timeout: float = 5.0) -> Any:
        """Waits until `look` returns something true; looked at whenever something changes. Raises TimeoutError."""
        return await self.world.bell.until(lambda: look() or None, timeout)

    @property
    def pending(self) -> int:
        """Updates that the bot has not confirmed."""
        return len(self.world.waiting)

    def tell(self, kind: str, event: Json) -> int:
        """Puts any update into the queue, malformed ones too; its number."""
        return self.world.tell(kind, event)

    def tell_raw(self, update: Any) -> None:
        """Puts something into the queue that is perhaps no update at all."""
        self.world.queue(update)

    def redraw_update_ids(self, start: int) -> None:
        """Counts updates from another number on, as Telegram does after a week of silence."""
        self.world.next_update = start

    # --- the knobs -------------------------------------------------------------------------------------------

    def fail_next(
        self,
        method: str,
        status: int,
        *,
        retry_after: int | None = None,
        description: str = "",
        times: int = 1,
        effect: bool = False,
    ) -> None:
        """The next `times` calls of `method` (`*`: of any) end with this status."""
        self._faults.planned.append(Fault(method, "status", times, effect, status, description, retry_after))

    def drop_next(self, method: str, *, effect: bool, times: int = 1) -> None:
        """The connection of the next calls breaks, after or before they took effect."""
        self._faults.planned.append(Fault(method, "drop", times, effect))

    def stall_next(self, method: str, *, effect: bool = False, times: int = 1) -> None:
        """The next calls are never answered."""
        self._faults.planned.append(Fault(method, "stall", times, effect))

    def answer_next(self, method: str, body: bytes, status: int = 200, *, times: int = 1) -> None:
        """The next calls are answered with these bytes, and do nothing."""
        self._faults.planned.append(Fault(method, "raw", times, False, status, body=body))

    def keep_waiting(self, chat_id: int, about: str) -> None:
        """What holds `about` is shown in a chat, but the bot hears of it only after `answer_at_last`."""
        assert chat_id not in self.kept_waiting, "a call that is held back already would never be answered"
        self.kept_waiting[chat_id] = about, asyncio.Event()

    def answer_at_last(self, chat_id: int) -> None:
        """The bot hears what came of those calls."""
        _, answers = self.kept_waiting.pop(chat_id)
        self.holding.discard(chat_id)
        answers.set()

    def heal(self) -> None:
        """Nothing that was planned to go wrong does."""
        self._faults.planned.clear()

    def throttle(self, seconds: float, chat_id: int = EVERY_CHAT) -> None:
        """Messages to this chat, or to any, end with 429 until so many seconds from now."""
        self._faults.throttled[chat_id] = time.monotonic() + seconds

    def budget(self, *, per_chat: tuple[float, int] | None = None, per_bot: tuple[float, int] | None = None) -> None:
        """Messages per second and burst beyond which calls end with 429."""
        self._faults.per_chat = Budget(*per_chat) if per_chat else None
        self._faults.per_bot = Budget(*per_bot) if per_bot else None

    # --- HTTP ------------------------------------------------------------------------------------------------

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return _refused(Refusal(401, "Unauthorized"))
        call = Call(method, {}, time.monotonic())
        self.calls.append(call)
        self.world.bell.ring()
        try:
            call.parameters = checks.parameters(method, await _read(request))
            fault = self._faults.next(method)
            if fault is None or fault.effect:
                call.result = await self._effect(call)
                call.effect = True
                await self._keep_waiting(call)
            if self.latency and method != "getUpdates":
                await asyncio.sleep(self.latency)
            response = await self._befall(request, call, fault) if fault else _granted(call.result)
        except Refusal as refusal:
            response = _refused(refusal)
        call.status = response.status
        self.world.bell.ring()
        return response

    async def _effect(self, call: Call) -> Any:
        if call.method == "getUpdates":
            return await self._polling.get(call.parameters)
        if "chat_id" in call.parameters:
            call.chat_id = checks.integer(call.parameters, "chat_id")
            self._pace(call, call.chat_id)
        return self._methods.do(call.method, call.parameters)

    async def _keep_waiting(self, call: Call) -> None:
        about, answers = self.kept_waiting.get(call.chat_id or 0, (None, None))
        if about and answers and about in str(call.parameters.get("text", "")):
            self.holding.add(call.chat_id or 0)
            self.world.bell.ring()
            await answers.wait()

    def _pace(self, call: Call, chat_id: int) -> None:
        call.early = call.at < self._faults.not_before.get(chat_id, 0)
        if call.method.startswith(_COUNTED) and (wait := self._faults.too_early(chat_id, call.at)):
            self._faults.not_before[chat_id] = call.at + wait
            raise Refusal(429, f"Too Many Requests: retry after {wait}", retry_after=wait)

    async def _befall(self, request: web.Request, call: Call, fault: Fault) -> web.StreamResponse:
        match fault.what:
            case "status":
                if fault.retry_after is not None and "chat_id" in call.parameters:
                    chat_id = checks.integer(call.parameters, "chat_id")
                    self._faults.not_before[chat_id] = call.at + fault.retry_after
                hints = {"retry_after": fault.retry_after} if fault.retry_after is not None else {}
                raise Refusal(fault.status, fault.description or f"planned {fault.status}", **hints)
            case "raw":
                return web.Response(status=fault.status, body=fault.body)
            case "stall":
                await self._stopping.wait()
            case "drop":
                pass
        if request.transport:
            request.transport.abort()
        return web.Response(status=500)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        if request.match_info["token"] != self.token:
            return _refused(Refusal(401, "Unauthorized"))
        fault = self._faults.next("download")
        if fault:
            try:
                return await self._befall(request, Call("download", {}, time.monotonic()), fault)
            except Refusal as refusal:
                return _refused(refusal)
        for file in self.world.files.values():
            if file.path == path:
                return web.Response(body=file.content, content_type="application/octet-stream")
        return _refused(Refusal(404, "Not Found"))


async def _read(request: web.Request) -> Json:
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.read())
        except ValueError:
            raise Refusal(400, "Bad Request: can't parse JSON object") from None
        if not isinstance(body, dict):
            raise Refusal(400, "Bad Request: object expected")
        return {**given, **body}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            with value.file as file:
                given[name] = Upload(value.filename, value.content_type, file.read())
        else:
            given[name] = value
    return given


def _granted(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _refused(refusal: Refusal) -> web.Response:
    told: Json = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    if refusal.parameters:
        told["parameters"] = refusal.parameters
    return web.json_response(told, status=refusal.status)


__all__ = ["TOKEN", "Call", "FakeTelegram", "Shown"]
