"""People of the fault tests, invited before the service starts: a command beside it takes seconds each time."""

from __future__ import annotations

from datetime import timedelta

from pydantic import SecretStr

from bot.settings import Settings
from handlers import invite
from handlers.clock import Clock
from storage.db import Database
from storage.seats import Role
from tests.talk import SECRET_KEY

ORDERS = ((Role.OFFICER, "20", "MOIT"), (Role.CADRE, "06040", None))
"""The officer of Lạng Sơn, and a cadre of Thất Khê."""


async def invited(url: str) -> tuple[str, str]:
    """Their invite codes: the officer's and the cadre's."""
    clock, db = Clock(), Database(url)
    since = clock.today() - timedelta(days=30)  # whatever the clock is set back to, their seats have begun
    key = Settings(secret_key=SecretStr(SECRET_KEY), _env_file=None).key("invites")
    try:
        officer, cadre = [
            (await invite.create(db, clock, key, invite.Order(role, unit, ministry, since))).code
            for role, unit, ministry in ORDERS
        ]
    finally:
        await db.close()
    return officer, cadre
