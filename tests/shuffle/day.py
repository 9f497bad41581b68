"""A day of a province: people's stories advance round by round; what they do in one round is one batch.

Nobody can press or answer what he has not been shown. So a batch is made from what stands on the phones, is
delivered, and the service goes quiet before the next is made. The seed decides which stories go on in a round and how
much later the next one is; never what was shown: so two deliveries of one day that are equal so far have the same
next batch.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from tests.shuffle.phones import Hand, Move, TelegramHand, WebHand
from tests.shuffle.postman import Way
from tests.shuffle.service import Service

MOST_ROUNDS = 60
PAUSES = (0.3, 0.3, 0.3, 2, 2, 12, 35, 120, 480)
"""Minutes between two rounds: most people answer at once, some after lunch."""
_GOES_ON = 0.85
_QUEUES = {"message": "said", "edited_message": "said", "callback_query": "pressed", "my_chat_member": "status"}
Plot = Callable[["Day", "Story"], Awaitable[None]]


class Story:
    """One thread of what happens; it runs alone from one `pause` to the next."""

    def __init__(self, day: Day, plot: Plot, seed: str) -> None:
        self.coin = Random(seed)
        self.name = getattr(plot, "__name__", "story")
        self.over = False
        self._plot = plot
        self._day = day
        self._parked = asyncio.Event()
        self._go = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def advance(self) -> None:
        """Lets it go on to its next pause."""
        self._parked.clear()
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        self._go.set()
        await self._parked.wait()
        if self.over and self._task:
            await self._task

    def end(self) -> None:
        """Lets it go no further."""
        if self._task:
            self._task.cancel()

    async def pause(self) -> None:
        """What was done so far is delivered; the story goes on in a later round."""
        self._go.clear()
        self._parked.set()
        await self._go.wait()

    async def until(self, look: Callable[[], Any], rounds: int = 12) -> Any:
        """What `look` finds, as soon as it finds something; None after so many rounds of the story's."""
        for _ in range(rounds):
            if found := look():
                return found
            await self.pause()
        return look() or None

    @asynccontextmanager
    async def hand(self, *hands: Hand) -> Any:
        """Has these people to itself: a dialog with somebody ends when he does anything else meanwhile."""
        await self._until_free(lambda: self._day.take(self, hands))
        try:
            yield
        finally:
            self._day.free(hands)

    @asynccontextmanager
    async def alone(self) -> Any:
        """Nobody else does anything meanwhile: what is done here changes what would become of it."""
        await self._until_free(lambda: self._day.take_all(self))
        await self.pause()
        try:
            yield
        finally:
            self._day.alone = None

    async def may(self, hand: Hand) -> None:
        """Waits until somebody is in no dialog of another story."""
        await self._until_free(lambda: self._day.may(hand))

    async def _until_free(self, free: Callable[[], bool]) -> None:
        while not free():
            await self.pause()

    async def _run(self) -> None:
        try:
            await self._plot(self._day, self)
        finally:
            self.over = True
            self._parked.set()


