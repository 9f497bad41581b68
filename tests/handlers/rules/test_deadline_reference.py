"""The rule of deadlines against a slow reference that looks at each minute, over random calendars.

The reference is written from the words of docs/deadlines.md alone and shares nothing with the rule: it knows minutes
since midnight of its first day, and asks of each whether an office works in it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest

from handlers.clock import VIETNAM
from handlers.rules.calendar import Calendar, Closure, Reason, Session
from handlers.rules.deadline import Deadline, Pause, compute
from handlers.rules.policy import Measure, Policy

DAY = 1440
FIRST = date(2028, 2, 21)
"""A Monday, a week before a 29 February."""
MIDNIGHT = datetime.combine(FIRST, time(), VIETNAM)
SHORT, LONG, PARTS = 120, 10_000, 10
Stretch = tuple[int, int]


@dataclass(frozen=True)
class World:
    """A calendar in minutes and days since the first; `province` is where it is asked."""

    sessions: list[Stretch]
    own: dict[int, list[Stretch]]
    weekdays: set[int]
    country_off: set[int]
    country_worked: set[int]
    off: set[int]
    worked: set[int]
    closures: list[tuple[int, int, str | None]]
    pauses: list[Stretch]
    province: str | None
    asked: int
    measure: Measure
    amount: int

    def works(self, minute: int) -> bool:
        """Whether an office of the province works in this minute."""
        day, of_day = divmod(minute, DAY)
        for begins, ends in self._sessions_of(day):
            if begins <= of_day < ends:
                return not any(b <= minute < e for b, e, where in self.closures if where in (None, self.province))
        return False

    def _sessions_of(self, day: int) -> list[Stretch]:
        if day in self.worked:
            return self.sessions
        if day in self.off or day in self.country_off:
            return []
        if day in self.country_worked:
            return self.sessions
        return self.own.get(day % 7, self.sessions) if day % 7 in self.weekdays else []

    def stands(self, minute: int) -> bool:
        """Whether the clock is stopped in this minute."""
        return any(begins <= minute < ends for begins, ends in self.pauses)

    def counts(self, minute: int) -> bool:
        """Whether this minute is one of those that hours are made of."""
        return (self.measure is Measure.CLOCK_HOURS or self.works(minute)) and not self.stands(minute)


def slowly(world: World) -> int:
    """The minute at which it is due."""
    if world.measure is Measure.WORKING_DAYS:
        return _so_many_days(world)
    left, minute = world.amount * 60, world.asked
    while left:
        left -= world.counts(minute)
        minute += 1
    return minute


def _so_many_days(world: World) -> int:
    left, day = world.amount, world.asked // DAY
    while True:
        day += 1
        worked = [minute for minute in range(day * DAY, (day + 1) * DAY) if world.works(minute)]
        left -= any(not world.stands(minute) for minute in worked)
        if not left:
            return worked[-1] + 1


def at(minute: int) -> datetime:
    return MIDNIGHT + timedelta(minutes=minute)


def on(day: int) -> date:
    return FIRST + timedelta(days=day)


@dataclass(frozen=True)
class Country:
    """Random days off and days made up."""

    world: World

    def off(self, day: date) -> str | None:
        return "lễ" if (day - FIRST).days in self.world.country_off else None

    def made_up(self, day: date) -> str | None:
        return "" if (day - FIRST).days in self.world.country_worked else None


def quickly(world: World, asked: int) -> Deadline:
    calendar = Calendar(
        Country(world),
        tuple(map(_session, world.sessions)),
        frozenset(world.weekdays),
        {weekday: tuple(map(_session, own)) for weekday, own in world.own.items()},
        {on(day): "nghỉ" for day in world.off},
        {on(day): "bù" for day in world.worked},
        tuple(Closure(at(begins), at(ends), where, "lũ") for begins, ends, where in world.closures),
    )
    pauses = [Pause(at(begins).astimezone(UTC), at(ends)) for begins, ends in world.pauses]
    policy = Policy(world.measure, world.amount)
    return compute(at(asked).astimezone(UTC), policy, calendar, world.province, pauses)


def _session(stretch: Stretch) -> Session:
    begins, ends = (time(*divmod(minute, 60)) for minute in stretch)
    return Session(begins, ends)


def made(rng: random.Random) -> World:
    """A calendar of some two weeks with whatever may come together in one."""
    measure = rng.choice(list(Measure))
    amount = rng.randint(1, 4 if measure is Measure.WORKING_DAYS else 20)
    weekdays = set(rng.sample(range(7), rng.randint(3, 7)))
    days = rng.sample(range(16), 16)
    closures = [(*_stretch(rng, 12 * DAY, 2 * DAY), rng.choice([None, "20", "04"])) for _ in range(rng.randint(0, 3))]
    pauses = [_stretch(rng, 12 * DAY, 2 * DAY) for _ in range(rng.randint(0, 3))]
    return World(
        _sessions(rng),
        {weekday: _sessions(rng) for weekday in weekdays if rng.random() < 0.1},
        weekdays,
        set(days[: rng.randint(0, 5)]),
        set(days[5 : 5 + rng.randint(0, 3)]),
        set(days[8 : 8 + rng.randint(0, 2)]),
        set(days[10 : 10 + rng.randint(0, 2)]) | set(days[: rng.randint(0, 1)]),
        closures,
        pauses,
        rng.choice([None, "20"]),
        rng.choice([rng.randrange(4 * DAY), rng.randrange(4 * DAY // 30) * 30]),
        measure,
        amount,
    )


def _sessions(rng: random.Random) -> list[Stretch]:
    """One to three of a day, now and then one right after the other."""
    edges = sorted(rng.sample([*range(0, DAY, 30), *rng.sample(range(1, DAY), 5)], 2 * rng.randint(1, 3)))
    edges = sorted(set(edges))
    if len(edges) % 2:
        edges.pop()
    sessions = list(zip(edges[::2], edges[1::2], strict=True))
    if len(sessions) == 2 and rng.random() < 0.3:
        sessions = [sessions[0], (sessions[0][1], sessions[1][1])]
    return sessions


def _stretch(rng: random.Random, until: int, longest: int) -> Stretch:
    """From one minute to a later one, often at midnight or at a full hour."""
    grain = rng.choice([1, 60, DAY // 2, DAY])
    begins = rng.randrange(until // grain) * grain
    return begins, begins + max(grain, rng.randrange(1, longest) // grain * grain)


def worlds(count: int, seed: int) -> Iterator[World]:
    rng = random.Random(seed)
    return (made(rng) for _ in range(count))


def check(world: World) -> None:
    found = quickly(world, world.asked)
    assert found.due == at(slowly(world)), world
    begins = [span.begins for span in found.spans]
    ends = [span.ends for span in found.spans]
    assert [*begins, found.due] == [at(world.asked), *ends], world
    later = quickly(world, world.asked + 1 + world.asked % 97)
    assert later.due >= found.due, world
    if world.measure is not Measure.WORKING_DAYS:
        assert found.counted == timedelta(hours=world.amount), world
        for span in found.spans:
            first, last = (round((edge - MIDNIGHT).total_seconds()) // 60 for edge in (span.begins, span.ends))
            assert {world.counts(minute) for minute in (first, last - 1)} == {span.counted}, (span, world)
            assert not (span.reason is Reason.PAUSE and not world.stands(first)), (span, world)


def test_no_difference_over_random_calendars() -> None:
    for world in worlds(SHORT, seed=6):
        check(world)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_no_difference_over_ten_thousand_random_calendars(part: int) -> None:
    for world in worlds(LONG // PARTS, seed=20261123 + part):
        check(world)


def test_the_reference_itself_is_right_where_it_can_be_seen() -> None:
    def plain(measure: Measure, amount: int, asked: int) -> World:
        office = [(450, 690), (780, 1020)]
        return World(office, {}, set(range(5)), set(), set(), set(), set(), [], [], None, asked, measure, amount)

    friday = 4 * DAY
    assert at(slowly(plain(Measure.CLOCK_HOURS, 24, friday))) == datetime(2028, 2, 26, tzinfo=VIETNAM)
    assert at(slowly(plain(Measure.WORKING_HOURS, 4, friday))) == datetime(2028, 2, 25, 11, 30, tzinfo=VIETNAM)
    assert at(slowly(plain(Measure.WORKING_HOURS, 9, friday))) == datetime(2028, 2, 28, 8, 30, tzinfo=VIETNAM)
    assert at(slowly(plain(Measure.WORKING_DAYS, 2, friday))) == datetime(2028, 2, 29, 17, tzinfo=VIETNAM)
