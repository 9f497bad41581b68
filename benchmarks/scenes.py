"""The scenes: who is measured under which load, in rounds that are interleaved (ABCD, ABCD, …)."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.botapi import BotApi
from benchmarks.contestants import Contestant
from benchmarks.load import Leg


@dataclass(frozen=True, slots=True)
class Scene:
    """A load: so many questions under way, Telegram so far away."""

    name: str
    told: str
    at_once: int
    distance: float
    seconds: float
    most: int
    wants: Callable[[str], bool]
    """Which contestants take part."""


@dataclass(frozen=True, slots=True)
class Result:
    """A contestant in a scene: medians over the rounds."""

    scene: str
    contestant: str
    per_second: float
    cpu_ms: float
    database_ms: float
    p50_ms: float
    p99_ms: float
    flows: int
    lost: int


_FAR = {"ptb", "ptb-concurrent", "ptb-fast", "sqlite A", "sqlite B", "postgres A"}
_ALONE = {"ptb", "ptb-fast", "sqlite A", "sqlite-tmpfs A", "sqlite-tmpfs B", "postgres A"}


def scenes(seconds: float, share: float = 1.0) -> tuple[Scene, ...]:
    """The three loads, each leg `seconds` long; a `share` below 1 keeps less under way."""
    many, more = max(2, int(64 * share)), max(2, int(256 * share))
    near = Scene("near", f"{many} in flight, 0 ms", many, 0.0, seconds, 4_000, lambda _: True)
    far = Scene("far", f"{more} in flight, 50 ms", more, 0.05, seconds, 4_000, _FAR.__contains__)
    alone = Scene("alone", "one at a time", 1, 0.0, seconds * 0.7, 1_000, _ALONE.__contains__)
    return near, far, alone


async def play(
    scene: Scene, contestants: Sequence[Contestant], api: BotApi, rounds: int, said: Callable[[str], None]
) -> list[Result]:
    """Runs a scene."""
    there = [one for one in contestants if scene.wants(one.name)]
    legs: dict[str, list[Leg]] = {one.name: [] for one in there}
    api.distance = scene.distance
    try:
        for number in range(rounds):
            for one in there:
                said(f"{scene.told}: round {number + 1} of {rounds}, {one.name}")
                at_once = min(scene.at_once, one.most_far) if scene.distance else scene.at_once
                legs[one.name].append(await one.leg(at_once=at_once, seconds=scene.seconds, most=scene.most))
    finally:
        api.distance = 0.0
    return [_median(scene.name, name, of) for name, of in legs.items()]


def _median(scene: str, name: str, legs: Sequence[Leg]) -> Result:
    def middle(of: Callable[[Leg], float]) -> float:
        return statistics.median(of(leg) for leg in legs)

    return Result(
        scene,
        name,
        middle(lambda leg: leg.per_second),
        middle(lambda leg: leg.cpu_ms),
        middle(lambda leg: leg.database_ms),
        middle(lambda leg: leg.p50_ms),
        middle(lambda leg: leg.p99_ms),
        sum(leg.flows for leg in legs),
        sum(leg.lost for leg in legs),
    )
