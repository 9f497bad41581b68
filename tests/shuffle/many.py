"""Many seeds on one database, in a process of its own."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import dataclass

from tests.shuffle.databases import service_on
from tests.shuffle.seeds import compare


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a seed on a database."""

    seed: int
    kind: str
    updates: int
    delivered: int
    form: str
    """The digest of how the day ended."""
    differences: tuple[str, ...]


def play_some(piece: tuple[str, range]) -> list[Told]:
    """Plays these seeds on this kind of database."""
    return asyncio.run(_played(*piece))


async def _played(kind: str, seeds: range) -> list[Told]:
    found = []
    async with service_on(kind) as service:
        for seed in seeds:
            came = await compare(service, seed)
            digest = hashlib.sha256(json.dumps(came.canonical, sort_keys=True).encode()).hexdigest()
            found.append(Told(seed, kind, came.updates, came.delivered, digest, tuple(came.differences)))
    return found
