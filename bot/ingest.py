"""Receiving: a raw update is committed before it is acknowledged, and handled later.

`accept` is the only thing a channel does with an update before it tells the platform that we have it. Workers lease
conversations, never single rows: so the updates of one conversation are handled in order, and different
conversations in parallel. Everything an update causes is one transaction with marking it done. (Before it `dispatch`
may write down who its author is; done twice, that is the same.) What cannot be handled is tried three times and then
set aside, so that the rest goes on.

There are two ways to a worker. The usual update finds its conversation idle: it is leased in the transaction that
stores it and handed on in memory. All others (what came meanwhile, what waits, what a dead process left) are found by
`_claim`, at a hint or at the latest after two seconds (workers.SAFETY_TICK). The messages that an update causes go on
in the same two ways: see `Delivery.lending`.

Nothing is lost because at every moment an update is either unacknowledged (the platform sends it again), or a `new`
row (it will be claimed when its lease ends), or done together with all its effects, or `quarantined`: kept, with the
reason, until an operator lets it go on. What is handed on in memory is in a row as well: if this process dies, its
lease ends.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from itertools import count
from typing import Protocol

from bot.channels.base import Channel, Unparseable
from bot.gathering import gathered
from bot.holding import LEASE, Holding
from bot.lending import Lent
from bot.metrics import Meter
from bot.workers import Workers
from handlers.context import Context, Effect, Later, Turn
from handlers.incoming import Incoming, cleaned, is_act
from storage import inbox, leases, outbox, reach
from storage.db import Tx, Unavailable
from storage.inbox import Arrival, FreeHands, Held
from storage.place import Place

log = logging.getLogger(__name__)

TRIES = 3
BACK_OFF = (timedelta(seconds=1), timedelta(seconds=5))
AT_ONCE = 64
SUSPECTED_AFTER = 3
"""Deaths over an update after which it is handled while no other suspect is, in this process: suspects shall not take
each other along. Others are handled beside it, and one that is hit by its death is no suspect yet."""
MOST_DEATHS = 12
"""Deaths over an update after which it is set aside. Kills by others can hit the same one several times in a row."""
SUSPECT_WAITS = timedelta(seconds=1)

Dispatch = Callable[[Context, Incoming, datetime, str], Awaitable[Effect]]
Bring = Callable[[Incoming, datetime], Awaitable[Incoming]]
"""Fetches what a message holds by its address alone. Raises Later while it may still come."""


class Sender(Protocol):
    """Whoever sends what an update causes (bot.delivery)."""

    def lending(self) -> AbstractContextManager[Lent]:
        """Lends what hands are free."""


class Ingest:
    """The way from a raw update to its effects."""

    def __init__(
        self, ctx: Context, channels: Mapping[str, Channel], dispatch: Dispatch, meter: Meter, name: str,
        sender: Sender, bring: Bring | None = None,
    ) -> None:  # fmt: skip
        self._ctx = ctx
        self._db = ctx.db
        self._channels = channels
        self._dispatch = dispatch
        self._meter = meter
        self._sender = sender
        self._bring = bring
        self._name = f"{name}/in/"
        self._owners = (f"{self._name}{number}" for number in count())
        self._in_hand: set[str] = set()
        """Conversations that this process is at, though a lease may have run out while the database was slow: our own
        claims leave them alone, or two of us would undo each other's work."""
        self._suspect: int | None = None
        self._holding = Holding(ctx.db, ctx.clock)
        self._workers = Workers("inbox", ctx.db.wakes.event(inbox.QUEUE), self._claim, AT_ONCE)

    async def accept(self, arrivals: Sequence[Arrival]) -> int:
        """Commits updates and returns how many were new; only then may a channel acknowledge them.

        Raises storage.db.Unavailable when the database refuses: then nothing may be acknowledged.
        """
        clock, owner, free = self._ctx.clock, next(self._owners), self._workers.free(len(arrivals))
        received_at = clock.business()

        async def body(tx: Tx) -> tuple[int, list[Held]]:
            # The clock is asked here: a lease must not have run out before the database had time for it.
            hands = FreeHands(owner, free, clock.machine() + LEASE)
            return await inbox.receive(tx, arrivals, received_at, clock.machine(), hands)

        self._workers.promise(free)
        try:
            new, heads = await self._db.write(body)
        finally:
            self._workers.release(free)  # and from here to `begin` nothing is awaited: nobody else gets these hands
        for head in heads:
            self._workers.begin(self._conversation(head, owner))
        if arrivals:
            self._meter.received(arrivals[0].channel, new, len(arrivals) - new)
        return new

    async def start(self) -> None:
        """Begins to handle what is there and what comes."""
        self._holding.start()
        await self._workers.start()

    async def stop(self, within: float) -> None:
        """Claims nothing more, lets what is under way end, gives up after `within` seconds; nothing is lost by it."""
        await self._workers.stop(within)
        await self._holding.stop()

    async def _claim(self, most: int) -> list[Awaitable[None]]:
        owner, clock = next(self._owners), self._ctx.clock
        heads = await self._db.write(
            lambda tx: inbox.claim(tx, owner, clock.machine(), LEASE, most, self._name, self._in_hand)
        )
        return [self._conversation(head, owner) for head in heads]

    async def _conversation(self, head: Held, owner: str) -> None:
        """Handles a conversation's updates, one after another, until there is none left or it has to wait."""
        held: Held | None = head
        self._in_hand.add(head.conversation)
        try:
            if head.deaths >= SUSPECTED_AFTER:
                held = await self._watched(head, owner)
            while held and not self._workers.stopping:
                held = await self._one(held, owner)
            if held:
                await self._db.write(lambda tx: leases.give_up(tx, inbox.QUEUE, head.conversation, owner))
        except leases.Lost:
            log.info("a conversation was taken over by another worker")
        except Unavailable:
            log.warning("the database is unavailable; the conversation waits for its lease to end")
        finally:
            self._in_hand.discard(head.conversation)

    async def _watched(self, head: Held, owner: str) -> Held | None:
        """Handles an update over which processes died, with no other such beside it; what follows it, if anything."""
        if head.deaths >= MOST_DEATHS:
            return await self._set_aside(head, owner, f"{head.deaths} processes died while they held it", None)
        if self._suspect is not None:
            await self._hold_back(head, owner, SUSPECT_WAITS)
            return None
        self._suspect = head.id
        try:
            return await self._one(head, owner)
        finally:
            self._suspect = None

    async def _one(self, held: Held, owner: str) -> Held | None:
        began = time.monotonic()
        try:
            following = await self._handle(held, owner)
        except (leases.Lost, Unavailable):
            raise
        except Later as error:
            await self._hold_back(held, owner, timedelta(seconds=error.seconds))
            return None
        except Unparseable as error:
            return await self._set_aside(held, owner, f"unparseable: {error}", None)
        except Exception as error:  # whatever is wrong with one update must not stop the others
            return await self._try_later(held, owner, error)
        self._meter.handled(held.channel, time.monotonic() - began)
        return following

    async def _handle(self, held: Held, owner: str) -> Held | None:
        channel = self._channels.get(held.channel)
        if channel is None:
            raise Unparseable("its channel is not configured")
        cause = f"in:{held.id}"
        incoming, others = await gathered(self._db, channel, held, self._ctx.clock.machine())
        # How long the lease still lasts is not known here: it is renewed at the next look. It is kept while we write,
        # too: who took over from us would find the database as slow, and each change of hands counts as a death.
        with self._holding.lease(inbox.QUEUE, held.conversation, owner, self._ctx.clock.machine()):
            if incoming and self._bring:
                incoming = await self._bring(incoming, held.received_at)
            effect = await self._dispatch(self._ctx, incoming, held.received_at, cause) if incoming else None
            if effect and incoming and channel.capabilities.window and is_act(incoming):
                effect = _opening(effect, incoming.place, min(incoming.sent_at, held.received_at))
            return await self._write(held, owner, cause, effect, others)

    async def _write(
        self, held: Held, owner: str, cause: str, effect: Effect | None, others: Sequence[int]
    ) -> Held | None:
        clock = self._ctx.clock
        with self._sender.lending() as lent:

            async def body(tx: Tx) -> tuple[Held | None, outbox.Hands]:
                hands = lent.hands()  # anew: a body may be run more than once
                if effect:
                    await effect(Turn(self._ctx, tx, cause, clock.business(), held.conversation, hands))
                return await inbox.finish(tx, held, owner, clock.machine() + LEASE, others), hands

            following, hands = await self._db.write(body)
            lent.send(hands)
        return following

    async def _try_later(self, held: Held, owner: str, error: Exception) -> Held | None:
        why = cleaned(f"{type(error).__name__}: {error}", 500)
        if held.attempts + 1 >= TRIES:
            return await self._set_aside(held, owner, why, error)
        until = self._ctx.clock.machine() + BACK_OFF[held.attempts]
        await self._db.write(lambda tx: inbox.try_later(tx, held, owner, why, until))
        self._workers.look_again(BACK_OFF[held.attempts])
        return None

    async def _hold_back(self, held: Held, owner: str, wait: timedelta) -> None:
        until = self._ctx.clock.machine() + wait
        await self._db.write(lambda tx: leases.hold_back(tx, inbox.QUEUE, held.conversation, owner, until))
        self._workers.look_again(wait)

    async def _set_aside(self, held: Held, owner: str, why: str, error: Exception | None) -> Held | None:
        # Cleaned: what it quotes may be what PostgreSQL refuses, and then it could never be set aside.
        until, told = self._ctx.clock.machine() + LEASE, cleaned(why, 500)
        following = await self._db.write(lambda tx: inbox.quarantine(tx, held, owner, told, until))
        self._meter.quarantined(held.channel)
        said = {"inbox_id": held.id, "why": type(error).__name__ if error else why}
        log.error("an update is in quarantine", extra=said, exc_info=error)
        return following


def _opening(effect: Effect, place: Place, at: datetime) -> Effect:
    """The effect, and before it what he could not be told until he did something."""

    async def both(turn: Turn) -> None:
        await reach.heard_from(turn.tx, place, at)
        await effect(turn)

    return both
