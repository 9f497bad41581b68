"""The links that lead in with an invite's code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings

HERE_ALONE = (
    "Liên kết web này chỉ mở được trên máy này: ghi PUBLIC_BASE_URL=https://… vào .env để mời người ở nơi khác. "
    "(The web link opens on this machine alone: write PUBLIC_BASE_URL=https://… into .env to invite others.)"
)


def leading_in(settings: Settings, code: str, bot_name: str | None) -> dict[str, str | None]:
    """To the web chat, and to the bot on Telegram where its name is known."""
    return {
        "web": f"{settings.base_url}/chat/?code={code}",
        "telegram": f"https://t.me/{bot_name}?start={code}" if bot_name else None,
    }
