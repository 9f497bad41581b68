"""Runs races, several at once, and judges each."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from handlers.clock import VIETNAM
from handlers.due import handover
from handlers.incoming import Incoming
from storage import questions
from storage.db import Tx
from storage.persons import Person
from tests.races.cast import Cast, Scene
from tests.races.hall import Hall, Service
from tests.races.judge import alerted, judged
from tests.races.kinds import KINDS, Kind
from tests.races.record import Record, last_said, read

AT_ONCE = 16
APART = (0.0, 0.01, 0.04, 0.12)
"""Seconds at most between the beginnings of what meets; drawn for each race."""
Start = tuple[float, Callable[[], Awaitable[object]]]


@dataclass
class Tally:
    """What was seen."""

    races: int = 0
    overtaken: int = 0
    ended: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How the questions of each kind ended."""
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Race:
    """One of a batch, ready to begin."""

    scene: Scene
    arms: list[Incoming]

    @property
    def people(self) -> list[Person]:
        """Who does something in it."""
        return [who for who in self.scene.people if any(arm.place == who.place for arm in self.arms)]


async def batch(hall: Hall, seed: int, number: int, size: int, tally: Tally) -> None:
    """`size` races of one kind at once; the kind, who does what and when follow from seed and number."""
    dice, kind = random.Random(f"{seed}:{number}"), KINDS[number % len(KINDS)]
    await hall.wipe()
    races = await hall.db.write(partial(_set_up, hall, kind, size, f"{seed}:{number}"))
    since, before = await hall.db.read(last_said), hall.overtaken
    starts = [start for race in races for start in _starts(hall, race, dice)]
    if kind.midnight:
        starts += _midnight(hall, dice)
    elif kind.due:
        hall.clock.at = await hall.db.read(partial(_due, of=races[0].scene))
        starts += [(dice.choice(APART), service.jobs.sweep_now) for service in hall.services]
    set_aside = hall.meter.set_aside
    await hall.happens(starts)
    settled = await hall.db.read(last_said)
    for service in hall.services:
        await service.jobs.look_round()
    record = await hall.db.read(read)
    tally.races += size
    tally.overtaken += hall.overtaken - before
    found = _judged(record, races, since, settled, hall)
    if hall.meter.set_aside > set_aside or record.undone:
        found.append("an update was set aside, or not done")
    tally.faults += [f"{kind.name}, seed {seed}, batch {number}: {fault}" for fault in found]
    for race in races:
        tally.ended[kind.name, record.questions[race.scene.question.id].state] += 1


async def _set_up(hall: Hall, kind: Kind, size: int, seed: str, tx: Tx) -> list[Race]:
    dice = random.Random(f"people of {seed}")  # anew: a body may be run more than once
    cast = Cast(hall, tx, dice)
    await cast.ministry()
    races = []
    for number in range(size):
        scene = await cast.scene(number, sent=kind.sent, ends=kind.midnight, at_desk=kind.at_desk)
        races.append(Race(scene, await kind.arms(scene)))
    return races


def _starts(hall: Hall, race: Race, dice: random.Random) -> list[Start]:
    base, apart = dice.uniform(0, 0.05), dice.choice(APART)
    return [(base + dice.uniform(0, apart), partial(hall.says, arm, dice.randrange(2))) for arm in race.arms]


def _midnight(hall: Hall, dice: random.Random) -> list[Start]:
    """The day ends for both services at once; each hands over as soon as it sees that."""
    at = dice.uniform(0, 0.15)

    async def turns() -> None:
        local = hall.clock.at.astimezone(VIETNAM)
        hall.forward(seconds=86_401 - local.hour * 3600 - local.minute * 60 - local.second)

    async def hands_over(service: Service) -> None:
        await handover.follow(service.ctx)

    soon = [(at + 0.001 + dice.choice(APART), partial(hands_over, service)) for service in hall.services]
    return [(at, turns), *soon]


async def _due(tx: Tx, of: Scene) -> datetime:
    due = (await questions.get(tx, of.question.id)).due_at
    assert due
    return due


def _judged(record: Record, races: list[Race], since: int, settled: int, hall: Hall) -> list[str]:
    today = hall.clock.today()
    return [
        f"race {race.scene.number}: {fault}"
        for race in races
        for fault in [*judged(record, race.scene, race.people, since, today),
                      *alerted(record, race.scene, since, settled)]
    ]  # fmt: skip
