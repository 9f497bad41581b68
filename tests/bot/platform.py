"""A platform that does as it is told, and what stands in the rows meanwhile."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Any, TypeVar

from aiohttp import web
from sqlalchemy import select

from bot.channels.base import Accept, Capabilities, FileLimits, Outcome, Sending, Sent, Unparseable
from bot.delivery import Delivery
from bot.metrics import Meter
from faq.match import Bank
from faq.places import Gazetteer
from handlers.clock import Clock
from handlers.context import Context
from handlers.incoming import Incoming
from handlers.outgoing import Message, Outgoing, to_json
from storage import outbox
from storage.db import Body, Database
from storage.outbox import Post
from storage.place import Place
from storage.tables import leases
from storage.tables import outbox as outbox_rows

T = TypeVar("T")


class LaterClock(Clock):
    """A clock whose machine time a test may move: leases, back-off, expiry."""

    def __init__(self) -> None:
        super().__init__()
        self.later = timedelta()

    def machine(self) -> datetime:
        return super().machine() + self.later


class Platform:
    """A channel. What it is sent ends as planned, else as `Sent`."""

    def __init__(self, name: str = "pigeon", **can: Any) -> None:
        self.name = name
        given = {"per_second": None, "max_text": 4096, **can}
        self.capabilities = Capabilities(buttons=True, edits=True, quotes=True, files=FileLimits(), **given)
        self.plan: deque[Outcome | Exception] = deque()
        self.always: dict[str, Outcome] = {}
        """By chat."""
        self.sent: list[Sending] = []
        self.open = asyncio.Event()
        """While it is clear, sends take for ever."""
        self.open.set()
        self.parses: Callable[[bytes], Incoming | None] = _unparseable
        self._more = asyncio.Condition()
        self._ids = count(1)

    @property
    def texts(self) -> list[str]:
        """What was sent, message by message."""
        return [s.content.text for s in self.sent if isinstance(s.content, Message)]

    async def send(self, sending: Sending) -> Outcome:
        self.sent.append(sending)
        async with self._more:
            self._more.notify_all()
        await self.open.wait()
        if sending.place.chat in self.always:
            return self.always[sending.place.chat]
        planned = self.plan.popleft() if self.plan else Sent(str(next(self._ids)))
        if isinstance(planned, Exception):
            raise planned
        return planned

    async def has_sent(self, number: int) -> None:
        """Waits until so many sends were begun."""
        async with asyncio.timeout(10), self._more:
            await self._more.wait_for(lambda: len(self.sent) >= number)

    def parse(self, payload: bytes) -> Incoming | None:
        return self.parses(payload)

    def routes(self, accept: Accept) -> Sequence[web.RouteDef]:
        return ()

    async def start(self, accept: Accept) -> None: ...

    async def stop(self) -> None: ...


def _unparseable(_payload: bytes) -> Incoming | None:
    raise Unparseable("nothing was planned")


@cache
def places() -> Gazetteer:
    return Gazetteer.from_package()


async def until(db: Database, look: Body[T], good: Callable[[T], bool], seconds: float = 10) -> T:
    """Reads again and again until what is there is good."""
    found = await db.read(look)
    try:
        async with asyncio.timeout(seconds):
            while not good(found):
                await asyncio.sleep(0)  # a short read on SQLite does not give way to others
                found = await db.read(look)
    except TimeoutError:
        raise AssertionError(f"still {found!r} after {seconds} s") from None
    return found


class PostOffice:
    """An outbox, those who send from it, and the platforms they send to."""

    def __init__(self, db: Database, *platforms: Platform) -> None:
        self.db = db
        self.clock = LaterClock()
        self.platforms = {platform.name: platform for platform in platforms}
        self.platform = platforms[0]
        self.meter = Meter()
        self.ctx = Context(db, self.clock, Bank(()), places(), meter=self.meter)
        self._keys = count(1)
        self.delivery = self.another()

    def another(self) -> Delivery:
        """Those who send, in another process."""
        return Delivery(self.ctx, self.platforms, self.meter, f"p{next(self._keys)}")

    async def post(self, what: Outgoing | str = "xin chào", chat: str = "1", channel: str = "", **how: Any) -> int:
        """Queues something; the row's id."""
        content = to_json(Message(what) if isinstance(what, str) else what)
        key = how.pop("dedupe_key", f"post:{next(self._keys)}")
        post = Post(Place(channel or self.platform.name, chat), content, key, **how)
        row_id = await self.db.write(lambda tx: outbox.put(tx, post, self.clock.machine()))
        assert row_id is not None
        return row_id

    async def later(self, seconds: float) -> None:
        """Moves machine time and lets everybody look."""
        self.clock.later += timedelta(seconds=seconds)
        self.db.wakes.give({outbox.hint(name) for name in self.platforms})

    async def row(self, row_id: int) -> Any:
        return await self.db.read(lambda tx: tx.row(select(outbox_rows).where(outbox_rows.c.id == row_id)))

    async def becomes(self, row_id: int, state: str) -> Any:
        """Waits until a row stands in this state; the row."""
        wanted = select(outbox_rows).where(outbox_rows.c.id == row_id)
        return await until(self.db, lambda tx: tx.row(wanted), lambda row: row is not None and row.state == state)

    async def held_for(self, lane: str = "pigeon:1") -> float:
        """Waits until a lane is held back; for how many seconds it is from now."""
        wanted = select(leases.c.until).where(leases.c.conversation == lane, leases.c.owner == "")
        held: datetime | None = await until(
            self.db,
            lambda tx: tx.value(wanted.where(leases.c.until > self.clock.machine())),
            lambda at: at is not None,
        )
        assert held is not None
        return (held - self.clock.machine()).total_seconds()

    async def claimed_by_a_dead_one(self, *row_ids: int) -> None:
        """A sender claimed these and died, long enough ago."""
        long_ago = self.clock.machine() - timedelta(minutes=1)
        for name in self.platforms:
            await self.db.write(
                lambda tx, name=name: outbox.claim(tx, "dead", name, long_ago, timedelta(seconds=5), 99)  # type: ignore[misc]
            )
        for row_id in row_ids:
            assert (await self.row(row_id)).state == "sending"
