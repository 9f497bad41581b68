"""Calls to the Bot API over one aiohttp session: python-telegram-bot's request interface and a raw one.

An error says whether *nothing left us* (`NotSent`) or *it may have arrived* (`Unanswered`): delivery sends the first
again and marks the second. The token lives here alone. `Bot` is given a stand-in for it and addresses that only name
the method, so nothing that it logs or shows can hold the token; and no error of `calling` quotes an address.
"""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)
from telegram.request import BaseRequest, RequestData

from bot.channels import calling
from bot.channels.calling import Answer, Caller, Timeouts
from bot.channels.telegram import local

_DEFAULT_WAIT = 5.0  # seconds, for a 429 that does not say how long
_MOST_ANSWER = 32 * 1024 * 1024
_WRITE = 60.0  # seconds: files go up from here
_ANY_MESSAGE = {"date": 0, "chat": {"id": 0, "type": "private"}}


class NotSent(NetworkError):
    """No byte of the request left us: it is safe to try again."""


class NotHad(NotSent):
    """Nor will any before a file is there that cannot be had just now."""


class Unanswered(NetworkError):
    """The request may have reached Telegram, and no answer came that says so."""


class _TooLong(Unanswered):
    """The answer was not read to its end."""


class Flooded(TelegramError):
    """429: nothing more to this chat before `after` seconds are over.

    python-telegram-bot's own RetryAfter warns of a deprecation whenever it is looked at, and is not raised for a 429
    without a `retry_after`.
    """

    def __init__(self, after: float) -> None:
        super().__init__(f"Too many requests, wait {after:g} seconds")
        self.after = after


