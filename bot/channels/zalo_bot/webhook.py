"""The webhook: whoever does not know the secret is turned away unread; 200 only after the commit.

Zalo does not say whether it ever comes again with what was not taken: so the database's refusal is 503, and all that
can be taken is.
"""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Callable

from aiohttp import web

from bot.channels.base import Accept
from bot.channels.body import body_of
from bot.channels.zalo_bot.reading import arrival, event_of, is_wanted
from bot.channels.zalo_bot.settings import NAME, PATH
from storage.db import Unavailable

log = logging.getLogger(__name__)

HEADER = "X-Bot-Api-Secret-Token"
MAX_BODY = 256 * 1024
_SLOWEST_BODY = 10.0  # seconds
_RETRY_AFTER = {"Retry-After": "5"}


class WebhookDoor:
    """The route of one bot."""

    def __init__(self, bot_id: str, secret: str, accept: Accept, count: Callable[[str], None]) -> None:
        self._bot_id = bot_id
        self._secret = secret.encode()
        self._accept = accept
        self._count = count

    def route(self) -> web.RouteDef:
        """Where Zalo delivers."""
        return web.post(PATH, self.receive)

    async def receive(self, request: web.Request) -> web.Response:
        """One event, or the empty probe by which Zalo finds out whether somebody is there."""
        shown = request.headers.get(HEADER, "")
        known = hmac.compare_digest(shown.encode("utf-8", "surrogateescape"), self._secret)
        try:
            body = await body_of(request, most=MAX_BODY if known else 0, seconds=_SLOWEST_BODY)
        except web.HTTPRequestEntityTooLarge:
            if not known:
                raise web.HTTPForbidden from None
            raise
        return await self._kept(body) if body else web.Response()

    async def _kept(self, body: bytes) -> web.Response:
        try:
            event = event_of(json.loads(body))
        except (ValueError, RecursionError):
            event = None  # whoever knows the secret is Zalo: it is kept, and ends in quarantine
        if not is_wanted(event):
            self._count("of no use")
            return web.Response()
        try:
            await self._accept([arrival(self._bot_id, event, body)])
        except Unavailable:
            log.warning("the database refuses events, Zalo is asked to come again", extra={"channel": NAME})
            return web.Response(status=503, headers=_RETRY_AFTER)
        return web.Response()
