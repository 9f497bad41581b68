"""A fake Official Account, the channel on it, and a clock that stands still."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import aiohttp
import pytest
from aiohttp import web

from bot.channels.base import Outcome, Sending
from bot.channels.calling import Timeouts
from bot.channels.files import Files
from bot.channels.zalo_oa import ZaloOaChannel, ZaloOaSettings
from bot.channels.zalo_oa.consent import await_consent
from bot.channels.zalo_oa.webhook import PATH
from handlers.clock import Clock
from handlers.incoming import Attachment
from handlers.outgoing import Message
from storage.db import Database
from storage.place import Place
from tests.bot.channels.inbox import Inbox
from tests.fakes.zalo_oa import FakeZaloOA, ZaloPerson

AT = datetime.fromtimestamp(1_795_255_200, UTC)
"""When what is in tests/payloads/zalo_oa happened."""
SHORT = Timeouts(connect=1.0, write=1.0, read=0.5)
KEY = b"k" * 32


class StillClock(Clock):
    """Both clocks stand still until a test moves them, together."""

    def __init__(self) -> None:
        super().__init__()
        self.at = AT

    def machine(self) -> datetime:
        return self.at

    def passes(self, **by: float) -> None:
        self.at += timedelta(**by)


async def _nobody_has_it(_attachment: Attachment) -> Any:
    raise LookupError


class Station:
    """A channel, the door at which it receives, and what it counted."""

    def __init__(self, settings: ZaloOaSettings, db: Database, clock: Clock, inbox: Inbox) -> None:
        self.settings, self.db, self.clock, self.inbox = settings, db, clock, inbox
        self.counted: Counter[str] = Counter()
        files = Files(_nobody_has_it, _nobody_has_it, is_public=False)
        self.channel = ZaloOaChannel(settings, db, clock, self.counts, files, timeouts=SHORT)
        app = web.Application()
        app.add_routes(self.channel.routes(inbox.accept))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        self.base = ""

    def counts(self, why: str) -> None:
        self.counted[why] += 1

    async def opens(self) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def closes(self) -> None:
        await self.channel.stop()
        await self._runner.cleanup()

    @property
    def door(self) -> str:
        """Where events are delivered."""
        return self.base + PATH

    async def sends(self, text: str, to: ZaloPerson, number: int = 1, **how: Any) -> Outcome:
        """Sends a text; how that ended."""
        return await self.channel.send(Sending(number, Place("zalo_oa", to.id), Message(text), **how))

    async def connects(self, oa: FakeZaloOA, *, another: bool = False) -> None:
        """An operator asks for a consent and an administrator of the account gives it."""
        await await_consent(self.db, self.clock, self.settings, another=another)
        oa.callback_url, oa.grants.challenge = self.settings.callback_url, self.settings.code_challenge
        async with aiohttp.ClientSession() as browser:
            async with browser.get(self.settings.consent_url, allow_redirects=False) as sent_back:
                assert sent_back.status == 302, await sent_back.text()
                back = urlsplit(sent_back.headers["Location"])
            assert await self.comes_back(**dict(parse_qsl(back.query))) == 200

    async def comes_back(self, **query: str) -> int:
        """Somebody is at the callback; the status that he is shown."""
        async with (
            aiohttp.ClientSession() as browser,
            browser.get(f"{self.base}/zalo-oa/callback", params=query) as answer,
        ):
            await answer.text()
            return answer.status


Opens = Callable[..., Awaitable[Station]]


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
async def oa(clock: StillClock) -> AsyncIterator[FakeZaloOA]:
    server = FakeZaloOA(now=lambda: clock.business().timestamp())
    server.sending.echoes = server.sending.receipts = False  # they come later, when a test may be over
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def lan(oa: FakeZaloOA) -> ZaloPerson:
    """Somebody who follows the account."""
    return oa.person("Lan", follows=True)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def settings(oa: FakeZaloOA) -> ZaloOaSettings:
    return ZaloOaSettings(
        oa.app_id, oa.app_secret, oa.oa_secret, KEY, api_base_url=oa.base_url, oauth_base_url=oa.base_url,
        public_base_url="https://caunoi.example.vn",
    )  # fmt: skip


@pytest.fixture
async def opens(settings: ZaloOaSettings, clock: StillClock, inbox: Inbox, oa: FakeZaloOA) -> AsyncIterator[Opens]:
    """Opens channels, each a process of its own, on a database."""
    opened: list[Station] = []

    async def opens(db: Database, **other: object) -> Station:
        made = Station(replace(settings, **other), db, clock, inbox)  # type: ignore[arg-type]
        await made.opens()
        opened.append(made)
        return made

    yield opens
    for each in opened:
        await each.closes()


@pytest.fixture
async def station(opens: Opens, oa: FakeZaloOA, sqlite_db: Database) -> Station:
    """A channel whose account nobody has connected yet; events come to it."""
    made = await opens(sqlite_db)
    oa.webhook.url = made.door
    return made


@pytest.fixture
async def channel(station: Station, oa: FakeZaloOA) -> ZaloOaChannel:
    """A connected one."""
    await station.connects(oa)
    return station.channel


TOLD = "no longer lets us speak"


def told(caplog: pytest.LogCaptureFixture, what: str = TOLD) -> int:
    return sum(record.levelname == "ERROR" and what in record.message for record in caplog.records)
