"""A browser, as far as HTTP goes."""

from __future__ import annotations

import json
import secrets
from io import BytesIO
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer


class Visitor:
    """Somebody with the page open behind one door; keeps the cookie it is given."""

    def __init__(self, server: TestServer, base: str = "/chat") -> None:
        self.origin = str(server.make_url("")).rstrip("/")
        self.base = base
        self.chat = ""
        self.http = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            headers={"Origin": self.origin, "Sec-Fetch-Site": "same-origin"},
        )

    def url(self, path: str) -> str:
        return f"{self.origin}{self.base}/{path}"

    async def ask(self, method: str, path: str, **options: Any) -> tuple[int, Any, aiohttp.ClientResponse]:
        """One request: its status, its JSON (or text) and the answer itself."""
        async with self.http.request(method, self.url(path), allow_redirects=False, **options) as response:
            text = await response.text()
            content = json.loads(text) if response.content_type == "application/json" else text
            return response.status, content, response

    async def post(self, path: str, body: Any, **options: Any) -> tuple[int, Any]:
        status, content, _ = await self.ask("POST", path, json=body, **options)
        return status, content

    async def get(self, path: str) -> tuple[int, Any]:
        status, content, _ = await self.ask("GET", path)
        return status, content

    async def joins(self, code: str = "", name: str = "Hoàng Thị Lan") -> Visitor:
        status, content = await self.post("session", {"key": key(), "code": code, "name": name})
        assert status == 200, content
        self.chat = content["chat"]
        return self

    async def says(self, text: str, **more: Any) -> str:
        """Says something and returns its row id."""
        status, content = await self.post("messages", {"client_id": key(), "text": text, **more})
        assert status == 200, content
        return str(content["id"])

    async def uploads(self, content: bytes, name: str = "a.pdf") -> tuple[int, Any]:
        form = aiohttp.FormData(quote_fields=False)  # as browsers do
        form.add_field("file", BytesIO(content), filename=name, content_type="application/x-whatever")
        status, answer, _ = await self.ask("POST", "media", data=form)
        return status, answer

    async def sees(self, since: int = 0, wait: int = 0) -> Any:
        """What a poll says."""
        status, content = await self.get(f"poll?since={since}&wait={wait}")
        assert status == 200, content
        return content

    async def texts(self) -> list[str]:
        """The texts on the screen."""
        return [row["text"] for row in (await self.sees())["rows"] if row["kind"] == "text"]


def key() -> str:
    """A fresh random id as pages make them."""
    return secrets.token_urlsafe(32)
