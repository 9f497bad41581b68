"""The commands that Telegram shows before we know who somebody is: kept as they should be, and nothing waits for it.

Telegram is asked first what it shows, and told only what is to change: a start costs a call for each menu.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from telegram.error import TelegramError

from bot.channels.backoff import Backoff
from bot.channels.telegram.request import TelegramRequest
from handlers.people.menu import PublicMenu

log = logging.getLogger(__name__)

_TRIES = 5
_DEFAULT = "vi"
"""Shown where an app speaks a language that we do not."""


async def keep(request: TelegramRequest, wanted: Sequence[PublicMenu], backoff: Backoff) -> None:
    """Has Telegram show these; gives up after a few tries, for the next start tries again."""
    left = list(wanted)
    for failures in range(1, _TRIES + 1):
        try:
            while left:
                await _show(request, left[0])
                del left[0]
            return
        except TelegramError as error:
            log.info("the public menus are not shown yet", extra={"why": type(error).__name__})
        await asyncio.sleep(backoff.after(failures))


async def _show(request: TelegramRequest, public: PublicMenu) -> None:
    where: dict[str, Any] = {"scope": {"type": "all_group_chats" if public.in_groups else "default"}}
    if public.menu.language != _DEFAULT:
        where["language_code"] = public.menu.language
    commands = [{"command": name, "description": text} for name, text in public.menu.commands]
    if await request.call("getMyCommands", where) != commands:
        await request.call("setMyCommands", {**where, "commands": commands})
