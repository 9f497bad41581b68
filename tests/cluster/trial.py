"""The trial: processes die one after another, then the database, while people ask and deadlines fall due."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from pydantic import SecretStr

from bot.settings import Settings
from storage.db import Database, Unavailable
from storage.seats import Role
from tests.cluster import deadlines, judge
from tests.cluster.deadlines import Raised
from tests.cluster.people import Load, WebPerson
from tests.cluster.processes import Cluster
from tests.cluster.server import MortalPostgres
from tests.cluster.takeover import kill_at_work, seconds_until_taken_over
from tests.fakes.telegram import FakeUser
from tests.talk import SECRET_KEY

LEAST_LIFE = 0.5
"""Seconds of load between a process that is ready again and the next death."""
SETTLES = 120.0
AT_WORK = 0.8
"""Of the kills, at least, must hit a process that holds something undone: the others show nothing."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    processes: int = 4
    kills: int = 40
    database_kills: int = 5
    deadlines: int = 10_000
    spread: float = 240.0
    """Seconds over which the deadlines fall due."""
    on_telegram: int = 7
    on_web: int = 9
    officers: int = 12
    each: float = 1.0
    """Seconds between two questions of one person."""


@dataclass(slots=True)
class Result:
    """What was seen."""

    size: Size
    kills: int = 0
    database_kills: int = 0
    asked: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    disorder: list[str] = field(default_factory=list)
    marked_by_kills: int = 0
    marked_by_database: int = 0
    throttled: int = 0
    takeovers: list[float] = field(default_factory=list)
    ready_after: list[float] = field(default_factory=list)
    served_again_after: list[float] = field(default_factory=list)
    """Seconds from the death of the database's server until an answer came."""
    raised: Raised | None = None
    alerts_on_pages: int = 0
    unfinished: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def faults(self) -> list[str]:
        """What breaks a promise."""
        found = [f"lost: {one}" for one in self.lost] + [f"twice, unmarked: {one}" for one in self.twice]
        found += [f"out of order: {one}" for one in self.disorder]
        found += [f"left over: {count} rows {what}" for what, count in self.unfinished.items()]
        if self.raised is None or self.raised.questions != self.size.deadlines or self.raised.twice:
            found.append("deadlines: not one record each")
        if self.raised and self.raised.untold:
            found.append(f"deadlines: {self.raised.untold} notices were never told")
        if self.raised and not self.raised.told == self.alerts_on_pages == self.size.deadlines:
            found.append(f"deadlines: {self.raised.told} told, {self.alerts_on_pages} stand on the officers' pages")
        if self.throttled:
            found.append(f"too fast for Telegram: {self.throttled} times 429")
        if len(self.takeovers) < AT_WORK * self.kills:
            found.append(f"only {len(self.takeovers)} of {self.kills} kills hit a process at work")
        return found


