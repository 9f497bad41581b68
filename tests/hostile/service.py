"""The real service under hostile input: its webhook, what it logs, what is left in its inbox."""

from __future__ import annotations

import asyncio
import io
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import ClientSession, TCPConnector
from sqlalchemy import select

from bot.channels.telegram.channel import TelegramChannel
from bot.logs import LineFormatter, Redactor, RepeatFilter
from storage import inbox
from storage.tables import inbox as inbox_rows
from storage.tables import outbox as outbox_rows
from tests.fakes.telegram import FakeUser
from tests.hostile.ground import Ground
from tests.talk import WEBHOOK_SECRET, Town

PATIENCE = 300.0
"""Seconds for everything that was accepted to be handled and sent."""


@contextmanager
def unpaced() -> Iterator[None]:
    """Without Telegram's 30 messages a second: they would be all that is waited for."""
    paced = TelegramChannel.capabilities
    TelegramChannel.capabilities = replace(paced, per_second=None)
    try:
        yield
    finally:
        TelegramChannel.capabilities = paced


@dataclass(slots=True)
class Logs:
    """What was logged: as records, and as the lines that production would have written."""

    written: io.StringIO = field(default_factory=io.StringIO)
    records: Counter[str] = field(default_factory=Counter)
    """Warnings and worse, by message."""
    faults: Counter[str] = field(default_factory=Counter)
    """Those with a traceback."""
    _began: float = field(default_factory=time.monotonic)

    @property
    def lines(self) -> list[str]:
        return self.written.getvalue().splitlines()

    @property
    def warned_a_minute(self) -> float:
        """Lines of warnings and worse."""
        began, now = self._began, time.monotonic()
        worse = sum('"level": "INFO"' not in line for line in self.lines)
        return worse / max(1, -(-(now - began) // 60))

    @property
    def longest(self) -> int:
        """Bytes of the longest line."""
        return max((len(line.encode()) for line in self.lines), default=0)


class _Counting(logging.Handler):
    def __init__(self, logs: Logs) -> None:
        super().__init__(logging.WARNING)
        self._logs = logs

    def emit(self, record: logging.LogRecord) -> None:
        self._logs.records[record.getMessage()] += 1
        if record.exc_info and record.exc_info[0]:
            self._logs.faults[f"{record.getMessage()} ({record.exc_info[0].__name__})"] += 1


@contextmanager
def logged() -> Iterator[Logs]:
    """Listens as `bot.logs.set_up` would, beside whoever else listens."""
    logs = Logs()
    lines = logging.StreamHandler(logs.written)
    lines.addFilter(RepeatFilter())
    lines.setFormatter(LineFormatter(Redactor()))
    handlers, root = (lines, _Counting(logs)), logging.getLogger()
    before = root.level
    root.setLevel(logging.INFO)
    for handler in handlers:
        root.addHandler(handler)
    try:
        yield logs
    finally:
        root.setLevel(before)
        for handler in handlers:
            root.removeHandler(handler)


@asynccontextmanager
async def service(ground: Ground, kind: str, mode: str = "webhook") -> AsyncIterator[tuple[Town, Logs]]:
    """The service on a fresh database, at full speed."""
    with unpaced(), logged() as logs:
        async with Town(ground.url(kind), ground.folder(), telegram_mode=mode) as town:
            yield town, logs


@asynccontextmanager
async def webhook(town: Town) -> AsyncIterator[Webhook]:
    """A connection that knows the secret."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": WEBHOOK_SECRET, "Content-Type": "application/json"}
    async with ClientSession(headers=headers, connector=TCPConnector(limit=0)) as session:
        yield Webhook(session, f"http://127.0.0.1:{town.app.port}/webhooks/telegram")


@dataclass(slots=True)
class Webhook:
    """Telegram's side of the webhook, without its queue."""

    session: ClientSession
    url: str
    statuses: Counter[int] = field(default_factory=Counter)

    async def post(self, body: bytes) -> int:
        """Delivers something, again where it is asked to; the status."""
        while True:
            async with self.session.post(self.url, data=body) as answer:
                await answer.read()
            self.statuses[answer.status] += 1
            if answer.status != 503:
                return answer.status
            await asyncio.sleep(0.2)


def writes(town: Town, user: FakeUser, said: str, **fields: Any) -> tuple[int, dict[str, Any]]:
    """A message in somebody's chat: its id, and its update, which nobody has delivered."""
    world = town.fake.world
    shown = world.post(world.chats[user.id], user.person, text=said, extra=fields)
    update = {"update_id": world.next_update, "message": world.json(shown)}
    world.next_update += 1
    return shown.id, update


async def settled(town: Town) -> None:
    """Waits until nothing is left to handle or to send."""

    async def left(tx: Any) -> bool:
        new = select(inbox_rows.c.id).where(inbox.UNDONE).limit(1)
        waiting = select(outbox_rows.c.id).where(outbox_rows.c.state.in_(("new", "sending"))).limit(1)
        return bool(await tx.rows(new) or await tx.rows(waiting))

    await town.fake.until(lambda: not town.fake.pending, PATIENCE)
    async with asyncio.timeout(PATIENCE):
        while await town.read(left):  # noqa: ASYNC110 - rows ring no bell
            await asyncio.sleep(0.05)


async def quarantined(town: Town) -> dict[str, str]:
    """Update ids in quarantine, and why."""
    wanted = select(inbox_rows.c.update_id, inbox_rows.c.why).where(inbox.QUARANTINED)
    return {row.update_id: row.why for row in await town.read(lambda tx: tx.rows(wanted))}
