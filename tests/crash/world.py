"""A world: people, a Telegram, a database, and a service that dies again and again until everything is said.

async with World(lives, template, copy, seed=1) as world:
    outcome = await world.run(Story.whole, deaths=40)
"""

from __future__ import annotations

import asyncio
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.crash.birth import Birth, Doom
from tests.crash.checker import Verdict, check, missing
from tests.crash.history import History, Seen
from tests.crash.lives import Life, Lives
from tests.crash.moves import WEB
from tests.crash.points import KILLED
from tests.crash.story import Story
from tests.crash.town import EVERYBODY, Template, WebPhone, free_port
from tests.crash.zalo import Phone, seen_on, zalo_of
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram.server import Call
from tests.fakes.telegram.world import Webhook
from tests.talk import WEBHOOK_SECRET

Scene = Callable[[Story], Coroutine[Any, Any, None]]
_AFTER_LEASES = 6.0
_SILENT = 2
"""So many idle lives in a row, and nothing more will come but what an undisturbed one brings."""
_BY_CLOCK = [f"commit {kind}: {side}" for kind in ("raised", "told") for side in ("before", "after")]
"""What happens only when a life wakes up to a later hour."""
_LONG = 5
"""Each of so many lives may be long. An update over which a dozen processes died is set aside, and that is right."""
_FIRST_UPDATE = 710_000_001


@dataclass(frozen=True, slots=True)
class Setting:
    """What kind of world."""

    url: str
    folder: Path
    seed: int
    mode: str = "polling"
    """How Telegram brings updates; beside Zalo: how Zalo's bot does."""
    pace: float = 0.0
    mutant: str = ""
    fails: int = 0
    rehearsal: bool = False
    """One life in the fork server itself: what it compiles, all later lives have."""
    idle: float = 2.5
    """Seconds without anything to see, after which a life that was to die is taken away from outside."""
    quiet: float = 20.0
    """Seconds of silence after which a life that is to end nothing has nothing more to say."""

    @property
    def on_postgresql(self) -> bool:
        return self.url.startswith("postgresql")


@dataclass(slots=True)
class Outcome:
    """What came of a world."""

    verdict: Verdict = field(default_factory=Verdict)
    hits: Counter[str] = field(default_factory=Counter)
    """Deaths, by the point at which they came."""
    passed: set[str] = field(default_factory=set)
    """Every point that some life came to."""
    idle: int = 0
    """Lives that had nothing to do and were killed from outside."""
    seconds: float = 0.0

    @property
    def deaths(self) -> int:
        return self.hits.total()


