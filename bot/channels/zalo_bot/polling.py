"""Polling: one event for each call, no offset, nothing to acknowledge. What was given is never given again.

So what came is committed at once, however long the database is away, before anything more is asked for; and a stop
waits for that commit. What is lost all the same: an event on its way to us when the connection breaks or the process
dies, or one in hand when it dies before the commit. The webhook is the better way (docs/zalo-bot.md).
"""

from __future__ import annotations

import asyncio
import json
import logging
import time

from bot.channels.backoff import Backoff
from bot.channels.base import Accept
from bot.channels.calling import NotSent, Unanswered
from bot.channels.zalo_bot.calls import TIMEOUT, Calls, Refusal
from bot.channels.zalo_bot.outcomes import Gate, Shut
from bot.channels.zalo_bot.reading import arrival, event_of, is_wanted
from bot.channels.zalo_bot.settings import NAME
from storage.db import Unavailable

log = logging.getLogger(__name__)

LONG_POLL = 30
"""Seconds that Zalo holds a call while there is nothing to tell; its own default."""
_LATE = 10.0
_SOON = 1.0
"""An idle poll that ends sooner was not held: somebody on the way answers, and is not to be asked without a pause."""
_INSIST = 0.25
_FAULTS = 5
LAST_COMMIT = 3.0
"""Seconds that a stop waits for the commit of what was received."""


class Poller:
    """The loop that receives for one bot."""

    def __init__(self, calls: Calls, bot_id: str, accept: Accept, backoff: Backoff, gate: Gate) -> None:
        self._calls = calls
        self._bot_id = bot_id
        self._accept = accept
        self._backoff = backoff
        self._gate = gate
        self._failures = 0
        self._said = ""

    async def run(self) -> None:
        """Receives until cancelled."""
        while True:
            try:
                await self._round()
            except Shut as shut:
                await asyncio.sleep(shut.seconds)
            except Refusal as refusal:
                await self._refused(refusal)
            except (NotSent, Unanswered) as error:
                await self._wait("zalo cannot be reached", str(error))
            except Exception as error:
                # Nothing that goes wrong with one event may end the receiving.
                log.debug("polling failed", exc_info=True)
                await self._wait("polling failed", type(error).__name__)
            else:
                self._failures = 0
                self._said = ""

    async def _round(self) -> None:
        self._gate.enter()
        began = time.monotonic()
        try:
            # As a text: so it stands in the table of the documentation, and so others send it.
            raw = await self._calls.raw("getUpdates", {"timeout": str(LONG_POLL)}, LONG_POLL + _LATE)
        except Refusal as refusal:
            if refusal.error != TIMEOUT:
                raise
            self._gate.passed()
            if time.monotonic() - began < _SOON:
                await self._wait("idle polls are not held", "")
            return
        self._gate.passed()
        try:
            event = event_of(json.loads(raw))
        except (ValueError, RecursionError):
            if not raw.lstrip().startswith(b"{"):  # a page of something on the way: no event was in it
                raise Unanswered("getUpdates was answered by something else") from None
            event = None  # half an event, or one that nobody can read: kept as it came, it ends in quarantine
        if is_wanted(event):
            await self._keep(event, raw)

    async def _keep(self, event: object, raw: bytes) -> None:
        keeping = asyncio.ensure_future(self._insist(event, raw))
        try:
            await asyncio.shield(keeping)
        except asyncio.CancelledError:
            # Whatever ends the polling: this event is nowhere but here.
            await asyncio.wait((keeping,), timeout=LAST_COMMIT)
            if not keeping.done():
                keeping.cancel()
                log.error("an event that was received could not be kept before the stop", extra={"channel": NAME})
            raise

    async def _insist(self, event: object, raw: bytes) -> None:
        faults = 0
        while True:
            try:
                await self._accept([arrival(self._bot_id, event, raw)])
                return
            except Unavailable:
                self._say("the database does not take what was received; nothing more is asked for", "")
            except Exception:
                faults += 1
                if faults == _FAULTS:
                    log.exception("an event that was received could not be kept", extra={"channel": NAME})
                    return
            await asyncio.sleep(_INSIST)

    async def _refused(self, refusal: Refusal) -> None:
        if refusal.error == 401:
            self._gate.shut()
            return
        hint = "is a webhook set? `caunoi webhook delete zalo-bot`" if refusal.error == 400 else ""
        await self._wait("zalo refuses to be polled", f"{refusal} {hint}".rstrip())

    async def _wait(self, what: str, why: str) -> None:
        self._failures += 1
        self._say(what, why)
        await asyncio.sleep(self._backoff.after(self._failures))

    def _say(self, what: str, why: str) -> None:
        if what != self._said:  # one message each time it turns bad in another way, not one per try
            log.warning(what, extra={"channel": NAME, "why": why})
            self._said = what
