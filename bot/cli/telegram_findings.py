"""How Telegram stands: does it take the token, and does it deliver in the way we wait for."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator

from telegram.error import TelegramError

from bot.channels.telegram import standing
from bot.channels.telegram.standing import Webhook
from bot.cli.finding import Finding
from bot.cli.telegram import problem, reaching
from bot.settings import Settings


async def telegram(settings: Settings) -> AsyncIterator[Finding]:
    """Findings about the Bot API server, the bot and its webhook."""
    yield on_server(settings)
    try:
        async with reaching(settings, 10.0) as request:
            bot = await standing.get_me(request)
            yield Finding("ok", "Telegram", f"@{bot.username} ({bot.name})")
            yield _webhook(settings, await standing.webhook_info(request))
    except TelegramError as error:
        yield Finding("bad", "Telegram", problem(error), "TELEGRAM_BOT_TOKEN, TELEGRAM_PROXY, TELEGRAM_API_BASE_URL")


def on_server(settings: Settings) -> Finding:
    """Which Bot API server it is, and what that means for files."""
    name, folder = "Telegram Bot API", settings.telegram_local_files
    if settings.on_telegram_itself and folder:
        text = "api.telegram.org: TELEGRAM_LOCAL_FILES không có tác dụng (has no effect)"
        return Finding("warn", name, text, "TELEGRAM_API_BASE_URL=http://… | TELEGRAM_LOCAL_FILES=")
    if settings.on_telegram_itself:
        return Finding("ok", name, "api.telegram.org; tệp (files): nhận (in) ≤ 20 MB, gửi (out) ≤ 50 MB")
    where = f"máy chủ riêng (a server of your own) {settings.telegram_api_base_url}"
    if folder is None:
        return Finding("ok", name, f"{where}; tệp qua HTTP (files by HTTP): nhận (in) ≤ 20 MB, gửi (out) ≤ 50 MB")
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.X_OK):
        text = f"{where}; {folder}: không đọc được (cannot be read)"
        return Finding("bad", name, text, "TELEGRAM_LOCAL_FILES, quyền đọc thư mục (the right to read it)")
    return Finding("ok", name, f"{where}, --local, {folder}; gửi (out) ≤ 2000 MB, đọc (read) ≤ 100 MB")


def _webhook(settings: Settings, webhook: Webhook) -> Finding:
    name = "Telegram webhook"
    if settings.telegram_mode == "polling":
        if webhook.url:
            text = f"đang đặt ở (set to) {webhook.url}: polling sẽ không nhận được gì (polling would receive nothing)"
            return Finding("bad", name, text, "caunoi webhook delete telegram")
        return Finding("ok", name, f"không có, dùng polling (none); đang chờ (waiting): {webhook.pending}")
    if webhook.url != settings.webhook_url:
        text = f"là (is) {webhook.url or 'trống (empty)'}, cần (must be) {settings.webhook_url}"
        return Finding("bad", name, text, "caunoi webhook set telegram")
    text = f"{webhook.url}; đang chờ (waiting): {webhook.pending}"
    if webhook.last_error:
        at = f"{webhook.last_error_at:%Y-%m-%d %H:%M} UTC" if webhook.last_error_at else ""
        mend = "địa chỉ, chứng thư TLS, proxy (address, certificate, proxy)"
        return Finding("warn", name, f"{text}; lỗi gần nhất (last error) {at}: {webhook.last_error}", mend)
    if webhook.missing:
        text = f"{text}; không nhận (is not sent): {', '.join(webhook.missing)}"
        return Finding("warn", name, text, "caunoi webhook set telegram")
    return Finding("ok", name, text)
