"""The webhook: what Zalo did not sign changes nothing; 200 only after the commit, and well within two seconds.

Zalo takes an event for delivered when 200 comes within 2 s, tries five times more over two hours, and then switches
the webhook off. So what can never be taken (another app's, too old, of no use) is answered 200 as well, and counted.

The console keeps an address only if it answers a ping that nobody signed, and shows the account's key only after
that. So what is no event is answered 200 and forgotten, and without the key everything is.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from bot.channels.base import Accept
from bot.channels.body import body_of
from bot.channels.zalo_oa.reading import arrival, echo_of, is_wanted, parties, timestamp_of
from bot.channels.zalo_oa.settings import NAME, ZaloOaSettings
from bot.channels.zalo_oa.signature import HEADER, is_signed
from handlers.clock import Clock
from storage.db import Unavailable

log = logging.getLogger(__name__)

PATH = "/webhooks/zalo-oa"
MAX_BODY = 2 * 1024 * 1024
OLDEST = timedelta(hours=2)
"""The ladder of tries takes 1 h 50 min; what is older, or further ahead, is a replay."""
_SLOWEST_BODY = 1.0
_SLOWEST_ANSWER = 1.5
"""Seconds, the body's time included: after two Zalo has gone, and comes again with the same."""
_RETRY_AFTER = {"Retry-After": "5"}

Count = Callable[[str], None]


class WebhookDoor:
    """The route of one app."""

    def __init__(
        self, settings: ZaloOaSettings, clock: Clock, accept: Accept, count: Count, is_ours: Callable[[str], bool],
        *, slowest_body: float = _SLOWEST_BODY, slowest_answer: float = _SLOWEST_ANSWER,
    ) -> None:  # fmt: skip
        """`is_ours`: whether a message was sent by this process, and lately; of those nothing need be told."""
        self._settings = settings
        self._clock = clock
        self._accept = accept
        self._count = count
        self._is_ours = is_ours
        self._slowest_body = slowest_body
        self._slowest_answer = slowest_answer

    def route(self) -> web.RouteDef:
        """Where Zalo delivers."""
        return web.post(PATH, self.receive)

    async def receive(self, request: web.Request) -> web.Response:
        """One event."""
        until = asyncio.get_running_loop().time() + self._slowest_answer
        body = await body_of(request, most=MAX_BODY, seconds=self._slowest_body)
        event = _event(body)
        if event is None or not self._is_signed(request, body, event):
            return self._turned_away(request, event)
        if why := self._why_not(event):
            self._count(why)
            return web.Response()
        return await self._kept(event, body, until)

    def _turned_away(self, request: web.Request, event: dict[str, Any] | None) -> web.Response:
        if self._settings.secret_key is None:
            log.warning("events of Zalo OA are dropped unread: ZALO_OA_SECRET_KEY is not set")
            self._count("before the secret is known")
            return web.Response()
        if HEADER not in request.headers and (event is None or "event_name" not in event):
            self._count("a ping")
            return web.Response()
        self._count("badly signed")
        return web.Response(status=403)

    def _is_signed(self, request: web.Request, body: bytes, event: dict[str, Any]) -> bool:
        shown, secret = request.headers.get(HEADER, ""), self._settings.event_key
        timestamp = timestamp_of(event)
        if not shown or timestamp is None:
            return False
        if is_signed(shown, self._settings.app_id, body, timestamp, secret):
            return True
        if any(is_signed(shown, account, body, timestamp, secret) for account in parties(event)):
            self._count("signed over the account's id")  # some say that it is so; if it ever is, this tells
        return False

    def _why_not(self, event: dict[str, Any]) -> str | None:
        """Why nothing is to be done for an event that Zalo signed."""
        if event.get("app_id") != self._settings.app_id:
            return "of another app"
        try:
            said_at = datetime.fromtimestamp(int(timestamp_of(event) or "") / 1000, UTC)
        except (ValueError, OverflowError, OSError):
            return "without a time"
        if abs(self._clock.business() - said_at) > OLDEST:
            return "too old"
        echo = echo_of(event)
        if echo and self._is_ours(echo):
            return "of our own message"
        return None if is_wanted(event) else "of no use"

    async def _kept(self, event: dict[str, Any], body: bytes, until: float) -> web.Response:
        keeping = asyncio.ensure_future(self._accept([arrival(self._settings.app_id, event, body)]))
        keeping.add_done_callback(_looked_at)
        # Not cut off: it may be committed at this very moment. When Zalo comes again it is known, then.
        await asyncio.wait((keeping,), timeout=max(0.0, until - asyncio.get_running_loop().time()))
        if keeping.done():
            error = keeping.exception()
            if error is None:
                return web.Response()
            if not isinstance(error, Unavailable):
                raise error
        log.warning("the database does not take events, Zalo is asked to come again", extra={"channel": NAME})
        return web.Response(status=503, headers=_RETRY_AFTER)


def _looked_at(keeping: asyncio.Future[int]) -> None:
    if not keeping.cancelled():
        keeping.exception()  # who asks for it has seen it


def _event(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
