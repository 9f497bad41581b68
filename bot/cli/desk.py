"""Runs a command by the service where one runs, else alone on the database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from bot.control import Declined, ask_service
from bot.lock import Held, alone
from bot.settings import Settings

_PATIENCE = 10.0  # seconds for a service that is just starting, or for another command
_OF_WHAT_IS_THERE = {
    "backup", "quarantine-list", "quarantine-show", "quarantine-retry", "people-list", "people-invites",
    "route-list", "route-remove", "route-explain", "bureaus-list", "bureaus-end", "units-apply", "units-changed",
    "units-list", "units-drop",
}  # fmt: skip
"""In the wrong folder these would make an empty database, and say that all is well."""


async def do(settings: Settings, command: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """The result of a command. Raises bot.control.Declined, bot.lock.Held and what the database raises."""
    until = time.monotonic() + _PATIENCE
    while True:
        answer = await ask_service(settings.make_data_dir(), command, args)
        if answer is not None:
            return answer
        try:
            with ExitStack() as held:
                if settings.on_sqlite:  # PostgreSQL takes several processes at once
                    held.enter_context(alone(settings.data_dir))
                return await _alone(settings, command, args)
        except Held:
            if time.monotonic() >= until:
                raise
            await asyncio.sleep(0.1)


async def _alone(settings: Settings, command: str, args: Mapping[str, Any]) -> dict[str, Any]:
    # Beside a service none of this is needed, and a script's command is done in half the time.
    from bot.commands import commands
    from handlers.clock import Clock
    from storage import migrate
    from storage.db import Database
    from storage.seed import seed

    clock = Clock()
    db = Database(settings.database, pool=2)
    if command in _OF_WHAT_IS_THERE and db.path is not None and not db.path.exists():
        await db.close()
        raise Declined(f"Chưa có cơ sở dữ liệu ở {db.path}; đúng thư mục có .env chưa? (There is no database there.)")
    await migrate.upgrade(settings.database)
    try:
        await db.write(lambda tx: seed(tx, clock.today()))
        return await commands(db, clock, settings)[command](dict(args))
    finally:
        await db.close()
