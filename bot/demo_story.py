"""The demo's cast: a cadre of a real commune, the officer of its province and a ministry admin, each with a phone.

Everything else is the service as it runs anywhere. The data folder is the demo's own and begins anew at each start.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from bot.app import App, run
from bot.channels.webchat import Door
from bot.demo import Demo, Phone
from bot.settings import Settings
from handlers import invite
from handlers.clock import Clock
from handlers.invite import Role
from handlers.ministry.stats import overall
from storage import migrate
from storage.db import Database
from storage.seed import seed


@dataclass(frozen=True, slots=True)
class Player:
    """One of the three, with the seat he gets."""

    key: str
    name: str
    role: Role
    unit: str
    ministry: str | None
    title: str
    office: str


CAST = (
    Player("cadre", "Hoàng Thị Lan", Role.CADRE, "06040", None, "Cán bộ cấp xã", "Xã Thất Khê, tỉnh Lạng Sơn"),
    Player("officer", "Trần Văn Minh", Role.OFFICER, "20", "MOIT", "Cán bộ biệt phái", "Bộ Công Thương tại Lạng Sơn"),
    Player("admin", "Nguyễn Thu Hà", Role.ADMIN, "MOIT", "MOIT", "Quản trị của Bộ", "Bộ Công Thương"),
)


async def demo_app(settings: Settings) -> App:
    """The service with the demo's page, doors and cast; not started yet."""
    shutil.rmtree(settings.data_dir / "media", ignore_errors=True)
    for old in settings.data_dir.glob("caunoi.db*"):
        old.unlink()
    clock = Clock()
    codes = await _invite_cast(settings, clock)
    doors = [Door()] + [
        Door(
            f"/demo/{p.key}",
            f"caunoi_demo_{p.key}",
            True,
            f"{p.title} · {p.office}",
            codes[p.key],
            p.name,
            secrets.token_urlsafe(24),
        )
        for p in CAST
    ]
    return App(settings, clock=clock, doors=doors, extra_routes=_routes)


async def _invite_cast(settings: Settings, clock: Clock) -> Mapping[str, str]:
    """An invite for each; a second browser opens the same phone and needs none."""
    await migrate.upgrade(settings.database)
    db = Database(settings.database)
    try:
        await db.write(lambda tx: seed(tx, clock.today()))
        key = settings.key("invites")
        return {
            p.key: (await invite.create(db, clock, key, invite.Order(p.role, p.unit, p.ministry, clock.today()))).code
            for p in CAST
        }
    finally:
        await db.close()


def _routes(app: App) -> list[web.RouteDef]:
    async def counted() -> Mapping[str, int]:
        found = await overall(app.ctx)
        return {"asked": found.asked, "bank": found.by_bank, "open": found.open, "overdue": found.overdue}

    async def forward(by: timedelta) -> None:
        app.clock.forward(by)
        await app.jobs.sweep_now()

    phones = [Phone(p.key, f"/demo/{p.key}/", p.title, p.name, p.office) for p in CAST]
    return Demo(app.pages, app.clock, phones, figures=counted, forward=forward).routes()


async def serve_demo(settings: Settings) -> None:
    """Runs the demo until it is interrupted."""
    app = await demo_app(settings)

    def say_where() -> None:
        print(f"\n  Cầu Nối: http://127.0.0.1:{app.port}/   (Ctrl+C để dừng / to stop)\n", flush=True)

    await run(app, say_where)
