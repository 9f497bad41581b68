"""How events reach the app: bytes made once, signed, posted, and posted again for as long as nobody takes them."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import time
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any

import aiohttp

from tests.fakes.faults import Json
from tests.fakes.zalo_oa.world import World

LADDER = (0.05, 0.1, 0.5, 2.0, 4.0)
"""Waits before the second to the sixth try, in seconds; at Zalo 30 s, 5, 15, 30 and 60 minutes."""


def signature(app_id: str, body: bytes, timestamp: str, secret: str) -> str:
    """The hash under which an event is posted: of the bytes as they travel, with no key of a MAC."""
    return hashlib.sha256(app_id.encode() + body + timestamp.encode() + secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class How:
    """In which way an event is posted."""

    prefix: bool = True
    """The signature is written as `mac=…`."""
    signed: bool = True
    key: str | None = None
    """Signed with this in place of the account's key."""
    by_oa_id: bool = False
    """Signed over the account's id in place of the app's."""
    reordered: bool = False
    """The fields change places after the signature was made."""
    escaped: bool = False
    """Letters are written as \\uXXXX and blanks stand between fields, before the signature is made."""
    copies: int = 1
    """Posted so often, each time with another `num_retry`, although it was taken."""
    num_retry: int | None = None
    headers: tuple[tuple[str, str], ...] = ()


USUAL = How()


@dataclass(slots=True)
class Attempt:
    """One try at a delivery."""

    event_name: str
    body: bytes
    headers: dict[str, str]
    status: int = 0
    """0: no answer, or none in time."""
    late: bool = False

    @property
    def taken(self) -> bool:
        return self.status == 200


class Posting:
    """The webhook."""

    def __init__(self, world: World, oa_secret: str) -> None:
        self.url: str | None = None
        self.enabled = True
        self.patience = 2.0
        """Seconds within which an event must be taken."""
        self.ladder: tuple[float, ...] = LADDER
        self.attempts: list[Attempt] = []
        self.lost: list[Json | bytes] = []
        """Events for which there was no webhook, or none any more."""
        self._world = world
        self._secret = oa_secret
        self._kept: list[tuple[Json | bytes, How]] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._waiting: set[asyncio.Event] = set()
        """One for each event that will be tried again."""
        self._session: aiohttp.ClientSession | None = None

    async def stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    def later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Does something beside what happens now."""
        task = asyncio.create_task(work, name="fake-zalo-oa-webhook")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- in order, or not ------------------------------------------------------------------------------------

    def hold(self) -> None:
        """Keeps events back until `release`."""
        self._kept = []

    async def release(self, *, backwards: bool = False, times_at_once: int = 1) -> list[Attempt]:
        """Posts what was kept back, the newest first when `backwards`; each event so many times at once."""
        kept, self._kept = self._kept or [], None
        if times_at_once > 1:
            posted = (self.send(event, how) for event, how in kept for _ in range(times_at_once))
            return [attempt for attempt in await asyncio.gather(*posted) if attempt]
        made = [await self.send(event, how) for event, how in (reversed(kept) if backwards else kept)]
        return [attempt for attempt in made if attempt]

    def retry_now(self) -> None:
        """Who waits for his next try waits no longer."""
        for hurry in self._waiting:
            hurry.set()

    # --- posting ---------------------------------------------------------------------------------------------

    async def send(self, event: Json | bytes, how: How = USUAL) -> Attempt | None:
        """Posts an event; how its first try went. What is not taken is tried again in the background."""
        if self._kept is not None:
            self._kept.append((event, how))
            return None
        if not self.url or not self.enabled:
            self.lost.append(event)
            return None
        made = self._attempt(event, how)
        await self._post(made)
        if not made.taken:
            hurry = asyncio.Event()
            self._waiting.add(hurry)
            self.later(self._again(made, hurry))
        for n in range(1, how.copies):
            await self._post(_numbered(made, n))
        return made

    async def ping(self, url: str) -> Attempt:
        """What the console sends before it keeps an address: nobody signed it."""
        made = self._attempt(b"{}", How(signed=False))
        await self._post(made, url)
        return made

    def _attempt(self, event: Json | bytes, how: How) -> Attempt:
        body = event if isinstance(event, bytes) else _spelled(event, how.escaped)
        told = event if isinstance(event, dict) else _told(event)
        headers = {"Content-Type": "application/json", **dict(how.headers)}
        if how.signed:
            head = self._world.oa_id if how.by_oa_id else self._world.app_id
            mac = signature(head, body, str(told.get("timestamp", "")), how.key or self._secret)
            headers["X-ZEvent-Signature"] = f"mac={mac}" if how.prefix else mac
        if how.num_retry is not None:
            headers["num_retry"] = str(how.num_retry)
        if how.reordered:
            body = _spelled(dict(reversed(told.items())), how.escaped)
        return Attempt(str(told.get("event_name", "")), body, headers)

    async def _again(self, made: Attempt, hurry: asyncio.Event) -> None:
        try:
            for n, wait in enumerate(self.ladder, 1):
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(hurry.wait(), wait)
                hurry.clear()
                if not self.enabled:
                    break
                again = _numbered(made, n)
                await self._post(again)
                if again.taken:
                    return
        finally:
            self._waiting.discard(hurry)
        self.enabled = False
        self.lost.append(made.body)
        self._world.bell.ring()

    async def _post(self, made: Attempt, url: str | None = None) -> None:
        began = time.monotonic()
        try:
            async with self._open().post(
                url or str(self.url),
                data=made.body,
                headers=made.headers,
                timeout=aiohttp.ClientTimeout(total=self.patience),
                allow_redirects=False,
            ) as response:
                await response.read()
                made.status = response.status
        except TimeoutError:
            made.late = True
        except (aiohttp.ClientError, OSError):
            made.late = time.monotonic() - began > self.patience
        self.attempts.append(made)
        self._world.bell.ring()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True))
        return self._session

    async def fetch(self, url: str) -> tuple[str, bytes]:
        """The type and the content of what stands at an address. Raises aiohttp.ClientError, TimeoutError."""
        timeout = aiohttp.ClientTimeout(total=5)
        async with self._open().get(url, timeout=timeout, raise_for_status=True) as response:
            return response.content_type, await response.read()


def _numbered(made: Attempt, n: int) -> Attempt:
    return replace(made, headers={**made.headers, "num_retry": str(n)}, status=0, late=False)


def _spelled(event: Json, escaped: bool) -> bytes:
    if escaped:
        return json.dumps(event, indent=1).encode()
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def _told(body: bytes) -> Json:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
