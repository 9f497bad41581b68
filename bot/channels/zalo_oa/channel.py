"""The channel as the rest of the service sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from aiohttp import web

from bot.channels.base import Accept, Capabilities, Outcome, Sending
from bot.channels.calling import Caller, Timeouts
from bot.channels.files import Files
from bot.channels.zalo_oa import reading
from bot.channels.zalo_oa.attaching import Attaching
from bot.channels.zalo_oa.calls import Calls
from bot.channels.zalo_oa.consent import Consent
from bot.channels.zalo_oa.limits import LIMITS
from bot.channels.zalo_oa.sending import MAX_TEXT, Sender
from bot.channels.zalo_oa.settings import NAME, ZaloOaSettings
from bot.channels.zalo_oa.tokens import Tokens
from bot.channels.zalo_oa.webhook import WebhookDoor
from handlers.clock import Clock
from handlers.incoming import Incoming
from storage import reach
from storage.db import Database
from storage.place import Place


class ZaloOaChannel:
    """One Official Account on Zalo."""

    name = NAME
    # 4,000 calls a minute for an app (docs/zalo.md); uploads and names take some of them.
    capabilities = Capabilities(
        buttons=True,
        edits=False,
        quotes=True,
        files=LIMITS,
        max_text=MAX_TEXT,
        per_second=50.0,
        burst=5,
        window=True,
        echoes=True,
    )

    def __init__(
        self,
        settings: ZaloOaSettings,
        db: Database,
        clock: Clock,
        count: Callable[[str], None],
        files: Files,
        *,
        timeouts: Timeouts | None = None,
    ) -> None:
        self._settings = settings
        self._db = db
        self._clock = clock
        self._count = count
        self._caller = Caller(timeouts)
        self.tokens = Tokens(settings, db, clock, self._caller)
        calls = Calls(settings, self._caller, self.tokens)
        self._sender = Sender(settings, calls, clock, self._last_heard, Attaching(calls, files))
        self._keeping: asyncio.Task[None] | None = None

    def parse(self, payload: bytes) -> Incoming | None:
        """The neutral form of a stored event; None for one that needs no answer. Raises Unparseable."""
        return reading.parse(payload, self._settings.agent_pause)

    async def send(self, sending: Sending) -> Outcome:
        """Sends one thing. Never raises for what the network or Zalo does."""
        return await self._sender.send(sending)

    def routes(self, accept: Accept) -> Sequence[web.RouteDef]:
        """The webhook, and where a consent leads back to."""
        door = WebhookDoor(self._settings, self._clock, accept, self._count, self._sender.sent_lately)
        consent = Consent(self._settings, self._db, self._clock, self._caller, self.tokens)
        return [door.route(), consent.route()]

    async def start(self, accept: Accept) -> None:
        """Begins to keep the tokens fresh; events come by the webhook."""
        self._caller.open()
        if self._keeping is None:
            self._keeping = asyncio.create_task(self.tokens.keep_fresh(), name="zalo-oa-tokens")

    async def stop(self) -> None:
        """Lets calls under way end, and closes. What is sent later ends as Retry."""
        if self._keeping:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
            self._keeping = None
        await self.tokens.close()
        await self._caller.close()

    async def _last_heard(self, user: str) -> datetime | None:
        return await self._db.read(partial(reach.last_heard, place=Place(NAME, user)))
