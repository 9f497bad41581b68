"""Calls of the OpenAPI: the token in its own header, errors under status 200, one renewal for a refused token."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import aiohttp

from bot.channels.calling import Caller, Unanswered
from bot.channels.zalo_oa.settings import ZaloOaSettings
from bot.channels.zalo_oa.tokens import Tokens

STALE_TOKEN = frozenset({-216, -220})


class Refusal(Exception):
    """Zalo's error, by its number."""

    def __init__(self, error: int, message: str) -> None:
        super().__init__(f"{error}: {message}"[:300])
        self.error = error
        self.message = message


class Calls:
    """To the OpenAPI of one account."""

    def __init__(self, settings: ZaloOaSettings, caller: Caller, tokens: Tokens) -> None:
        self._base = settings.api_base_url
        self._caller = caller
        self._tokens = tokens

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """The `data` of an answer.

        Raises Refusal; NotSent and Unanswered of `bot.channels.calling`; NotConnected and NotNow of
        `bot.channels.zalo_oa.exchange`; storage.db.Unavailable.
        """
        content = json.dumps(body).encode()
        return await self._done("POST", path, data=content, headers={"Content-Type": "application/json"})

    async def get(self, path: str, data: dict[str, Any] | None = None) -> dict[str, Any]:
        """As `post`; `data` is the one parameter that such a call takes."""
        params = {"data": json.dumps(data, separators=(",", ":"))} if data is not None else {}
        return await self._done("GET", path, params=params)

    async def upload(self, path: str, content: bytes, name: str, mime: str) -> dict[str, Any]:
        """As `post`, of one file. Nobody sees what was uploaded before it is sent."""

        def form() -> aiohttp.FormData:  # one is read by one call only
            made = aiohttp.FormData(quote_fields=False)
            made.add_field("file", content, filename=_plain(name), content_type=mime)
            return made

        return await self._done("POST", path, form=form)

    async def _done(
        self, method: str, path: str, headers: dict[str, str] | None = None, **what: Any
    ) -> dict[str, Any]:
        token = await self._tokens.access()
        try:
            return await self._once(method, path, token, headers, what)
        except Refusal as refusal:
            if refusal.error not in STALE_TOKEN:
                raise
            stale = refusal
        # Once: one source saw -216 for a missing permission, which no new token mends.
        renewed = await self._tokens.renewed(token)
        if renewed is None:
            raise stale
        return await self._once(method, path, renewed, headers, what)

    async def _once(
        self, method: str, path: str, token: str, headers: dict[str, str] | None, what: dict[str, Any]
    ) -> dict[str, Any]:
        given = {**(headers or {}), "access_token": token}
        form: Callable[[], aiohttp.FormData] | None = what.get("form")
        sent = {"data": form()} if form else what
        answer = await self._caller.call(method, self._base + path, headers=given, **sent)
        told = answer.json
        error = told.get("error") if told else None
        if told is None or isinstance(error, bool) or not isinstance(error, int):
            raise Unanswered(f"an answer that cannot be read ({answer.status})")
        if error:
            raise Refusal(error, str(told.get("message") or told.get("error_name") or "").replace(token, "…"))
        found = told.get("data")
        return found if isinstance(found, dict) else {}


def _plain(name: str) -> str:
    """A name as it may stand in a header: on one line, and without the quotes that end it there."""
    return " ".join(name.replace('"', "'").replace("\\", "_").split())[-120:]
