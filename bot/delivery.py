"""Sending: a message is committed before it is sent, and marked after.

A sender leases a lane, marks its head `sending` and commits; only then does anything leave. The usual message is
written so from the start, in the transaction that causes it, by hands that were lent to it (`lending`), and begun
after the commit; what waits, and what a dead sender left, is found by `_claim`. A send ends in one of six ways
(bot.channels.base); what follows from each is decided here and nowhere else:

sent → done, with the platform's id · retry → again, the lane waits · throttled → again when the platform says ·
refused → set aside · gone → the person is unreachable here, his messages look for another way; those of one who is
gone for now wait until he is heard from, if there is none ·
unknown → it may have arrived: sent again, marked "(gửi lại)", a few times where the platform stayed silent; a
broadcast waits for somebody to decide.

A row that a dead sender left `sending` is unknown too. So nothing is lost, and no message comes twice unmarked (what
an idempotent channel shows once, edits, toasts and menus need no mark): a row is
committed as `sending` before a byte leaves; whoever takes up one that is `sending` already has it as `perhaps_sent`
(outbox._take_head); and what is perhaps sent leaves with the mark (`Preparing`). A row that is written as `sending`
from the start is begun once, after its commit, by those who wrote it (`Lent.send`); all others find it so.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import count
from typing import TypeVar

from bot.channels.base import Channel, Gone, Outcome, Purpose, Refused, Retry, Sent, Throttled, Unknown
from bot.holding import LEASE, Holding, Kept
from bot.lending import Lent
from bot.line import Line
from bot.metrics import Meter
from bot.pacer import pacer_of
from bot.patience import back_off, doubt_off
from bot.preparing import Preparing, purpose_of
from bot.slots import Slots
from bot.unsent import Fault, Screened, Unsent, named
from bot.workers import DATABASE_GONE, Workers
from handlers import screen, unreachable
from handlers.context import Context, Turn
from handlers.group import topic
from handlers.incoming import cleaned
from storage import leases, links, outbox, reach
from storage.db import Tx, Unavailable
from storage.outbox import Claimed, Priority

log = logging.getLogger(__name__)

T = TypeVar("T")

MOST_LENT = 2
"""Messages of one channel that one update may cause to be sent at once: a reply and a card."""
_LONGEST_WHY = 500
LONGEST_WAIT = leases.LONGEST_WAIT - timedelta(minutes=1)  # clocks of machines differ
A_LITTLE_LATER = 0.01
"""Seconds beyond what a platform asks for: clocks and sums are not exact, and too early begins the wait anew."""
MOST_FAULTS = 3
"""Tries in doubt, whoever was to blame for them, after which a fault of our own sets a message aside."""
MOST_DOUBTS = 5
"""Doubtful tries after which a row is left as unknown, if the platform answers others meanwhile: each may have shown
it once more, and its lane waits behind it."""
DOUBTS_END = timedelta(days=1)
"""While the platform answers nobody, nothing is given up before it has waited so long."""


class Delivery:
    """The way from an outbox row to a phone."""

    def __init__(self, ctx: Context, channels: Mapping[str, Channel], meter: Meter, name: str) -> None:
        self._ctx = ctx
        self._db = ctx.db
        self._channels = channels
        self._meter = meter
        self._owners = (f"{name}/out/{number}" for number in count())
        pacers = {key: pacer_of(channel, ctx.db, ctx.clock, time.monotonic) for key, channel in channels.items()}
        self._slots = Slots(pacers, lambda channel: ctx.db.wakes.give({outbox.hint(channel)}))
        self._lines = {key: Line(time.monotonic) for key in channels}
        self._partly: set[int] = set()
        """Rows that a channel of this process goes on with where it had to stop."""
        self._in_hand: set[str] = set()
        """Lanes that this process is at. A lease may run out while what came of a send waits for the database: then
        others may take the lane, but we must not, for we know."""
        self._holding = Holding(ctx.db, ctx.clock, self._insist)
        self._preparing = Preparing(ctx, channels, self._insist)
        self._stopping = False
        # Each channel has hands of its own: one whose platform hangs must not hold up the others.
        self._workers = {
            key: Workers(
                f"outbox of {key}",
                ctx.db.wakes.event(outbox.hint(key)),
                partial(self._claim, key),
                channel.capabilities.concurrency,
            )
            for key, channel in channels.items()
        }

    async def start(self) -> None:
        """Begins to send what is there and what comes."""
        self._slots.begin()
        self._holding.start()
        for key, workers in self._workers.items():
            if self._channels[key].capabilities.window:
                await self._db.write(partial(reach.reopen_all, channel=key))  # what may be sent is a setting
            await workers.start()

    async def stop(self, within: float) -> None:
        """Claims nothing more, lets sends under way end; what is cut off is sent again, marked."""
        self._stopping = True
        await asyncio.gather(*(workers.stop(within) for workers in self._workers.values()))
        await self._holding.stop()
        await self._slots.end()

    @contextmanager
    def lending(self) -> Iterator[Lent]:
        """Lends free hands to somebody who is about to write messages, and takes back what he does not use.

        Where others wait for a slot of the pace, nobody is sent before them.
        """
        slots = {key: self._lend(key) for key in self._channels}
        lent = Lent(next(self._owners), self._ctx.clock, slots, self._begin)
        try:
            yield lent
        finally:
            for key, lending in slots.items():
                self._workers[key].release(lending)
                self._slots.give_back(key, lent.unused[key])

    def _lend(self, channel: str) -> int:
        slots = self._workers[channel].free(self._slots.spare(channel, MOST_LENT))
        self._workers[channel].promise(slots)
        self._slots.take(channel, slots)
        return slots

    def _begin(self, claimed: Claimed, owner: str) -> None:
        self._workers[claimed.channel].begin(self._lane(claimed, owner))

    async def _claim(self, channel: str, most: int) -> list[Awaitable[None]]:
        if not (slots := self._slots.free_or_later(channel, most)):
            return []
        owner, clock = next(self._owners), self._ctx.clock
        heads: list[Claimed] = []
        self._slots.take(channel, slots)  # before the write: meanwhile lanes that go on ask for slots too
        try:
            # The clock is asked in the body: a lease must not have run out before the database had time for it.
            heads = await self._db.write(
                lambda tx: outbox.claim(tx, owner, channel, clock.machine(), LEASE, slots, self._in_hand)
            )
        finally:
            self._slots.give_back(channel, slots - len(heads))
        return [self._lane(head, owner) for head in heads]

    async def _lane(self, head: Claimed, owner: str) -> None:
        """Sends a lane's rows, one after another, until there is none left or it has to wait."""
        claimed: Claimed | None = head
        self._in_hand.add(head.lane)
        try:
            while claimed:
                claimed = await self._one(claimed, owner)
        except leases.Lost:
            log.info("a lane was taken over by another sender")
        except Unavailable:
            log.warning("stopped before it could be written what came of a send")
        finally:
            self._in_hand.discard(head.lane)

    async def _one(self, claimed: Claimed, owner: str) -> Claimed | None:
        if self._stopping:
            await self._db.write(lambda tx: outbox.put_back(tx, claimed, owner))
            return None
        # The lease is kept while it is written what came of it, too: who took over would send a copy, and not know
        # what we know.
        with self._holding.lease(outbox.QUEUE, claimed.lane, owner, claimed.leased_until) as kept:
            outcome = await self._sent_or_not(claimed, kept)
            self._meter.sent(claimed.channel, named(outcome))
            return await self._written(claimed, owner, outcome)

    async def _written(
        self, claimed: Claimed, owner: str, outcome: Outcome | Unsent | Screened | Fault
    ) -> Claimed | None:
        for _ in range(2):  # written again, once: to forget what came of a send means a copy
            try:
                return await self._follow(claimed, owner, outcome)
            except (leases.Lost, Unavailable):
                raise
            except Exception:
                log.exception("what came of a send could not be written", extra={"outbox_id": claimed.id})
        # A fault of ours: uncounted, it would be sent again for ever.
        return await self._follow(claimed, owner, Unknown("what came of it could not be written"))

    async def _sent_or_not(self, claimed: Claimed, kept: Kept) -> Outcome | Unsent | Screened | Fault:
        left_us = False
        try:
            sending = await self._preparing.sending(claimed, partly=claimed.id in self._partly)
            if isinstance(sending, Unsent | Screened):
                return sending
            # The last thing before bytes leave: what was read may have taken long.
            await self._holding.renew_if_short(kept)
            left_us = True  # or may have, whatever is raised from here on
            outcome = await self._channels[claimed.channel].send(sending)
        except (leases.Lost, Unavailable):
            raise
        except Exception as error:  # a fault of ours: what stands behind it must not wait for ever
            log.exception("a message could not be sent", extra={"outbox_id": claimed.id})
            why = f"not sent: {type(error).__name__}"
            if claimed.doubts + 1 >= MOST_FAULTS:
                return Unsent("refused", why)
            return Unknown(why) if left_us else Fault(why)
        self._mark_the_line(claimed, outcome)  # here: what goes wrong in us says nothing about the platform
        return outcome

    # --- what follows from each outcome --------------------------------------------------------------------------

    async def _follow(
        self, claimed: Claimed, owner: str, outcome: Outcome | Unsent | Screened | Fault
    ) -> Claimed | None:
        partly = isinstance(outcome, Retry | Throttled) and outcome.partly
        (self._partly.add if partly else self._partly.discard)(claimed.id)
        perhaps = claimed.perhaps_sent or partly
        match outcome:
            case Unsent(state, why):
                return await self._end(claimed, owner, state, why)
            case Screened():
                screened = partial(self._screened, claimed)
                return await self._and_next(claimed, owner, screened)
            case Fault(why):
                wait = doubt_off(claimed.doubts)
                return await self._again(claimed, owner, why, wait, perhaps=claimed.perhaps_sent, doubtful=True)
            case Sent():
                return await self._sent(claimed, owner, outcome)
            case Retry(why):  # however often: nothing left us, and a platform may be away for days
                return await self._again(claimed, owner, why, back_off(claimed.attempts - 1), perhaps=perhaps)
            case Throttled(elsewhere=why) | Refused(why, elsewhere=True) if why:
                return await self._elsewhere(claimed, owner, outcome, why)
            case Throttled(after):
                return await self._again(claimed, owner, "throttled", timedelta(seconds=after), perhaps=perhaps)
            case Unknown(why) if claimed.priority == Priority.BROADCAST:
                return await self._end(claimed, owner, "unknown", why)
            case Unknown(why) if claimed.doubts + 1 >= MOST_DOUBTS and self._platform_answers_others(claimed):
                log.error("nobody knows whether a message arrived", extra={"outbox_id": claimed.id, "why": why})
                return await self._end(claimed, owner, "unknown", why)
            case Unknown(why):
                wait = doubt_off(claimed.doubts)
                return await self._again(claimed, owner, why, wait, perhaps=True, doubtful=True)
            case Refused(reason):
                log.error("a message was refused", extra={"outbox_id": claimed.id, "why": reason})
                return await self._end(claimed, owner, "refused", reason)
            case Gone(partly=there):
                return await self._gone(replace(claimed, perhaps_sent=perhaps or there), owner, outcome)

    async def _sent(self, claimed: Claimed, owner: str, sent: Sent) -> Claimed | None:
        remote_ids = (sent.remote_id, *sent.more_ids) if sent.remote_id else ()
        now = self._ctx.clock.machine()
        self._meter.replied(claimed.channel, (now - claimed.queued_at).total_seconds())
        can = self._channels[claimed.channel].capabilities

        async def arrived(tx: Tx) -> None:
            await outbox.sent(tx, claimed, remote_ids, now, sent.texts, links.OWN if can.echoes else None)
            if claimed.content["is"] == "topic" and sent.remote_id:
                await topic.opened(self._turn(tx, claimed), claimed, sent.remote_id)
            if can.window:
                await reach.reopen(tx, claimed.place)  # so he can be written to, whatever we thought

        return await self._and_next(claimed, owner, arrived)

    async def _end(self, claimed: Claimed, owner: str, state: str, why: str) -> Claimed | None:
        said = cleaned(why, _LONGEST_WHY)  # a platform's words: PostgreSQL would refuse some of them

        async def ended(tx: Tx) -> None:
            await outbox.end(tx, claimed, state, said)
            if state in ("refused", "unknown"):
                await unreachable.undelivered(self._turn(tx, claimed), claimed)

        return await self._and_next(claimed, owner, ended)

    async def _and_next(
        self, claimed: Claimed, owner: str, ended: Callable[[Tx], Awaitable[None]], *, more: bool = True
    ) -> Claimed | None:
        """Writes how a row ended and goes on with its lane, if there is a slot for it; else others may take it."""
        # Decided here and not in the body, which may be run again; a slot is taken in memory, once.
        slot = self._slots.free(claimed.channel, 1) if more and not self._stopping else 0
        self._slots.take(claimed.channel, slot)

        async def body(tx: Tx) -> Claimed | None:
            following = None
            if slot:
                following = await outbox.next_of(tx, claimed, owner, self._ctx.clock.machine() + LEASE)
            else:
                await outbox.leave(tx, claimed, owner)
            await ended(tx)
            return following

        following = None
        try:
            following = await self._insist(partial(self._db.write, body))
        finally:
            if slot and not following:
                self._slots.give_back(claimed.channel, 1)
        return following

    async def _again(
        self, claimed: Claimed, owner: str, why: str, after: timedelta, *, perhaps: bool, doubtful: bool = False
    ) -> Claimed | None:
        """Leaves the row for another try; its lane waits, so nothing overtakes it."""
        after, said = min(after, LONGEST_WAIT), cleaned(why, _LONGEST_WHY)

        async def body(tx: Tx) -> None:
            until = self._ctx.clock.machine() + after
            await outbox.try_later(tx, claimed, owner, said, until, perhaps_sent=perhaps, doubtful=doubtful)

        await self._insist(partial(self._db.write, body))
        self._workers[claimed.channel].look_again(after)
        return None

    async def _elsewhere(self, claimed: Claimed, owner: str, outcome: Outcome, why: str) -> Claimed | None:
        """By another channel of the person; else it waits, a notice without keeping answers back, or is refused."""
        if await self._insist(partial(self._db.read, partial(unreachable.has_other_way, claimed=claimed))):
            return await self._and_next(claimed, owner, partial(self._by_other_way, claimed), more=False)
        if isinstance(outcome, Refused):
            return await self._end(claimed, owner, "refused", why)
        after = timedelta(seconds=outcome.after if isinstance(outcome, Throttled) else 0)
        if purpose_of(claimed) is Purpose.ANSWER or claimed.lane.endswith(outbox.LATER):
            return await self._again(claimed, owner, why, after, perhaps=claimed.perhaps_sent)
        until = self._ctx.clock.machine() + min(after, LONGEST_WAIT)
        aside = partial(unreachable.aside, claimed=claimed, why=cleaned(why, _LONGEST_WHY), until=until)
        return await self._and_next(claimed, owner, aside)

    async def _by_other_way(self, claimed: Claimed, tx: Tx) -> None:
        place = await unreachable.has_other_way(tx, claimed)
        if place is None:  # it was there a moment ago
            await outbox.untried(tx, claimed)
        else:
            await unreachable.other_way(self._turn(tx, claimed), claimed, place)

    async def _screened(self, claimed: Claimed, tx: Tx) -> None:
        await screen.by_the_web(self._turn(tx, claimed), claimed)

    async def _gone(self, claimed: Claimed, owner: str, gone: Gone) -> Claimed | None:
        # `left` ends the row; `moved` puts it back to wait, in the lane of its new chat.
        async def moved(tx: Tx) -> None:
            await unreachable.moved(self._turn(tx, claimed), claimed, gone.moved_to)

        async def left(tx: Tx) -> None:
            await outbox.end(tx, claimed, "gone", cleaned(gone.reason, _LONGEST_WHY))
            await unreachable.gone(self._turn(tx, claimed), claimed)

        async def closed(tx: Tx) -> None:
            why = cleaned(gone.reason, _LONGEST_WHY)
            await unreachable.closed(self._turn(tx, claimed), claimed, why, gone.heard_at)

        if gone.topic_lost and not claimed.place.topic:  # General itself takes nothing
            return await self._end(claimed, owner, "refused", gone.reason)
        if gone.for_now:  # he may have been heard from in this moment: then the row stays the first of its lane
            return await self._and_next(claimed, owner, closed, more=False)
        # What waits moves along with the chat: nothing of it is to be taken from the old lane.
        moves = gone.topic_lost or gone.moved_to is not None
        return await self._and_next(claimed, owner, moved if moves else left, more=not moves)

    def _turn(self, tx: Tx, claimed: Claimed) -> Turn:
        return Turn(self._ctx, tx, f"gone:{claimed.id}", self._ctx.clock.business())

    def _mark_the_line(self, claimed: Claimed, outcome: Outcome) -> None:
        line, hold = self._lines[claimed.channel], 0.0
        match outcome:
            case Sent() | Refused() | Gone():
                line.answered()
            case Retry(of_line=True) | Unknown():
                hold = line.failed(claimed.place.chat)
            case Throttled(after, elsewhere=""):
                hold = line.throttled(claimed.place.chat, after)
        if hold > 0:
            self._slots.hold(claimed.channel, hold + A_LITTLE_LATER)

    def _platform_answers_others(self, claimed: Claimed) -> bool:
        """Whether the platform has answered others since this was last tried, or has had a day for it."""
        since = doubt_off(claimed.doubts - 1).total_seconds()
        waited = self._ctx.clock.machine() - claimed.queued_at
        return self._lines[claimed.channel].worked_within(since) or waited >= DOUBTS_END

    async def _insist(self, do: Callable[[], Awaitable[T]]) -> T:
        """Asks the database however long it is away: to forget what came of a send would mean a duplicate."""
        while True:
            try:
                return await do()
            except Unavailable:
                if self._stopping:
                    raise
                await asyncio.sleep(DATABASE_GONE)
