"""The running service, kept for many days: only its rows are wiped between two of them.

Telegram is the strict fake over real HTTP, updates come by webhook, the web chat by its own calls. Business time
stands still while updates are under way and moves only between them: so two ways of delivering one day see the same
times.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, TCPConnector
from pydantic import SecretStr
from sqlalchemy import delete, text

from bot.app import App
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.webchat import Rates
from bot.channels.webchat import channel as webchat
from bot.settings import Settings
from bot.web.limits import Rate
from handlers.clock import Clock
from storage.db import Tx
from storage.tables import metadata
from tests.fakes.telegram import FakeTelegram
from tests.talk import SECRET_KEY, WEBHOOK_SECRET

MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
"""Half past seven in Viet Nam."""
_KEPT = {"units", "fields", "entries", "phrasings", "bank_version"}
_WIPED = [table for table in reversed(metadata.sorted_tables) if table.name not in _KEPT]
_UNDER_WAY = text(
    "SELECT inbox.conversation, (leases.owner = '') AS held FROM inbox"
    " LEFT JOIN leases ON leases.conversation = inbox.conversation AND leases.queue = 'inbox'"
    " WHERE inbox.state = 'new'"
    " UNION ALL SELECT outbox.place, NULL FROM outbox WHERE outbox.state IN ('new', 'sending')"
    " UNION ALL SELECT 'broadcast', NULL FROM broadcasts WHERE state = 'sending'"
)
"""Whose updates and messages are under way; `held`: an update whose turn was put off."""


class StandingClock(Clock):
    """Business time that moves only when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.begin()

    def begin(self) -> None:
        """Monday morning, again."""
        self._now = MONDAY

    def business(self) -> datetime:
        return self._now

    def forward(self, by: timedelta) -> None:
        self._now += by


@dataclass
class Service:
    """One process of the service and its Telegram."""

    app: App
    fake: FakeTelegram
    clock: StandingClock
    session: ClientSession
    delivered: int = 0
    visitors: int = 0

    async def wipe(self) -> None:
        """Nobody has ever been here."""
        self.clock.begin()
        world = self.fake.world
        for chat in list(self.fake.kept_waiting):
            self.fake.answer_at_last(chat)
        for kept in (world.chats, world.files, world.waiting, world.presses, world.toasts, world.commands):
            kept.clear()
        self.fake.calls.clear()

        async def forget(tx: Tx) -> None:
            if tx.dialect == "postgresql":  # the service's own slow tick may write just now
                await tx.change(text(f"LOCK TABLE {', '.join(table.name for table in _WIPED)} IN EXCLUSIVE MODE"))
            for table in _WIPED:
                await tx.change(delete(table))

        await self.app.db.write(forget)

    def visitor(self) -> int:
        """The number of the next browser: what browsers may do is limited for each."""
        self.visitors += 1
        return self.visitors

    async def updates(self, update: dict[str, Any]) -> None:
        """Telegram delivers an update, and is answered."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": WEBHOOK_SECRET, "Content-Type": "application/json"}
        body = json.dumps(update, ensure_ascii=False).encode()
        address = f"http://127.0.0.1:{self.app.port}/webhooks/telegram"
        async with self.session.post(address, data=body, headers=headers) as answer:
            assert answer.status == 200, answer.status
        self.delivered += 1

    async def due(self) -> None:
        """What the clock has to do by now is done."""
        await self.app.jobs.sweep_now()
        await self.quiet()

    async def looks_round(self) -> None:
        """What no time tells is looked after: seats that ended, absences that are over."""
        await self.app.jobs.look_round()
        await self.quiet()

    async def answered(self, chats: Iterable[int]) -> None:
        """Telegram answers what it kept back there."""
        for chat in chats:
            self.fake.answer_at_last(chat)
        await self.quiet()

    async def quiet(self) -> None:
        """Until nothing is under way any more but what waits for an answer of Telegram's that is kept back."""
        for _ in range(5_000):
            rows = await self.app.db.read(lambda tx: tx.rows(_UNDER_WAY))
            if all(self._waits(row[0], row[1]) for row in rows):
                return
            await self._something_happens()
        raise AssertionError(f"not quiet: {rows} are under way")

    def _waits(self, place: str, held: Any) -> bool:
        kept = place in {f"telegram:{chat}" for chat in self.fake.holding}
        return kept and (held is None or bool(held))

    async def _something_happens(self) -> None:
        """Until Telegram is called again; or a moment, for what calls nobody."""
        try:
            await self.fake.until(_twice(), 0.003)
        except TimeoutError:
            return


def _twice() -> Any:
    looks = iter((False, True))
    return lambda: next(looks, True)


@asynccontextmanager
async def running(url: str, folder: Path) -> AsyncIterator[Service]:
    """The service on a migrated and seeded database."""
    clock = StandingClock()
    fake = FakeTelegram(now=lambda: clock.business().timestamp())
    await fake.start()
    settings = Settings(
        data_dir=folder, database_url=SecretStr(url), port=0, secret_key=SecretStr(SECRET_KEY),
        telegram_bot_token=SecretStr(fake.token), telegram_api_base_url=fake.base_url, telegram_mode="webhook",
        telegram_webhook_secret=SecretStr(WEBHOOK_SECRET), rate_person_per_minute=1_000_000,
        rate_unit_per_minute=1_000_000, digests=False, trusted_proxies=_loopback(), _env_file=None,
    )  # fmt: skip
    app = _unlimited(settings, clock)
    await app.start()
    async with ClientSession(connector=TCPConnector(limit=40)) as session:
        try:
            yield Service(app, fake, clock, session)
        finally:
            await app.stop()
            await fake.stop()


def _unlimited(settings: Settings, clock: Clock) -> App:
    """Without the limits of 30 messages a second, and of what a browser may do: they would be all that takes time."""
    with pytest.MonkeyPatch.context() as changed:
        quick = replace(TelegramChannel.capabilities, per_second=None)
        changed.setattr(TelegramChannel, "capabilities", quick)
        often = Rate(1_000_000, 0.001)
        changed.setattr(webchat, "Rates", lambda: Rates(often, often, often, often))
        return App(settings, clock=clock)


def _loopback() -> Sequence[Any]:
    from ipaddress import ip_network

    return (ip_network("127.0.0.0/8"),)
