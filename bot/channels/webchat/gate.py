"""The gate: what every request must pass before it is believed.

Whoever changes something must come from our own page (Origin, Sec-Fetch-Site, JSON), within limits of size and
rate, and, but for beginning, with a session. Every refusal is a JSON with a sentence that a person can read.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from aiohttp import web
from pydantic import BaseModel, ValidationError

from bot.channels.webchat.doors import Door
from bot.channels.webchat.hub import TooMany
from bot.web.limits import Buckets, Rate
from bot.web.pages import language_of, words
from handlers.clock import Clock
from handlers.invite import looks_like_code
from storage import sessions
from storage.db import Database, Unavailable

log = logging.getLogger(__name__)

B = TypeVar("B", bound=BaseModel)
MOST_JSON = 128 * 1024
_SLOWEST_JSON = 30.0
"""Seconds; a message is a few hundred bytes, also on a weak network."""
_TOUCH_AFTER = timedelta(minutes=10)


class Refusal(Exception):
    """An answer other than yes. `word` names the sentence in the page's words."""

    def __init__(self, status: int, word: str, retry_after: float | None = None) -> None:
        super().__init__(word)
        self.status = status
        self.word = word
        self.retry_after = retry_after


_SAYING, _READING, _UPLOADING, _BEGINNING = Rate(20, 1), Rate(60, 0.5), Rate(10, 6), Rate(30, 10)
_CODES = Rate(60, 30)


@dataclass(frozen=True, slots=True)
class Rates:
    """How much a chat, or an address, may do."""

    saying: Rate = _SAYING
    reading: Rate = _READING
    uploading: Rate = _UPLOADING
    beginning: Rate = _BEGINNING
    """Per address; a whole office often has one."""
    codes: Rate = _CODES
    """Per address: whoever is at the end of his tries as one person quickly begins another chat."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that passed: through which door, by which session."""

    door: Door
    chat: str
    token_hash: str
    language: str


Inside = Callable[[web.Request, Visit], Awaitable[web.StreamResponse]]
Outside = Callable[[web.Request, Door], Awaitable[web.StreamResponse]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Gate:
    """Checks requests and turns refusals into answers."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        public_base_url: str,
        rates: Rates,
        address: Callable[[web.Request], str],
    ) -> None:
        self._db = db
        self._clock = clock
        public = urlsplit(public_base_url)
        self.https = public.scheme == "https"
        self._origin = f"{public.scheme}://{public.netloc}"
        self._address = address
        self.saying = Buckets(rates.saying)
        self.reading = Buckets(rates.reading)
        self.uploading = Buckets(rates.uploading)
        self.beginning = Buckets(rates.beginning)
        self.codes = Buckets(rates.codes)

    def outside(self, door: Door, handler: Outside) -> Handler:
        """A handler that needs no session."""

        async def answer(request: web.Request) -> web.StreamResponse:
            self._same_origin(request)
            return await handler(request, door)

        return _answering(answer)

    def inside(self, door: Door, handler: Inside, buckets: Buckets) -> Handler:
        """A handler that needs a session and takes one from its bucket."""

        async def answer(request: web.Request) -> web.StreamResponse:
            self._same_origin(request)
            visit = await self.visit(request, door)
            if visit is None:
                raise Refusal(401, "error_session")
            self.limit(buckets, visit.chat)
            return await handler(request, visit)

        return _answering(answer)

    async def visit(self, request: web.Request, door: Door) -> Visit | None:
        """Whose request this is; None without a valid session."""
        token = request.cookies.get(door.cookie_name(https=self.https), "")
        if not 20 <= len(token) <= 128:
            return None
        hashed = hash_of(token)
        now = self._clock.machine()
        session = await self._db.read(lambda tx: sessions.find(tx, hashed, now))
        if session is None:
            return None
        if now - session.seen_at > _TOUCH_AFTER:
            await self._db.write(lambda tx: sessions.touch(tx, hashed, now))
        return Visit(door, session.chat, hashed, language_of(request))

    async def holds(self, visit: Visit) -> bool:
        """Whether the session of an open socket is still valid."""
        now = self._clock.machine()
        return await self._db.read(lambda tx: sessions.find(tx, visit.token_hash, now)) is not None

    def limit(self, buckets: Buckets, key: str, cost: float = 1.0) -> None:
        """Takes from a bucket. Raises Refusal when there is too little in it."""
        wait = buckets.take(key, cost)
        if wait:
            raise Refusal(429, "error_rate", wait)

    def limit_address(self, request: web.Request) -> None:
        """The limit for whoever has no session yet."""
        self.limit(self.beginning, self._address(request))

    def limit_codes(self, request: web.Request, text: str) -> None:
        """The limit for what is, or may be, a try at an invite code."""
        command, _, code = text.partition(" ")
        if (command.partition("@")[0].lower() == "/start" and code.strip()) or looks_like_code(text):
            self.limit(self.codes, self._address(request))

    def is_own_origin(self, request: web.Request) -> bool:
        """Whether the Origin header names us: the public address or, without TLS, the host that was asked."""
        origin = request.headers.get("Origin", "")
        return origin == self._origin or (not self.https and origin == f"http://{request.host}")

    def _same_origin(self, request: web.Request) -> None:
        if request.method in {"GET", "HEAD"}:
            return
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        if site != "same-origin" or not self.is_own_origin(request):
            raise Refusal(403, "error_origin")


def hash_of(token: str) -> str:
    """The form in which a token is stored."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


async def body_of(request: web.Request, form: type[B]) -> B:
    """The JSON body, checked. Raises Refusal for anything else; a body that is too long is not read to its end."""
    if request.content_type != "application/json":
        raise Refusal(415, "error_form")
    try:
        async with asyncio.timeout(_SLOWEST_JSON):
            read = await _json_of(request)
    except TimeoutError as error:
        raise Refusal(408, "error_slow") from error
    try:
        return form.model_validate(json.loads(read))
    except ValidationError as error:
        raise Refusal(400, _word_for(error)) from error
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "error_form") from error


async def _json_of(request: web.Request) -> bytes:
    read = bytearray()
    async for chunk in request.content.iter_chunked(16 * 1024):
        read += chunk
        if len(read) > MOST_JSON:
            raise Refusal(413, "error_long")
    return bytes(read)


def answer_json(content: dict[str, Any], status: int = 200) -> web.Response:
    """A JSON answer that no cache keeps."""
    return web.json_response(content, status=status, headers={"Cache-Control": "no-store"})


def _word_for(error: ValidationError) -> str:
    wrong = {str(part) for one in error.errors() for part in one["loc"]}
    if "code" in wrong:
        return "error_code"
    return "error_long_text" if "text" in wrong else "error_form"


def _answering(handler: Handler) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refusal as refusal:
            return _refused(request, refusal)
        except TooMany:
            return _refused(request, Refusal(429, "error_rate", 30))
        except Unavailable:
            log.warning("web chat: the database refuses")
            return _refused(request, Refusal(503, "error_busy", 5))

    return answer


def _refused(request: web.Request, refusal: Refusal) -> web.Response:
    text = words(language_of(request))[refusal.word]
    response = answer_json({"error": refusal.word, "message": text}, refusal.status)
    if refusal.retry_after is not None:
        response.headers["Retry-After"] = str(max(1, math.ceil(refusal.retry_after)))
    return response
