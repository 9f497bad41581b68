"""The channel as the rest of the service sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from aiohttp import web
from telegram import Bot

from bot.channels.backoff import Backoff
from bot.channels.base import Accept, Capabilities, Outcome, Sending
from bot.channels.calling import Timeouts
from bot.channels.sole import Sole
from bot.channels.telegram import menus as public_menus
from bot.channels.telegram import standing, uploads
from bot.channels.telegram.attaching import Attaching
from bot.channels.telegram.limits import LIMITS
from bot.channels.telegram.outcomes import Rejected
from bot.channels.telegram.parts import MAX_TEXT
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.reading import NAME, Reader
from bot.channels.telegram.request import TelegramRequest
from bot.channels.telegram.sending import Sender
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.telegram.webhook import WebhookDoor
from bot.voices import Voices
from handlers.clock import Clock
from handlers.incoming import Incoming
from handlers.people.menu import PublicMenu
from storage.db import Database
from storage.place import Place


class TelegramChannel:
    """One bot on Telegram."""

    name = NAME
    # Telegram takes about 30 messages a second from a bot: even pacing at 98 % of that earns no 429.
    capabilities = Capabilities(
        buttons=True, edits=True, quotes=True, files=LIMITS, max_text=MAX_TEXT, per_second=29.4, burst=3
    )

    def __init__(
        self,
        settings: TelegramSettings,
        db: Database,
        clock: Clock,
        *,
        open_media: uploads.OpenMedia | None = None,
        voices: Voices | None = None,
        backoff: Backoff | None = None,
        timeouts: Timeouts | None = None,
        menus: Sequence[PublicMenu] = (),
        named: Callable[[str], None] | None = None,
    ) -> None:
        """`named` is told what the bot is called, as soon as Telegram says so."""
        self._menus = menus
        self._named = named
        self._settings = settings
        self._db = db
        self._clock = clock
        self._backoff = backoff or Backoff()
        self._rejected = Rejected()
        self._reader = Reader(clock)
        self._request = TelegramRequest(
            settings.token,
            settings.api_base_url,
            proxy=settings.proxy,
            timeouts=timeouts,
            local_files=settings.local_files,
        )
        # The library is given a stand-in for the token: it logs and shows what it is given.
        bot = Bot(
            f"{settings.bot_id}:hidden",
            base_url=lambda _: TelegramRequest.BOT_ADDRESS,
            base_file_url=lambda _: TelegramRequest.BOT_ADDRESS,
            request=self._request,
            get_updates_request=self._request,
        )
        self._sender = Sender(
            bot, self._request, Attaching(bot, self._request, open_media, voices or Voices(None)), self._rejected
        )
        self._polling: asyncio.Task[None] | None = None
        self._showing: asyncio.Task[None] | None = None
        self._asking: asyncio.Task[None] | None = None

    # --- receiving and sending -------------------------------------------------------------------------------

    def parse(self, payload: bytes) -> Incoming | None:
        """The neutral form of a stored update; None for one that needs no answer. Raises Unparseable."""
        return self._reader.parse(payload)

    async def send(self, sending: Sending) -> Outcome:
        """Sends one thing. Never raises for what the network or Telegram does."""
        return await self._sender.send(sending)

    async def hint(self, place: Place) -> None:
        """Shows for a moment that somebody is writing. Raises telegram.error.TelegramError."""
        shown: dict[str, object] = {"chat_id": int(place.chat), "action": "typing"}
        if place.topic:
            shown["message_thread_id"] = int(place.topic)
        await self._request.call("sendChatAction", shown)

    def routes(self, accept: Accept) -> Sequence[web.RouteDef]:
        """The webhook, where Telegram delivers by webhook; nothing while it is polled."""
        secret = self._settings.webhook_secret
        if self._settings.mode != "webhook" or not secret:
            return []
        return [WebhookDoor(self._settings.bot_id, secret, accept).route()]

    async def start(self, accept: Accept) -> None:
        """Begins to poll, where Telegram is polled. It never sets or deletes a webhook: that is the operator's."""
        await self._request.initialize()
        if self._menus and self._showing is None:
            keeping = public_menus.keep(self._request, self._menus, self._backoff)
            self._showing = asyncio.create_task(keeping, name="telegram-menus")
        if self._named and self._asking is None:
            asking = standing.learn_name(self._request, self._named, self._backoff)
            self._asking = asyncio.create_task(asking, name="telegram-name")
        if self._settings.mode == "polling" and self._polling is None:
            sole = Sole(self._db, self._clock, f"{NAME}:{self._settings.bot_id}")
            self._polling = asyncio.create_task(sole.run(partial(self._poll, accept)), name="telegram-polling")

    async def stop(self) -> None:
        """Stops polling at once, lets sends under way end, and closes. What is sent later ends as Retry."""
        tasks = [task for task in (self._polling, self._showing, self._asking) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._polling = self._showing = self._asking = None
        await self._request.shutdown()

    async def _poll(self, accept: Accept) -> None:
        poller = Poller(self._request, self._db, self._settings.bot_id, accept, self._backoff, self._rejected)
        await poller.run()  # a new one each time: another process may have moved the offset

    # --- files -----------------------------------------------------------------------------------------------

    async def fetch(self, reference: str) -> tuple[bytes, str, str]:
        """The content, name and MIME type behind a file id, for showing it elsewhere. Raises NotFetched."""
        return await uploads.fetch(self._request, reference)

    # --- for the command line; all raise telegram.error.TelegramError ----------------------------------------

    async def get_me(self) -> standing.Identity:
        """Who the token belongs to."""
        return await standing.get_me(self._request)

    async def webhook_info(self) -> standing.Webhook:
        """Where Telegram delivers now."""
        return await standing.webhook_info(self._request)

    async def set_webhook(self, url: str, secret: str) -> None:
        """Has Telegram deliver to `url`."""
        await standing.set_webhook(self._request, url, secret)

    async def delete_webhook(self) -> None:
        """Back to polling."""
        await standing.delete_webhook(self._request)