class World:
    """One database with its people."""

    def __init__(self, lives: Lives, template: Template, setting: Setting) -> None:
        self.setting = setting
        self.history = History()
        self.outcome = Outcome()
        self.fake = FakeTelegram()
        self._lives = lives
        self._template = template
        self._dice = random.Random(setting.seed)
        self._port = free_port()
        self.page = WebPhone(f"http://127.0.0.1:{self._port}/chat", dict(template.cookies))
        self._life: Life | None = None
        self._births = 0
        self._ahead = 0.0
        self._clock_moved = False
        self._silent = 0
        self._told_by_zalo = 0
        self.zalo = zalo_of(template.channel, setting.mode)
        self.phones: dict[int, Phone] = {}
        """Of those who are on Zalo."""
        if self.zalo:
            self.phones = {who.id: self.zalo.phone(who.name) for who in EVERYBODY if who.is_on(template.channel)}
        self.story = Story(self.fake, self.page, self.history, self._dice, self._time_passes, self.phones)

    async def __aenter__(self) -> Self:
        await self.fake.start()
        self.fake.redraw_update_ids(_FIRST_UPDATE)
        for who in EVERYBODY:
            self.fake.world.chats[who.id].next_id = self._template.ids.get(who.id, 1)
        if self.zalo:
            await self.zalo.opens(self._port, self._template.zalo)
        elif self.setting.mode == "webhook":
            url = f"http://127.0.0.1:{self._port}/webhooks/telegram"
            self.fake.world.webhook = Webhook(url, WEBHOOK_SECRET)
            self.fake.webhook_patience = 0.06
        await self.page.opens()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._life:
            await self._life.kill()
        await self.page.closes()
        await self.fake.stop()
        if self.zalo:
            await self.zalo.closes()

    async def run(self, scene: Scene, deaths: int, aims: Callable[[random.Random], str] | None = None) -> Outcome:
        """Lets the service die up to `deaths` times while `scene` plays, then live until all is said; checks."""
        began = time.monotonic()
        telling = asyncio.create_task(scene(self.story))
        try:
            while not telling.done():
                doom = Doom()
                if self.outcome.deaths < deaths and self._silent < _SILENT:
                    doom = replace(self._doom(aims), fails=self.setting.fails)
                if not await self._one_life(doom, telling):
                    break
            await self._settle()
        finally:
            telling.cancel()
            [told] = await asyncio.gather(telling, return_exceptions=True)
        if isinstance(told, Exception):
            raise told
        self.outcome.verdict = self.verdict(told is None)
        self.outcome.seconds = time.monotonic() - began
        return self.outcome

    def verdict(self, told: bool = True) -> Verdict:
        """What the fakes saw, judged."""
        self._collect()
        found = check(self.history)
        if not told and not found.lost:
            # Somebody still waits for something that he has not told the checker of.
            return replace(found, lost=("a story did not come to its end",))
        return found

    # --- lives -----------------------------------------------------------------------------------------------

    async def _one_life(self, doom: Doom, telling: asyncio.Task[None]) -> bool:
        """Until it dies or has nothing to do; False when one that was not doomed fell silent before all was told."""
        life = await self._born(doom)
        await life.begun()
        patience = self.setting.quiet if doom == Doom() else self.setting.idle
        seen = -1, -1, -1
        while not life.ended.done() and not telling.done() and seen != self._activity():
            seen = self._activity()
            await asyncio.wait({life.ended, telling}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        if telling.done():
            return True
        idle = not life.ended.done()
        self._silent = self._silent + 1 if idle else 0
        await self._ended(life, idle)
        return not (idle and doom == Doom())

    async def _born(self, doom: Doom) -> Life:
        for _ in range(5):  # what the one before had sent is read before the next one is there
            await asyncio.sleep(0)
        self.history.deaths.append(time.monotonic())
        self._births += 1
        s, mode, at = self.setting, self.setting.mode, ""
        if self.zalo:
            self.zalo.before_a_life()
            mode, at = "polling", self.zalo.base_url
        later = self._births * _AFTER_LEASES if s.on_postgresql or s.fails else 0.0
        begin = self._lives.rehearse if s.rehearsal else self._lives.born
        self._life = await begin(
            Birth(s.url, str(s.folder), self.fake.base_url, self.fake.token, self._port, mode, self._ahead, later,
                  s.pace, s.mutant, self._template.channel, at, s.mode, doom)
        )  # fmt: skip
        return self._life

    async def _ended(self, life: Life, idle: bool) -> None:
        if idle:
            life.signal(signal.SIGTERM if self.setting.rehearsal else signal.SIGKILL)
        death = await life.ended
        self._life = None
        self.outcome.passed |= set(death.passed)
        if death.point:
            self.outcome.hits[death.point] += 1
        elif death.status in (-9, KILLED):
            self.outcome.idle += idle
        elif not self.setting.rehearsal:
            raise AssertionError(f"a life ended by itself: {self._lives.log.read_text()[-3000:]}")

    async def _settle(self) -> None:
        """What is under way when the last word is heard, and may still be said. Who is doomed may die over it."""
        until = time.monotonic() + self.setting.quiet
        while time.monotonic() < until:
            if self._life and self._life.ended.done():
                await self._ended(self._life, False)
            if self._life is None:
                await self._born(Doom())
            self._collect()
            if not missing(self.history) and not self.history.unconfirmed:
                break
            await asyncio.sleep(0.02)
        assert self._life
        await self._ended(self._life, True)

    def _doom(self, aims: Callable[[random.Random], str] | None) -> Doom:
        dice = self._dice
        if self._births % _LONG == _LONG - 1:
            return Doom(latest=150)
        clock, self._clock_moved = self._clock_moved, False
        if clock and aims:
            return Doom(dice.choice(_BY_CLOCK), 1, 30)
        if aims and dice.random() < 0.7:
            # What is seldom come to needs a life that is long enough for it.
            return Doom(aims(dice), dice.choice((1, 1, 1, 2, 3)), dice.choice((dice.randint(10, 30), 100)))
        return Doom(latest=dice.randint(1, 16))

    async def _time_passes(self, seconds: float) -> None:
        """The life that is has a clock of its own: it is killed, and the next one wakes up later."""
        self._ahead += seconds
        self._clock_moved = True
        if self._life:
            self._life.signal(signal.SIGKILL)

    # --- what is seen ----------------------------------------------------------------------------------------

    def _activity(self) -> tuple[int, int, int]:
        return len(self.fake.calls), self.page.cursor, self.zalo.activity if self.zalo else 0

    def _collect(self) -> None:
        sent = [call for call in self.fake.calls if call.effect and isinstance(call.result, dict)]
        self.history.seen = [_seen(call) for call in sent if call.method.startswith("send")]
        self.history.edits = [_seen(call) for call in sent if call.method.startswith("edit")]
        rows = [row for row in self.page.rows.values() if not row["mine"] and row.get("kind") == "text"]
        self.history.seen += [_row(row) for row in rows]
        self.history.unconfirmed = self.fake.pending
        if self.zalo:
            if self._life:  # after the last one nobody takes what Zalo still tells of that life's own messages
                self._told_by_zalo = self.zalo.pending
            self.history.unconfirmed += self._told_by_zalo
            self.history.seen += [seen for who, phone in self.phones.items() for seen in seen_on(phone, str(who))]


def _seen(call: Call) -> Seen:
    told: dict[str, Any] = call.result
    keyboard = told.get("reply_markup", {}).get("inline_keyboard", [])
    quotes = str(told.get("reply_to_message", {}).get("message_id", ""))
    text = str(told.get("text") or told.get("caption") or "")
    labels = tuple(button["text"] for row in keyboard for button in row)
    return Seen(str(told["chat"]["id"]), text, quotes, labels, call.at, told["message_id"])


def _row(row: dict[str, Any]) -> Seen:
    labels = tuple(button["label"] for line in row.get("rows", ()) for button in line)
    return Seen(WEB, row.get("text", ""), str((row.get("quote") or {}).get("id", "")), labels, 0.0, int(row["id"]))
