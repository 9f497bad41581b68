"""The real process under a flood of forged requests, while honest people go on asking."""

from __future__ import annotations

import asyncio
import json
import struct
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg
import psutil
from aiohttp import ClientSession
from sqlalchemy import Table, func, select

from storage.db import Database, Tx
from storage.tables import accounts, inbox, persons, sessions, web_chats
from tests.hostile.figures import Figure, at_least, at_most, exactly, none, told
from tests.hostile.ground import Ground
from tests.hostile.stranger import PATH, Order
from tests.hostile.stranger import SECRET as HEADER
from tests.stories.process import ROOT, Killed
from tests.talk import WEBHOOK_SECRET

ASKS = 10
"""Honest questions a second, all together."""
REPLAYED_BY = 888
MADE_BY_STRANGERS = (inbox, persons, accounts, sessions, web_chats)
REFUSED = {"401", "403", "404", "405"}
MOST_MEGABYTES = 32
"""What 400 open connections and their buffers may take."""
TIMES_AS_LONG = 5.0
"""The p99 of honest questions under the flood, beside that of the same questions before it."""
MOST_EACH = 1.0
"""What a forged request, and its share of everything else the stranger does, may cost."""
MOST_LINES = 40
"""One for each route and status, and a minute may end meanwhile."""
_RETURNED = 20.0
"""Seconds in which every connection of the stranger is gone."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, and how hard."""

    quiet: float
    alone: float
    """The stranger alone: whatever is written then, he wrote."""
    both: float
    rate: int = 2_000
    slow: int = 400
    replays: int = 20
    people: int = 40
    timed: bool = True
    """Whether times are demanded: a sample runs beside other tests."""


MINUTE = Plan(quiet=20, alone=15, both=45)
MOMENT = Plan(quiet=1, alone=1.5, both=1.5, rate=500, slow=60, people=10, timed=False)


@dataclass(slots=True)
class Seen:
    """What was seen in a stretch of time."""

    waits: list[float] = field(default_factory=list)
    """Seconds from an honest question to its answer."""
    strange: dict[str, Any] = field(default_factory=dict)

    def wait(self, share: float) -> float:
        """Milliseconds within which this share was answered."""
        return sorted(self.waits)[min(len(self.waits) - 1, int(len(self.waits) * share))] * 1000


class Watched:
    """The service's memory and open files, looked at four times a second."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self.most_memory = 0.0
        self.most_files = 0

    def memory(self) -> float:
        """Megabytes."""
        return float(self._process.memory_info().rss) / 2**20

    def seconds(self) -> float:
        """Of a processor, so far: what others do on the machine does not count."""
        times = self._process.cpu_times()
        return float(times.user + times.system)

    def files(self) -> int:
        return int(self._process.num_fds())

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._look())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _look(self) -> None:
        while True:
            self.most_memory = max(self.most_memory, self.memory())
            self.most_files = max(self.most_files, self.files())
            await asyncio.sleep(0.25)


class Writes:
    """Counts the transactions that changed a database, whoever made them."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def count(self) -> int:
        """So many since the database was made."""
        if self._url.startswith("sqlite"):
            # The index of the write-ahead log counts the commits that wrote something, in its ninth to twelfth byte.
            index = Path(self._url.partition(":///")[2] + "-shm")
            return int(struct.unpack_from("=I", await asyncio.to_thread(index.read_bytes), 8)[0])
        connection = await asyncpg.connect(self._url.replace("+asyncpg", ""))
        try:
            # Only what writes is given a number.
            return int(await connection.fetchval("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"))
        finally:
            await connection.close()

    async def rows(self) -> Counter[str]:
        """How many rows there are of what a stranger might have made."""
        database = Database(self._url)
        try:
            found = [await database.read(partial(_counted, table)) for table in MADE_BY_STRANGERS]
        finally:
            await database.close()
        return Counter({table.name: number for table, number in zip(MADE_BY_STRANGERS, found, strict=True)})


async def _counted(table: Table, tx: Tx) -> int:
    return int(await tx.value(select(func.count()).select_from(table)))


