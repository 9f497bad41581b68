"""The webhook: whoever does not know the secret is turned away unread; 200 only after the commit.

Never 410: Telegram takes it for "gone" and closes the webhook for a day.
"""

from __future__ import annotations

import hmac
import json
import logging

from aiohttp import web

from bot.channels.base import Accept
from bot.channels.body import body_of
from bot.channels.telegram.reading import arrival
from storage.db import Unavailable

log = logging.getLogger(__name__)

PATH = "/webhooks/telegram"
MAX_BODY = 256 * 1024
_SLOWEST_BODY = 10.0  # seconds
_RETRY_AFTER = {"Retry-After": "5"}


class WebhookDoor:
    """The route of one bot."""

    def __init__(self, bot_id: str, secret: str, accept: Accept, *, slowest: float = _SLOWEST_BODY) -> None:
        self._bot_id = bot_id
        self._secret = secret.encode()
        self._accept = accept
        self._slowest = slowest

    def route(self) -> web.RouteDef:
        """Where Telegram delivers."""
        return web.post(PATH, self.receive)

    async def receive(self, request: web.Request) -> web.Response:
        """One update."""
        shown = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(shown.encode("utf-8", "surrogateescape"), self._secret):
            return web.Response(status=403)
        body = await body_of(request, most=MAX_BODY, seconds=self._slowest)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            # Whoever knows the secret is Telegram, which would repeat what is refused for a day, and hold back what
            # follows in that chat: it is kept, and ends in quarantine.
            update = None
        try:
            await self._accept([arrival(self._bot_id, update, body)])
        except Unavailable:
            log.warning(
                "the database refuses updates, Telegram is asked to come again", extra={"channel": "telegram"}
            )
            return web.Response(status=503, headers=_RETRY_AFTER)
        return web.Response()
