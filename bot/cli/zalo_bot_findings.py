"""How the Zalo bot stands: is its token taken, where does Zalo deliver, and what is left of the month's messages."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.channels.zalo_bot import ZaloBotSettings
from bot.channels.zalo_bot.allowance import month_of
from bot.channels.zalo_bot.standing import get_me, webhook_url
from bot.cli.finding import Finding
from bot.cli.zalo_bot import TROUBLE, problem, reaching
from bot.settings import Settings
from handlers.clock import Clock
from storage import migrate
from storage.channels import quotas
from storage.db import Database, Unavailable

_NAME = "Zalo Bot"


async def zalo_bot(settings: Settings) -> AsyncIterator[Finding]:
    """Findings about the bot, its webhook and its allowance."""
    own = ZaloBotSettings.of(settings)
    try:
        async with reaching(settings, 10.0) as calls:
            bot = await get_me(calls)
            yield Finding("ok", _NAME, f"{bot.name} ({bot.account_type})")
            yield _webhook(own, await webhook_url(calls))
    except TROUBLE as error:
        yield Finding("bad", _NAME, problem(error), "ZALO_BOT_TOKEN, ZALO_BOT_API_BASE_URL")
    async for finding in _allowance(settings, own):
        yield finding


def _webhook(own: ZaloBotSettings, url: str) -> Finding:
    name = f"{_NAME} webhook"
    if own.mode == "polling":
        if url:
            text = f"đang đặt ở (set to) {url}: polling sẽ không nhận được gì (polling would receive nothing)"
            return Finding("bad", name, text, "caunoi webhook delete zalo-bot")
        text = "không có, có thể mất tin khi dịch vụ dừng (none; what comes while we are down may be lost)"
        return Finding("warn", name, text, "ZALO_BOT_MODE=webhook")
    if url != own.webhook_url:
        text = f"là (is) {url or 'trống (empty)'}, cần (must be) {own.webhook_url}"
        return Finding("bad", name, text, "caunoi webhook set zalo-bot")
    return Finding("ok", name, url)


async def _allowance(settings: Settings, own: ZaloBotSettings) -> AsyncIterator[Finding]:
    db = Database(settings.database, pool=1)
    try:
        if db.path is not None and not db.path.exists():
            return  # looking must not make an empty file
        if await db.read(migrate.revision) != migrate.head():
            return
        month = month_of(Clock().business())
        used = await db.read(lambda tx: quotas.used(tx, own.key, month))
    except (Unavailable, OSError):
        return  # told where the database is looked at
    finally:
        await db.close()
    late = used * 100 >= own.monthly_messages * 80
    text = f"tháng (month) {month}: {used} / {own.monthly_messages} tin (messages)"
    yield Finding("warn" if late else "ok", f"{_NAME}, số tin (allowance)", text)
