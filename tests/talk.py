"""A town with the service and its people: stories speak the product, over real HTTP.

    lan = await town.cadre("Lan", commune="06040")
    await lan.says("…")
    shown = await lan.hears("Đã gửi câu hỏi")
    await town.forward(hours=24)

People hold a phone on Telegram (a strict fake server) or on the web chat; a story does not see which.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pydantic import SecretStr

from bot.app import App
from bot.channels.kit import Make
from bot.channels.zalo_oa.connecting import connect
from bot.settings import Settings
from handlers import invite
from handlers.clock import Clock
from storage.db import Tx
from storage.seats import Role
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import FakeZaloOA
from tests.phones import Phone, TelegramPhone, WebPhone, ZaloBotPhone, ZaloPhone

SECRET_KEY = "a key that only the tests know, long enough"
WEBHOOK_SECRET = "webhook-secret-of-the-tests"


class Town:
    """The running service, its Telegram, and a clock that stories move."""

    def __init__(
        self, url: str, folder: Path, *, telegram_mode: str = "polling", enrolment: str = "approval",
        clock: Clock | None = None,
    ) -> None:  # fmt: skip
        self.fake = FakeTelegram()
        self.clock = clock or Clock()
        self.oa = FakeZaloOA(now=lambda: self.clock.business().timestamp())
        self.zalo_bot = FakeZaloBot(allow_http=True, now=lambda: self.clock.business().timestamp())
        self.zalo_bot_mode = "webhook"
        self.zalo_bot.updates.patience = 30.0  # a machine that has much to do is no closed door
        self.oa.grants.access_life = 365 * 86_400.0  # our side of it goes by machine time, which stories do not move
        self._url = url
        self._folder = folder
        self._mode = telegram_mode
        self._enrolment = enrolment
        self.more: dict[str, Any] = {}
        """Settings of this story's own."""
        self.added: tuple[Make, ...] = ()
        """Channels of this story's own."""
        self._web: list[WebPhone] = []
        self._next_user = 100
        self.app: App

    async def __aenter__(self) -> Self:
        await self.fake.start()
        await self.oa.start()
        await self.zalo_bot.start()
        await self.opens()
        await self.connects()
        if self._mode == "webhook":
            telegram: Any = self.app.channels["telegram"]
            await telegram.set_webhook(f"http://127.0.0.1:{self.app.port}/webhooks/telegram", WEBHOOK_SECRET)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for phone in self._web:
            await phone.close()
        await self.closes()
        await self.oa.stop()
        await self.zalo_bot.stop()
        await self.fake.stop()

    async def opens(self) -> None:
        """Starts the service (again, on the same data)."""
        settings = Settings(
            data_dir=self._folder, database_url=SecretStr(self._url), port=0, secret_key=SecretStr(SECRET_KEY),
            telegram_bot_token=SecretStr(self.fake.token), telegram_api_base_url=self.fake.base_url,
            telegram_mode=self._mode, telegram_webhook_secret=SecretStr(WEBHOOK_SECRET), enrolment=self._enrolment,
            zalo_oa_app_id=self.oa.app_id, zalo_oa_app_secret=SecretStr(self.oa.app_secret),
            zalo_oa_secret_key=SecretStr(self.oa.oa_secret), zalo_oa_api_base_url=self.oa.base_url,
            zalo_oauth_base_url=self.oa.base_url, zalo_bot_token=SecretStr(self.zalo_bot.token),
            zalo_bot_api_base_url=self.zalo_bot.base_url, zalo_bot_mode=self.zalo_bot_mode,
            zalo_bot_webhook_secret=SecretStr(WEBHOOK_SECRET), zalo_bot_per_second=50,
            zalo_media_hosts=(self.oa.base_url, self.zalo_bot.base_url), _env_file=None,
            **{"digests": False, **self.more},  # else who listens for silence is told something by the way
        )  # fmt: skip
        self.app = App(settings, clock=self.clock, added=self.added)
        await self.app.start()
        self.oa.webhook.url = f"http://127.0.0.1:{self.app.port}/webhooks/zalo-oa"
        if self.zalo_bot_mode == "webhook":
            hook = {"url": f"http://127.0.0.1:{self.app.port}/webhooks/zalo-bot", "secret_token": WEBHOOK_SECRET}
            verified = (await self.zalo_bot.methods.set_webhook(hook))["verification"]
            assert verified["ok"], verified

    async def connects(self) -> None:
        """An administrator of the Official Account consents."""
        told = await connect(self.app.db, self.clock, self.app.settings, another=False)
        await self.oa.agrees(told, f"http://127.0.0.1:{self.app.port}")

    async def closes(self) -> None:
        """Stops the service."""
        await self.app.stop()

    async def forward(self, **by: float) -> None:
        """Moves business time; what is due happens."""
        self.clock.forward(timedelta(**by))
        await self.app.jobs.sweep_now()

    async def looks_round(self) -> None:
        """The slow tick, which otherwise comes twice a minute."""
        await self.app.jobs.look_round()

    async def read(self, body: Callable[[Tx], Any]) -> Any:
        return await self.app.db.read(body)

    # --- people ----------------------------------------------------------------------------------------------

    async def invited(self, role: Role, unit: str, ministry: str | None = None, **term: Any) -> str:
        """An invite code."""
        order = invite.Order(role, unit, ministry, term.pop("seat_from", self.clock.today()), **term)
        made = await invite.create(self.app.db, self.clock, self.app.settings.key("invites"), order)
        return made.code

    def on_telegram(self, name: str) -> TelegramPhone:
        """Somebody who has not written yet."""
        self._next_user += 1
        return TelegramPhone(self.fake.user(self._next_user, name), name)

    def on_zalo(self, name: str) -> ZaloPhone:
        """Somebody who has not written to the Official Account yet."""
        return ZaloPhone(self.oa.person(name))

    def on_zalo_bot(self, name: str) -> ZaloBotPhone:
        """Somebody who has not written to the Zalo bot yet."""
        return ZaloBotPhone(self.zalo_bot.person(name))

    async def on_web(self, name: str, code: str = "") -> WebPhone:
        """Somebody who has opened the web chat."""
        phone = WebPhone(f"http://127.0.0.1:{self.app.port}/chat", name)
        self._web.append(phone)
        await phone.begins(code)
        return phone

    async def joins(self, channel: str, name: str, code: str) -> Phone:
        """Somebody who has used his invite."""
        phone: Phone
        if channel == "web":
            phone = await self.on_web(name, code)
        elif channel == "zalo_oa":
            phone = self.on_zalo(name)
            await phone.says(f"/start {code}")
        elif channel == "zalo_bot":
            phone = self.on_zalo_bot(name)
            await phone.says(f"/start {code}")
        else:
            phone = self.on_telegram(name)
            await phone.says(f"/start {code}")
        await phone.hears("Đã xong. Anh/chị là")
        if channel == "zalo_oa":  # which tells no names
            await phone.hears("họ và tên")
            await phone.says(name)
            await phone.hears(name)
        return phone

    async def cadre(self, name: str, commune: str = "06040", channel: str = "telegram") -> Phone:
        return await self.joins(channel, name, await self.invited(Role.CADRE, commune))

    async def officer(
        self, name: str, province: str = "20", ministry: str = "MOIT", channel: str = "telegram", **term: Any
    ) -> Phone:
        return await self.joins(channel, name, await self.invited(Role.OFFICER, province, ministry, **term))

    async def expert(self, name: str, ministry: str = "MOIT", channel: str = "telegram", unit: str = "") -> Phone:
        return await self.joins(channel, name, await self.invited(Role.EXPERT, unit or ministry, ministry))

    async def admin(self, name: str, ministry: str = "MOIT", channel: str = "telegram") -> Phone:
        return await self.joins(channel, name, await self.invited(Role.ADMIN, ministry, ministry))