class Trial:
    """One run."""

    def __init__(self, server: MortalPostgres, url: str, folder: Path, size: Size, seed: int = 20261121) -> None:
        self._server = server
        self._size = size
        self._dice = random.Random(seed)
        self._db = Database(url, pool=3)
        self._cluster = Cluster(url, folder, size.processes)
        self._result = Result(size)
        self._users: list[FakeUser] = []
        self._web: list[WebPerson] = []

    async def run(self) -> Result:
        began = time.monotonic()
        try:
            async with self._cluster:
                load = await self._gather()
                await deadlines.lay(
                    self._db, self._size.deadlines, deadlines.soon(3), timedelta(seconds=self._size.spread)
                )
                async with load.going_on(self._size.each):
                    await self._kill_processes()
                    self._result.marked_by_kills = judge.marked(load)
                    await self._kill_the_database(load)
                await self._settle(load)
                await self._judge(load)
        finally:
            for person in self._web:
                await person.close()
            await self._db.close()
        self._result.seconds = time.monotonic() - began
        return self._result

    # --- who is there --------------------------------------------------------------------------------------------

    async def _gather(self) -> Load:
        settings = Settings(secret_key=SecretStr(SECRET_KEY), _env_file=None)
        self._key, self._today = settings.key("invites"), datetime.now(UTC).date()
        await self._joins("Cán bộ đã hỏi nhiều", Role.CADRE, "06040")
        answering = await self._joins("Cán bộ trả lời", Role.OFFICER, "20", "MOIT")
        on_web = [await self._joins(f"Cán bộ xã {n}", Role.CADRE, "06040") for n in range(self._size.on_web)]
        for n in range(self._size.officers):
            await self._joins(f"Cán bộ tỉnh {n}", Role.OFFICER, "01", "MOIT")
        self._users = [self._cluster.fake.user(100 + n, f"Người {n}") for n in range(self._size.on_telegram)]
        code = await self._code(Role.CADRE, "06040", None)
        await self._users[0].says(f"/start {code}")
        await self._users[0].hears("Đã xong. Anh/chị là", 15)
        return Load(self._users, on_web, answering)

    async def _joins(self, name: str, role: Role, unit: str, ministry: str | None = None) -> WebPerson:
        person = WebPerson(self._cluster.ports, name)
        self._web.append(person)
        await person.begins(await self._code(role, unit, ministry))
        return person

    async def _code(self, role: Role, unit: str, ministry: str | None) -> str:
        return await deadlines.invited(self._db, self._key, role, unit, ministry, self._today)

    # --- deaths --------------------------------------------------------------------------------------------------

    async def _kill_processes(self) -> None:
        watches = []
        for number in range(self._size.kills):
            victim = number % self._size.processes
            await asyncio.sleep(LEAST_LIFE * self._dice.uniform(0.2, 1.8))
            pid = self._cluster.processes[victim].pid
            await kill_at_work(self._db, self._cluster.processes[victim], self._dice)
            watches.append(asyncio.create_task(seconds_until_taken_over(self._db, pid)))
            again = time.monotonic()
            await self._cluster.starts(self._cluster.processes[victim])
            self._result.ready_after.append(time.monotonic() - again)
            self._result.kills += 1
        taken = await asyncio.gather(*watches)
        self._result.takeovers = [seconds for seconds in taken if seconds is not None]

    async def _kill_the_database(self, load: Load) -> None:
        for _ in range(self._size.database_kills):
            died = time.monotonic()
            await self._server.dies()
            await asyncio.sleep(self._dice.uniform(0.5, 2.0))
            await self._server.comes_back()
            enough = self._answers() + 10
            await self._cluster.fake.until(partial(self._has_answered, enough), SETTLES)
            self._result.served_again_after.append(time.monotonic() - died)
            self._result.database_kills += 1
        self._result.marked_by_database = judge.marked(load) - self._result.marked_by_kills

    def _answers(self) -> int:
        return sum(len(user.heard) for user in self._users)

    def _has_answered(self, enough: int) -> bool:
        return self._answers() >= enough

    # --- the end -------------------------------------------------------------------------------------------------

    async def _settle(self, load: Load) -> None:
        """Waits until nothing is left to do, or for so long that it is lost."""
        until = time.monotonic() + self._size.spread + SETTLES
        while await self._is_busy(load):
            if time.monotonic() > until:
                return
            await asyncio.sleep(0.5)

    async def _is_busy(self, load: Load) -> bool:
        try:
            if judge.lost(load) or await judge.unfinished(self._db):
                return True
            raised = await deadlines.look(self._db)
        except Unavailable:
            return True
        wanting = raised.questions < self._size.deadlines or raised.untold > 0
        return wanting or judge.alerts_on(self._web) < raised.told

    async def _judge(self, load: Load) -> None:
        result = self._result
        result.asked = load.questions
        result.lost = [*judge.lost(load), *load.gave_up]
        result.twice = judge.unmarked_twice(load, self._web)
        result.disorder = judge.out_of_order(load)
        result.throttled = self._cluster.throttled
        result.raised = await deadlines.look(self._db)
        result.alerts_on_pages = judge.alerts_on(self._web)
        result.unfinished = await judge.unfinished(self._db)


def told(result: Result) -> str:
    """The table."""
    raised, size = result.raised, result.size
    late = raised.late if raised else []
    lines = [
        ("processes", str(size.processes)),
        ("kills -9 of a process, under load", str(result.kills)),
        ("of them with something undone in hand", str(len(result.takeovers))),
        ("kills -9 of the database's server", str(result.database_kills)),
        ("questions asked", str(result.asked)),
        ("lost", str(len(result.lost))),
        ("unmarked duplicates", str(len(result.twice))),
        ("chats out of order", str(len(result.disorder))),
        ("marked re-sends per kill of a process", _per(result.marked_by_kills, result.kills)),
        ("marked re-sends per kill of the server", _per(result.marked_by_database, result.database_kills)),
        ("429 from Telegram", str(result.throttled)),
        ("deadlines", str(size.deadlines)),
        ("their records · twice", f"{raised and raised.records} · {raised and raised.twice}"),
        ("notices told · untold", f"{raised and raised.told} · {raised and raised.untold}"),
        ("alerts on the officers' pages", str(result.alerts_on_pages)),
        ("a deadline's record is late, p50 · p99 · most", _spread(late)),
        ("work of a killed one is taken over, p50 · p99 · most", _spread(result.takeovers)),
        ("a started process is ready, p50 · p99 · most", _spread(result.ready_after)),
        ("answers again after the server's death, p50 · p99 · most", _spread(result.served_again_after)),
        ("seconds in all", f"{result.seconds:.0f}"),
    ]  # fmt: skip
    width = max(len(name) for name, _ in lines)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in lines)


def _per(count: int, deaths: int) -> str:
    return f"{count / deaths:.2f} ({count})" if deaths else "–"


def _spread(seconds: list[float]) -> str:
    if not seconds:
        return "–"
    ordered = sorted(seconds)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return f"{statistics.median(ordered):.2f} · {p99:.2f} · {ordered[-1]:.2f} s ({len(ordered)})"
