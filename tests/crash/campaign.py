"""Many worlds, one after another, until so many deaths were died; and the table of them."""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.lives import Lives
from tests.crash.story import Story
from tests.crash.town import Template, populate
from tests.crash.world import Outcome, Scene, Setting, World
from tests.crash.zalo import BOT, OA
from tests.postgres import Postgres

PER_WORLD = 120
Aims = Callable[[random.Random], str]
_BOTH = (
    "commit accepted", "commit taken up", "commit handled", "commit claimed", "commit marked", "commit raised",
    "commit told", "commit shown", "commit timed", "sendMessage", "editMessageText", "answerCallbackQuery", "accept",
    "send on telegram", "send on web", "answer to web message", "answer to web poll",
)  # fmt: skip
_SELDOM = ("commit ended: before", "commit ended: after")
"""Not in every world: a message that is not to be sent any more."""
SCENES = (Story.whole, Story.seldom, Story.hands_change)
_RAREST = 5
_ZALO = (
    "commit accepted", "commit taken up", "commit handled", "commit claimed", "commit marked", "commit offset",
    "commit timed", "accept", "getUpdates", "sendMessage", "send on telegram",
)  # fmt: skip
_BOT = ("commit counted", "sendMessage on zalo_bot", "send on zalo_bot")
_POLLING = ("getUpdates", "commit offset")
_WEBHOOK = ("answer to webhook",)
_SQLITE = ("savepoint",)


_BY_MODE = {
    ("telegram", "polling"): (*_BOTH, *_POLLING),
    ("telegram", "webhook"): (*_BOTH, *_WEBHOOK),
    (OA, "webhook"): (*_ZALO, "message on zalo_oa", "send on zalo_oa", "answer to webhook of zalo_oa"),
    (BOT, "polling"): (*_ZALO, *_BOT, "getUpdates on zalo_bot"),
    (BOT, "webhook"): (*_ZALO, *_BOT, "answer to webhook of zalo_bot"),
}  # fmt: skip
CHANNELS = ("telegram", OA, BOT)


def modes(channel: str) -> list[str]:
    """How updates may come on a channel."""
    return [mode for on, mode in _BY_MODE if on == channel]


def points(mode: str, dialect: str, channel: str = "telegram") -> list[str]:
    """The failpoints that a world of this kind reaches."""
    names = [*_BY_MODE[channel, mode], *(_SQLITE if dialect == "sqlite" else ())]
    return [f"{name}: {side}" for name in names for side in ("before", "after")]


