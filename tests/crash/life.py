"""One life of the service, in a child that was forked for it: it is born, works, and dies where it is told to."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, NoReturn

from pydantic import SecretStr
from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

from bot import app as app_module
from bot.app import App
from bot.channels.base import Capabilities
from bot.channels.telegram import TelegramChannel
from bot.channels.webchat import WebChat
from bot.channels.zalo_bot import ZaloBotChannel
from bot.channels.zalo_oa import ZaloOaChannel
from bot.ingest import Ingest
from bot.settings import Settings
from bot.web.files import StaticFiles
from faq.match import Bank
from faq.places import Gazetteer
from handlers import bank as bank_module
from handlers.clock import Clock
from storage import migrate
from tests.crash import mutants, points, seams
from tests.crash.birth import Birth
from tests.crash.zalo import BOT, OA, bot_settings, oa_settings
from tests.talk import SECRET_KEY, WEBHOOK_SECRET


class LaterClock(Clock):
    """Time goes on while nobody lives."""

    def __init__(self, ahead: timedelta, later: timedelta) -> None:
        super().__init__()
        self._later = later
        if ahead:
            self.forward(ahead)

    def machine(self) -> datetime:
        return super().machine() + self._later


def live(birth: Birth, report: int, ready: Callable[[], None]) -> NoReturn:
    """Runs until it dies. What goes wrong otherwise stands in the log, and the exit code is 1."""
    try:
        mutants.become(birth.mutant)
        gc.disable()  # to look through what is shared with the fork server copies it, and no life is long
        points.arm(birth.doom, report)
        asyncio.run(_run(birth, asyncio.Event(), ready))
    except BaseException:
        logging.getLogger(__name__).exception("a life ended by itself")
    os._exit(1)


def rehearse(birth: Birth, ready: Callable[[], None], ended: Callable[[asyncio.Event], None]) -> None:
    """A life in this very process that ends well: what it has to import and to compile, its children have."""

    async def run() -> None:
        enough = asyncio.Event()
        ended(enough)
        await _run(birth, enough, ready)

    asyncio.run(run())


async def _run(birth: Birth, enough: asyncio.Event, ready: Callable[[], None] = lambda: None) -> None:
    own = {"data_dir": Path(birth.folder), "database_url": SecretStr(birth.url), "port": birth.port,
           "telegram_bot_token": SecretStr(birth.token), "telegram_api_base_url": birth.telegram,
           "telegram_mode": birth.mode}  # fmt: skip
    settings = _settings().model_copy(update=own | _zalo(birth))
    seams.ports(int(birth.telegram.rpartition(":")[2]), birth.port, int(birth.zalo.rpartition(":")[2] or 0))
    if birth.pace:
        _quicken(birth.pace)
    app = App(settings, clock=LaterClock(timedelta(seconds=birth.ahead), timedelta(seconds=birth.later)))
    await app.start()
    ready()
    await enough.wait()
    await app.stop()


def _zalo(birth: Birth) -> dict[str, Any]:
    if birth.channel == OA:
        return oa_settings(birth.zalo)
    return bot_settings(birth.zalo, birth.zalo_mode) if birth.channel == BOT else {}


@lru_cache(1)
def _settings() -> Settings:
    """What is the same for all; to read it anew takes longer than many a life."""
    return Settings(
        secret_key=SecretStr(SECRET_KEY), telegram_webhook_secret=SecretStr(WEBHOOK_SECRET), log_level="WARNING",
        rate_person_per_minute=1_000_000, rate_unit_per_minute=1_000_000,
        digests=False, zalo_bot_per_second=100, _env_file=None,
    )  # fmt: skip


def _quicken(pace: float) -> None:
    for channel in (TelegramChannel, ZaloOaChannel):
        was = channel.capabilities
        named = {name: getattr(was, name) for name in Capabilities.__dataclass_fields__}
        channel.capabilities = Capabilities(**{**named, "per_second": pace})


def prepare() -> None:
    """Once, before the first fork: points around what our own parts promise, and what need not be made twice."""
    log = logging.StreamHandler(sys.stderr)
    log.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s %(why)s", defaults={"why": ""}))
    logging.basicConfig(handlers=[log], level=logging.WARNING)
    for owner, method, name in (
        (Ingest, "accept", "accept"),
        (TelegramChannel, "send", "send on telegram"),
        (ZaloOaChannel, "send", "send on zalo_oa"),
        (ZaloBotChannel, "send", "send on zalo_bot"),
        (WebChat, "send", "send on web"),
    ):
        _watch(owner, method, name)
    # None of this changes from life to life, and no death can make it differ: it is made once for all.
    _settings()
    for place, name, made in ((app_module, "StaticFiles", StaticFiles), (bank_module, "Bank", Bank)):
        setattr(place, name, lru_cache(4)(made))
    Gazetteer.from_package()
    _share_compiled_statements()


def _share_compiled_statements() -> None:
    """SQLAlchemy keeps what it compiled by engine and dialect; each life has its own, alike in everything."""
    compiled: Any = LRUCache(5_000)
    Engine._compiled_cache = property(lambda _: compiled, lambda _, own: None)  # type: ignore[assignment]
    DefaultDialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
    DefaultDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]


def settle() -> None:
    """Once, after the rehearsal: schema and bank are as it left them, and no life of a world changes them."""

    async def nothing_to_do(_url: str) -> None:
        return

    async def all_there(_tx: Any, _today: Any) -> None:
        return

    for module, name, instead in (
        (migrate, "upgrade", nothing_to_do), (app_module, "seed", all_there),
        (bank_module, "_shelved", _once(bank_module._shelved)),
    ):  # fmt: skip
        assert hasattr(module, name)
        setattr(module, name, instead)


def _once(real: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    known: list[Any] = []

    async def asked(*args: Any) -> Any:
        if not known:
            known.append(await real(*args))
        return known[0]

    return asked


def _watch(owner: Any, method: str, name: str) -> None:
    real: Callable[..., Awaitable[Any]] = getattr(owner, method)

    @wraps(real)
    async def watched(*args: Any, **named: Any) -> Any:
        with seams.around({name}):
            return await real(*args, **named)

    setattr(owner, method, watched)
