"""What an error of the Bot Platform means for a send: one of the six outcomes (numbers: docs/zalo-bot.md)."""

from __future__ import annotations

import logging
import time

from bot.channels.backoff import Backoff
from bot.channels.base import Outcome, Refused, Retry, Throttled, Unknown
from bot.channels.calling import NotSent, Unanswered
from bot.channels.zalo_bot.calls import TIMEOUT, Refusal
from bot.channels.zalo_bot.settings import NAME
from storage.db import Unavailable

log = logging.getLogger(__name__)

CLOSED = 600.0
"""Seconds for which nothing is asked with a token that was refused."""
WAITS = Backoff(first=5.0, most=3 * 3600.0)
"""After 429s in a row: Zalo says neither how long, nor whether it is the second's or the month's messages."""
_TOLD_AFTER = 5


class Shut(Exception):
    """The token was refused a while ago: nothing is asked, so nothing left us."""

    def __init__(self, seconds: float) -> None:
        super().__init__("the bot token is not accepted")
        self.seconds = seconds


class Gate:
    """Stops the channel when the token is refused, and tells the operator once.

    It is tried again all the same, with one call now and then: a proxy may have said so, and a token is mended at
    Zalo, where nobody restarts us.
    """

    def __init__(self, closed: float = CLOSED) -> None:
        self._closed = closed
        self._until = 0.0
        self._said = False

    def enter(self) -> None:
        """Before each call. Raises Shut."""
        left = self._until - time.monotonic()
        if left > 0:
            raise Shut(left)

    def shut(self) -> float:
        """The token was refused; for how many seconds nothing will be asked."""
        self._until = time.monotonic() + self._closed
        if not self._said:
            log.error(
                "Zalo does not accept the bot token: check ZALO_BOT_TOKEN and ZALO_BOT_API_BASE_URL."
                " Until then nothing is received or sent, and what is to be sent is kept",
                extra={"channel": NAME},
            )
        self._said = True
        return self._closed

    def passed(self) -> None:
        """A call went through."""
        self._said = False


class Outcomes:
    """Of one bot, with what it remembers of the last ones."""

    def __init__(self, gate: Gate, waits: Backoff = WAITS) -> None:
        self._gate = gate
        self._waits = waits
        self._throttled = 0

    def sent(self) -> None:
        """A message was taken."""
        self._gate.passed()
        self._throttled = 0

    def of(self, error: Exception) -> Outcome:
        """The outcome of a call that ended in `error`. Raises what it does not know."""
        match error:
            case NotSent() | Unavailable():
                return Retry(str(error))
            case Unanswered():
                return Unknown(str(error))
            case Shut(seconds=seconds):
                return Throttled(seconds)
            case Refusal(error=401):
                return Throttled(self._gate.shut())
            case Refusal(error=403):  # "Internal server error": neither the token, nor a person who blocked us
                return Retry(str(error))
            case Refusal(error=number) if number == TIMEOUT:
                return Unknown(str(error))
            case Refusal(error=429):
                return Throttled(self._wait())
            case Refusal():
                return Refused(str(error))
            case _:
                raise error

    def _wait(self) -> float:
        self._throttled += 1
        if self._throttled == _TOLD_AFTER:
            log.error(
                "Zalo takes no more messages of the bot: its month's allowance may be used up by another program,"
                " or be smaller than ZALO_BOT_MONTHLY_MESSAGES",
                extra={"channel": NAME},
            )
        return self._waits.after(self._throttled)
