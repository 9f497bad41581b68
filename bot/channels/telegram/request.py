"""Calls to the Bot API over one aiohttp session: python-telegram-bot's request interface and a raw one.

An error says whether *nothing left us* (`NotSent`) or *it may have arrived* (`Unanswered`): delivery sends the first
again and marks the second. The token lives here alone. `Bot` is given a stand-in for it and addresses that only name
the method, so nothing that it logs or shows can hold the token; and an aiohttp error, whose text may quote the whole
address, is never chained to ours.
"""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
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

from bot.channels.telegram import local

_DEFAULT_WAIT = 5.0  # seconds, for a 429 that does not say how long
_MOST_ANSWER = 32 * 1024 * 1024
_GRACE = 5.0  # seconds that calls under way are given when the session closes
_ANY_MESSAGE = {"date": 0, "chat": {"id": 0, "type": "private"}}


class NotSent(NetworkError):
    """No byte of the request left us: it is safe to try again."""


class NotHad(NotSent):
    """Nor will any before a file is there that cannot be had just now."""


class Unanswered(NetworkError):
    """The request may have reached Telegram, and no answer came that says so."""


class Flooded(TelegramError):
    """429: nothing more to this chat before `after` seconds are over.

    python-telegram-bot's own RetryAfter warns of a deprecation whenever it is looked at, and is not raised for a 429
    without a `retry_after`.
    """

    def __init__(self, after: float) -> None:
        super().__init__(f"Too many requests, wait {after:g} seconds")
        self.after = after


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. `connect` covers waiting for a free connection, DNS, TCP and TLS: all before our first byte."""

    connect: float = 5.0
    write: float = 60.0
    read: float = 15.0


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
        self._timeouts = timeouts or Timeouts()
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        self._closed = False
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()

    # --- python-telegram-bot's side --------------------------------------------------------------------------

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer."""
        return self._timeouts.read

    async def initialize(self) -> None:
        """Opens for business; the session itself is made with the first call, in the loop that makes it."""
        self._closed = False

    async def shutdown(self) -> None:
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
        return envelope

    # --- our own side ----------------------------------------------------------------------------------------

    async def call(self, endpoint: str, parameters: dict[str, Any], *, read: float | None = None) -> Any:
        """The `result` of a method, as plain JSON. Raises TelegramError and its kinds."""
        return self.parse_json_payload(await self.raw(endpoint, parameters, read=read))["result"]

    async def raw(self, endpoint: str, parameters: dict[str, Any], *, read: float | None = None) -> bytes:
        """The whole answer of a method that succeeded. Raises TelegramError and its kinds."""
        waits = self._timeouts
        timeouts = Timeouts(waits.connect, waits.write, waits.read if read is None else read)
        return (await self._answer(endpoint, parameters, timeouts))[1]

    async def download(self, file_path: str, most: int) -> bytes | None:
        """A file by the path that getFile told; None when it is larger than `most` bytes. Raises TelegramError."""

        async def take(session: aiohttp.ClientSession) -> tuple[int, bytes | None]:
            url = self._files + quote(file_path)
            timeout = _as_aiohttp(self._timeouts)
            async with session.get(url, proxy=self._proxy, timeout=timeout, allow_redirects=False) as response:
                return response.status, await _at_most(response, most)

        status, content = await self._guarded(take)
        if status != 200:
            raise self._refusal(status, content or b"")
        return content

    async def _answer(
        self, endpoint: str, body: dict[str, Any] | aiohttp.FormData, timeouts: Timeouts
    ) -> tuple[int, bytes]:
        sent: dict[str, Any] = {"data": body}
        if isinstance(body, dict):
            # ASCII JSON: a lone surrogate in a text becomes an escape that Telegram refuses, not an error in here.
            sent = {"data": json.dumps(body).encode(), "headers": {"Content-Type": "application/json"}}

        async def post(session: aiohttp.ClientSession) -> tuple[int, bytes | None]:
            async with session.post(
                self._methods + endpoint,
                proxy=self._proxy,
                timeout=_as_aiohttp(timeouts),
                allow_redirects=False,
                **sent,
            ) as response:
                return response.status, await _at_most(response, _MOST_ANSWER)

        status, content = await self._guarded(post)
        if not 200 <= status <= 299:
            raise self._refusal(status, content or b"")
        if content is None:
            raise Unanswered("the answer is too long")
        return status, content

    async def _guarded(self, exchange: Callable[[aiohttp.ClientSession], Any]) -> tuple[int, bytes | None]:
        """Runs an exchange; what goes wrong in it becomes one of our errors, without a trace of the original."""
        problem: NetworkError
        async with self._busy():
            try:
                result: tuple[int, bytes | None] = await exchange(self._open())
                return result
            except Exception as error:  # whatever it is: the library would quote it, and what we sent with it
                problem = _told_apart(error)
        # Outside of the handler: inside it the original would hang on as __context__.
        raise problem

    @asynccontextmanager
    async def _busy(self) -> AsyncIterator[None]:
        if self._closed:
            raise NotSent("the channel is stopped")
        self._under_way += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": "caunoi"},
            )
        return self._session

    def _refusal(self, status: int, content: bytes) -> TelegramError:
        try:
            said = json.loads(content.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            said = None
        answer: dict[str, Any] = said if isinstance(said, dict) else {}
        hints = answer.get("parameters")
        hints = hints if isinstance(hints, dict) else {}
        text = str(answer.get("description") or f"HTTP {status}").replace(self._token, "…")[:300]
        if status == 429:
            return Flooded(_wait_of(hints.get("retry_after")))
        if isinstance(hints.get("migrate_to_chat_id"), int):
            return ChatMigrated(hints["migrate_to_chat_id"])
        if 300 <= status <= 399:
            # Telegram never redirects: something on the way answered in its place.
            return NotSent(f"redirected ({status}): is this the Bot API's address?")
        if status >= 500:
            return Unanswered(text)
        if not answer and status != 413:
            return NotSent(f"refused on the way ({status})")
        kinds: dict[int, type[TelegramError]] = {401: InvalidToken, 403: Forbidden, 404: InvalidToken, 409: Conflict}
        return kinds.get(status, BadRequest)(text)


def _told_apart(error: Exception) -> NetworkError:
    kind = type(error).__name__  # never the text: it may quote the address
    before_us = (
        aiohttp.ClientConnectorError,
        aiohttp.ConnectionTimeoutError,
        aiohttp.ClientHttpProxyError,
        aiohttp.InvalidURL,
    )
    if isinstance(error, before_us):
        return NotSent(f"no connection ({kind})")
    return Unanswered(f"no answer ({kind})")


def _as_aiohttp(timeouts: Timeouts) -> aiohttp.ClientTimeout:
    # aiohttp has no time limit for writing; the total one is there for a peer that stops reading.
    return aiohttp.ClientTimeout(
        total=timeouts.connect + timeouts.write + timeouts.read,
        connect=timeouts.connect,
        sock_read=timeouts.read,
    )


async def _at_most(response: aiohttp.ClientResponse, most: int) -> bytes | None:
    content = bytearray()
    async for chunk in response.content.iter_any():
        content += chunk
        if len(content) > most:
            return None
    return bytes(content)


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
