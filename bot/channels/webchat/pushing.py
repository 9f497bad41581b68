"""Rings browsers whose page is closed: that there is something new, and nothing of what it says.

An address comes from a page, so it may be anybody's: it must be https at a push service that the operator allows, at
a public address, and no redirect is followed (as in bot.fetching). A service that is away is tried again a few times;
nothing is lost if none of it works, for what is not read goes by another channel.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial

import aiohttp

from bot.allowed import Allowed
from bot.channels.webchat.vapid import Identity, sealed
from bot.fetching import Public
from bot.web.pages import words
from handlers.clock import Clock
from storage.channels import webpush
from storage.channels.webpush import Due
from storage.db import Database, Unavailable

log = logging.getLogger(__name__)

GRACE = timedelta(seconds=1)
"""So long an open page has to say that it is there, or that its reader has seen it."""
_LASTS = timedelta(seconds=60)
_AT_ONCE = 20
_TIMEOUT = 15.0
_SAFETY = 30.0
_MOST_TRIES = 6
_AGAIN = 10.0
_LONGEST_WAIT = 3600.0
_TTL = 4 * 3600
_GONE = frozenset({403, 404, 410})
"""403: the subscription was made with another key of ours. Its page subscribes anew when it is opened."""


@dataclass(frozen=True, slots=True)
class Rung:
    """What a push service said."""

    status: int
    after: float | None = None


class Pushing:
    """Rings whoever is to be rung."""

    def __init__(
        self, db: Database, clock: Clock, identity: Identity, allowed: Allowed, is_open: Callable[[str], bool]
    ) -> None:
        self._db = db
        self._clock = clock
        self._identity = identity
        self.allowed = allowed
        self._is_open = is_open
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begins to ring."""
        self._task = asyncio.create_task(self._run(), name="web push")

    async def stop(self) -> None:
        """Rings nobody any more; what is cut off is rung after the next start."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _run(self) -> None:
        hint = self._db.wakes.event(webpush.HINT)
        while True:
            hint.clear()
            wait = _SAFETY
            try:
                wait = await self._round()
            except Unavailable:
                log.warning("web push waits: the database is unavailable")
            except Exception:
                log.exception("web push failed and will try again")
            try:
                async with asyncio.timeout(wait):
                    await hint.wait()
            except TimeoutError:
                continue

    async def _round(self) -> float:
        """Rings all that is due; the seconds until the next."""
        while True:
            now = self._clock.machine()
            due = await self._db.write(partial(webpush.claim, now=now, lasts=_LASTS, most=_AT_ONCE))
            await asyncio.gather(*(self._one(each) for each in due))
            if len(due) < _AT_ONCE:
                break
        following = await self._db.read(webpush.next_due)
        return max(0.05, min(_SAFETY, (following - self._clock.machine()).total_seconds())) if following else _SAFETY

    async def _one(self, due: Due) -> None:
        if self._is_open(due.chat):
            await self._db.write(lambda tx: webpush.done(tx, due))
            return
        rung = await self._rung(due)
        if rung.status in _GONE:
            log.info("a browser is not to be rung any more", extra={"status": rung.status})
            await self._db.write(lambda tx: webpush.unsubscribe(tx, due.token_hash))
        elif due.attempts + 1 < _MOST_TRIES and (rung.status in (0, 429) or rung.status >= 500):
            after = rung.after if rung.after is not None else _AGAIN * 2**due.attempts
            at = self._clock.machine() + timedelta(seconds=min(after, _LONGEST_WAIT))
            await self._db.write(lambda tx: webpush.later(tx, due, at))
        else:
            if not 200 <= rung.status < 300:
                log.warning("a push service refused", extra={"status": rung.status})
            await self._db.write(lambda tx: webpush.done(tx, due))

    async def _rung(self, due: Due) -> Rung:
        endpoint = due.to.endpoint
        if not self.allowed.allows(endpoint):
            return Rung(410)  # what is allowed has changed since it was kept
        said = {"title": words(due.to.language)["push_title"]}
        headers = {
            "Authorization": self._identity.proof(endpoint, self._clock.machine()),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(_TTL),
            "Urgency": "high",
            "Topic": "caunoi",
        }
        resolver = None if self.allowed.trusts(endpoint) else Public()
        connector = aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False)
        try:
            async with (
                asyncio.timeout(_TIMEOUT),
                aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session,
                session.post(
                    endpoint, data=sealed(json.dumps(said).encode(), due.to.key, due.to.auth), headers=headers,
                    allow_redirects=False,
                ) as answer,
            ):  # fmt: skip
                return Rung(answer.status, _seconds(answer.headers.get("Retry-After"), self._clock.machine()))
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            log.info("a push service cannot be reached", extra={"why": type(error).__name__})
            return Rung(0)


def _seconds(header: str | None, now: datetime) -> float | None:
    """What `Retry-After` asks for, in either of its forms."""
    if not header:
        return None
    if header.isascii() and header.isdecimal():
        return float(header[:9])
    try:
        return max(0.0, (parsedate_to_datetime(header) - now).total_seconds())
    except (TypeError, ValueError):
        return None
