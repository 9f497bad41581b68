"""Fetching what people sent: nothing but that, from nowhere else, and not too much of it."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.allowed import Allowed
from bot.fetching import Fetching, NotFetched


async def whole(name: str, chunks: AsyncIterator[bytes]) -> tuple[str, bytes]:
    return name, b"".join([chunk async for chunk in chunks])


ZALO = Allowed.of(["zdn.vn", "zadn.vn"])


@pytest.mark.parametrize(
    "url",
    [
        "https://photo.zdn.vn/a.jpg",
        "https://zdn.vn/a",
        "https://F20.ZDN.VN/x?y=1",
        "https://a.zadn.vn:443/x",
        "https://a.zdn.vn./x",
    ],
)
def test_files_come_from_where_the_operator_says(url: str) -> None:
    assert ZALO.allows(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://photo.zdn.vn/a.jpg",
        "https://photo.zdn.vn:8443/a.jpg",
        "https://evilzdn.vn/a",
        "https://zdn.vn.evil.example/a",
        "https://zdn.vn@evil.example/a",
        "https://a:b@zdn.vn/a",
        "https://evil.example/zdn.vn",
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/a",
        "https://localhost/a",
        "javascript:alert(1)",
        "https://2130706433/",
        "ftp://zdn.vn/a",
        "file:" + "///etc/passwd",
        "//zdn.vn/a",
        "https://zdn.vn:99999/a",
        "https://[zdn.vn/a",
        "https://zdn.vn/" + "a" * 2_000,
        "",
    ],
)
async def test_nothing_comes_from_elsewhere(url: str) -> None:
    assert not ZALO.allows(url)
    with pytest.raises(NotFetched) as raised:
        await Fetching(ZALO).fetch(url, whole)
    assert not raised.value.temporary
    assert not url or url not in str(raised.value)


@pytest.mark.parametrize("name", ["", "https://", "zdn", "*.zdn.vn", "127.0.0.1", "a b.vn", "https://a/b", "-a.vn"])
def test_what_names_no_host_is_told(name: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        Allowed.of([name])


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@pytest.fixture
async def serving() -> AsyncIterator[Callable[[Handler], Awaitable[str]]]:
    servers: list[TestServer] = []

    async def serve(handler: Handler) -> str:
        app = web.Application()
        app.router.add_get("/{path:.*}", handler)
        server = TestServer(app)
        await server.start_server()
        servers.append(server)
        return str(server.make_url("")).rstrip("/")

    yield serve
    for server in servers:
        await server.close()


Serving = Callable[[Handler], Awaitable[str]]


def own(*origins: str, most: int = 1_000, seconds: float = 5.0) -> Fetching:
    return Fetching(Allowed.of(origins), most=most, seconds=seconds)


async def test_a_file_comes_with_its_name_and_kind(serving: Serving) -> None:
    async def handler(request: web.Request) -> web.Response:
        headers = {"Content-Disposition": "attachment; filename*=UTF-8''T%E1%BB%9D%20tr%C3%ACnh.pdf"}
        return web.Response(
            body=b"%PDF-1.7", content_type="application/pdf", headers=headers if "named" in request.path else {}
        )

    origin = await serving(handler)
    named, plain = [await own(origin).fetch(f"{origin}/{path}", whole) for path in ("named", "a/m%E1%BA%ABu.pdf?x=1")]
    assert named == ("Tờ trình.pdf", b"%PDF-1.7")
    assert plain[0] == "mẫu.pdf"


@pytest.mark.parametrize("honest", [True, False])
async def test_what_is_too_large_is_not_read_to_its_end(serving: Serving, *, honest: bool) -> None:
    sent = 0

    async def handler(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        answer = web.StreamResponse()
        if honest:
            answer.content_length = 10_000_000
        await answer.prepare(request)
        for _ in range(1_000):
            await answer.write(b"x" * 10_000)
            sent += 10_000
        return answer

    origin = await serving(handler)
    with pytest.raises(NotFetched, match="too large") as raised:
        await own(origin).fetch(f"{origin}/a", whole)
    assert not raised.value.temporary
    assert sent < 10_000_000


async def test_what_is_packed_is_refused(serving: Serving) -> None:
    async def handler(_request: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(b"0" * 900), headers={"Content-Encoding": "gzip"})

    origin = await serving(handler)
    with pytest.raises(NotFetched, match="packed"):
        await own(origin).fetch(f"{origin}/a", whole)


async def test_redirects_lead_only_to_allowed_places_and_not_on_and_on(serving: Serving) -> None:
    async def elsewhere(_request: web.Request) -> web.Response:
        return web.Response(body=b"secret")

    other = await serving(elsewhere)

    async def handler(request: web.Request) -> web.Response:
        step = request.path.strip("/")
        if step == "here":
            return web.Response(body=b"found")
        leads = {
            "once": "/here",
            "out": f"{other}/x",
            "meta": "http://169.254.169.254/x",
            "file": "file:" + "///etc/passwd",
        }
        raise web.HTTPFound(leads.get(step, "/again"))

    origin = await serving(handler)
    assert (await own(origin).fetch(f"{origin}/once", whole))[1] == b"found"
    for step in ("out", "meta", "file"):
        with pytest.raises(NotFetched, match="not from where"):
            await own(origin).fetch(f"{origin}/{step}", whole)
    with pytest.raises(NotFetched, match="too often"):
        await own(origin).fetch(f"{origin}/again", whole)


@pytest.mark.parametrize(
    ("status", "temporary"), [(404, False), (403, False), (410, False), (500, True), (429, True)]
)
async def test_whether_another_try_may_succeed_is_told(serving: Serving, status: int, *, temporary: bool) -> None:
    async def handler(_request: web.Request) -> web.Response:
        return web.Response(status=status)

    origin = await serving(handler)
    with pytest.raises(NotFetched) as raised:
        await own(origin).fetch(f"{origin}/a", whole)
    assert raised.value.temporary is temporary


async def test_nobody_there_and_nothing_in_it_may_be_tried_again(serving: Serving) -> None:
    async def handler(_request: web.Request) -> web.Response:
        return web.Response()

    origin = await serving(handler)
    for url, why in ((f"{origin}/a", "empty"), ("http://127.0.0.1:9/a", "Connect")):
        with pytest.raises(NotFetched, match=why) as raised:
            await own(origin, "http://127.0.0.1:9").fetch(url, whole)
        assert raised.value.temporary
        assert raised.value.__context__ is None or "127.0.0.1" not in str(raised.value)


async def test_who_is_too_slow_is_left(serving: Serving) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        await answer.write(b"x")
        await request.content.read()
        assert request.transport is not None
        while not request.transport.is_closing():
            await answer.write(b"x")
        return answer

    origin = await serving(handler)
    with pytest.raises(NotFetched, match="too long"):
        await own(origin, most=10**9, seconds=0.2).fetch(f"{origin}/a", whole)


async def test_a_name_that_leads_to_this_machine_is_not_asked(serving: Serving) -> None:
    asked = []

    async def handler(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(body=b"inside")

    await serving(handler)
    # localhost.localdomain and its kin are names that end like a host of the operator's.
    with pytest.raises(NotFetched):
        await Fetching(Allowed(("localhost",))).fetch("https://localhost/a", whole)
    assert not asked
