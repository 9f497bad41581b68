"""Where races are run: two services on one database, each with an inbox of its own, and people whom both may serve.

What is said goes the product's own way (committed, leased, dispatched, done in one transaction); nothing is sent, so
what each person is told is read from the outbox.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from aiohttp import web
from sqlalchemy import delete

from bot.channels.base import Accept, Capabilities, Outcome, Sending, Unknown
from bot.ingest import Ingest
from bot.jobs import Jobs
from bot.lending import Lent
from bot.metrics import Meter
from faq.load import starter_bank
from faq.match import Bank
from faq.places import Gazetteer, Place
from handlers.clock import Clock
from handlers.context import Context, Effect, Policy, Turn
from handlers.dispatch import dispatch
from handlers.incoming import Incoming
from handlers.overtaken import Overtaken
from storage.db import Database, Tx
from storage.inbox import Arrival
from storage.tables import metadata

CHANNEL = "race"
MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
"""Half past seven in Viet Nam."""
_KEPT = {"units", "fields", "entries", "phrasings", "bank_version"}
_WIPED = [table for table in reversed(metadata.sorted_tables) if table.name not in _KEPT]
PATIENCE = 60.0


@cache
def _bank() -> Bank:
    return Bank(starter_bank())


@cache
def places() -> Gazetteer:
    """All units."""
    return Gazetteer.from_package()


@cache
def communes() -> tuple[Place, ...]:
    """One of each province."""
    found = {place.province_code: place for place in places().places if place.kind == "commune"}
    return tuple(found.values())


class StandingClock(Clock):
    """Business time that moves only when it is told to; machine time goes its own way."""

    def __init__(self) -> None:
        super().__init__()
        self.at = MONDAY

    def business(self) -> datetime:
        return self.at


class Spoken:
    """A channel on which nothing is sent: its updates are what somebody says in the hall."""

    name = CHANNEL
    capabilities = Capabilities(buttons=True, edits=True, quotes=True, max_text=4096, per_second=None)

    def __init__(self) -> None:
        self.said: list[Incoming] = []

    def arrival(self, incoming: Incoming) -> Arrival:
        """What is said, as it is received."""
        self.said.append(incoming)
        number = str(len(self.said) - 1)
        return Arrival(CHANNEL, number, incoming.place.key, number.encode())

    def parse(self, payload: bytes) -> Incoming | None:
        return self.said[int(payload)]

    async def send(self, sending: Sending) -> Outcome:
        return Unknown("nothing is sent here")

    def routes(self, accept: Accept) -> Sequence[web.RouteDef]:
        return ()

    async def start(self, accept: Accept) -> None: ...

    async def stop(self) -> None: ...


class Counting(Meter):
    """Knows when everything that was said has been handled."""

    def __init__(self) -> None:
        super().__init__()
        self.done = 0
        self.set_aside = 0
        self.changed = asyncio.Event()

    def handled(self, channel: str, seconds: float) -> None:
        super().handled(channel, seconds)
        self.done += 1
        self.changed.set()

    def quarantined(self, channel: str) -> None:
        super().quarantined(channel)
        self.set_aside += 1
        self.changed.set()


class Nobody:
    """Lends no hands: what is written waits in the outbox."""

    @contextmanager
    def lending(self) -> Iterator[Lent]:
        yield Lent("nobody", Clock(), {}, lambda claimed, owner: None)


@dataclass
class Service:
    """One process of the service, as far as races are concerned."""

    ctx: Context
    ingest: Ingest
    jobs: Jobs


class Hall:
    """Two services. On PostgreSQL each has connections of its own; SQLite has one writer, for both."""

    def __init__(self, url: str) -> None:
        self.dbs = [Database(url)]
        if self.dbs[0].dialect == "postgresql":
            self.dbs.append(Database(url))
        self.clock, self.channel, self.meter = StandingClock(), Spoken(), Counting()
        self.overtaken = 0
        """How often somebody found that he had been overtaken, and was taken up again."""
        self.services = [self._service(number) for number in range(2)]

    @property
    def db(self) -> Database:
        return self.dbs[0]

    @property
    def ctx(self) -> Context:
        return self.services[0].ctx

    def _service(self, number: int) -> Service:
        db = self.dbs[number % len(self.dbs)]
        ctx = Context(db, self.clock, _bank(), places(), Policy(code_key=b"a key of the races", digests=False))
        ingest = Ingest(ctx, {CHANNEL: self.channel}, self._dispatch, self.meter, f"race{number}", Nobody())
        return Service(ctx, ingest, Jobs(ctx, _nothing, _nothing))

    async def _dispatch(self, ctx: Context, incoming: Incoming, received_at: datetime, cause: str) -> Effect:
        effect = await dispatch(ctx, incoming, received_at, cause)

        async def counted(turn: Turn) -> None:
            try:
                await effect(turn)
            except Overtaken:
                self.overtaken += 1
                raise

        return counted

    async def opens(self) -> None:
        for service in self.services:
            await service.ingest.start()

    async def closes(self) -> None:
        for service in self.services:
            await service.ingest.stop(5.0)
        for db in self.dbs:
            await db.close()

    async def wipe(self) -> None:
        """Nobody has ever been here."""
        self.clock.at = MONDAY

        async def forget(tx: Tx) -> None:
            for table in _WIPED:
                await tx.change(delete(table))

        await self.db.write(forget)

    async def happens(self, what: Sequence[tuple[float, Callable[[], Awaitable[object]]]]) -> None:
        """Each thing begins at its moment (seconds from now), on one loop; ends when all that was said is done."""
        loop, before = asyncio.get_running_loop(), self.meter.done + self.meter.set_aside
        said = len(self.channel.said)
        begins, tasks = loop.time() + 0.01, []
        for after, do in what:
            gate = asyncio.Event()
            loop.call_at(begins + after, gate.set)
            tasks.append(asyncio.create_task(_behind(gate, do)))
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*tasks)
            while self.meter.done + self.meter.set_aside - before < len(self.channel.said) - said:
                self.meter.changed.clear()
                await self.meter.changed.wait()

    async def says(self, incoming: Incoming, service: int) -> None:
        """Somebody's update reaches one of the services."""
        await self.services[service].ingest.accept([self.channel.arrival(incoming)])

    def forward(self, **by: float) -> None:
        self.clock.at += timedelta(**by)


async def _behind(gate: asyncio.Event, do: Callable[[], Awaitable[object]]) -> None:
    await gate.wait()
    await do()


async def _nothing() -> None: ...
