"""Calls of the Bot Platform: always POST with JSON; errors under status 200; now and then a page in place of JSON.

The token stands in each address, so nothing of a call's address or answer is ever quoted: only its method, its
number and, without the token, its description.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.channels.calling import Answer, Caller, Unanswered
from bot.channels.zalo_bot.settings import ZaloBotSettings

TIMEOUT = 408


class Refusal(Exception):
    """Zalo's error, by its number."""

    def __init__(self, error: int, description: str = "") -> None:
        super().__init__(f"{error}: {description}"[:300])
        self.error = error


class Calls:
    """To one bot's methods."""

    def __init__(self, settings: ZaloBotSettings, caller: Caller) -> None:
        self._base = f"{settings.api_base_url}/bot{settings.token}"
        self._token = settings.token
        self._caller = caller

    async def call(self, method: str, asked: dict[str, Any] | None = None) -> dict[str, Any]:
        """The `result` of an answer. Raises Refusal; NotSent and Unanswered of `bot.channels.calling`."""
        told = self._told(await self._answer(method, asked or {}, None))
        result = told.get("result")
        return result if isinstance(result, dict) else {}

    async def raw(self, method: str, asked: dict[str, Any], read: float) -> bytes:
        """An answer as it came, unless it is a refusal. Raises as `call` does."""
        answer = await self._answer(method, asked, read)
        if answer.status != 200 or answer.json is not None:
            self._told(answer)
        return answer.content

    async def _answer(self, method: str, asked: dict[str, Any], read: float | None) -> Answer:
        usual = self._caller.timeouts
        timeouts = usual if read is None else replace(usual, read=read)
        return await self._caller.call("POST", f"{self._base}/{method}", json=asked, timeouts=timeouts)

    def _told(self, answer: Answer) -> dict[str, Any]:
        """The envelope first, the status where there is none. Raises Refusal and Unanswered."""
        told = answer.json
        if told is not None and told.get("ok") is True:
            return told
        number = _number((told or {}).get("error_code"))
        if number is None and 400 <= answer.status <= 499:
            number = answer.status
        if number is None or number >= 500:
            raise Unanswered(f"an answer that cannot be read ({number or answer.status})")
        said = (told or {}).get("description")
        raise Refusal(number, (said if isinstance(said, str) else "").replace(self._token, "…"))


def _number(told: object) -> int | None:
    if isinstance(told, str) and told.isascii() and told.isdigit() and len(told) < 6:
        return int(told)
    return told if isinstance(told, int) and not isinstance(told, bool) and 0 < told < 10**6 else None
