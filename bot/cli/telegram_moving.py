"""`caunoi telegram log-out`: before the bot moves to another Bot API server."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.saying import fail, faults_told

app = typer.Typer(help="Bot Telegram. / The Telegram bot.", no_args_is_help=True)

_ASKED = """\
Bot sẽ thôi nhận tin ở {where}, và trong 10 phút không vào lại máy chủ của Telegram được. Tiếp tục?
(It will receive nothing from there any more, and cannot go back to Telegram's own server for 10 minutes. Go on?)"""
_DONE = """\
Đã rời {where}. Nay đặt TELEGRAM_API_BASE_URL là máy chủ mới rồi khởi động lại dịch vụ.
(The bot has left it. Now set TELEGRAM_API_BASE_URL to the new server and restart the service.)"""


@app.callback()
def main() -> None:
    """Telegram."""


@app.command("log-out")
def log_out(yes: Annotated[bool, typer.Option("--yes", help="Không hỏi lại. / Ask nothing.")] = False) -> None:
    """Rời máy chủ Bot API hiện nay để chuyển sang máy chủ khác. / Leave this Bot API server, to move to another."""
    with faults_told():
        import asyncio

        from bot.cli.telegram import leave_server
        from bot.settings import load
        from bot.wrong import wrong

        settings = load()
        if settings.telegram_bot_token is None:
            raise wrong("TELEGRAM_BOT_TOKEN")
        where = settings.telegram_api_base_url
        if not yes and not typer.confirm(_ASKED.format(where=where)):
            raise typer.Exit(1)
        if problem := asyncio.run(leave_server(settings)):
            fail(problem)
        typer.echo(_DONE.format(where=where))
