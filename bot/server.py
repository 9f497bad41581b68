"""The HTTP server: what every page and webhook goes through, and the pages for machines.

`/healthz` says that the process lives, `/readyz` that it can work, `/metrics` gives figures. Behind a proxy the
address of a client is believed only as far as the proxies are ours (`TRUSTED_PROXIES`).
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger
from aiohttp.http import HttpProcessingError

from bot.metrics import CONTENT_TYPE, Meter
from bot.settings import Network, Settings
from bot.web.headers import secure
from bot.web.porter import Porter, Site, room
from bot.wrong import taken
from handlers.clock import Clock
from storage import inbox, migrate, outbox, reach
from storage.db import Database, Tx, Unavailable

log = logging.getLogger(__name__)

BODY_BYTES = 256 * 1024
"""More than any webhook needs. Uploads are streamed and bounded where they are taken."""
RETRY_AFTER = {"Retry-After": "5"}
HUNG_UP = 499
"""For the figures: whoever asked is gone in the middle of what he brought; it is no fault of ours."""
IDLE_SECONDS = 150.0
"""How long a connection is kept for a next request: longer than Caddy's two minutes and nginx's one, so that the
proxy hangs up first."""
LINGER_SECONDS = 2.0
"""How long the rest of a body that nobody wants is still taken, so that the answer is read."""
_PROBE_SECONDS = 2.0
_METER = web.AppKey("meter", Meter)
_TRUSTED = web.AppKey("trusted", tuple[Network, ...])
_FORWARDED = ("X-Forwarded-For", "Forwarded")
_QUIET = {"/healthz", "/readyz", "/metrics"}


def make_server(
    settings: Settings,
    db: Database,
    meter: Meter,
    clock: Clock,
    routes: Iterable[web.AbstractRouteDef],
    started: Callable[[], bool],
) -> web.Application:
    """The application of one process. `started` says whether its channels have begun to receive and send."""
    app = web.Application(middlewares=[_refuse_when_the_database_does], client_max_size=BODY_BYTES)
    app[_TRUSTED] = settings.trusted_proxies
    app[_METER] = meter
    machines = _Machines(settings, db, meter, clock, started)
    app.router.add_get("/healthz", machines.healthz)
    app.router.add_get("/readyz", machines.readyz)
    app.router.add_get("/metrics", machines.metrics)
    app.add_routes(routes)
    app.on_response_prepare.append(_say_nothing_of_versions)
    secure(app, https=settings.base_url.startswith("https://"))
    return app


async def listen(app: web.Application, settings: Settings) -> tuple[web.AppRunner, int]:
    """Opens HOST:PORT and returns the runner, to be cleaned up, and the port. Raises bot.wrong.Wrong."""
    # A client that hangs up does not cancel its handler: what it brought is committed all the same.
    # Nobody whom we serve packs what he sends; unpacking a stranger's bomb took half a second of everybody's time.
    runner = web.AppRunner(
        app, access_log_class=_AccessLog, access_log=log, logger=_server_log(), shutdown_timeout=5,
        keepalive_timeout=IDLE_SECONDS, lingering_time=LINGER_SECONDS, auto_decompress=False,
    )  # fmt: skip
    await runner.setup()
    try:
        assert runner.server is not None  # noqa: S101 - made by setup()
        porter = Porter(runner.server, settings.trusted_proxies, most=room())
        await Site(runner, porter, settings.host, settings.port).start()
    except OSError as error:
        await runner.cleanup()
        raise taken(settings.host, settings.port) from error
    return runner, runner.addresses[0][1]


def client_address(request: web.Request) -> str:
    """Who is asking, for limits and nothing else; empty for a unix socket.

    X-Forwarded-For is read from its end, as long as those who wrote it are proxies of ours: everything before that
    was written by the client.
    """
    trusted = request.app[_TRUSTED]
    address = _address(request.remote or "")
    if address is None:
        return request.remote or ""
    said = [part for header in request.headers.getall("X-Forwarded-For", ()) for part in header.split(",")]
    for part in reversed(said):
        before = _address(part.strip())
        if before is None or not _within(address, trusted):
            break
        address = before
    return str(address)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _within(address: IPv4Address | IPv6Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


class _Machines:
    """The pages that machines read."""

    def __init__(
        self, settings: Settings, db: Database, meter: Meter, clock: Clock, started: Callable[[], bool]
    ) -> None:
        self._token = settings.metrics_token
        self._db = db
        self._meter = meter
        self._clock = clock
        self._started = started

    async def healthz(self, _request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(self, _request: web.Request) -> web.Response:
        schema = await self._schema()
        state = {
            "database": schema is not None,
            "schema": schema == migrate.head(),
            "channels": self._started(),
        }
        if all(state.values()):
            return web.json_response({"ready": True, **state})
        return web.json_response({"ready": False, **state}, status=503, headers=RETRY_AFTER)

    async def metrics(self, request: web.Request) -> web.Response:
        if not self._may_see_figures(request):
            raise web.HTTPNotFound
        try:
            async with asyncio.timeout(_PROBE_SECONDS):
                await self._db.read_many(self._look_at_queues)
        except (Unavailable, TimeoutError):
            log.warning("figures of the queues are old: the database does not answer")
        return web.Response(body=self._meter.page(), headers={"Content-Type": CONTENT_TYPE})

    async def _schema(self) -> str | None:
        try:
            async with asyncio.timeout(_PROBE_SECONDS):
                return await self._db.read(migrate.revision) or ""
        except (Unavailable, TimeoutError):
            return None

    def _may_see_figures(self, request: web.Request) -> bool:
        if self._token is not None:
            given = request.headers.get("Authorization", "").encode("utf-8", "replace")
            return hmac.compare_digest(given, f"Bearer {self._token.get_secret_value()}".encode())
        # A proxy on this machine comes from here too, but on behalf of somebody else, and says so.
        peer = _address(request.remote or "")
        return peer is not None and peer.is_loopback and not any(name in request.headers for name in _FORWARDED)

    async def _look_at_queues(self, tx: Tx) -> None:
        oldest = {"inbox": await inbox.oldest_waiting(tx), "outbox": await outbox.oldest_waiting(tx)}
        self._meter.queues(await inbox.depth(tx), await outbox.depth(tx), oldest, self._clock.machine())
        self._meter.shut(await reach.how_many_shut(tx))


@web.middleware
async def _refuse_when_the_database_does(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    # Never 200 without durability: platforms and our own page try again after a 503.
    try:
        return await handler(request)
    except Unavailable:
        log.warning("the database is unavailable", extra={"route": _route(request)})
        return web.Response(status=503, headers=RETRY_AFTER)
    except ConnectionError:
        if request.transport is not None and not request.transport.is_closing():
            raise
        return web.Response(status=HUNG_UP)


async def _say_nothing_of_versions(request: web.Request, response: web.StreamResponse) -> None:
    response.headers["Server"] = "caunoi"
    if 400 <= response.status < 500:
        request.app[_METER].refused(str(response.status))


class _AccessLog(AbstractAccessLogger):
    """One line per request, by route: an address may hold ids, and its query more than that.

    Refusals cost the one who is refused nothing: of them there is a line a minute for each route, and a figure.
    """

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        route = _route(request) if isinstance(request, web.Request) else ""
        # An update that was taken is in the inbox and in the figures; a line for each would say nothing more.
        quiet = route in _QUIET or (route.startswith("/webhooks/") and response.status == 200)
        level = logging.DEBUG if quiet else logging.INFO
        if not self.logger.isEnabledFor(level):
            return
        figures: dict[str, Any] = {
            "status": response.status, "ms": round(time * 1000, 1), "bytes": response.body_length,
        }  # fmt: skip
        if 400 <= response.status < 500:
            figures["key"] = f"{response.status} {route}"
        self.logger.log(level, "%s %s", request.method, route, extra=figures)

    @property
    def enabled(self) -> bool:
        return self.logger.isEnabledFor(logging.INFO)


def _route(request: web.Request) -> str:
    try:
        resource = request.match_info.route.resource
    except AssertionError:  # what is no HTTP was never matched against anything
        return "(no HTTP)"
    return resource.canonical if resource else "(none)"


class _StrangersFaults(logging.Filter):
    """Keeps what a stranger says wrongly out of the errors of ours that aiohttp tells of."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, HttpProcessingError)


def _server_log() -> logging.Logger:
    made = logging.getLogger("aiohttp.server")
    if not any(isinstance(one, _StrangersFaults) for one in made.filters):
        made.addFilter(_StrangersFaults())
    return made
