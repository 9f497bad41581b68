"""The people of a world: their seats are in a database file that every world begins with a copy of."""

from __future__ import annotations

import asyncio
import itertools
import os
import secrets
import signal
import socket
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, CookieJar
from pydantic import SecretStr
from yarl import URL

from bot.channels.zalo_oa.connecting import connect
from bot.settings import Settings
from handlers import invite
from handlers.clock import Clock
from storage import migrate
from storage.db import Database
from storage.seats import Role
from storage.seed import seed
from tests.crash.birth import Birth
from tests.crash.lives import Lives
from tests.crash.zalo import OA, Kept, OfficialAccount, Phone, Zalo, oa_settings, zalo_of
from tests.fakes.telegram import FakeTelegram, FakeUser
from tests.talk import SECRET_KEY

MINISTRY = "MOIT"
MINISTRIES = {"MOIT": "Bộ Công Thương", "MAE": "Bộ Nông nghiệp và Môi trường"}
TERM = 14


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """Somebody with a seat."""

    id: int
    name: str
    role: Role
    unit: str
    ministry: str = MINISTRY
    """Whose broadcasts reach him; that of his seat, where it has one."""
    also: str = ""
    """The channel on which he is where he could be on Telegram alone, though he is no cadre."""
    leaves: bool = False
    """His term ends, so many days on (`TERM`)."""

    @property
    def label(self) -> str:
        """As a button names him."""
        return f"{self.name} ({MINISTRIES[self.ministry]})"

    def is_on(self, channel: str) -> bool:
        """Whether he is on it in a world that has it."""
        return channel != "telegram" and (self.role is Role.CADRE or self.also == channel)


LAN = Inhabitant(101, "Hoàng Thị Lan", Role.CADRE, "06040")
CUC = Inhabitant(102, "Nông Thị Cúc", Role.CADRE, "06040")
LY = Inhabitant(103, "Võ Thị Ly", Role.CADRE, "23941")
NAM = Inhabitant(104, "Lý Văn Nam", Role.CADRE, "06040")
MINH = Inhabitant(201, "Trần Văn Minh", Role.OFFICER, "20", also=OA)
TUAN = Inhabitant(202, "Lê Anh Tuấn", Role.OFFICER, "52", leaves=True)
MAI = Inhabitant(203, "Đỗ Thị Mai", Role.OFFICER, "52", "MAE")
SEP = Inhabitant(301, "Phạm Quốc Hùng", Role.ADMIN, MINISTRY)
EVERYBODY = (LAN, CUC, LY, NAM, MINH, TUAN, MAI, SEP)
ON_THE_WEB = Inhabitant(0, "Bế Thị Hoa", Role.CADRE, "06040")
_TRY_AGAIN = 0.04


@dataclass(slots=True)
class WebPhone:
    """The web chat's page, which asks again under the same id until it has an answer."""

    base: str
    cookies: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    cursor: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    _session: ClientSession | None = None
    _polling: asyncio.Task[None] | None = None

    async def opens(self, code: str = "") -> None:
        """Opens the page: with a code, or with the cookies of an earlier time."""
        self._session = ClientSession(
            cookie_jar=CookieJar(unsafe=True), timeout=ClientTimeout(total=5),
            headers={"Origin": self.base.rpartition("/")[0], "Sec-Fetch-Site": "same-origin"},
        )  # fmt: skip
        self._session.cookie_jar.update_cookies(self.cookies, URL(self.base))
        if code:
            await self.posts("session", key=secrets.token_urlsafe(24), code=code, name=ON_THE_WEB.name)
            self.cookies = {cookie.key: cookie.value for cookie in self._session.cookie_jar}
        self._polling = asyncio.create_task(self._poll())

    async def closes(self) -> None:
        if self._polling:
            self._polling.cancel()
            await asyncio.gather(self._polling, return_exceptions=True)
        if self._session:
            await self._session.close()

    async def says(self, text: str) -> str:
        """The id under which it was acknowledged."""
        answer = await self.posts("messages", client_id=secrets.token_hex(8), text=text)
        return str(answer["id"])

    async def presses(self, label: str, row: dict[str, Any]) -> None:
        [token] = [b["token"] for line in row.get("rows", ()) for b in line if b["label"] == label]
        await self.posts("press", client_id=secrets.token_hex(8), token=token, message_id=row["id"])

    async def hears(self, substring: str) -> dict[str, Any]:
        """Waits for a message of the bot that holds this."""
        while True:
            self.changed.clear()
            for row in self.rows.values():
                if not row["mine"] and substring in row.get("text", ""):
                    return row
            await self.changed.wait()

    async def posts(self, path: str, **body: Any) -> dict[str, Any]:
        """Posts until it is acknowledged; what is not served now is served by the next life."""
        assert self._session
        while True:
            try:
                async with self._session.post(f"{self.base}/{path}", json=body) as answer:
                    if answer.status == 200:
                        found: dict[str, Any] = await answer.json()
                        return found
                    assert answer.status >= 429, (path, answer.status, await answer.text())
            except (ClientError, OSError, TimeoutError):
                pass
            await asyncio.sleep(_TRY_AGAIN)

    async def _poll(self) -> None:
        assert self._session
        while True:
            try:
                async with self._session.get(f"{self.base}/poll?since={self.cursor}&wait=5") as answer:
                    got = await answer.json() if answer.status == 200 else {"rows": []}
            except (ClientError, OSError, TimeoutError, ValueError):
                got = {"rows": []}
            for row in got["rows"]:
                self.rows[row["id"]] = row
            self.cursor = got.get("cursor", self.cursor)
            self.changed.set()
            if not got["rows"]:
                await asyncio.sleep(_TRY_AGAIN)


