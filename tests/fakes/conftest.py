"""Fakes of Zalo on loopback, and somebody who calls them by hand."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.fakes.faults import Json
from tests.fakes.receiver import Receiver
from tests.fakes.watch import Watch
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import FakeZaloOA
from tests.fakes.zalo_oa.grants import ACCESS_LIFE


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def app() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    await receiver.start()
    yield receiver
    await receiver.stop()


@pytest.fixture
async def oa(watch: Watch) -> AsyncIterator[FakeZaloOA]:
    fake = FakeZaloOA(now=watch)
    await fake.start()
    yield fake
    await fake.stop()


class Api:
    """The OpenAPI, called by hand."""

    def __init__(self, oa: FakeZaloOA, session: aiohttp.ClientSession) -> None:
        self.oa = oa
        self.session = session
        oa.grants.access_life = 365 * 86_400.0  # what days do to tokens is for the tests of tokens
        self.headers = {"access_token": oa.tokens().access}
        oa.grants.access_life = ACCESS_LIFE
        self.seen: dict[str, str] = {}
        """The headers of the last answer."""

    async def post(self, path: str, body: object) -> Json:
        return await self._told("POST", path, json=body)

    async def get(self, path: str, **asked: Any) -> Json:
        return await self._told("GET", path, params={"data": json.dumps(asked)} if asked else {})

    async def upload(self, kind: str, content: bytes, name: str, field: str = "file") -> Json:
        form = aiohttp.FormData(quote_fields=False)
        form.add_field(field, io.BytesIO(content), filename=name)
        return await self._told("POST", f"/v2.0/oa/upload/{kind}", data=form)

    async def send(self, to: str, message: Json) -> Json:
        return await self.post("/v3.0/oa/message/cs", {"recipient": {"user_id": to}, "message": message})

    async def token(self, secret: str | None = None, **form: str) -> Json:
        headers = {"secret_key": secret if secret is not None else self.oa.grants.app_secret}
        form = {"app_id": self.oa.app_id, **form}
        url = f"{self.oa.base_url}/v4/oa/access_token"
        async with self.session.post(url, data=form, headers=headers) as response:
            assert response.status == 200
            return dict(await response.json())

    async def refresh(self, token: str) -> Json:
        return await self.token(grant_type="refresh_token", refresh_token=token)

    async def _told(self, method: str, path: str, **sent: Any) -> Json:
        url = self.oa.base_url + path
        async with self.session.request(method, url, headers=self.headers, **sent) as response:
            assert response.status == 200, "an error is told in the body"
            self.seen = dict(response.headers)
            return dict(await response.json())


@pytest.fixture
async def api(oa: FakeZaloOA) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(oa, session)


@pytest.fixture
async def bot(watch: Watch) -> AsyncIterator[FakeZaloBot]:
    fake = FakeZaloBot(allow_http=True, now=watch)
    await fake.start()
    yield fake
    await fake.stop()


class Caller:
    """Somebody who calls the platform by hand."""

    def __init__(self, bot: FakeZaloBot, session: aiohttp.ClientSession) -> None:
        self.base = f"{bot.base_url}/bot{bot.token}"
        self.session = session

    async def call(self, method: str, **parameters: Any) -> tuple[int, Any]:
        """(0, the result) or (the error's number, its description)."""
        return await self.raw("POST", method, json=parameters)

    async def raw(self, verb: str, method: str, **sent: Any) -> tuple[int, Any]:
        async with self.session.request(verb, f"{self.base}/{method}", **sent) as response:
            told = await response.json()
            assert response.status == 200
            return (0, told.get("result")) if told["ok"] else (told["error_code"], told["description"])


@pytest.fixture
async def caller(bot: FakeZaloBot) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(bot, session)
