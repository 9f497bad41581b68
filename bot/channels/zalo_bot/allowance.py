"""The month's messages: Zalo gives a bot so many and no more, and tells nobody how many are left.

They are counted here, for all processes together, by months in Viet Nam. At 80 % the operator is told, once. The last
10 % are kept for questions and their answers; a notice waits, or goes by another channel of the person.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.base import Purpose
from bot.channels.zalo_bot.settings import NAME, ZaloBotSettings
from handlers.clock import VIETNAM, Clock
from storage.channels import quotas
from storage.db import Database, Tx, Unavailable

log = logging.getLogger(__name__)

_WARNED_AT = 80
_KEPT = 10
"""Per cent."""


class Spent(Exception):
    """There are no messages left for this before the next month, which begins in so many seconds."""

    def __init__(self, why: str, seconds: float) -> None:
        super().__init__(why)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Taken:
    """Messages of a month that are to be sent now."""

    month: str
    count: int


class Allowance:
    """Of one bot."""

    def __init__(self, settings: ZaloBotSettings, db: Database, clock: Clock) -> None:
        self._key = settings.key
        self._monthly = settings.monthly_messages
        self._db = db
        self._clock = clock

    async def take(self, count: int, purpose: Purpose) -> Taken:
        """Takes messages out of this month's. Raises Spent and storage.db.Unavailable."""
        now = self._clock.business()
        month, answer = month_of(now), purpose is Purpose.ANSWER
        most = self._monthly if answer else self._monthly * (100 - _KEPT) // 100

        async def body(tx: Tx) -> tuple[int | None, bool]:
            used = await quotas.take(tx, self._key, month, count, most)
            late = used is not None and used * 100 >= self._monthly * _WARNED_AT
            return used, late and await quotas.warn(tx, self._key, month)

        used, first = await self._db.write(body)
        if first:
            log.warning(
                "most of this month's messages of the Zalo bot are used; notices stop at 90 %, answers at the end",
                extra={"channel": NAME, "month": month, "used": used, "allowance": self._monthly},
            )
        if used is None:
            rest = "all of this month's messages are used" if answer else "the month's last messages are for answers"
            raise Spent(rest, until_next_month(now))
        return Taken(month, count)

    async def give_back(self, taken: Taken, count: int) -> None:
        """Takes back what was not sent; while the database is away it counts as sent."""
        with suppress(Unavailable):
            await self._db.write(lambda tx: quotas.give_back(tx, self._key, taken.month, count))


def month_of(now: datetime) -> str:
    """The month in Viet Nam."""
    return f"{now.astimezone(VIETNAM):%Y-%m}"


def until_next_month(now: datetime) -> float:
    """Seconds until the next month begins in Viet Nam."""
    here = now.astimezone(VIETNAM)
    first = (here.replace(day=1) + timedelta(days=32)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first - here).total_seconds()
