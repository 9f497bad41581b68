"""Slots: even, a few at once after a pause, none while held."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.pacer import Pacer, SharedPacer
from storage import paces
from storage.db import Database, Unavailable

BEGAN = datetime(2026, 11, 21, tzinfo=UTC)


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def watch() -> Watch:
    return Watch()


def times_of_slots(pacer: Pacer, watch: Watch, number: int, late: float = 0.0) -> list[float]:
    """When each slot is taken by somebody who always takes the next one, `late` seconds after he might."""
    began, taken = watch.at, []
    for _ in range(number):
        if not pacer.free(1):
            watch.at += pacer.wait() + late
        assert pacer.free(1) == 1
        pacer.take(1)
        taken.append(round(watch.at - began, 6))
    return taken


def test_slots_are_even(watch: Watch) -> None:
    assert times_of_slots(Pacer(4, 1, watch), watch, 5) == [0, 0.25, 0.5, 0.75, 1.0]


def test_after_a_pause_a_few_may_go_at_once_and_never_more(watch: Watch) -> None:
    pacer = Pacer(10, 3, watch)
    assert times_of_slots(pacer, watch, 6) == [0, 0, 0, 0.1, 0.2, 0.3]
    watch.at += 3600
    assert pacer.free(99) == 3
    assert times_of_slots(pacer, watch, 4) == [0, 0, 0, 0.1]


def test_whoever_comes_late_loses_nothing_of_the_rate(watch: Watch) -> None:
    taken = times_of_slots(Pacer(29.4, 3, watch), watch, 300, late=0.01)
    assert taken[-1] == pytest.approx(297 / 29.4, abs=0.05)


def test_several_are_taken_together(watch: Watch) -> None:
    pacer = Pacer(10, 3, watch)
    assert pacer.free(2) == 2
    pacer.take(2)
    assert pacer.free(9) == 1
    pacer.take(3)  # a rival was faster: it is owed
    assert pacer.free(9) == 0
    assert pacer.wait() == pytest.approx(0.3)


def test_what_is_not_taken_costs_nothing(watch: Watch) -> None:
    pacer = Pacer(1, 1, watch)
    pacer.take(0)
    assert pacer.free(1) == 1


def test_what_is_given_back_may_be_taken_by_another(watch: Watch) -> None:
    pacer = Pacer(10, 3, watch)
    pacer.take(3)
    assert pacer.free(9) == 0
    pacer.give_back(2)
    assert pacer.free(9) == 2
    watch.at += 60
    pacer.give_back(1)  # late: it adds nothing to what is there
    assert pacer.free(9) == 3


def test_what_is_given_back_does_not_shorten_what_the_platform_asked_for(watch: Watch) -> None:
    pacer = Pacer(10, 3, watch)
    pacer.take(3)
    pacer.hold(60)
    pacer.give_back(3)
    assert pacer.wait() == pytest.approx(60)


def test_after_a_start_there_is_no_burst_for_a_second(watch: Watch) -> None:
    pacer = Pacer(10, 3, watch)
    pacer.begin()
    assert times_of_slots(pacer, watch, 3) == [0, 0.1, 0.2]
    watch.at += 0.5
    assert pacer.free(9) == 1
    watch.at += 0.4
    assert pacer.free(9) == 3


def test_whoever_waits_for_a_slot_after_a_start_is_told_when_bursts_begin(watch: Watch) -> None:
    pacer = Pacer(0.01, 3, watch)
    pacer.begin()
    pacer.take(1)
    assert pacer.wait() == pytest.approx(1)
    watch.at += 1
    assert (pacer.wait(), pacer.free(9)) == (0, 2)


def test_held_it_gives_nothing_until_the_time_is_over_and_then_no_burst_beyond_one(watch: Watch) -> None:
    pacer = Pacer(10, 3, watch)
    pacer.hold(60)
    assert pacer.free(5) == 0
    assert pacer.wait() == pytest.approx(60)
    pacer.hold(5)
    assert pacer.wait() == pytest.approx(60)
    watch.at += 60
    assert pacer.free(5) == 1


def test_a_channel_of_our_own_is_not_paced(watch: Watch) -> None:
    pacer = Pacer(None, 1, watch)
    pacer.take(100)
    pacer.hold(60)
    assert pacer.free(7) == 7


# --- a pace that processes keep together --------------------------------------------------------------------------


class Bot:
    """One bot's pace, as the rows hold it, and the processes that keep it."""

    def __init__(self, db: Database) -> None:
        self.db = db

    async def take(self, slots: int, at: float, burst: int = 1) -> float:
        """In how many seconds from the beginning the first slot is."""
        now = BEGAN + timedelta(seconds=at)
        took = partial(paces.take, name="pigeon", slots=slots, gap=timedelta(seconds=0.1), now=now, burst=burst)
        return (await self.db.write(took) - BEGAN).total_seconds()

    def process(self, ready: asyncio.Event) -> SharedPacer:
        async def reserve(slots: int) -> float:
            return await self.take(slots, at=0, burst=slots)

        return SharedPacer(10, 3, time.monotonic, reserve, ready.set)