@dataclass(frozen=True, slots=True)
class Template:
    """What a world begins with."""

    cookies: dict[str, str]
    """Those of the web chat's page."""
    ids: dict[int, int]
    """By person: how many messages stood in his chat already."""
    channel: str = "telegram"
    zalo: Kept = field(default_factory=Kept)


async def populate(url: str, folder: Path, lives: Lives, channel: str = "telegram") -> Template:
    """Gives everybody his seat, in a life that ends well and warms up the fork server."""
    fake, zalo = FakeTelegram(), zalo_of(channel, "polling")
    await fake.start()
    port = free_port()
    if zalo:
        await zalo.opens(port, Kept())
    at = zalo.base_url if zalo else ""
    codes, told = await _codes(url, folder, zalo)
    life = await lives.rehearse(
        Birth(url, str(folder), fake.base_url, fake.token, port, pace=1000, channel=channel, zalo=at,
              zalo_mode="polling")
    )  # fmt: skip
    phone = WebPhone(f"http://127.0.0.1:{port}/chat")
    try:
        await life.begun()
        if isinstance(zalo, OfficialAccount):
            await zalo.fake.agrees(told, f"http://127.0.0.1:{port}")
        async with asyncio.TaskGroup() as joining:
            for who in EVERYBODY:
                home = zalo.phone(who.name) if zalo and who.is_on(channel) else fake.user(who.id, who.name)
                joining.create_task(_joins(home, who.name, codes[who.name], channel))
        await phone.opens(codes[ON_THE_WEB.name])
        async with asyncio.timeout(20):
            await phone.hears("Đã xong. Anh/chị là")
    finally:
        life.signal(signal.SIGTERM)
        await phone.closes()
        await life.ended
        await fake.stop()
        kept = await zalo.closes() if zalo else Kept()
    ids = {number: chat.next_id for number, chat in fake.world.chats.items()}
    return Template(phone.cookies, ids, channel, kept)


async def _joins(home: FakeUser | Phone, name: str, code: str, channel: str) -> None:
    async def reads(words: str) -> None:
        for _ in range(600):
            if any(words in shown.text for shown in home.heard):
                return
            await asyncio.sleep(_TRY_AGAIN)
        raise AssertionError(f"{name} never read {words!r}")

    await home.says(f"/start {code}")
    await reads("Đã xong. Anh/chị là")
    if channel == OA and not isinstance(home, FakeUser):  # which tells no names
        await reads("họ và tên")
        await home.says(name)
        await reads(name)


async def _codes(url: str, folder: Path, zalo: Zalo | None) -> tuple[dict[str, str], Mapping[str, object]]:
    """An invite for each, and what connecting the Official Account takes."""
    await migrate.upgrade(url)
    settings = Settings(
        data_dir=folder, database_url=SecretStr(url), secret_key=SecretStr(SECRET_KEY), _env_file=None
    )
    db, clock = Database(url), Clock()
    told: Mapping[str, object] = {}
    if isinstance(zalo, OfficialAccount):
        own = settings.model_copy(update=oa_settings(zalo.base_url))
        told = await connect(db, clock, own, another=False)
    await db.write(lambda tx: seed(tx, clock.today()))
    codes = {}
    for who in (*EVERYBODY, ON_THE_WEB):
        ministry = who.ministry if who.role in (Role.OFFICER, Role.ADMIN) else None
        until = clock.today() + timedelta(days=TERM - 1) if who.leaves else None
        order = invite.Order(who.role, who.unit, ministry, clock.today(), until)
        codes[who.name] = (await invite.create(db, clock, settings.key("invites"), order)).code
    await db.close()
    return codes, told


_ports = itertools.count(os.getpid() % 12_000)
_ours: deque[socket.socket] = deque(maxlen=16)
"""Ports of ours, the newest last: each is held by a socket of the other kind, that no process beside us takes it
between two lives, when nobody listens there."""


def free_port() -> int:
    """A port for many lives: below those the system gives away by itself, so that no client takes it meanwhile."""
    while True:
        port = 18_000 + next(_ports) % 12_000
        held = socket.socket(type=socket.SOCK_DGRAM)
        with socket.socket() as asked:
            asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                held.bind(("127.0.0.1", port))
                asked.bind(("127.0.0.1", port))
            except OSError:
                held.close()
                continue
        if len(_ours) == _ours.maxlen:
            _ours.popleft().close()
        _ours.append(held)
        return port
