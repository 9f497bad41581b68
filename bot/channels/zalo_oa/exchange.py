"""OAuth: what is given to Zalo against a pair of tokens, and what comes of it.

Nothing that is asked or answered here is quoted in an error: all of it opens something.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.channels.calling import Answer, Caller, NotSent, Unanswered
from bot.channels.zalo_oa.settings import ZaloOaSettings

log = logging.getLogger(__name__)

PATH = "/v4/oa/access_token"
LONGEST = timedelta(seconds=25)
"""How long the asking takes at the most: whoever renews holds a lease for longer than that."""
_EXPIRES = timedelta(hours=25)
_SHORTEST, _LONGEST_LIFE = timedelta(minutes=1), timedelta(days=100)
_LATER = (-32,)
"""Refusals that say nothing about the token: too many calls in this minute."""


class NotConnected(Exception):
    """There is no grant that can be used: an operator has to connect the account (anew)."""


class NotNow(Exception):
    """No token can be had just now; later perhaps."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What Zalo gave us."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    life: timedelta
    """Of the access token."""


class Exchange:
    """At Zalo, for one app."""

    def __init__(self, settings: ZaloOaSettings, caller: Caller) -> None:
        self._settings = settings
        self._caller = caller

    async def of_code(self, code: str) -> Pair:
        """The first pair, for a consent. Raises NotNow, and NotConnected for what Zalo refuses for good."""
        verifier = self._settings.code_verifier
        return await self._asked({"grant_type": "authorization_code", "code": code, "code_verifier": verifier})

    async def of_refresh_token(self, token: str) -> Pair:
        """A further pair. Raises the same. After NotNow the token may be used up: that shows at the next try."""
        return await self._asked({"grant_type": "refresh_token", "refresh_token": token})

    async def _asked(self, form: Mapping[str, str]) -> Pair:
        try:
            async with asyncio.timeout(LONGEST.total_seconds()):
                answer = await self._caller.call(
                    "POST",
                    self._settings.oauth_base_url + PATH,
                    data={**form, "app_id": self._settings.app_id},
                    headers={"secret_key": self._settings.app_secret},
                )
        except (NotSent, Unanswered, TimeoutError) as error:
            raise _not_now(str(error) or "no answer in time") from None
        told = answer.json or {}
        access, refresh = told.get("access_token"), told.get("refresh_token")
        if isinstance(access, str) and isinstance(refresh, str) and access and refresh:
            return Pair(access, refresh, _life(told.get("expires_in")))
        refused = _refusal(answer, told)
        if refused is None:
            raise _not_now(f"an answer without tokens ({answer.status})")
        for secret in (*form.values(), self._settings.app_secret):
            refused = refused.replace(secret, "…")
        raise NotConnected(refused[:200])


def _not_now(why: str) -> NotNow:
    log.warning("Zalo could not be asked for new tokens", extra={"why": why})
    return NotNow(why)


def _refusal(answer: Answer, told: dict[str, Any]) -> str | None:
    """Why Zalo will not give a pair; None where it may another time."""
    error = told.get("error")
    if answer.status >= 500 or answer.status == 429 or not isinstance(error, int | str) or error in _LATER:
        return None
    words = (told.get(name) for name in ("error_description", "error_name", "message"))
    return f"{error}: {next((word for word in words if isinstance(word, str) and word), '')}"


def _life(told: object) -> timedelta:
    try:
        life = timedelta(seconds=float(str(told)))
    except (ValueError, OverflowError):
        return _EXPIRES
    return life if _SHORTEST <= life <= _LONGEST_LIFE else _EXPIRES
