"""Phones that ask: so many questions under way at once, each timed from the webhook to the last message it causes."""

from __future__ import annotations

import asyncio
import json
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from benchmarks.botapi import BotApi
from benchmarks.processes import Usage
from benchmarks.wire import Poster

FIRST_CADRE = 1_000_000
"""Telegram's user ids of the cadres begin here; those of officers lie below."""
CONNECTIONS = 100
"""The most that Telegram opens to a webhook."""
NAME = "Lò Thị N{:06d}"
_NAMED = re.compile(rb"N(\d{6})")
_PATIENCE = 15.0
"""Seconds after which a flow counts as lost; the message may come all the same."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch of load on one server."""

    per_second: float
    cpu_ms: float
    """Of the server's own process, per flow."""
    database_ms: float
    p50_ms: float
    p99_ms: float
    flows: int
    lost: int


@dataclass(slots=True)
class _Flow:
    began: float
    left: int
    done: asyncio.Future[float]


@dataclass(slots=True)
class Phones:
    """The cadres of one server under test."""

    api: BotApi
    port: int
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    sends: int = 1
    """How many messages one question causes."""
    next_cadre: int = 0
    cadres: int = 1_000_000
    _updates: count[int] = field(default_factory=lambda: count(1))
    _flows: dict[int, _Flow] = field(default_factory=dict)

    def first_update(self, number: int) -> None:
        """Counts updates from `number` on: the database has seen the lower ones."""
        self._updates = count(number)

    async def leg(
        self, text: Callable[[int], str], usage: Callable[[], Usage], *, at_once: int, seconds: float, most: int
    ) -> Leg:
        """Keeps `at_once` questions under way for `seconds`, at most `most` in all."""
        poster = Poster(self.port, self.path, self.headers, min(at_once, CONNECTIONS))
        self.api.heard = self._heard
        ended: list[tuple[float, float]] = []
        lost = 0
        begun = time.perf_counter()
        before = usage()
        budget = iter(range(most))

        async def phone() -> None:
            nonlocal lost
            while time.perf_counter() - begun < seconds and next(budget, None) is not None:
                took = await self._ask(poster, text)
                if took is None:
                    lost += 1
                else:
                    ended.append((time.perf_counter(), took))

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(at_once):
                    group.create_task(phone())
        finally:
            poster.close()
        used = usage().since(before)
        return _summed(ended, lost, used, begun)

    async def _ask(self, poster: Poster, text: Callable[[int], str]) -> float | None:
        cadre = self.next_cadre % self.cadres
        self.next_cadre += 1
        flow = _Flow(time.perf_counter(), self.sends, asyncio.get_running_loop().create_future())
        self._flows[cadre] = flow
        try:
            status = await poster.post(update(next(self._updates), cadre, text(cadre)))
            if status != 200:
                raise RuntimeError(f"the webhook answered {status}")
            async with asyncio.timeout(_PATIENCE):
                return await flow.done
        except TimeoutError:
            return None
        finally:
            del self._flows[cadre]

    def _heard(self, chat: int, body: bytes, at: float) -> None:
        cadre = chat - FIRST_CADRE
        if cadre < 0:  # an officer's chat: his card names the cadre
            named = _NAMED.search(body)
            cadre = int(named[1]) if named else -1
        flow = self._flows.get(cadre)
        if flow:
            flow.left -= 1
            if flow.left == 0 and not flow.done.done():
                flow.done.set_result(at - flow.began)


def update(number: int, cadre: int, text: str) -> bytes:
    """A text message as Telegram posts it."""
    user = {"id": FIRST_CADRE + cadre, "is_bot": False, "first_name": NAME.format(cadre), "language_code": "vi"}
    chat = {"id": FIRST_CADRE + cadre, "type": "private", "first_name": NAME.format(cadre)}
    message = {"message_id": number, "from": user, "chat": chat, "date": int(time.time()), "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


def _summed(ended: list[tuple[float, float]], lost: int, used: Usage, begun: float) -> Leg:
    took = sorted(took for _, took in ended) or [float("nan")]
    flows = max(1, len(ended))
    return Leg(
        # By the last answer, not by the leg: a slow server's answers come after the end of asking.
        per_second=len(ended) / max(max((at for at, _ in ended), default=begun + 1) - begun, 1e-9),
        cpu_ms=used.server * 1000 / flows,
        database_ms=used.database * 1000 / flows,
        p50_ms=statistics.median(took) * 1000,
        p99_ms=took[min(len(took) - 1, int(len(took) * 0.99))] * 1000,
        flows=len(ended),
        lost=lost,
    )