class Siege:
    """One run."""

    def __init__(self, service: Killed, plan: Plan) -> None:
        self._service = service
        self._plan = plan
        self._people = [service.fake.user(1_000 + n, f"Cán bộ {n}") for n in range(plan.people)]
        self._turns = [asyncio.Lock() for _ in self._people]
        self._replayed = ""

    async def greet(self) -> None:
        """Everybody has written once, and the update that is replayed later has come."""
        for person in self._people:
            await person.says("/trogiup")
        for person in self._people:
            await person.hears("Cầu Nối giúp gì?", 30)
        who = {"id": REPLAYED_BY, "is_bot": False, "first_name": "Lan", "language_code": "vi"}
        self._service.fake.user(REPLAYED_BY, "Lan", known=True)
        said = {"message_id": 1, "date": 1_795_000_000, "from": who, "chat": {"id": REPLAYED_BY, "type": "private"}}
        update = {"update_id": 77_777_777, "message": {**said, "text": "/trogiup"}}
        self._replayed = json.dumps(update)
        url = f"http://127.0.0.1:{self._service.port}{PATH}"
        async with ClientSession(headers={HEADER: WEBHOOK_SECRET}) as http, http.post(url, json=update) as answer:
            assert answer.status == 200
        await self._service.fake.user(REPLAYED_BY).hears("Cầu Nối giúp gì?", 10)

    async def stretch(self, seconds: float, *, honest: bool, flooded: bool, replays: int = 0) -> Seen:
        """So long, with or without either."""
        seen = Seen()
        doings = [self._flood(seconds, replays, seen)] if flooded else []
        if honest:
            doings.append(self._ask(seconds, seen))
        await asyncio.gather(*doings, asyncio.sleep(seconds))
        return seen

    async def _ask(self, seconds: float, seen: Seen) -> None:
        async with asyncio.TaskGroup() as asking:
            for number in range(int(seconds * ASKS)):
                asking.create_task(self._one(number % self._plan.people, seen))
                await asyncio.sleep(1 / ASKS)

    async def _one(self, number: int, seen: Seen) -> None:
        loop = asyncio.get_running_loop()
        async with self._turns[number]:
            began = loop.time()
            await self._people[number].says("/trogiup")
            await self._people[number].hears("Cầu Nối giúp gì?", 60)
            seen.waits.append(loop.time() - began)

    async def _flood(self, seconds: float, replays: int, seen: Seen) -> None:
        plan = self._plan
        order = Order(
            self._service.port,
            seconds,
            plan.rate,
            plan.slow,
            WEBHOOK_SECRET[:-1],
            self._replayed,
            WEBHOOK_SECRET,
            replays,
        )
        stranger = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.hostile.stranger", json.dumps(asdict(order)),
            cwd=ROOT, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, _ = await stranger.communicate()
        assert stranger.returncode == 0
        seen.strange = json.loads(out)


