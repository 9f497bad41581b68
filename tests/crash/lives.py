"""The fork server as the world sees it: one life after another."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.crash.birth import Birth

ROOT = Path(__file__).parents[2]
LONGEST_START = 60.0
"""Seconds; on a machine that does nothing else it takes a twentieth of one."""


@dataclass(frozen=True, slots=True)
class Death:
    """How a life ended: at a point of that name, or else by itself (`status`)."""

    status: int
    point: str
    passed: list[str]
    """Every point that it came to."""


class Life:
    """A running child."""

    def __init__(self, pid: int, said: Callable[[], Awaitable[dict[str, Any]]], log: Path) -> None:
        self.pid = pid
        self._log = log
        self.ready = asyncio.Event()
        """Set when it has started, or has died on the way there."""
        self.ended = asyncio.create_task(self._end(said))

    async def _end(self, said: Callable[[], Awaitable[dict[str, Any]]]) -> Death:
        try:
            while "status" not in (line := await said()):
                self.ready.set()
            return Death(**line)
        finally:
            self.ready.set()

    async def begun(self) -> None:
        """Waits until it has started or died. Raises AssertionError, with where it stands, for one that hangs."""
        try:
            await asyncio.wait_for(self.ready.wait(), LONGEST_START)
        except TimeoutError:
            self.signal(signal.SIGABRT)
            await self.ended
            raise AssertionError(f"a life hung before it was ready:\n{self._log.read_text()[-6000:]}") from None

    def signal(self, how: signal.Signals) -> None:
        if not self.ended.done():
            with contextlib.suppress(ProcessLookupError):  # it has died by itself just now
                os.kill(self.pid, how)

    async def kill(self) -> Death:
        """kill -9."""
        self.signal(signal.SIGKILL)
        return await self.ended


class Lives:
    """One fork server, and the life it has now."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._server: asyncio.subprocess.Process | None = None
        self._last: Life | None = None

    async def __aenter__(self) -> Self:
        with self.log.open("ab") as log:
            self._server = await asyncio.create_subprocess_exec(
                sys.executable, "-W", "ignore", "-m", "tests.crash.fork", cwd=ROOT,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=log,
            )  # fmt: skip
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server
        assert self._server.stdin
        if self._last:
            self._last.signal(signal.SIGKILL)  # the server waits for it
        self._server.stdin.close()
        await self._server.wait()

    async def born(self, birth: Birth) -> Life:
        """A child that lives until its doom."""
        return await self._ordered("live", birth)

    async def rehearse(self, birth: Birth) -> Life:
        """A life in the server itself; SIGTERM ends it."""
        return await self._ordered("rehearse", birth)

    async def _ordered(self, what: str, birth: Birth) -> Life:
        assert self._server
        assert self._server.stdin
        self._server.stdin.write(json.dumps({"what": what, **asdict(birth)}).encode() + b"\n")
        pid = (await self._said())["pid"]
        self._last = Life(pid, self._said, self.log)
        return self._last

    async def _said(self) -> dict[str, Any]:
        assert self._server
        assert self._server.stdout
        line = await self._server.stdout.readline()
        if not line:
            raise AssertionError(f"the fork server is gone; see {self.log}:\n{self.log.read_text()[-2000:]}")
        said: dict[str, Any] = json.loads(line)
        return said
