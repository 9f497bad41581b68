"""Polling: ask, commit what came, then move the offset.

A crash between the last two makes Telegram send the batch again, and the inbox drops what it has. The next offset is
the last id of the committed batch + 1 *even when that is lower than before*: Telegram draws new ids after a week of
silence, and a bot that keeps the highest it ever saw would then ask for the same updates for ever.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.backoff import Backoff
from bot.channels.base import Accept
from bot.channels.telegram.outcomes import Rejected
from bot.channels.telegram.reading import NAME, arrival, update_id
from bot.channels.telegram.request import Flooded, TelegramRequest, Unanswered
from bot.channels.telegram.standing import ALLOWED_UPDATES
from storage.channels import offsets
from storage.db import Database, Unavailable

log = logging.getLogger(__name__)

_BATCH = 100
_LONG_POLL = 50  # seconds that Telegram holds a request while there is nothing to tell
_LATE = 10.0  # seconds more than that before we give the connection up
_UNREAD_TIMES = 3
"""Answers in a row that nobody can read, before it is the update that is at fault and not the way it came."""
_NUMBER = re.compile(rb'"update_id"\s*:\s*(\d{1,18})\b')


class Poller:
    """The loop that receives for one bot."""

    def __init__(
        self,
        request: TelegramRequest,
        db: Database,
        bot_id: str,
        accept: Accept,
        backoff: Backoff,
        rejected: Rejected,
    ) -> None:
        self._request = request
        self._db = db
        self._bot_id = bot_id
        self._key = f"{NAME}:{bot_id}"
        self._accept = accept
        self._backoff = backoff
        self._rejected = rejected
        self._offset: int | None = None
        self._known = False
        self._most = _BATCH
        self._failures = 0
        self._said = ""

    async def run(self) -> None:
        """Receives until cancelled."""
        while True:
            try:
                await self._round()
            except InvalidToken:
                # Tried again all the same: a proxy, or a server of one's own, may say so for a moment.
                self._rejected.say()
                await asyncio.sleep(self._backoff.most)
            except Flooded as error:
                await self._wait("telegram asks for fewer calls", error.message, at_least=error.after)
            except Conflict as error:
                await self._wait("another program polls with this bot's token, or a webhook is set", error.message)
            except TelegramError as error:
                await self._wait("telegram cannot be reached", error.message)
            except Unavailable:
                await self._wait("the database refuses updates, the offset stays", "")
            except Exception as error:
                # Nothing that goes wrong with one batch may end the receiving; the offset has not moved.
                log.debug("polling failed", exc_info=True)
                await self._wait("polling failed", type(error).__name__)
            else:
                self._failures = 0
                self._said = ""

    async def _round(self) -> None:
        if not self._known:
            self._offset = await self._db.read(lambda tx: offsets.read(tx, self._key))
            self._known = True
        batch = await self._ask()
        self._rejected.accepted()
        if not batch:
            return
        await self._accept([arrival(self._bot_id, update, raw) for update, raw in batch])
        numbers = [number for update, _ in batch if (number := update_id(update)) is not None]
        if not numbers or numbers[-1] + 1 >= 2**63:
            raise Unanswered("updates without usable ids: the offset cannot move past them")
        following = numbers[-1] + 1
        if following != self._offset:
            await self._db.write(lambda tx: offsets.move(tx, self._key, following))
            self._offset = following

    async def _ask(self) -> list[tuple[Any, bytes]]:
        """Updates, each with its raw form."""
        asked: dict[str, Any] = {"timeout": _LONG_POLL, "limit": self._most, "allowed_updates": list(ALLOWED_UPDATES)}
        if self._offset is not None:
            asked["offset"] = self._offset
        answer = await self._request.raw("getUpdates", asked, read=_LONG_POLL + _LATE)
        batch = _read(answer)
        if batch is None and self._most == 1 and self._failures >= _UNREAD_TIMES:
            batch = _unread(answer)
        # One that cannot be read hides those beside it: they are asked for one by one until it is past.
        self._most = _BATCH if batch is not None else 1
        if batch is None:
            raise Unanswered("getUpdates was answered by something else")
        return batch

    async def _wait(self, what: str, why: str, at_least: float = 0.0) -> None:
        self._failures += 1
        if what != self._said:  # one message each time it turns bad in another way, not one per try
            log.warning(what, extra={"channel": NAME, "why": why})
            self._said = what
        await asyncio.sleep(max(at_least, self._backoff.after(self._failures)))


def _read(answer: bytes) -> list[tuple[Any, bytes]] | None:
    try:
        batch = json.loads(answer.decode("utf-8", "replace"), parse_int=_lenient)["result"]
        return [(update, _raw(update)) for update in batch] if isinstance(batch, list) else None
    except (ValueError, RecursionError, KeyError, TypeError):
        return None


def _unread(answer: bytes) -> list[tuple[Any, bytes]] | None:
    """The one update of an answer that cannot be read, as it came: it will end in quarantine."""
    found = _NUMBER.search(answer)
    return [({"update_id": int(found[1])}, answer)] if found else None


def _raw(update: Any) -> bytes:
    # ASCII: whatever stands in it, lone surrogates too, can be written down and read again.
    return json.dumps(update, separators=(",", ":")).encode()


def _lenient(digits: str) -> int | str:
    # Python refuses to read numbers of thousands of digits, and one of them would stop the batch.
    return int(digits) if len(digits) <= 20 else digits
