"""What a page says about being rung: that it may be, where, and that it may not any more."""

from __future__ import annotations

from aiohttp import web

from bot.channels.webchat.asked import Subscribe, Unsubscribe
from bot.channels.webchat.doors import Door
from bot.channels.webchat.gate import Refusal, Visit, answer_json, body_of
from bot.channels.webchat.pushing import Pushing
from bot.channels.webchat.vapid import is_key
from bot.web.pages import Pages, words
from handlers.clock import Clock
from storage.channels import webpush
from storage.channels.webpush import Subscription
from storage.db import Database

_WORKER = "js/worker.js"


class Subscribing:
    """Keeps subscriptions, one for each session."""

    def __init__(self, db: Database, clock: Clock, pushing: Pushing, pages: Pages) -> None:
        self._db = db
        self._clock = clock
        self._pushing = pushing
        self._pages = pages

    async def subscribe(self, request: web.Request, visit: Visit) -> web.Response:
        """POST base/push: a browser may be rung."""
        asked = await body_of(request, Subscribe)
        if not self._pushing.allowed.allows(asked.endpoint) or not is_key(asked.key, asked.auth):
            raise Refusal(400, "error_push")
        to = Subscription(asked.endpoint, asked.key, asked.auth, visit.language)
        now = self._clock.machine()
        await self._db.write(lambda tx: webpush.subscribe(tx, visit.token_hash, visit.chat, to, now))
        return answer_json({})

    async def unsubscribe(self, request: web.Request, visit: Visit) -> web.Response:
        """POST base/push/stop."""
        await body_of(request, Unsubscribe)
        await self._db.write(lambda tx: webpush.unsubscribe(tx, visit.token_hash))
        return answer_json({})

    async def worker(self, _request: web.Request, _door: Door) -> web.Response:
        """GET base/worker.js: under the chat's own address, for it may act for nothing above its own."""
        content = self._pages.static.content(_WORKER)
        return web.Response(body=content, content_type="text/javascript", charset="utf-8",
                            headers={"Cache-Control": "no-cache"})  # fmt: skip

    async def manifest(self, _request: web.Request, door: Door) -> web.Response:
        """GET base/app.webmanifest: what an iPhone needs to have the chat on its home screen, and to be rung."""
        icon = {"src": self._pages.static.url("icon.svg"), "sizes": "any", "type": "image/svg+xml"}
        said = {
            "name": words("vi")["product"], "start_url": f"{door.base}/", "scope": f"{door.base}/",
            "display": "standalone", "icons": [icon],
        }  # fmt: skip
        return web.json_response(
            said, content_type="application/manifest+json", headers={"Cache-Control": "no-cache"}
        )