@dataclass(slots=True)
class Came:
    """What came of a run."""

    plan: Plan
    quiet: Seen
    alone: Seen
    flooded: Seen
    idle: int
    """Transactions of the service's own in a stretch like that of the stranger alone."""
    written: int
    rows: int
    lines: int
    answers: int
    seconds: float
    """Of a processor, while the stranger was alone."""

    def of_the_stranger(self) -> list[Figure]:
        both = [self.alone.strange, self.flooded.strange]
        came = sum((Counter(one["statuses"]) for one in both), Counter())
        sent, lasted = came.total(), sum(one["seconds"] for one in both)
        replays = Counter(self.flooded.strange["replayed"])
        each = 1000 * self.seconds / max(1, sum(self.alone.strange["statuses"].values()))
        return [
            told("forged requests", sent),
            _timed(self.plan, at_least("forged requests a second", round(sent / lasted), self.plan.rate * 0.95)),
            exactly("of them refused (401, 403, 404, 405)", sum(came[status] for status in REFUSED), sent),
            _timed(
                self.plan, at_most("a processor's time for one, with all the rest", round(each, 2), MOST_EACH, "ms")
            ),
            told("slow connections open at once", max(one["slow_at_once"] for one in both)),
            told("large, packed, endless or no HTTP", sum(sum(one["large"].values()) for one in both)),
            told("transactions of the service's own, in as long a time", self.idle),
            none("transactions beyond those while he was alone", max(0, self.written - self.idle - bool(self.idle))),
            none("rows made while he was alone", self.rows),
            told("replayed honest updates", replays.total()),
            exactly("of them taken (200)", replays["200"], replays.total()),
            exactly("answers to what was replayed", self.answers, 1),
            at_most("log lines while he was alone", self.lines, MOST_LINES),
        ]

    def of_the_honest(self) -> list[Figure]:
        quiet, flooded = self.quiet.wait(0.99), self.flooded.wait(0.99)
        return [
            exactly("honest questions answered meanwhile", len(self.flooded.waits), int(self.plan.both * ASKS)),
            told("answered within, median, quiet", round(self.quiet.wait(0.5), 1), "ms"),
            told("answered within, median, flooded", round(self.flooded.wait(0.5), 1), "ms"),
            told("answered within, p99, quiet", round(quiet, 1), "ms"),
            told("answered within, p99, flooded", round(flooded, 1), "ms"),
            _timed(self.plan, at_most("so many times as long", round(flooded / quiet, 2), TIMES_AS_LONG)),
        ]


async def siege(ground: Ground, kind: str, plan: Plan) -> list[Figure]:
    """Quiet, then the stranger alone, then the stranger and everybody else; the figures of it."""
    url = ground.url(kind)
    async with Killed(url, ground.folder(), "webhook") as service:
        await service.start()
        await service.asks("webhook", "set", "telegram")
        run, writes, watched = Siege(service, plan), Writes(url), Watched(service.pid)
        await run.greet()
        quiet = await run.stretch(plan.quiet, honest=True, flooded=False)
        await _at_rest(writes)
        counts = [await writes.count()]
        await asyncio.sleep(plan.alone)
        counts.append(await writes.count())
        files, memory, rows, lines = watched.files(), watched.memory(), await writes.rows(), len(service.log)
        async with watched.watching():
            seconds = -watched.seconds()
            alone = await run.stretch(plan.alone, honest=False, flooded=True)
            seconds += watched.seconds()
            counts.append(await writes.count())
            made, lines = (await writes.rows() - rows).total(), len(service.log) - lines
            flooded = await run.stretch(plan.both, honest=True, flooded=True, replays=plan.replays)
        left = await _left_open(watched, files, plan.people)
        idle, written = counts[1] - counts[0], counts[2] - counts[1]
        answers = len(service.fake.user(REPLAYED_BY).heard)
        came = Came(plan, quiet, alone, flooded, idle, written, made, lines, answers, seconds)
        return [
            *came.of_the_stranger(),
            *came.of_the_honest(),
            told("memory before", round(memory, 1), "MB"),
            at_most("memory at most more", round(watched.most_memory - memory, 1), MOST_MEGABYTES, "MB"),
            told("memory afterwards more", round(watched.memory() - memory, 1), "MB"),
            told("open files before", files),
            told("open files at most", watched.most_files),
            at_most("open files afterwards more", left, plan.people),
        ]


def _timed(plan: Plan, figure: Figure) -> Figure:
    return figure if plan.timed else told(figure.name, figure.value, figure.unit)


async def _at_rest(writes: Writes) -> None:
    """Until nothing is written any more."""
    async with asyncio.timeout(30):
        before, now = -1, await writes.count()
        while now != before:
            await asyncio.sleep(1)
            before, now = now, await writes.count()


async def _left_open(watched: Watched, before: int, honest: int) -> int:
    """How many files more than before stay open once the stranger is gone; Telegram keeps a few lines to us."""
    loop = asyncio.get_running_loop()
    until = loop.time() + _RETURNED
    while watched.files() > before + honest and loop.time() < until:  # noqa: ASYNC110 - a process rings no bell
        await asyncio.sleep(0.25)
    return max(0, watched.files() - before)
