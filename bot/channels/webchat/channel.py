"""The web chat as a channel: what it can do, how it is entered, what it sends."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from bot.allowed import Allowed
from bot.channels.base import Accept, Capabilities, Outcome, Sending
from bot.channels.webchat import raw
from bot.channels.webchat.doors import Door
from bot.channels.webchat.gate import Gate, Rates
from bot.channels.webchat.hub import Hub
from bot.channels.webchat.joining import Joining
from bot.channels.webchat.limits import LIMITS
from bot.channels.webchat.pushing import Pushing
from bot.channels.webchat.showing import UNREAD, Fetch, Showing
from bot.channels.webchat.subscribing import Subscribing
from bot.channels.webchat.syncing import Syncing
from bot.channels.webchat.talking import Talking, Writes
from bot.channels.webchat.uploading import Uploading
from bot.channels.webchat.vapid import Identity
from bot.media import MediaStore
from bot.voices import Voices
from bot.web.pages import Pages
from handlers.clock import Clock
from handlers.incoming import MAX_TEXT, Incoming
from storage.db import Database
from storage.place import Place


def _nobody_sees(_writer: Place, _reply_to: str | None) -> None: ...


@dataclass(frozen=True, slots=True)
class Push:
    """How a closed page is reached."""

    hosts: tuple[str, ...] = ()
    """Push services that browsers may name."""
    unread: timedelta = UNREAD
    """What was not read for so long (business time) goes by another channel."""


def _remote(request: web.Request) -> str:
    return request.remote or ""


class WebChat:
    """Our own channel. Several doors lead into it; a chat is the same behind each."""

    name = raw.NAME
    capabilities = Capabilities(
        buttons=True, edits=True, quotes=True, files=LIMITS, max_text=MAX_TEXT, per_second=None, idempotent=True
    )

    def __init__(
        self,
        db: Database,
        clock: Clock,
        store: MediaStore,
        pages: Pages,
        *,
        secret: bytes,
        public_base_url: str,
        doors: Sequence[Door] = (Door(),),
        rates: Rates | None = None,
        fetch: Fetch | None = None,
        voices: Voices | None = None,
        address: Callable[[web.Request], str] = _remote,
        push: Push | None = None,
        writes: Writes | None = None,
    ) -> None:
        self._doors = list(doors)
        self._hub = Hub(db.wakes)
        self._gate = Gate(db, clock, public_base_url, rates or Rates(), address)
        push = push or Push()
        # Some services take nothing but an address of this kind as the one to turn to.
        contact = public_base_url if public_base_url.startswith("https://") else "mailto:caunoi@localhost"
        identity = Identity(hmac.digest(secret, b"web push", "sha256"), contact)
        self._pushing = Pushing(db, clock, identity, Allowed.of(push.hosts), self._hub.is_open)
        self._subscribing = Subscribing(db, clock, self._pushing, pages)
        self._showing = Showing(db, clock, store, self._hub, fetch, voices or Voices(None), push.unread)
        self._joining = Joining(db, clock, self._gate, self._hub, pages, secret, identity.public)
        self._talking = Talking(db, clock, self._hub, self._gate, writes or _nobody_sees)
        self._uploading = Uploading(store)
        self._syncing = Syncing(db, clock, self._hub, self._gate)

    def mount(self, door: Door) -> None:
        """Adds a door; before `routes` is asked for."""
        self._doors.append(door)

    def parse(self, payload: bytes) -> Incoming:
        """The neutral form of a raw update. Raises Unparseable."""
        return raw.parse(payload)

    async def send(self, sending: Sending) -> Outcome:
        """Shows one thing in its chat."""
        return await self._showing.send(sending)

    async def hint(self, place: Place) -> None:
        """Shows for a moment that somebody is writing."""
        self._hub.wake(place.chat, {"type": "notice", "writing": True})

    def routes(self, accept: Accept) -> Sequence[web.RouteDef]:
        """The routes of all doors. `accept` is not called: what is shown and what is received is one transaction."""
        return [route for door in self._doors for route in self._routes_of(door)]

    async def start(self, accept: Accept) -> None:
        """Nothing to poll; whoever is to be rung is."""
        await self._pushing.start()

    async def stop(self) -> None:
        """Closes all sockets and lets waiting polls answer."""
        self._hub.close()
        await self._pushing.stop()

    def _routes_of(self, door: Door) -> list[web.RouteDef]:
        base, gate = door.base, self._gate

        async def to_page(request: web.Request) -> web.StreamResponse:
            raise web.HTTPFound(request.rel_url.with_path(base + "/", keep_query=True))

        talking, syncing, uploading = self._talking, self._syncing, self._uploading
        return [
            web.get(base, to_page),
            web.get(f"{base}/", gate.outside(door, self._joining.page)),
            web.post(f"{base}/session", gate.outside(door, self._joining.begin)),
            web.post(f"{base}/enter", gate.outside(door, self._joining.enter)),
            web.post(f"{base}/leave", gate.inside(door, self._joining.leave, gate.saying)),
            web.post(f"{base}/messages", gate.inside(door, talking.say, gate.saying)),
            web.post(f"{base}/press", gate.inside(door, talking.press, gate.saying)),
            web.post(f"{base}/edit", gate.inside(door, talking.edit, gate.saying)),
            web.post(f"{base}/recall", gate.inside(door, talking.recall, gate.saying)),
            web.post(f"{base}/writing", gate.inside(door, talking.writing, gate.reading)),
            web.post(f"{base}/read", gate.inside(door, talking.read, gate.reading)),
            web.post(f"{base}/media", gate.inside(door, uploading.upload, gate.uploading)),
            web.get(base + "/media/{id:[0-9a-f]{32}}", gate.inside(door, uploading.download, gate.reading)),
            web.post(f"{base}/push", gate.inside(door, self._subscribing.subscribe, gate.saying)),
            web.post(f"{base}/push/stop", gate.inside(door, self._subscribing.unsubscribe, gate.saying)),
            web.get(f"{base}/worker.js", gate.outside(door, self._subscribing.worker)),
            web.get(f"{base}/app.webmanifest", gate.outside(door, self._subscribing.manifest)),
            web.get(f"{base}/ws", gate.inside(door, syncing.socket, gate.reading)),
            web.get(f"{base}/poll", gate.inside(door, syncing.poll, gate.reading)),
            web.get(f"{base}/earlier", gate.inside(door, syncing.earlier, gate.reading)),
        ]
