"""Fetching what people sent from where a platform keeps it: an address comes with an event, so it may be anybody's.

Only https, only hosts that the operator names, only public addresses, and the one that was looked at is the one that
is asked (no second look-up between the check and the call); redirects only to such hosts, few of them; so many bytes
and so many seconds at most, counted while they stream. Against server-side request forgery (OWASP SSRF Prevention).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import PurePosixPath
from socket import AddressFamily
from typing import Any, TypeVar
from urllib.parse import unquote, urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver

from bot.allowed import Allowed
from bot.media import FILE_BYTES, NotNow

_REDIRECTS = 3
_SECONDS = 20.0
_MOVED = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({400, 401, 403, 404, 410})
TOO_LARGE = "too large"

T = TypeVar("T")
Take = Callable[[str, AsyncIterator[bytes]], Awaitable[T]]
"""Takes a file's name and its content."""


class NotFetched(Exception):
    """A file could not be had. `temporary` when another try may succeed; its text quotes no address."""

    def __init__(self, why: str, *, temporary: bool) -> None:
        super().__init__(why)
        self.temporary = temporary


class Public(AbstractResolver):
    """Finds public addresses alone; what it finds is what is asked."""

    def __init__(self) -> None:
        self._found = DefaultResolver()

    async def resolve(
        self, host: str, port: int = 0, family: AddressFamily = AddressFamily.AF_INET
    ) -> list[ResolveResult]:
        found = await self._found.resolve(host, port, family)
        if not found or not all(ip_address(each["host"]).is_global for each in found):
            raise OSError("an address that is not public")
        return found

    async def close(self) -> None:
        await self._found.close()


class Fetching:
    """Fetches for one channel."""

    def __init__(self, allowed: Allowed, *, most: int = FILE_BYTES, seconds: float = _SECONDS) -> None:
        self._allowed = allowed
        self._most = most
        self._seconds = seconds

    async def fetch(self, url: str, take: Take[T]) -> T:
        """Hands the file at an address to `take` as it streams. Raises NotFetched, and what `take` does."""
        until = asyncio.get_running_loop().time() + self._seconds
        problem: NotFetched
        try:
            return await self._followed(url, take, until)
        except (NotFetched, NotNow):
            raise
        except TimeoutError:
            problem = NotFetched("it took too long", temporary=True)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            problem = NotFetched(type(error).__name__, temporary=True)
        raise problem  # outside of the handler: the original, whose text quotes the address, must not hang on

    async def _followed(self, url: str, take: Take[T], until: float) -> T:
        for _ in range(_REDIRECTS + 1):
            if not self._allowed.allows(url):
                raise NotFetched("not from where files come", temporary=False)
            async with self._asked(url, until) as answer:
                if answer.status not in _MOVED:
                    _check(answer)
                    return await take(_name(url, answer), self._chunks(answer, until))
                went = str(answer.headers.get("Location", ""))
            url = urljoin(url, went)
        raise NotFetched("redirected too often", temporary=False)

    @asynccontextmanager
    async def _asked(self, url: str, until: float) -> AsyncIterator[aiohttp.ClientResponse]:
        resolver = None if self._allowed.trusts(url) else Public()
        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            headers={"User-Agent": "caunoi", "Accept-Encoding": "identity"},
        ) as session:
            async with asyncio.timeout_at(until):
                answer = await session.get(url, allow_redirects=False)
            async with answer:
                yield answer

    async def _chunks(self, answer: aiohttp.ClientResponse, until: float) -> AsyncIterator[bytes]:
        size = 0
        if (answer.content_length or 0) > self._most:
            raise NotFetched(TOO_LARGE, temporary=False)
        while True:
            async with asyncio.timeout_at(until):
                chunk = await answer.content.readany()
            if not chunk:
                break
            size += len(chunk)
            if size > self._most:
                raise NotFetched(TOO_LARGE, temporary=False)
            yield chunk
        if not size:
            raise NotFetched("empty", temporary=True)


def _check(answer: aiohttp.ClientResponse) -> None:
    if answer.status != 200:
        raise NotFetched(f"HTTP {answer.status}", temporary=answer.status not in _GONE)
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise NotFetched("packed although we asked for it plain", temporary=False)


def _name(url: str, answer: aiohttp.ClientResponse) -> str:
    said: Any = EmailMessage()
    said["Content-Disposition"] = " ".join(answer.headers.get("Content-Disposition", "attachment").split())
    return str(said.get_filename() or "") or unquote(PurePosixPath(urlsplit(url).path).name)