async def test_slots_in_the_rows_follow_one_another(db: Database) -> None:
    bot = Bot(db)
    assert [await bot.take(2, at=0), await bot.take(1, at=0), await bot.take(1, at=0)] == [0, 0.2, 0.3]
    assert await bot.take(1, at=5) == 5
    assert await bot.take(3, at=9, burst=3) == pytest.approx(8.8)  # two of three lie behind: a burst of three
    assert await bot.take(3, at=9, burst=3) == pytest.approx(9.1)


async def test_a_row_from_before_the_clock_was_set_back_keeps_nobody_waiting(db: Database) -> None:
    bot = Bot(db)
    await bot.take(1, at=86_400)
    assert await bot.take(1, at=0) == 0


async def test_two_processes_take_turns_and_are_no_faster_than_one(db: Database) -> None:
    bot = Bot(db)
    slots = await asyncio.gather(*(bot.take(3, at=0) for _ in range(8)))
    assert sorted(slots) == pytest.approx([n * 0.3 for n in range(8)])


async def test_a_process_has_a_slot_in_hand_and_is_told_of_the_next(db: Database) -> None:
    ready = asyncio.Event()
    pacer = Bot(db).process(ready)
    pacer.begin()
    await asyncio.wait_for(ready.wait(), 5)
    assert pacer.free(99) == 3
    pacer.take(3)
    assert pacer.free(99) == 0
    ready.clear()
    await asyncio.wait_for(ready.wait(), 5)
    assert pacer.free(99) >= 1
    await pacer.end()


async def test_what_was_given_back_is_there_and_what_is_held_is_not(db: Database) -> None:
    ready = asyncio.Event()
    pacer = Bot(db).process(ready)
    pacer.begin()
    await asyncio.wait_for(ready.wait(), 5)
    pacer.take(2)
    pacer.give_back(1)
    assert pacer.free(99) == 2
    pacer.hold(60)
    assert pacer.free(99) == 0
    assert pacer.wait() == pytest.approx(60, abs=1)
    await pacer.end()


async def test_what_is_lent_and_given_back_all_the_time_is_no_burst_for_ever(watch: Watch) -> None:
    ready = asyncio.Event()

    async def reserve(slots: int) -> float:
        return 0.0

    pacer = SharedPacer(10, 3, watch, reserve, ready.set)
    pacer.begin()
    await asyncio.wait_for(ready.wait(), 5)
    watch.at += 0.2
    assert pacer.free(99) == 3
    for _ in range(10):
        watch.at += 0.1
        lent = pacer.free(2)
        pacer.take(lent)
        pacer.give_back(lent)
    assert pacer.free(99) == 1
    await pacer.end()


async def test_a_database_that_is_away_only_delays(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.pacer.AFTER_FAILURE", 0.01)
    ready, asked = asyncio.Event(), []

    async def reserve(slots: int) -> float:
        asked.append(slots)
        if len(asked) < 3:
            raise Unavailable("away")
        return 0.0

    pacer = SharedPacer(10, 3, time.monotonic, reserve, ready.set)
    pacer.begin()
    await asyncio.wait_for(ready.wait(), 5)
    assert len(asked) == 3
    await pacer.end()
