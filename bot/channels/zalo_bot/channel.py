"""The channel as the rest of the service sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from aiohttp import web

from bot.channels.backoff import Backoff
from bot.channels.base import Accept, Capabilities, Outcome, Sending
from bot.channels.calling import Caller, Timeouts
from bot.channels.files import Files
from bot.channels.sole import Sole
from bot.channels.zalo_bot.allowance import Allowance
from bot.channels.zalo_bot.calls import Calls
from bot.channels.zalo_bot.limits import LIMITS
from bot.channels.zalo_bot.outcomes import CLOSED, Gate, Outcomes
from bot.channels.zalo_bot.parts import MAX_TEXT
from bot.channels.zalo_bot.polling import Poller
from bot.channels.zalo_bot.reading import Reader
from bot.channels.zalo_bot.sending import Sender
from bot.channels.zalo_bot.settings import NAME, ZaloBotSettings
from bot.channels.zalo_bot.webhook import WebhookDoor
from handlers.clock import Clock
from handlers.incoming import Incoming
from storage.db import Database
from storage.place import Place


class ZaloBotChannel:
    """One bot on the Zalo Bot Platform."""

    name = NAME
    # No rate is published: one a second is taken for safe. Of several processes each takes a whole burst ahead, which
    # the others, or its successor, then wait for: so it is small.
    capabilities = Capabilities(
        buttons=False, edits=False, quotes=False, files=LIMITS, max_text=MAX_TEXT, per_second=1.0, burst=2
    )

    def __init__(
        self,
        settings: ZaloBotSettings,
        db: Database,
        clock: Clock,
        count: Callable[[str], None],
        files: Files | None = None,
        *,
        backoff: Backoff | None = None,
        timeouts: Timeouts | None = None,
        closed: float = CLOSED,
    ) -> None:
        self.capabilities = replace(self.capabilities, per_second=settings.per_second)
        self._settings = settings
        self._db = db
        self._clock = clock
        self._count = count
        self._backoff = backoff or Backoff()
        self._reader = Reader(clock)
        self._caller = Caller(timeouts)
        self._calls = Calls(settings, self._caller)
        self._gate = Gate(closed)
        allowance = Allowance(settings, db, clock)
        self._sender = Sender(self._calls, allowance, self._gate, Outcomes(self._gate), settings.page, files)
        self._polling: asyncio.Task[None] | None = None

    def parse(self, payload: bytes) -> Incoming | None:
        """The neutral form of a stored event; None for one that needs no answer. Raises Unparseable."""
        return self._reader.parse(payload)

    async def send(self, sending: Sending) -> Outcome:
        """Sends one thing. Never raises for what the network or Zalo does."""
        return await self._sender.send(sending)

    async def hint(self, place: Place) -> None:
        """Shows for a moment that somebody is writing: no message of the month's. Raises what calls raise."""
        self._gate.enter()
        await self._calls.call("sendChatAction", {"chat_id": place.chat, "action": "typing"})

    def routes(self, accept: Accept) -> Sequence[web.RouteDef]:
        """The webhook, where Zalo delivers by webhook; nothing while it is polled."""
        secret = self._settings.webhook_secret
        if self._settings.mode != "webhook" or not secret:
            return []
        return [WebhookDoor(self._settings.bot_id, secret, accept, self._count).route()]

    async def start(self, accept: Accept) -> None:
        """Begins to poll, where Zalo is polled. It never sets or deletes a webhook: that is the operator's."""
        self._caller.open()
        if self._settings.mode == "polling" and self._polling is None:
            poller = Poller(self._calls, self._settings.bot_id, accept, self._backoff, self._gate)
            sole = Sole(self._db, self._clock, self._settings.key)
            self._polling = asyncio.create_task(sole.run(poller.run), name="zalo-bot-polling")

    async def stop(self) -> None:
        """Stops polling once what was received is kept, lets calls under way end, and closes."""
        if self._polling:
            self._polling.cancel()
            await asyncio.gather(self._polling, return_exceptions=True)
            self._polling = None
        await self._caller.close()