@dataclass(slots=True)
class Tally:
    """What came of many worlds."""

    hits: Counter[str] = field(default_factory=Counter)
    passed: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    lost: int = 0
    unmarked: int = 0
    other: int = 0
    marked: int = 0
    seen: int = 0
    worlds: int = 0
    idle: int = 0
    seconds: float = 0.0

    @property
    def deaths(self) -> int:
        return self.hits.total()

    def add(self, outcome: Outcome, name: str) -> None:
        verdict = outcome.verdict
        self.hits += outcome.hits
        self.passed |= outcome.passed
        self.faults += [f"{name}: {fault}" for fault in verdict.faults]
        self.lost += len(verdict.lost)
        self.unmarked += len(verdict.unmarked)
        self.other += len(verdict.needless) + len(verdict.unordered) + len(verdict.strayed)
        self.marked += verdict.marked
        self.seen += verdict.seen
        self.worlds += 1
        self.idle += outcome.idle

    def join(self, other: Tally) -> None:
        """Takes another tally's figures in."""
        self.hits += other.hits
        self.passed |= other.passed
        self.faults += other.faults
        for name in ("lost", "unmarked", "other", "marked", "seen", "worlds", "idle", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


class Yard:
    """A fork server, a populated database to copy, and the worlds that are made of it."""

    def __init__(
        self, lives: Lives, template: Template, folder: Path, source: str, postgres: Postgres | None
    ) -> None:
        self._lives = lives
        self._template = template
        self._folder = folder
        self._source = source
        self._postgres = postgres
        self._made = 0
        self.dialect = "postgresql" if postgres else "sqlite"
        self.channel = template.channel

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a copy, for one world."""
        self._made += 1
        if self._postgres:
            name = self._postgres.create(self._source)
            yield self._postgres.url(name)
            self._postgres.drop(name)
            return
        path = self._folder / f"world-{self._made}.db"
        shutil.copy(self._source, path)
        yield f"sqlite:///{path}"
        for file in self._folder.glob(f"{path.name}*"):
            file.unlink()

    async def world(
        self, seed: int, deaths: int, scene: Scene = Story.whole, *, aims: Aims | None = None,
        prepared: Callable[[str], None] = lambda _: None, **setting: object,
    ) -> Outcome:  # fmt: skip
        """One world from its beginning to its verdict."""
        with self.database() as url:
            prepared(url)
            kind = Setting(url, self._folder / "data", seed, **setting)  # type: ignore[arg-type]
            async with World(self._lives, self._template, kind) as world:
                return await world.run(scene, deaths, aims)

    async def campaign(self, deaths: int, seed: int, said: Callable[[Tally], None] = lambda _: None) -> Tally:
        """Worlds of all kinds until `deaths` are died; those points first at which the fewest have died."""
        tally = Tally()
        began = time.monotonic()
        while tally.deaths < deaths:
            number = world(seed, tally.worlds)
            modes_of = modes(self.channel)
            mode = modes_of[number % len(modes_of)]
            pace = 0.0 if number % 5 == 4 and self.channel == "telegram" else 1000.0
            most = min(PER_WORLD, deaths - tally.deaths)
            scene = self._scene(number)
            outcome = await self.world(number, most, scene, aims=self._rarest(tally, mode), mode=mode, pace=pace)
            tally.add(outcome, f"{self.dialect} {number}")
            tally.seconds = time.monotonic() - began
            said(tally)
        return tally

    def _scene(self, number: int) -> Scene:
        if self.channel == "telegram":
            return scene_at(number)
        return scene_of(self.channel)

    def _rarest(self, tally: Tally, mode: str) -> Callable[[random.Random], str]:
        names = points(mode, self.dialect, self.channel)
        if self.channel == "telegram":
            names = [*names, *_SELDOM]

        def aims(dice: random.Random) -> str:
            few = sorted(names, key=lambda name: tally.hits[name])
            return dice.choice(few[:_RAREST])

        return aims


@asynccontextmanager
async def yard(postgres: Postgres | None = None, channel: str = "telegram") -> AsyncIterator[Yard]:
    """Everything that worlds need; it takes a few seconds."""
    with tempfile.TemporaryDirectory(prefix="caunoi-crash-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = postgres.create() if postgres else str(folder / "template.db")
        url = postgres.url(source) if postgres else f"sqlite:///{source}"
        async with Lives(folder / "log") as lives:
            template = await populate(url, folder / "data", lives, channel)
            made = Yard(lives, template, folder, source, postgres)
            await made.world(0, 0, scene_of(channel), rehearsal=True, pace=1000.0, mode=modes(channel)[0])
            yield made
        if postgres:
            postgres.drop(source)


def world(seed: int, place: int) -> int:
    """The number of a world, by which everything in it is drawn."""
    return seed * 100_000 + place


def scene_at(number: int) -> Scene:
    """What is played in a world on Telegram; each scene with either mode."""
    return SCENES[number // 2 % len(SCENES)]


def scene_of(channel: str) -> Scene:
    """What people do on a channel, all at once."""
    return {OA: Story.on_the_account, BOT: Story.on_the_bot}.get(channel, Story.rush_hour)


def share(dialect: str, deaths: int, seed: int, channel: str) -> Tally:
    """A part of the deaths, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="caunoi-pg-", ignore_cleanup_errors=True) as folder:
        postgres = Postgres(Path(folder)) if dialect == "postgresql" else None
        try:
            return asyncio.run(_campaign(postgres, deaths, seed, channel))
        finally:
            if postgres:
                postgres.stop()


async def _campaign(postgres: Postgres | None, deaths: int, seed: int, channel: str) -> Tally:
    async with yard(postgres, channel) as made:
        return await made.campaign(deaths, seed)