class TelegramRequest(BaseRequest):
    """One bot's way to its Bot API server."""

    BOT_ADDRESS = "bot:"
    """What `Bot` must be given as its base URL."""

    def __init__(
        self,
        token: str,
        api_base_url: str,
        *,
        proxy: str | None = None,
        timeouts: Timeouts | None = None,
        connections: int = 64,
        local_files: Path | None = None,
    ) -> None:
        self.local_files = local_files
        """Where a server of one's own keeps its files, if it tells paths on its disk."""
        self.limits = local.LOCAL if local_files else local.TELEGRAM
        self._token = token
        base = api_base_url.rstrip("/")
        self._methods = f"{base}/bot{token}/"
        self._files = f"{base}/file/bot{token}/"
        self._proxy = proxy
        self._timeouts = timeouts or Timeouts(write=_WRITE)
        self._caller = Caller(self._timeouts, connections=connections, most=_MOST_ANSWER)

    # --- python-telegram-bot's side --------------------------------------------------------------------------

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer."""
        return self._timeouts.read

    async def initialize(self) -> None:
        """Opens for business."""
        self._caller.open()

    async def shutdown(self) -> None:
        """Lets calls under way end, for a while, and closes. Calls made later raise NotSent."""
        await self._caller.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One call of `Bot`. Everything but success is raised here, so that no answer is read in two places."""
        timeouts = Timeouts(
            connect=_seconds(connect_timeout, self._timeouts.connect),
            write=_seconds(write_timeout, self._timeouts.write),
            read=_seconds(read_timeout, self._timeouts.read),
        )
        endpoint = url.rpartition("/")[2]
        if request_data is None:
            return await self._answer(endpoint, {}, timeouts)
        if request_data.contains_files:
            return await self._answer(endpoint, _form(request_data), timeouts)
        return await self._answer(endpoint, request_data.parameters, timeouts)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer's envelope. Raises Unanswered for a success that holds none: a proxy's page, half an answer.

        Of a message we need the id alone, and the library is given no more: what it stumbles over in the rest (a
        field of a newer Bot API) would make a send that went well look like one of which nobody knows.
        """
        try:
            envelope = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            envelope = None
        if not isinstance(envelope, dict) or "result" not in envelope:
            raise Unanswered("the answer is not one of the Bot API")
        result = envelope["result"]
        if isinstance(result, dict) and isinstance(result.get("message_id"), int):
            envelope["result"] = {"message_id": result["message_id"], **_ANY_MESSAGE}
        if isinstance(result, list) and all(isinstance(each, dict) and "message_id" in each for each in result):
            envelope["result"] = [{"message_id": each["message_id"], **_ANY_MESSAGE} for each in result]
        return envelope

    # --- our own side ----------------------------------------------------------------------------------------

    async def call(self, endpoint: str, parameters: dict[str, Any], *, read: float | None = None) -> Any:
        """The `result` of a method, as plain JSON. Raises TelegramError and its kinds."""
        return self.parse_json_payload(await self.raw(endpoint, parameters, read=read))["result"]

    async def raw(self, endpoint: str, parameters: dict[str, Any], *, read: float | None = None) -> bytes:
        """The whole answer of a method that succeeded. Raises TelegramError and its kinds."""
        timeouts = self._timeouts if read is None else replace(self._timeouts, read=read)
        return (await self._answer(endpoint, parameters, timeouts))[1]

    async def download(self, file_path: str, most: int) -> bytes | None:
        """A file by the path that getFile told; None when it is larger than `most` bytes. Raises TelegramError."""
        try:
            return (await self._asked("GET", self._files + quote(file_path), self._timeouts, most=most)).content
        except _TooLong:
            return None

    async def _answer(
        self, endpoint: str, body: dict[str, Any] | aiohttp.FormData, timeouts: Timeouts
    ) -> tuple[int, bytes]:
        sent: dict[str, Any] = {"data": body}
        if isinstance(body, dict):
            # ASCII JSON: a lone surrogate in a text becomes an escape that Telegram refuses, not an error in here.
            sent = {"data": json.dumps(body).encode(), "headers": {"Content-Type": "application/json"}}
        answer = await self._asked("POST", self._methods + endpoint, timeouts, **sent)
        return answer.status, answer.content

    async def _asked(self, method: str, url: str, timeouts: Timeouts, **what: Any) -> Answer:
        """An answer that is a success; what goes wrong becomes one of our errors, without a trace of the original."""
        problem: NetworkError
        try:
            answer = await self._caller.call(method, url, timeouts=timeouts, proxy=self._proxy, **what)
            if 200 <= answer.status <= 299:
                return answer
        except calling.NotSent as error:
            problem = NotSent(str(error))
        except calling.TooLong as error:
            problem = _TooLong(str(error))
        except calling.Unanswered as error:
            problem = Unanswered(str(error))
        else:
            raise self._refusal(answer)
        # Outside of the handler: inside it the original would hang on as __context__.
        raise problem

    def _refusal(self, answered: Answer) -> TelegramError:
        status, answer = answered.status, answered.json or {}
        hints = answer.get("parameters")
        hints = hints if isinstance(hints, dict) else {}
        text = str(answer.get("description") or f"HTTP {status}").replace(self._token, "…")[:300]
        if status == 429:
            return Flooded(_wait_of(hints.get("retry_after")))
        if isinstance(hints.get("migrate_to_chat_id"), int):
            return ChatMigrated(hints["migrate_to_chat_id"])
        if status >= 500:
            return Unanswered(text)
        if not answer and status != 413:
            return NotSent(f"refused on the way ({status})")
        kinds: dict[int, type[TelegramError]] = {401: InvalidToken, 403: Forbidden, 404: InvalidToken, 409: Conflict}
        return kinds.get(status, BadRequest)(text)


def _form(data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)  # Telegram shows names as they come, percent signs and all
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        file = io.BytesIO(content) if isinstance(content, bytes) else content  # bytes would be written in one go
        form.add_field(name, file, filename=filename, content_type=mime)
    return form


def _seconds(given: Any, default: float) -> float:
    return float(given) if isinstance(given, int | float) else default


def _wait_of(told: Any) -> float:
    usable = isinstance(told, int | float) and not isinstance(told, bool) and told > 0
    return float(told) if usable else _DEFAULT_WAIT
