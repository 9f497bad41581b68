"""What goes wrong on purpose in the fakes of Zalo; a place where it does is a path or a method (`*`: any)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import web

from tests.fakes.bell import Bell

Json = dict[str, Any]


class Refusal(Exception):
    """A call that Zalo refuses, with its number."""

    def __init__(self, error: int, message: str) -> None:
        super().__init__(message)
        self.error = error
        self.message = message


@dataclass(slots=True)
class Fault:
    """Something that befalls the next calls."""

    where: str
    what: Literal["refuse", "drop", "stall", "raw"]
    times: int = 1
    effect: bool = False
    """The call takes effect all the same."""
    error: int = 0
    message: str = ""
    status: int = 200
    body: bytes = b""
    after: int = 0
    """So many calls pass before."""


class Knobs:
    """The knobs that every fake of Zalo has."""

    def __init__(self, bell: Bell) -> None:
        self.planned: list[Fault] = []
        self.latency: dict[str, float] = {}
        """Seconds that an answer takes, after the call took effect."""
        self.stopping = asyncio.Event()
        self._held: dict[str, asyncio.Event] = {}
        self.holding: dict[str, int] = {}
        """How many calls have taken effect and wait for their answer."""
        self._bell = bell

    def fail_next(
        self, where: str, error: int, message: str = "", *, times: int = 1, effect: bool = False, after: int = 0
    ) -> None:
        """The next `times` calls, `after` some that pass, are refused with this number; done all the same, or not."""
        message = message or f"planned {error}"
        self.planned.append(Fault(where, "refuse", times, effect, error, message, after=after))

    def drop_next(self, where: str, *, effect: bool, times: int = 1) -> None:
        """The connection of the next calls breaks, after or before they took effect."""
        self.planned.append(Fault(where, "drop", times, effect))

    def stall_next(self, where: str, *, effect: bool, times: int = 1) -> None:
        """The next calls are never answered."""
        self.planned.append(Fault(where, "stall", times, effect))

    def answer_next(
        self, where: str, body: bytes = b"", status: int = 200, *, times: int = 1, effect: bool = False
    ) -> None:
        """The next calls are answered with these bytes."""
        self.planned.append(Fault(where, "raw", times, effect, status=status, body=body))

    def heal(self) -> None:
        """Nothing that was planned to go wrong does."""
        self.planned.clear()

    def hold(self, where: str) -> None:
        """Calls take effect; their answers wait until `let_go`."""
        self._held[where] = asyncio.Event()

    def let_go(self, where: str) -> None:
        self._held.pop(where).set()

    def _next(self, where: str) -> Fault | None:
        for fault in self.planned:
            if fault.where not in ("*", where):
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            fault.times -= 1
            if fault.times <= 0:
                self.planned.remove(fault)
            return fault
        return None

    async def answer(
        self, request: web.Request, where: str, effect: Callable[[], Awaitable[web.Response]]
    ) -> web.Response:
        """What comes of a call: what it does, unless it is planned otherwise. Raises Refusal."""
        fault = self._next(where)
        response = await effect() if fault is None or fault.effect else None
        await self._wait(where)
        if fault is None:
            assert response is not None
            return response
        if fault.what == "refuse":
            raise Refusal(fault.error, fault.message)
        if fault.what == "raw":
            return web.Response(status=fault.status, body=fault.body)
        if fault.what == "stall":
            await self.stopping.wait()
        if request.transport:
            request.transport.abort()
        return web.Response(status=500)

    async def _wait(self, where: str) -> None:
        if held := self._held.get(where):
            self.holding[where] = self.holding.get(where, 0) + 1
            self._bell.ring()
            await held.wait()
            self.holding[where] -= 1
        if seconds := self.latency.get(where):
            await asyncio.sleep(seconds)

    def stop_answering(self) -> None:
        """Whoever still waits for an answer does so no longer."""
        self.stopping.set()
        for where in list(self._held):
            self.let_go(where)
