"""The composition root: everything is made here, once, and handed to whoever needs it.

Start: database (migrated, seeded) → bank → channels → server → workers → clock. Stop in the other order, so that
nothing is accepted any more before the last thing under way has ended.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from aiohttp import web

from bot import heap
from bot.allowed import Allowed
from bot.bringing import Bringing
from bot.bucket import Bucket
from bot.carrying import Carrier
from bot.channels.base import Channel
from bot.channels.files import Files
from bot.channels.kit import Kit, Make
from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.channels.webchat import Door, Push, WebChat
from bot.channels.zalo_bot import ZaloBotChannel, ZaloBotSettings
from bot.channels.zalo_oa import ZaloOaChannel, ZaloOaSettings
from bot.clamd import Clamd
from bot.commands import commands
from bot.control import ControlDoor, SharedDoor
from bot.delivery import Delivery
from bot.fetching import Fetching
from bot.ingest import Ingest
from bot.jobs import Jobs
from bot.means import means_of_settings
from bot.media import MediaStore
from bot.media_door import MediaDoor
from bot.metrics import Meter
from bot.pace import Pace
from bot.server import client_address, listen, make_server
from bot.settings import Settings
from bot.voices import Voices
from bot.web.files import StaticFiles
from bot.web.pages import Pages
from bot.writing import Writing
from faq.match import Bank
from faq.places import Gazetteer
from handlers import bank, places
from handlers.clock import Clock
from handlers.context import Context, Policy
from handlers.dispatch import dispatch
from handlers.due.tidy import tidy
from handlers.people.menu import public as public_menus
from handlers.wording import get_ready
from storage import inbox, leases, migrate, outbox, sessions
from storage.db import Database, Tx
from storage.neighbours import Neighbours
from storage.seed import seed

log = logging.getLogger(__name__)

GRACE = 3.5
"""Seconds in which what is under way may end at a stop: first what was received, then what is being sent."""
LONGEST_STOP = 9.0
"""Seconds for the whole stop; systemd and Docker wait ten and more."""
INBOX_KEPT = timedelta(days=30)
OUTBOX_KEPT = timedelta(days=90)
"""What is done is kept so long: raw updates to look into a fault, messages so that their edits find them."""
PRUNED_AT_ONCE = 500
ADDED: tuple[Make, ...] = ()
"""Channels of one file each, one line for each: docs/add-a-channel.md."""
ExtraRoutes = Callable[["App"], Sequence[web.RouteDef]]


class App:
    """One running process."""

    def __init__(
        self, settings: Settings, *, clock: Clock | None = None, doors: Sequence[Door] = (Door(),),
        extra_routes: ExtraRoutes | None = None, added: Sequence[Make] = ADDED,
    ) -> None:  # fmt: skip
        self.settings = settings
        self.clock = clock or Clock()
        self.db = Database(settings.database)
        self.meter = Meter()
        self.pages = Pages(StaticFiles())
        clamd, bucket = settings.clamd_address, settings.media_store_url
        self.bucket = Bucket(bucket.get_secret_value()) if bucket else None
        self.media = MediaStore(
            self.db, self.clock, settings.data_dir / "media", scanner=Clamd(clamd) if clamd else None,
            bucket=self.bucket,
        )  # fmt: skip
        voices = Voices(settings.ffmpeg_path)
        self.media_door = MediaDoor(self.media, self.clock, settings.key("media"), settings.base_url)
        self.channels: dict[str, Channel] = {}
        self._files = Carrier(self.media, self.media_door, self.channels, voices)
        self.channels.update(self._channels(doors, voices, added))
        self.ctx = Context(
            self.db, self.clock, Bank((), means_of_settings(settings)), Gazetteer.from_package(), self._policy(),
            self.meter, Pace(settings.rate_person_per_minute, settings.rate_unit_per_minute),
        )  # fmt: skip
        self._writing = Writing(self.ctx, self.channels)
        # With "/out/" and a counter of ten digits behind it, no longer than the column that holds it.
        name = f"{socket.gethostname()[:10]}-{os.getpid()}-{secrets.token_hex(3)}"
        self.delivery = Delivery(self.ctx, self.channels, self.meter, name)
        self.ingest = Ingest(
            self.ctx, self.channels, dispatch, self.meter, name, self.delivery, self._bringing().bring
        )
        self.jobs = Jobs(self.ctx, self._reload_bank, self._tidy)
        self._extra_routes = extra_routes
        door = ControlDoor(settings.data_dir, commands(self.db, self.clock, settings))
        self._control = door if settings.on_sqlite else SharedDoor(settings.data_dir, door)
        self._neighbours = (
            None if settings.on_sqlite else Neighbours(settings.database, self.db.wakes, self.clock.follow)
        )
        self._runner: web.AppRunner | None = None
        self._started = False
        self._bank_version = -1
        self._reloading = asyncio.Lock()
        self._settled = False
        self.port = settings.port

    async def start(self, *, alone: bool = False) -> None:
        """Begins to work. Raises bot.wrong.Wrong and storage.db.Unavailable with a sentence for the operator.

        `alone`: nothing else lives in this process, and what is there now stays (see `heap.settle`).
        """
        self.settings.make_data_dir()
        await migrate.upgrade(self.settings.database)
        if self._neighbours:
            await self._neighbours.start()  # before anything is leased: it tells the time
        await self.db.write_many(self._prepare)
        await self._reload_bank()
        await places.follow(self.ctx)
        get_ready()
        if alone:
            self._settle()  # before the first send: it takes a seventh of a second, and what is under way is in doubt
        self._runner, self.port = await listen(self._server(), self.settings)
        await self._control.open()
        await self.ingest.start()
        await self.delivery.start()
        for channel in self.channels.values():
            await channel.start(self.ingest.accept)
        await self.jobs.start()
        self._started = True
        log.info("ready", extra={"port": self.port, "channels": sorted(self.channels)})

    async def stop(self) -> None:
        """Stops within ten seconds; what is cut off is done again at the next start."""
        self._started = False
        try:
            async with asyncio.timeout(LONGEST_STOP):
                await self._stop_in_order()
        except TimeoutError:
            log.warning("the stop took too long and was cut short")
        await self.db.close()

    def _settle(self) -> None:
        self._settled = True
        heap.settle()

    async def _stop_in_order(self) -> None:
        for channel in self.channels.values():
            if channel.name == "web":
                await channel.stop()  # sockets would keep the server open
        if self._runner:
            await self._runner.cleanup()
        await self._control.close()
        await self._writing.stop()
        await self.jobs.stop()
        await self.ingest.stop(GRACE)  # before those who send: it hands on to them what it causes
        await self.delivery.stop(GRACE)
        for channel in self.channels.values():
            await channel.stop()
        if self._neighbours:
            await self._neighbours.stop()
        if self.bucket:
            await self.bucket.close()

    def _channels(self, doors: Sequence[Door], voices: Voices, added: Sequence[Make]) -> dict[str, Channel]:
        s = self.settings
        made: dict[str, Channel] = {}
        files = Files(self._files.open, self._files.address, s.base_url.startswith("https://"))
        if s.telegram_bot_token:
            secret, proxy = s.telegram_webhook_secret, s.telegram_proxy
            telegram = TelegramSettings(
                s.telegram_bot_token.get_secret_value(), s.telegram_api_base_url, s.telegram_mode,
                secret.get_secret_value() if secret else None, proxy.get_secret_value() if proxy else None,
                None if s.on_telegram_itself else s.telegram_local_files,
            )  # fmt: skip
            made["telegram"] = TelegramChannel(telegram, self.db, self.clock, open_media=self._files.open_kept,
                                               voices=voices, menus=public_menus(),
                                               named=self._is_called)  # fmt: skip
        if s.zalo_oa_app_id:
            zalo_oa = ZaloOaSettings.of(s)
            made["zalo_oa"] = ZaloOaChannel(zalo_oa, self.db, self.clock, self.meter.refused, files)
        if s.zalo_bot_token:
            zalo_bot = ZaloBotSettings.of(s)
            made["zalo_bot"] = ZaloBotChannel(zalo_bot, self.db, self.clock, self.meter.refused, files)
        kit = Kit(s, self.db, self.clock, self.meter.refused, files)
        made |= {channel.name: channel for make in added if (channel := make(kit))}
        made["web"] = WebChat(
            self.db, self.clock, self.media, self.pages, secret=s.key("web-chat"), public_base_url=s.base_url,
            doors=doors, fetch=self._files.fetch, address=client_address, voices=voices,
            push=Push(s.web_push_hosts, timedelta(minutes=s.web_unread_minutes)),
            writes=lambda place, reply_to: self._writing.begins(place, reply_to),
        )  # fmt: skip
        return made

    def _is_called(self, name: str) -> None:
        self.ctx.telegram = name

    def _policy(self) -> Policy:
        s = self.settings
        said_anew = frozenset(name for name, each in self.channels.items() if not each.capabilities.edits)
        return Policy(enrolment=s.enrolment, code_key=s.key("invites"), deadline_hours=s.deadline_hours,
                      digests=s.digests, address=s.base_url, notice=s.notice_channels,
                      said_anew=said_anew)  # fmt: skip

    def _bringing(self) -> Bringing:
        zalo = Fetching(Allowed.of(self.settings.zalo_media_hosts))
        limits = {name: channel.capabilities.files for name, channel in self.channels.items()}
        fetching = dict.fromkeys(("zalo_oa", "zalo_bot"), zalo)
        return Bringing(self.media, self.clock, fetching, limits, self._files.open)

    def _server(self) -> web.Application:
        routes: list[web.AbstractRouteDef] = [*self.pages.static.routes(), *self.media_door.route()]
        for channel in self.channels.values():
            routes += channel.routes(self.ingest.accept)
        if self._extra_routes:
            routes += self._extra_routes(self)
        else:
            routes.append(web.get("/", _to_chat))
        return make_server(self.settings, self.db, self.meter, self.clock, routes, lambda: self._started)

    async def _prepare(self, tx: Tx) -> None:
        await seed(tx, self.clock.today())
        if tx.dialect == "sqlite":
            # One process on SQLite: whatever is leased was leased by one that is dead.
            await leases.end_all(tx)

    async def _reload_bank(self) -> None:
        async with self._reloading:  # the hint and the safety tick may come together
            self.ctx.wrong_costs = await self.db.read(bank.wrong_costs)
            loaded = await bank.load_if_changed(self.ctx, self._bank_version)
            if loaded is not None:
                self._bank_version = loaded.version
                if self._settled and loaded.anew:
                    self._settle()

    async def _tidy(self) -> None:
        now = self.clock.machine()
        await tidy(self.ctx)
        await self.db.write_many(lambda tx: sessions.sweep(tx, now))
        for queue, kept in ((inbox, INBOX_KEPT), (outbox, OUTBOX_KEPT)):
            # Batch by batch, so that a reply never waits for housekeeping.
            while (
                await self.db.write_many(partial(queue.prune, before=now - kept, limit=PRUNED_AT_ONCE))
                == PRUNED_AT_ONCE
            ):
                pass


async def _to_chat(_request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/chat/")


async def serve(settings: Settings) -> None:
    """Runs until SIGTERM or SIGINT."""
    app = App(settings)
    await run(app, lambda: _say_where(app))


def _say_where(app: App) -> None:
    if sys.stderr.isatty():  # for a person; a service's log says it in its own line
        print(
            f"\n  Cầu Nối: {app.settings.base_url}/chat/   (Ctrl+C để dừng / to stop)\n", file=sys.stderr, flush=True
        )


async def run(app: App, ready: Callable[[], None] = lambda: None) -> None:
    """Starts, says that it is ready, waits for SIGTERM or SIGINT, and stops.

    A start that is told to stop is cut off: it may be waiting for a database, or for another's migration.
    """
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, ended.set)
    starting, told = asyncio.create_task(app.start(alone=True)), asyncio.create_task(ended.wait())
    try:
        await asyncio.wait((starting, told), return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            ready()
            await told
    finally:
        for task in (starting, told):
            task.cancel()
        await asyncio.gather(starting, told, return_exceptions=True)
        await app.stop()
