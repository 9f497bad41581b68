"""`caunoi webhook set|delete telegram|zalo-bot`. `caunoi run` itself never sets or deletes one."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.saying import fail, faults_told

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(
    help="Đặt hoặc bỏ webhook của một kênh. / Set or delete the webhook of a channel.", no_args_is_help=True
)


class Channel(StrEnum):
    """Channels that may deliver by webhook."""

    TELEGRAM = "telegram"
    ZALO_BOT = "zalo-bot"


Which = Annotated[Channel, typer.Argument(help="Kênh. / The channel.")]


@app.command("set")
def set_(channel: Which) -> None:
    """Để kênh gửi tin tới PUBLIC_BASE_URL. / Have the channel deliver to PUBLIC_BASE_URL."""
    with faults_told():
        from bot.settings import load

        settings = load()
        mode = _set_zalo_bot(settings) if channel is Channel.ZALO_BOT else _set_telegram(settings)
        _remind(channel, mode, "webhook")


@app.command("delete")
def delete(channel: Which) -> None:
    """Bỏ webhook để quay lại polling. / Delete the webhook, back to polling."""
    with faults_told():
        import asyncio

        from bot.settings import load

        settings = load()
        if channel is Channel.ZALO_BOT:
            from bot.cli.zalo_bot import deleting_webhook

            problem, mode = asyncio.run(deleting_webhook(settings)), settings.zalo_bot_mode
        else:
            from bot.cli.telegram import delete_webhook

            problem, mode = asyncio.run(delete_webhook(settings)), settings.telegram_mode
        if problem:
            fail(problem)
        kept = "; waiting messages are kept" if channel is Channel.TELEGRAM else ""
        typer.echo(f"Đã bỏ webhook của {channel.value}. (The webhook is deleted{kept}.)")
        _remind(channel, mode, "polling")


def _set_telegram(settings: Settings) -> str:
    import asyncio

    from bot.cli.telegram import set_webhook
    from bot.wrong import wrong

    if settings.telegram_webhook_secret is None:
        raise wrong("TELEGRAM_WEBHOOK_SECRET")
    if not settings.public_base_url or (settings.on_telegram_itself and settings.base_url.startswith("http:")):
        raise wrong("PUBLIC_BASE_URL")
    problem = asyncio.run(set_webhook(settings, settings.telegram_webhook_secret.get_secret_value()))
    if problem:
        fail(problem)
    typer.echo(f"telegram sẽ gửi tin tới (delivers to) {settings.webhook_url}.")
    return settings.telegram_mode


def _set_zalo_bot(settings: Settings) -> str:
    import asyncio

    from bot.channels.zalo_bot import ZaloBotSettings
    from bot.cli.zalo_bot import setting_webhook
    from bot.wrong import wrong

    own = ZaloBotSettings.of(settings)
    if settings.zalo_bot_webhook_secret is None:
        raise wrong("ZALO_BOT_WEBHOOK_SECRET")
    on_zalo_itself = settings.zalo_bot_api_base_url.startswith("https:")
    if not settings.public_base_url or (on_zalo_itself and settings.base_url.startswith("http:")):
        raise wrong("PUBLIC_BASE_URL")
    problem, doubt = asyncio.run(setting_webhook(settings, settings.zalo_bot_webhook_secret.get_secret_value()))
    if problem:
        fail(problem)
    typer.echo(f"zalo-bot sẽ gửi tin tới (delivers to) {own.webhook_url}.")
    if doubt:
        typer.echo(
            f"Zalo thử gọi địa chỉ này chưa được (Zalo's own call to it failed): {doubt}\n"
            "Dịch vụ đang chạy chưa? Tường lửa có chặn máy của Zalo không? (Is the service running? A firewall?)",
            err=True,
        )
    return settings.zalo_bot_mode


def _remind(channel: Channel, mode: str, wanted: str) -> None:
    if mode != wanted:
        setting = f"{channel.value.upper().replace('-', '_')}_MODE={wanted}"
        typer.echo(f"Ghi vào .env trước khi chạy (write into .env before running): {setting}", err=True)
