"""How updates reach the bot: one at a time to whoever polls, and forgotten; or posted once to a webhook."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import aiohttp
from aiohttp import web

from tests.fakes.faults import Json, Refusal
from tests.fakes.zalo_bot.world import World

SECRET_HEADER = "X-Bot-Api-Secret-Token"
Style = Literal["flat", "wrapped"]
IDLE = Refusal(408, "Request timeout")


@dataclass(frozen=True, slots=True)
class How:
    """In which way an update is posted."""

    style: Style | None = None
    """As the fake's `style` has it when None."""
    secret: str | None = None
    """This in place of the webhook's own; empty: no such header."""
    copies: int = 1


USUAL = How()


@dataclass(slots=True)
class Webhook:
    """Where updates are posted."""

    url: str
    secret: str
    updated_at: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One delivery."""

    body: bytes
    status: int
    """0: no answer, or none in time."""


class Updates:
    """The queue of polls, and the webhook."""

    def __init__(self, world: World) -> None:
        self.webhook: Webhook | None = None
        self.style: Style = "flat"
        self.patience = 5.0
        """Seconds within which an update must be taken; Zalo does not say how many."""
        self.longest_poll = 30.0
        """A poll ends after this, whatever it asked for."""
        self.waiting: list[Json | bytes] = []
        self.attempts: list[Attempt] = []
        self.lost: list[Json | bytes] = []
        """What a webhook did not take: nobody repeats it."""
        self.complaints: list[str] = []
        self.closing = False
        self._given: Json | bytes | None = None
        self._world = world
        self._kept: list[tuple[Json | bytes, How]] | None = None
        self._polls: list[web.Request] = []
        self._session: aiohttp.ClientSession | None = None

    async def stop(self) -> None:
        self.closing = True
        self._world.bell.ring()
        if self._session:
            await self._session.close()

    # --- polling ---------------------------------------------------------------------------------------------

    async def poll(self, request: web.Request, timeout: float) -> Json | bytes:
        """The oldest update, which nobody hears of again. Raises Refusal when there is none, or a webhook."""
        self._alone()
        self._polls = [poll for poll in self._polls if _there(poll)]
        if self._polls:
            self.complaints.append("two polls at once")
        self._polls.append(request)
        self._given = None  # whoever asks on has what he was given
        try:
            return await self._world.bell.until(self._oldest(request), min(timeout, self.longest_poll))
        except TimeoutError:
            raise IDLE from None
        finally:
            if request in self._polls:  # else the next one saw that whoever polled is gone
                self._polls.remove(request)

    def _oldest(self, request: web.Request) -> Callable[[], Json | bytes | None]:
        def look() -> Json | bytes | None:
            self._alone()
            if self.closing or not _there(request):
                raise IDLE
            self._given = self.waiting.pop(0) if self.waiting else None
            return self._given

        return look

    def take_back(self) -> None:
        """Zalo does not do this: what was given last waits again, unless somebody has asked on since."""
        if self._given is not None:
            self.waiting.insert(0, self._given)
            self._given = None

    def _alone(self) -> None:
        if self.webhook:
            raise Refusal(400, "Bad request: a webhook is set")

    # --- the webhook -----------------------------------------------------------------------------------------

    async def tell(self, update: Json | bytes, how: How = USUAL) -> None:
        """Brings an update to the bot by the way that is open."""
        if self._kept is not None:
            self._kept.append((update, how))
        elif self.webhook:
            await self.deliver(update, how)
        else:
            self.waiting.extend([update] * how.copies)
            self._world.bell.ring()

    def hold(self) -> None:
        """Keeps updates back until `release`."""
        self._kept = []

    async def release(self, *, backwards: bool = False) -> None:
        """Brings what was kept back, the newest first when `backwards`."""
        kept, self._kept = self._kept or [], None
        for update, how in reversed(kept) if backwards else kept:
            await self.tell(update, how)

    async def deliver(self, update: Json | bytes, how: How = USUAL) -> Attempt:
        """Posts an update; how its first copy went."""
        assert self.webhook, "there is no webhook"
        secret = self.webhook.secret if how.secret is None else how.secret
        headers = {"Content-Type": "application/json", **({SECRET_HEADER: secret} if secret else {})}
        body = update if isinstance(update, bytes) else _spelled(update, how.style or self.style)
        made = [await self._post(self.webhook.url, body, headers) for _ in range(how.copies)]
        if not 200 <= made[0].status <= 299:
            self.lost.append(update)
        return made[0]

    async def probe(self, url: str, headers: dict[str, str]) -> tuple[int, int]:
        """The status that an empty request is answered with, and the milliseconds it took."""
        began = time.monotonic()
        made = await self._post(url, b"", headers)
        self.attempts.remove(made)
        return made.status, int((time.monotonic() - began) * 1000)

    async def _post(self, url: str, body: bytes, headers: dict[str, str]) -> Attempt:
        try:
            async with self.session().post(
                url,
                data=body or None,
                headers={"User-Agent": "Java-http-client/17.0.8", **headers},
                skip_auto_headers=["Content-Type"],
                timeout=aiohttp.ClientTimeout(total=self.patience),
                allow_redirects=False,
            ) as response:
                await response.read()
                status = response.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            status = 0
        made = Attempt(body, status)
        self.attempts.append(made)
        self._world.bell.ring()
        return made

    def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True))
        return self._session


def _there(request: web.Request) -> bool:
    return request.transport is not None and not request.transport.is_closing()


def _spelled(update: Json, style: Style) -> bytes:
    told = update if style == "flat" else {"ok": True, "result": update}
    return json.dumps(told, ensure_ascii=False).encode()
