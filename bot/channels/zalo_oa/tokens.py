"""The pair of tokens: kept encrypted, renewed by one process at a time, committed before it is used.

Zalo's refresh token is good once and each renewal kills the pair before it (docs/zalo.md). So whoever renews holds a
lease that all processes respect, looks again what is there, asks Zalo, and commits the new pair before anybody speaks
with it. Only a death between Zalo's answer and that commit loses the grant; then, as after any refusal, nothing is
asked again: the channel keeps its messages, and the operator is told once how to connect anew.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.channels.calling import Answer, Caller, NotSent, Unanswered
from bot.channels.zalo_oa.settings import NAME, ZaloOaSettings
from handlers.clock import Clock
from storage import grants, leases
from storage.db import Database, Unavailable
from storage.grants import Grant

log = logging.getLogger(__name__)

PATH = "/v4/oa/access_token"
RENEWED_AFTER = timedelta(hours=20)
"""Of the 25 hours for which an access token is good: five are left to get over an outage."""
CONSENT_AWAITED = timedelta(minutes=30)
_EXPIRES = timedelta(hours=25)
_LEASED = timedelta(seconds=50)
"""Longer than a call may take; no lease lasts longer than a minute."""
_LOOKED_AFTER = 300.0
_WAITED = 0.25
_LATER = (-32,)
"""Refusals that say nothing about the token: too many calls in this minute."""


class NotConnected(Exception):
    """There is no grant that can be used: an operator has to connect the account (anew)."""


class NotNow(Exception):
    """No token can be had just now; later perhaps."""


class Tokens:
    """Of one app."""

    def __init__(self, settings: ZaloOaSettings, db: Database, clock: Clock, caller: Caller) -> None:
        self._settings = settings
        self._db = db
        self._clock = clock
        self._caller = caller
        self._channel = f"{NAME}:{settings.app_id}"
        keys = [Fernet(base64.urlsafe_b64encode(key)) for key in (settings.key, *settings.older_keys)]
        self._locked = MultiFernet(keys)
        self._known: Grant | None = None
        self._renewing = asyncio.Lock()

    async def access(self) -> str:
        """A token to speak with. Raises NotConnected, NotNow and storage.db.Unavailable."""
        grant = self._known or await self._look()
        if self._clock.machine() >= grant.renewed_at + RENEWED_AFTER:
            try:
                return await self.renewed(self._open(grant.access))
            except NotNow:
                if self._clock.machine() >= grant.expires_at:
                    raise
        return self._open(grant.access)

    async def renewed(self, refused: str) -> str:
        """A token other than the one that was refused. Raises as `access` does."""
        async with self._renewing:
            while True:
                grant = await self._look()
                if self._open(grant.access) != refused:
                    return self._open(grant.access)
                owner = secrets.token_hex(8)
                if await self._take(owner):
                    break
                await asyncio.sleep(_WAITED)  # another process is at it
            try:
                return await self._renew(await self._look(), refused)
            finally:
                with suppress(Unavailable, leases.Lost):
                    await self._db.write(lambda tx: leases.give_up(tx, grants.QUEUE, self._channel, owner))

    async def _renew(self, grant: Grant, refused: str) -> str:
        if self._open(grant.access) != refused:
            return self._open(grant.access)  # between our look and our lease somebody had done it
        told = await self._asked({"grant_type": "refresh_token", "refresh_token": self._open(grant.refresh)}, grant)
        return await self._kept(told, grant.account)

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

    # --- consent ---------------------------------------------------------------------------------------------

    async def await_consent(self, *, another: bool) -> None:
        """Lets the next consent in: of the account that is connected, or of `another`."""
        now = self._clock.machine()
        grant = await self._db.read(partial(grants.find, channel=self._channel))
        account = grant.account if grant and not another else None
        until = now + CONSENT_AWAITED
        await self._db.write(lambda tx: grants.await_consent(tx, self._channel, until, now, account))

    async def consented(self, code: str, account: str) -> bool:
        """Takes a code against the first pair; False when nobody waits for this account's consent.

        Raises NotConnected when Zalo refuses the code, NotNow when it cannot be asked.
        """
        now = self._clock.machine()
        if not await self._db.read(lambda tx: grants.is_awaited(tx, self._channel, account, now)):
            return False
        verifier = self._settings.code_verifier
        told = await self._asked({"grant_type": "authorization_code", "code": code, "code_verifier": verifier}, None)
        await self._kept(told, account)
        log.info("Zalo OA is connected", extra={"account": account})
        return True

    # --- what both ask Zalo ----------------------------------------------------------------------------------

    async def _asked(self, form: Mapping[str, str], grant: Grant | None) -> dict[str, Any]:
        """A new pair. Raises NotNow, and NotConnected for what Zalo refuses for good."""
        try:
            answer = await self._caller.call(
                "POST",
                self._settings.oauth_base_url + PATH,
                data={**form, "app_id": self._settings.app_id},
                headers={"secret_key": self._settings.app_secret},
            )
        except (NotSent, Unanswered) as error:
            # If it did arrive, the token was used: that shows at the next try, which is refused.
            raise NotNow(str(error)) from None
        told = answer.json
        if told and all(isinstance(told.get(name), str) and told[name] for name in ("access_token", "refresh_token")):
            return told
        refused = _refusal(answer, told)
        if refused is None:
            raise NotNow(f"an answer that cannot be read ({answer.status})")
        if grant is not None:
            await self._give_up(grant, refused)
        raise NotConnected(refused)

    async def _kept(self, told: Mapping[str, Any], account: str) -> str:
        """Commits a new pair, however long the database is away: it is the only one there is."""
        now = self._clock.machine()
        access, refresh = str(told["access_token"]), str(told["refresh_token"])
        grant = Grant(account, self._shut(access), self._shut(refresh), now, now + _life(told.get("expires_in")))
        while True:
            try:
                await self._db.write(lambda tx: grants.keep(tx, self._channel, grant))
                break
            except Unavailable:
                log.warning("a new pair of tokens cannot be kept yet: the database is away")
                await asyncio.sleep(_WAITED)
        self._known = grant
        return access

    async def _give_up(self, grant: Grant, why: str) -> None:
        self._known = None
        if await self._db.write(lambda tx: grants.give_up(tx, self._channel, grant.refresh, why)):
            log.error(
                "Zalo OA no longer lets us speak for the account: nothing is lost and nothing is sent until somebody"
                " connects it anew with `caunoi zalo-oa connect`",
                extra={"why": why, "account": grant.account},
            )

    async def _look(self) -> Grant:
        grant = await self._db.read(partial(grants.find, channel=self._channel))
        if grant is None:
            self._known = None
            raise NotConnected("nobody has connected the account yet: `caunoi zalo-oa connect`")
        if grant.broken:
            self._known = None
            raise NotConnected(grant.broken)
        self._known = grant
        return grant

    async def _take(self, owner: str) -> bool:
        now = self._clock.machine()
        take = partial(
            leases.take, queue=grants.QUEUE, conversations=[self._channel], owner=owner, now=now, lasts=_LEASED
        )
        return bool(await self._db.write(take))

    def _shut(self, token: str) -> str:
        return self._locked.encrypt(token.encode()).decode()

    def _open(self, kept: str) -> str:
        try:
            return self._locked.decrypt(kept).decode()
        except InvalidToken:
            raise NotConnected("the tokens were kept under another SECRET_KEY: connect the account anew") from None


def _refusal(answer: Answer, told: dict[str, Any] | None) -> str | None:
    """Why Zalo will not give a pair; None where it may another time."""
    error = (told or {}).get("error")
    if answer.status >= 500 or answer.status == 429 or not isinstance(error, int | str) or error in _LATER:
        return None
    said = (
        (told or {}).get("error_description") or (told or {}).get("error_name") or (told or {}).get("message") or ""
    )
    return f"{error}: {said}"[:200]


def _life(told: object) -> timedelta:
    try:
        seconds = float(str(told))
    except ValueError:
        return _EXPIRES
    return timedelta(seconds=seconds) if 60 <= seconds <= 10**7 else _EXPIRES