class Day:
    """One seed, delivered in one way."""

    def __init__(self, service: Service, seed: int, way: Way) -> None:
        self.service = service
        self.way = way
        self.coin = Random(f"day {seed}")
        self.hands: dict[str, Hand] = {}
        self.updates = 0
        self.alone: Story | None = None
        self._batch: list[Move] = []
        self._side: int | None = None
        self._taken: dict[str, Story] = {}
        self._used: set[str] = set()
        self._impatient: set[int] = set()
        """Those who became so in this round: what keeps us waiting is shown at its end."""
        self._seed = seed
        self.after_each_round: Callable[[Day, list[Move]], Awaitable[None]] | None = None
        """For finding out in which round two ways part."""

    # --- what stories ask for ------------------------------------------------------------------------------------

    def take(self, story: Story, hands: tuple[Hand, ...]) -> bool:
        free = not any(hand.key in self._taken or hand.key in self._used for hand in hands)
        if free:
            self._taken |= {hand.key: story for hand in hands}
        return free

    def free(self, hands: tuple[Hand, ...]) -> None:
        for hand in hands:
            self._taken.pop(hand.key, None)

    def take_all(self, story: Story) -> bool:
        if self.alone is None and not self._taken:
            self.alone = story
        return self.alone is story

    def may(self, hand: Hand) -> bool:
        return hand.key not in self._taken

    def side(self, number: int | None) -> None:
        """The next moves are of this side of a contest."""
        self._side = number

    def impatient(self, hand: Hand, about: str) -> None:
        """He may act on what holds `about` before we have heard that it was shown to him."""
        if not (self.way.impatient and isinstance(hand, TelegramHand) and self.way.coin.random() < 0.5):
            return
        if hand.user.id not in self.service.fake.kept_waiting:  # one answer is kept back at a time, and for a round
            self.service.fake.keep_waiting(hand.user.id, about)
            self._impatient.add(hand.user.id)

    # --- what hands tell -----------------------------------------------------------------------------------------

    def made(self, hand: Hand, move: Move | None = None) -> None:
        """Somebody did something; the next thing is a moment later."""
        world = self.service.fake.world
        for queued in world.waiting:
            kind = next(name for name in queued.update if name != "update_id")
            edits = kind == "edited_message" and self._is_last(hand, queued.update)
            self._add(hand, Move(f"{hand.key}/{_QUEUES[kind]}", queued.update, edits=edits))
        world.waiting.clear()
        if move:
            self._add(hand, move)
        self.service.clock.forward(timedelta(seconds=7))

    def _is_last(self, hand: Hand, update: dict[str, Any]) -> bool:
        said = [move.update for move in self._batch if move.queue == f"{hand.key}/said"]
        edited = update["edited_message"]["message_id"]
        return bool(said) and said[-1].get("message", {}).get("message_id") == edited

    def _add(self, hand: Hand, move: Move) -> None:
        self._used.add(hand.key)
        self._batch.append(replace(move, side=self._side))

    # --- the rounds ----------------------------------------------------------------------------------------------

    async def begin(self, move: Callable[[], Awaitable[None]]) -> None:
        """Something that happens before the day, in order."""
        await move()
        await self.service.quiet()

    async def play(self, plots: list[Plot]) -> None:
        """All stories, to their ends."""
        stories = [Story(self, plot, f"{self._seed} {at}") for at, plot in enumerate(plots)]
        try:
            await self._rounds(stories)
        finally:
            for story in stories:
                story.end()
        await self.way.clear_up(self.service)
        await self.service.due()  # else it is done or not, as the last tick falls
        await self._look_at_the_web()

    async def _rounds(self, stories: list[Story]) -> None:
        for _ in range(MOST_ROUNDS):
            stories = [story for story in stories if not story.over]
            if not stories:
                break
            await self._round(stories)
        else:
            raise AssertionError(f"seed {self._seed}: the day does not end: {[story.name for story in stories]}")

    async def _round(self, stories: list[Story]) -> None:
        self._used.clear()
        for story in stories:
            goes_on = self.coin.random() < _GOES_ON
            if (goes_on and self.alone is None) or self.alone is story:
                await story.advance()
        later = timedelta(minutes=self.coin.choice(PAUSES))
        # In each round, whoever does anything: what is due must not wait in one way and be done in the other.
        await self.service.due()
        if self._batch:
            await self.deliver()
        else:
            await self._answered()
        self.service.clock.forward(later)

    async def deliver(self) -> None:
        """Delivers the batch."""
        batch, self._batch = self._batch, []
        self.updates += len(batch)
        await self.way.deliver(self.service, batch)
        await self.service.quiet()
        await self._answered()
        await self._look_at_the_web()
        if self.after_each_round:
            await self.after_each_round(self, batch)

    async def _answered(self) -> None:
        """Telegram answers what it kept back a round ago."""
        waiting = [chat for chat in self.service.fake.kept_waiting if chat not in self._impatient]
        if waiting:
            await self.service.answered(waiting)
        self._impatient.clear()

    async def _look_at_the_web(self) -> None:
        for hand in self.hands.values():
            if isinstance(hand, WebHand):
                await hand.looks()
