"""One seed: its people, its stories, delivered in order and shuffled, and what differs."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from random import Random

from tests.shuffle import errands, stories
from tests.shuffle.cast import Cast, settled
from tests.shuffle.day import Day, Plot
from tests.shuffle.form import Form, differences, form_of
from tests.shuffle.phones import Move
from tests.shuffle.postman import FiveTimesShuffled, InOrder, Way
from tests.shuffle.service import Service

Watch = Callable[[Day, list[Move]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a seed."""

    seed: int
    updates: int
    delivered: int
    in_order: Form
    """As it ends in order; where two contest, with the one first who was first when shuffled."""
    shuffled: Form
    canonical: Form
    """As it ends in order, whoever was first when shuffled: the same on every database."""
    otherwise: Form | None
    """As it ends in order when the other one of a contest is first; None where nothing is contested."""

    @property
    def differences(self) -> list[str]:
        """What differs; and an update in quarantine is a fault of its own, however alike both ways end."""
        aside = self.shuffled["mail"]["inbox"].keys() - {"done"}
        return [*differences(self.in_order, self.shuffled), *(f"updates are {state}" for state in sorted(aside))]


ERRANDS = (
    errands.newcomer, errands.applicant, errands.comes_and_goes, errands.broadcast, errands.on_leave,
    errands.looks_up, errands.contest, stories.web_question,
)  # fmt: skip


def plots(seed: int) -> list[Callable[[Cast], Plot]]:
    """What happens on this day."""
    coin = Random(f"plots {seed}")
    chosen: list[Callable[[Cast], Plot]] = coin.sample(ERRANDS, coin.randint(2, 4))
    chosen += [partial(stories.question, number) for number in range(1, coin.randint(3, 6))]
    coin.shuffle(chosen)
    return chosen


async def play(service: Service, seed: int, way: Way, after_each_round: Watch | None = None) -> tuple[Form, int]:
    """The normal form of a day's end, and how many updates there were."""
    await service.wipe()
    day = Day(service, seed, way)
    day.after_each_round = after_each_round
    chosen = plots(seed)
    async with settled(service, day, with_clerk=stories.web_question in chosen) as cast:
        await day.play([plot(cast) for plot in chosen])
        found = await form_of(day)
    found.pop("names")
    return plain(found), day.updates


async def compare(service: Service, seed: int) -> Outcome:
    """Plays a seed both ways. Where two contest, either may have been first."""
    before = service.delivered
    shuffled, updates = await play(service, seed, FiveTimesShuffled(seed))
    delivered = service.delivered - before
    canonical, _ = await play(service, seed, InOrder())
    otherwise = None
    if errands.contest in plots(seed):
        otherwise, _ = await play(service, seed, InOrder(first=1))
    in_order = otherwise if otherwise == shuffled else canonical
    return Outcome(seed, updates, delivered, in_order or canonical, shuffled, canonical, otherwise)


def plain(found: Form) -> Form:
    """The form in plain JSON: so it travels between processes and databases."""
    told: Form = json.loads(json.dumps(found, ensure_ascii=False, default=str))
    return told
