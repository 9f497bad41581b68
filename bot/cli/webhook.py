"""`caunoi webhook set|delete telegram`. `caunoi run` itself never sets or deletes one."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.saying import fail, faults_told

app = typer.Typer(
    help="Đặt hoặc bỏ webhook của một kênh. / Set or delete the webhook of a channel.", no_args_is_help=True
)


class Channel(StrEnum):
    """Channels that may deliver by webhook."""

    TELEGRAM = "telegram"


Which = Annotated[Channel, typer.Argument(help="Kênh. / The channel.")]


@app.command("set")
def set_(channel: Which) -> None:
    """Để kênh gửi tin tới PUBLIC_BASE_URL. / Have the channel deliver to PUBLIC_BASE_URL."""
    with faults_told():
        import asyncio

        from bot.cli.telegram import set_webhook
        from bot.settings import load
        from bot.wrong import wrong

        settings = load()
        if settings.telegram_webhook_secret is None:
            raise wrong("TELEGRAM_WEBHOOK_SECRET")
        if not settings.public_base_url or (settings.on_telegram_itself and settings.base_url.startswith("http:")):
            raise wrong("PUBLIC_BASE_URL")
        problem = asyncio.run(set_webhook(settings, settings.telegram_webhook_secret.get_secret_value()))
        if problem:
            fail(problem)
        typer.echo(f"{channel.value} sẽ gửi tin tới (delivers to) {settings.webhook_url}.")
        if settings.telegram_mode != "webhook":
            typer.echo(
                "Ghi vào .env trước khi chạy (write into .env before running): TELEGRAM_MODE=webhook", err=True
            )


@app.command("delete")
def delete(channel: Which) -> None:
    """Bỏ webhook để quay lại polling. / Delete the webhook, back to polling."""
    with faults_told():
        import asyncio

        from bot.cli.telegram import delete_webhook
        from bot.settings import load

        settings = load()
        problem = asyncio.run(delete_webhook(settings))
        if problem:
            fail(problem)
        typer.echo(f"Đã bỏ webhook của {channel.value}. (The webhook is deleted; waiting messages are kept.)")
        if settings.telegram_mode != "polling":
            typer.echo(
                "Ghi vào .env trước khi chạy (write into .env before running): TELEGRAM_MODE=polling", err=True
            )
