"""Fetching what people sent from where a platform keeps it: an address comes with an event, so it may be anybody's.

Only https, only hosts that the operator names, only public addresses, and the one that was looked at is the one that
is asked (no second look-up between the check and the call); redirects only to such hosts, few of them; so many bytes
and so many seconds at most, counted while they stream. Against server-side request forgery (OWASP SSRF Prevention).
"""

from __future__ import annotations

import asyncio
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import PurePosixPath
from socket import AddressFamily
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import DefaultResolver

from bot.allowed import Allowed
from bot.media import FILE_BYTES, Fetched

_REDIRECTS = 3
_SECONDS = 20.0
_MOVED = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({400, 401, 403, 404, 410})


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

    async def fetch(self, url: str) -> Fetched:
        """The file at an address. Raises NotFetched."""
        problem: NotFetched
        try:
            async with asyncio.timeout(self._seconds):
                return await self._followed(url)
        except NotFetched:
            raise
        except TimeoutError:
            problem = NotFetched("it took too long", temporary=True)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            problem = NotFetched(type(error).__name__, temporary=True)
        raise problem  # outside of the handler: the original, whose text quotes the address, must not hang on

    async def _followed(self, url: str) -> Fetched:
        for _ in range(_REDIRECTS + 1):
            if not self._allowed.allows(url):
                raise NotFetched("not from where files come", temporary=False)
            found = await self._asked(url)
            if isinstance(found, Fetched):
                return found
            url = urljoin(url, found)
        raise NotFetched("redirected too often", temporary=False)

    async def _asked(self, url: str) -> Fetched | str:
        """The file, or where it went."""
        resolver = None if self._allowed.trusts(url) else Public()
        async with (
            aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                headers={"User-Agent": "caunoi", "Accept-Encoding": "identity"},
            ) as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            if answer.status in _MOVED:
                return str(answer.headers.get("Location", ""))
            if answer.status != 200:
                raise NotFetched(f"HTTP {answer.status}", temporary=answer.status not in _GONE)
            if answer.headers.get("Content-Encoding", "identity") != "identity":
                raise NotFetched("packed although we asked for it plain", temporary=False)
            return Fetched(await self._read(answer), _name(url, answer), answer.content_type)

    async def _read(self, answer: aiohttp.ClientResponse) -> bytes:
        if (answer.content_length or 0) > self._most:
            raise NotFetched("too large", temporary=False)
        content = bytearray()
        async for chunk in answer.content.iter_any():
            content += chunk
            if len(content) > self._most:
                raise NotFetched("too large", temporary=False)
        if not content:
            raise NotFetched("empty", temporary=True)
        return bytes(content)


def _name(url: str, answer: aiohttp.ClientResponse) -> str:
    said: Any = EmailMessage()
    said["Content-Disposition"] = " ".join(answer.headers.get("Content-Disposition", "attachment").split())
    return str(said.get_filename() or "") or unquote(PurePosixPath(urlsplit(url).path).name)
