"""The pair of tokens: kept encrypted, renewed by one process at a time, committed before it is used.

Zalo's refresh token is good once and each renewal kills the pair before it (docs/zalo.md). So whoever renews holds a
lease that all processes respect, looks again what is there, asks Zalo, and commits the new pair before anybody speaks
with it. It is a task of its own: who waits for it may be cancelled, a renewal that has begun may not.

Only a death between Zalo's answer and that commit loses the grant; then, as after any refusal, nothing is asked
again: the channel keeps its messages, and the operator is told once how to connect anew.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from bot.channels.calling import Caller
from bot.channels.zalo_oa.exchange import LONGEST, Exchange, NotConnected, NotNow, Pair
from bot.channels.zalo_oa.settings import NAME, ZaloOaSettings
from bot.channels.zalo_oa.vault import Vault
from handlers.clock import Clock
from storage import grants, leases, outbox
from storage.db import Body, Database, Tx, Unavailable
from storage.grants import Grant

log = logging.getLogger(__name__)

RENEWED_AFTER = timedelta(hours=20)
"""Of the 25 hours for which an access token is good: five are left to get over an outage."""
_OF_ITS_LIFE = 0.8
"""The same for tokens that live less long."""
FORCED_AGAIN_AFTER = timedelta(hours=1)
"""A token that Zalo refuses before its time is renewed, but not again and again: -216 was seen for a missing
permission, too, which no new token mends."""
_LEASED = timedelta(seconds=50)
"""No lease lasts longer than a minute."""
_TRIED_AGAIN_AFTER = timedelta(minutes=1)
_LOOKED_AFTER = 300.0
_BELIEVED = timedelta(seconds=10)
"""So long what the database holds is not read again: another process may have renewed it, or another account may have
been connected."""
_WAITED = 0.25
_GRACE = 6.0
"""Seconds that a renewal under way is given at the end; a stop as a whole has nine."""


class Tokens:
    """Of one app."""

    def __init__(self, settings: ZaloOaSettings, db: Database, clock: Clock, caller: Caller) -> None:
        self._db = db
        self._clock = clock
        self._channel = channel_of(settings)
        self._vault = Vault(settings)
        self._exchange = Exchange(settings, caller)
        self._known: tuple[Grant, datetime] | None = None
        self._renewal: asyncio.Task[str] | None = None
        self._not_before: datetime | None = None
        self._closed = False

    async def access(self) -> str:
        """A token to speak with. Raises NotConnected, NotNow and storage.db.Unavailable."""
        grant, now = await self._grant(), self._clock.machine()
        token = self._vault.open(grant.access)
        if now < _due(grant) or (self._not_before and now < min(self._not_before, grant.expires_at)):
            return token
        try:
            return await self._renewed(token, forced=False)
        except NotNow:
            self._not_before = now + _TRIED_AGAIN_AFTER
            if now >= grant.expires_at:
                raise
            return token

    async def renewed(self, refused: str) -> str | None:
        """A token other than the one that Zalo refused; None where that was tried lately. Raises as `access` does."""
        for _ in range(2):  # the renewal that was under way may have been for a still older one
            if (token := await self._renewed(refused, forced=True)) != refused:
                return token
        return None

    async def keep_fresh(self) -> None:
        """Renews in time, also while nobody writes; ends only when it is cancelled."""
        while True:
            try:
                await self.access()
            except (NotConnected, NotNow, Unavailable):
                pass  # told where it happened
            except Exception:
                log.exception("the tokens of Zalo OA could not be looked after")
            await asyncio.sleep(_LOOKED_AFTER)

    async def close(self) -> None:
        """Lets a renewal under way end: what Zalo answers to it is the only pair there is."""
        self._closed = True
        if self._renewal and not self._renewal.done():
            await asyncio.wait((self._renewal,), timeout=_GRACE)

    # --- renewing --------------------------------------------------------------------------------------------

    async def _renewed(self, refused: str, *, forced: bool) -> str:
        if self._renewal is None or self._renewal.done():
            if self._closed:
                raise NotNow("the channel is stopped")
            self._renewal = asyncio.create_task(self._alone(refused, forced), name="zalo-oa-renewal")
            self._renewal.add_done_callback(_looked_at)
        return await asyncio.shield(self._renewal)

    async def _alone(self, refused: str, forced: bool) -> str:
        owner = secrets.token_hex(8)
        while True:
            grant = await self._look()
            if self._vault.open(grant.access) != refused:
                return self._vault.open(grant.access)
            until = self._clock.machine() + _LEASED
            if await self._take(owner, until):
                break
            if not forced:
                raise NotNow("another process renews it")  # or died of it; the old one is good for hours
            await asyncio.sleep(_WAITED)
        try:
            return await self._under_lease(refused, forced, until)
        finally:
            with suppress(Unavailable, leases.Lost):
                await self._db.write(lambda tx: leases.give_up(tx, grants.QUEUE, self._channel, owner))

    async def _under_lease(self, refused: str, forced: bool, until: datetime) -> str:
        grant, now = await self._look(), self._clock.machine()
        if self._vault.open(grant.access) != refused:
            return self._vault.open(grant.access)  # between our look and our lease somebody had done it
        if forced and grant.forced_at and now < grant.forced_at + FORCED_AGAIN_AFTER:
            return refused
        refresh = self._vault.open(grant.refresh)
        if self._clock.machine() + LONGEST >= until:
            # The database, or this machine, stood still. Two who ask with one token kill the grant.
            raise NotNow("the lease would not last")
        try:
            pair = await self._exchange.of_refresh_token(refresh)
        except NotConnected as refusal:
            await self._give_up(grant, str(refusal))
            raise
        made = self._sealed(pair, grant.account, self._clock.machine() if forced else grant.forced_at)
        if await self._insist(lambda tx: grants.replace(tx, self._channel, grant.refresh, made)):
            self._believe(made)
            return pair.access
        return self._vault.open((await self._look()).access)  # a consent came meanwhile, and is the newer one

    async def _insist(self, body: Body[bool]) -> bool:
        while True:  # however long the database is away: what is to be kept is the only pair there is
            try:
                return await self._db.write(body)
            except Unavailable:
                log.warning("a new pair of tokens cannot be kept yet: the database is away")
                await asyncio.sleep(_WAITED)

    async def _give_up(self, grant: Grant, why: str) -> None:
        self._known = None
        if await self._db.write(lambda tx: grants.give_up(tx, self._channel, grant.refresh, why)):
            log.error(
                "Zalo OA no longer lets us speak for the account: nothing is lost and nothing is sent until somebody"
                " connects it anew with `caunoi zalo-oa connect`",
                extra={"why": why, "account": grant.account},
            )

    async def _take(self, owner: str, until: datetime) -> bool:
        lasts = until - self._clock.machine()
        take = partial(
            leases.take, queue=grants.QUEUE, conversations=[self._channel], owner=owner, now=until - lasts,
            lasts=lasts,
        )  # fmt: skip
        return bool(await self._db.write(take))

    # --- what is kept ----------------------------------------------------------------------------------------

    async def keep(self, pair: Pair, account: str) -> bool:
        """Keeps the pair of a new consent; False when nobody waits for it any more."""
        made = self._sealed(pair, account, None)

        async def body(tx: Tx) -> bool:
            if not await grants.consented(tx, self._channel, made):
                return False
            await leases.let_go(tx, outbox.QUEUE, f"{NAME}:")  # what was tried in vain waits no longer
            tx.wake(outbox.hint(NAME))
            return True

        if not await self._insist(body):
            return False
        self._not_before = None
        self._believe(made)
        return True

    async def _grant(self) -> Grant:
        """What is kept, as it was a moment ago."""
        if self._known and self._clock.machine() < self._known[1] + _BELIEVED:
            return self._known[0]
        return await self._look()

    async def _look(self) -> Grant:
        self._known = None
        grant = await self._db.read(partial(grants.find, channel=self._channel))
        if grant is None:
            raise NotConnected("nobody has connected the account yet: `caunoi zalo-oa connect`")
        if grant.broken:
            raise NotConnected(grant.broken)
        self._believe(grant)
        return grant

    def _believe(self, grant: Grant) -> None:
        self._known = grant, self._clock.machine()

    def _sealed(self, pair: Pair, account: str, forced_at: datetime | None) -> Grant:
        now, shut = self._clock.machine(), self._vault.shut
        return Grant(account, shut(pair.access), shut(pair.refresh), now, now + pair.life, forced_at=forced_at)


def channel_of(settings: ZaloOaSettings) -> str:
    """The name under which the grant of an app is kept."""
    return f"{NAME}:{settings.app_id}"


def _due(grant: Grant) -> datetime:
    return grant.renewed_at + min(RENEWED_AFTER, _OF_ITS_LIFE * (grant.expires_at - grant.renewed_at))


def _looked_at(renewal: asyncio.Task[str]) -> None:
    if not renewal.cancelled():
        renewal.exception()  # who waits for it has seen it; perhaps nobody does any more
