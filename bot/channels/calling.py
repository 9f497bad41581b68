"""Calls to a platform over one aiohttp session. What goes wrong says whether anything may have left us.

An error never quotes an address, a header or a body: they hold tokens and people's words, and errors end in logs.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.channels.base import Outcome, Refused, Retry, Throttled, Unknown

_GRACE = 5.0
"""Seconds that calls under way are given when the session closes."""
_PATIENCE = 60.0


class NotSent(Exception):
    """No byte of the request left us: it is safe to try again."""


class Unanswered(Exception):
    """The request may have reached the platform, and no answer came that says so."""


class TooLong(Unanswered):
    """The answer was not read to its end."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. `connect` covers waiting for a free connection, DNS, TCP and TLS: all before our first byte."""

    connect: float = 5.0
    write: float = 30.0
    read: float = 15.0

    @property
    def in_all(self) -> aiohttp.ClientTimeout:
        """As aiohttp takes them. It has no limit for writing; the total one is for a peer that stops reading."""
        total = self.connect + self.write + self.read
        return aiohttp.ClientTimeout(total=total, connect=self.connect, sock_read=self.read)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    content: bytes

    @property
    def json(self) -> dict[str, Any] | None:
        """The object that it is; None for anything else (a proxy's page, half an answer)."""
        try:
            found = json.loads(self.content.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None


def outcome_of(ended: NotSent | Unanswered | Answer) -> Outcome:
    """What it means for a send that its call ended so, where the platform says no more than HTTP does."""
    match ended:
        case NotSent():
            return Retry(str(ended))
        case Unanswered():
            return Unknown(str(ended))
        case Answer(status=429):
            return Throttled(_PATIENCE)
        case Answer(status=status) if status >= 500:
            return Unknown(f"HTTP {status}")
        case Answer(status=status):
            return Refused(f"HTTP {status}")


class Caller:
    """One platform's connections."""

    def __init__(self, timeouts: Timeouts | None = None, *, connections: int = 32, most: int = 1 << 20) -> None:
        self.timeouts = timeouts or Timeouts()
        self._connections = connections
        self._most = most
        self._session: aiohttp.ClientSession | None = None
        self._closed = False
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def open(self) -> None:
        """Opens for business; the session itself is made with the first call, in the loop that makes it."""
        self._closed = False

    async def close(self) -> None:
        """Lets calls under way end, for a while, and closes. Calls made later raise NotSent."""
        self._closed = True
        try:
            async with asyncio.timeout(_GRACE):
                await self._idle.wait()
        except TimeoutError:
            pass
        session, self._session = self._session, None
        if session:
            await session.close()

    async def call(
        self, method: str, url: str, *, timeouts: Timeouts | None = None, most: int | None = None, **what: Any
    ) -> Answer:
        """One exchange; redirects are not followed. Raises NotSent and Unanswered.

        `most`: so many bytes are read of the answer; of a longer one TooLong is raised.
        """
        if self._closed:
            raise NotSent("the channel is stopped")
        self._under_way += 1
        self._idle.clear()
        problem: NotSent | Unanswered
        try:
            return await self._exchange(method, url, timeouts or self.timeouts, most or self._most, what)
        except (NotSent, Unanswered):
            raise
        except Exception as error:  # whatever it is: its text would quote the address, and what we sent
            problem = _told_apart(error)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()
        # Outside of the handler: inside it the original would hang on as __context__.
        raise problem

    async def _exchange(self, method: str, url: str, timeouts: Timeouts, most: int, what: dict[str, Any]) -> Answer:
        opened = self._opened()
        async with opened.request(method, url, timeout=timeouts.in_all, allow_redirects=False, **what) as response:
            content = bytearray()
            async for chunk in response.content.iter_any():
                content += chunk
                if len(content) > most:
                    raise TooLong("the answer is too long")
            if 300 <= response.status <= 399:
                # No platform redirects its API: something on the way answered in its place.
                raise NotSent(f"redirected ({response.status}): is this the platform's address?")
            return Answer(response.status, bytes(content))

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": "caunoi"},
            )
        return self._session


def _told_apart(error: Exception) -> NotSent | Unanswered:
    kind = type(error).__name__
    before_us = (
        aiohttp.ClientConnectorError,
        aiohttp.ConnectionTimeoutError,
        aiohttp.ClientHttpProxyError,
        aiohttp.InvalidURL,
    )
    if isinstance(error, before_us):
        return NotSent(f"no connection ({kind})")
    return Unanswered(f"no answer ({kind})")
