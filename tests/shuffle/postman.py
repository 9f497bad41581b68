"""How a batch is delivered: once and in order, or five times and shuffled as far as the platform may."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

from tests.shuffle.phones import Move
from tests.shuffle.service import Service

TIMES = 5
HANDS = 8
"""Deliveries under way at once."""
_EDIT_FIRST = 0.5
_LATE = 0.15
"""How often an edit comes before what it edits; how often a copy comes only rounds later."""


class Way(Protocol):
    """A way of delivering."""

    coin: Random
    impatient: bool
    """Whether people may answer what they see before we have heard that it was shown."""

    async def deliver(self, service: Service, moves: Sequence[Move]) -> None: ...

    async def clear_up(self, service: Service) -> None: ...


class InOrder:
    """Every update once, as it happened. Where two contest for something, side `first` is there first."""

    impatient = False

    def __init__(self, first: int = 0) -> None:
        self.coin = Random(0)
        self._first = first

    async def deliver(self, service: Service, moves: Sequence[Move]) -> None:
        late = [move for move in moves if move.side not in (None, self._first)]
        for move in moves:
            if move not in late:
                await _post(service, move)
        if late:
            await service.quiet()
            for move in late:
                await _post(service, move)

    async def clear_up(self, service: Service) -> None:
        """Nothing is left over."""


@dataclass(eq=False, slots=True)
class _Copy:
    move: Move
    after: asyncio.Event | None
    """Sent only after this: its queue is in order, and a copy comes after the first."""
    taken: asyncio.Event = field(default_factory=asyncio.Event)


class FiveTimesShuffled:
    """Every update five times; the first copies as far out of order as the platform may, the others anywhere."""

    impatient = True

    def __init__(self, seed: int) -> None:
        self.coin = Random(f"shuffled {seed}")
        self._late: list[Move] = []

    async def deliver(self, service: Service, moves: Sequence[Move]) -> None:
        coin, copies = self.coin, list(self._firsts(moves))
        again, self._late = [_Copy(move, None) for move in self._late], []
        for first in list(copies):
            for _ in range(TIMES - 1):
                if first.move.web is None and coin.random() < _LATE:
                    self._late.append(first.move)
                else:
                    again.append(_Copy(first.move, first.taken))
        place = {copy.taken: at for at, copy in enumerate(copies)}
        for copy in again:
            soonest = place[copy.after] + 1 if copy.after else 0
            copies.insert(coin.randint(soonest, len(copies)), copy)
            place = {each.taken: at for at, each in enumerate(copies)}
        await _post_all(service, copies)

    async def clear_up(self, service: Service) -> None:
        """What was late comes now."""
        late, self._late = self._late, []
        await _post_all(service, [_Copy(move, None) for move in late])

    def _firsts(self, moves: Sequence[Move]) -> Iterator[_Copy]:
        """One copy of each, the queues interleaved."""
        queues: dict[str, list[Move]] = {}
        for move in moves:
            queue = queues.setdefault(move.queue, [])
            first = move.edits and queue and self.coin.random() < _EDIT_FIRST
            queue.insert(len(queue) - 1 if first else len(queue), move)
        turns = [name for name, queue in queues.items() for _ in queue]
        self.coin.shuffle(turns)
        before: dict[str, asyncio.Event] = {}
        for name in turns:
            copy = _Copy(queues[name].pop(0), before.get(name))
            before[name] = copy.taken
            yield copy


async def _post_all(service: Service, copies: Iterable[_Copy]) -> None:
    waiting = iter(copies)

    async def carry() -> None:
        for copy in waiting:
            if copy.after:
                await copy.after.wait()
            await _post(service, copy.move)
            copy.taken.set()

    await asyncio.gather(*(carry() for _ in range(HANDS)))


async def _post(service: Service, move: Move) -> None:
    if move.web:
        await move.web()
        service.delivered += 1
    else:
        await service.updates(move.update)
