"""What happens in a year: drawn once from a seed, before anything runs."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Size:
    """How much happens."""

    days: int = 365
    questions: int = 20_000
    provinces: int = 8
    cadres: int = 40
    absences: int = 120
    calendar_edits: int = 30
    policy_changes: int = 8
    outages: int = 12
    sweepers: int = 4

    @property
    def end(self) -> datetime:
        """The last moment."""
        return BEGIN + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that somebody does at a moment; `number` is the question's, or whatever the kind counts."""

    at: datetime
    kind: str
    """`ask`, `answer`, `ask_back`, `add`, `reopen`, `escalate`, `part`, `advise`, `give_back`, `away`, `back`,
    `calendar` or `policy`."""
    number: int


@dataclass(frozen=True, slots=True)
class Outage:
    """Nobody ticks from one moment to another."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Year:
    """All of it, in order."""

    events: tuple[Event, ...]
    outages: tuple[Outage, ...]

    def out(self, at: datetime) -> bool:
        """Whether nobody ticks at that moment."""
        return any(outage.begins <= at < outage.ends for outage in self.outages)


def drawn(size: Size, seed: int) -> Year:
    """A year of this size."""
    dice = random.Random(seed)

    def moment() -> datetime:
        return BEGIN + timedelta(seconds=dice.uniform(0, size.days * 86_400))

    events = [event for number in range(size.questions) for event in _life(dice, number, moment())]
    for number in range(size.absences):
        begins = moment()
        events += [Event(begins, "away", number), Event(begins + HOUR * dice.uniform(5, 400), "back", number)]
    events += [Event(moment(), "calendar", number) for number in range(size.calendar_edits)]
    events += [Event(moment(), "policy", number) for number in range(size.policy_changes)]
    outages = []
    for _ in range(size.outages):
        begins = moment()
        outages.append(Outage(begins, begins + HOUR * dice.choice((1, 3, 10, 30, 72))))
    inside = sorted((event for event in events if event.at < size.end), key=lambda event: event.at)
    return Year(tuple(inside), tuple(outages))


def _life(dice: random.Random, number: int, asked: datetime) -> list[Event]:
    """What becomes of one question."""
    life, at = [Event(asked, "ask", number)], asked
    fate = dice.random()
    if fate < 0.15:
        at += HOUR * dice.uniform(0.1, 20)
        life.append(Event(at, "ask_back", number))
        if dice.random() < 0.8:
            at += HOUR * dice.uniform(0.1, 100)
            life.append(Event(at, "add", number))
    elif fate < 0.25:
        at += HOUR * dice.uniform(1, 40)
        life.append(Event(at, "escalate", number))
        if dice.random() < 0.4:
            life.append(Event(at + HOUR, "part", number))
            life.append(Event(at + HOUR * dice.uniform(2, 60), "advise", number))
        if dice.random() < 0.3:
            at += HOUR * dice.uniform(1, 30)
            life.append(Event(at, "give_back", number))
    if fate > 0.97:
        return life  # nobody ever answers
    at += HOUR * (dice.uniform(0.05, 30) if dice.random() < 0.8 else dice.uniform(24, 24 * 12))
    life.append(Event(at, "answer", number))
    if dice.random() < 0.08:
        at += HOUR * dice.uniform(0.1, 48)
        life.append(Event(at, "reopen", number))
        at += HOUR * dice.uniform(0.1, 60)
        life.append(Event(at, "answer", number))
    return life
