"""Many seeds on one database, in a process of its own."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import dataclass

from tests.shuffle.databases import service_on
from tests.shuffle.form import Form
from tests.shuffle.postman import FiveTimesShuffled
from tests.shuffle.seeds import compare, play
from tests.shuffle.service import Service

IN_ORDER_TOO = 5
"""Every so many seeds are played in order on PostgreSQL, too; the others are held against SQLite's order alone."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a seed on a database."""

    seed: int
    kind: str
    updates: int
    delivered: int
    shuffled: str
    """The digest of how the day ended."""
    in_order: tuple[str, ...]
    """The digests of how it ends in order, whoever is first where two contest; none where that was not played."""
    differences: tuple[str, ...]


def play_some(piece: tuple[str, range, bool]) -> list[Told]:
    """Plays these seeds on this kind of database, all of them in order, too, where nobody else does."""
    return asyncio.run(_played(*piece))


async def _played(kind: str, seeds: range, alone: bool) -> list[Told]:
    async with service_on(kind) as service:
        return [await _one(service, kind, seed, alone or seed % IN_ORDER_TOO == 0) for seed in seeds]


async def _one(service: Service, kind: str, seed: int, both: bool) -> Told:
    if both:
        came = await compare(service, seed)
        ends = tuple(_digest(form) for form in (came.canonical, came.otherwise) if form)
        return Told(seed, kind, came.updates, came.delivered, _digest(came.shuffled), ends, tuple(came.differences))
    before = service.delivered
    shuffled, updates = await play(service, seed, FiveTimesShuffled(seed))
    return Told(seed, kind, updates, service.delivered - before, _digest(shuffled), (), ())


def _digest(form: Form) -> str:
    return hashlib.sha256(json.dumps(form, sort_keys=True).encode()).hexdigest()
