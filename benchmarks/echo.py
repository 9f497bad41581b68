"""Bare echo bots to be measured beside us: `python -m benchmarks.echo KIND PORT API_URL`.

ptb             python-telegram-bot as documented: an Application with its own queue and request class (httpx), fed by
                a custom webhook (its example `customwebhookbot.py`); the web server is aiohttp, the leanest at hand
ptb-concurrent  the same with concurrent_updates(64)
ptb-fast        only its Bot and Update, over our request class on aiohttp; nothing is queued
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from telegram import Bot, Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.channels.telegram.request import TelegramRequest

PATH = "/webhooks/telegram"
TOKEN = "1:benchmark"
Take = Callable[[dict[str, Any]], Awaitable[None]]


async def _echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


async def stock(api: str, at_once: int) -> tuple[Take, Callable[[], Awaitable[None]]]:
    """What takes an update, and what ends the bot."""
    builder = Application.builder().token(TOKEN).base_url(f"{api}/bot").updater(None)
    application = builder.concurrent_updates(at_once).build() if at_once else builder.build()
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    await application.initialize()
    await application.start()

    async def take(raw: dict[str, Any]) -> None:
        await application.update_queue.put(Update.de_json(raw, application.bot))

    async def end() -> None:
        await application.stop()
        await application.shutdown()

    return take, end


async def fast(api: str) -> tuple[Take, Callable[[], Awaitable[None]]]:
    """What takes an update, and what ends the bot."""
    request = TelegramRequest(TOKEN, api)
    bot = Bot(TOKEN, base_url=lambda _: TelegramRequest.BOT_ADDRESS, request=request, get_updates_request=request)
    await request.initialize()
    under_way: set[asyncio.Task[None]] = set()

    async def answer(raw: dict[str, Any]) -> None:
        update = Update.de_json(raw, None)
        if update.message and update.message.text:
            await bot.send_message(update.message.chat.id, update.message.text)

    async def take(raw: dict[str, Any]) -> None:
        task = asyncio.create_task(answer(raw))
        under_way.add(task)
        task.add_done_callback(under_way.discard)

    return take, request.shutdown


async def serve(kind: str, port: int, api: str) -> None:
    """Runs until SIGTERM."""
    if kind == "ptb-fast":
        take, end = await fast(api)
    else:
        take, end = await stock(api, 64 if kind == "ptb-concurrent" else 0)

    async def webhook(request: web.Request) -> web.Response:
        await take(json.loads(await request.read()))
        return web.Response()

    app = web.Application()
    app.router.add_post(PATH, webhook)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()
    await runner.cleanup()
    await end()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(serve(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
