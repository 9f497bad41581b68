"""What an error of Zalo's means for a send: one of the six outcomes (numbers and their classes: docs/zalo.md)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from bot.channels.base import Gone, Outcome, Refused, Retry, Throttled, Unknown
from bot.channels.calling import NotSent, Unanswered
from bot.channels.zalo_oa.calls import Refusal
from bot.channels.zalo_oa.exchange import NotConnected, NotNow
from handlers.clock import VIETNAM
from storage.db import Unavailable

log = logging.getLogger(__name__)

# Somebody has to do something at Zalo; until then nothing goes out, and nothing is lost.
OPERATOR = frozenset({-204, -205, -209, -212, -216, -219, -220, -221, -223, -224, -242, -320, -321, -14002, -14003})
A_MINUTE = frozenset({-32})
A_DAY = frozenset({-211, -218, -144, -147})
LEFT = frozenset({-213, -217, -227, -244})
"""This person left, blocked us, or is no more."""
SILENT = frozenset({-230, -232})
"""He did nothing for too long, whatever we believed."""
_OPERATOR_WAITS = 600.0


class Alarm:
    """Says once what the operator has to do, and again only after a call went through."""

    def __init__(self) -> None:
        self._said: str | None = None

    def say(self, why: str) -> None:
        """The one clear message."""
        if self._said != why:
            log.error("Zalo OA takes no messages until somebody does something about it", extra={"why": why})
        self._said = why

    def over(self) -> None:
        """A call went through."""
        self._said = None


def outcome_of(error: Exception, alarm: Alarm, now: datetime, heard_at: datetime | None) -> Outcome:
    """The outcome of a call that ended in `error`; `now` is machine time. Raises what it does not know.

    `heard_at`: when the person was heard from, as far as we knew.
    """
    match error:
        case NotSent() | NotNow() | Unavailable():
            return Retry(str(error))
        case NotConnected():
            return Retry(f"not connected: {error}")
        case Unanswered():
            return Unknown(str(error))
        case Refusal(error=number) if number in A_MINUTE:
            return Throttled(60.0 - now.second)
        case Refusal(error=number) if number in A_DAY:
            return Throttled(_until_tomorrow(now))
        case Refusal(error=number) if number in OPERATOR:
            alarm.say(str(error))
            return Throttled(_OPERATOR_WAITS)
        case Refusal(error=number) if number in LEFT:
            return Gone(str(error))
        case Refusal(error=number) if number in SILENT:
            return Gone(str(error), for_now=True, heard_at=heard_at)
        case Refusal():
            return Refused(str(error))
        case _:
            raise error


def _until_tomorrow(now: datetime) -> float:
    here = now.astimezone(VIETNAM)
    midnight = (here + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - here).total_seconds() + 1
