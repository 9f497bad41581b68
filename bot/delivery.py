"""Sending: a message is committed before it is sent, and marked after.

A sender leases a lane, marks its head `sending` and commits; only then does anything leave. A send ends in one of
six ways (bot.channels.base); what follows from each is decided here and nowhere else:

sent → done, with the platform's id · retry → again, the lane waits · throttled → again when the platform says ·
refused → set aside · gone → the person is unreachable here, his messages look for another way ·
unknown → it may have arrived: sent again, marked "(gửi lại)"; a broadcast waits for somebody to decide.

A row that a dead sender left `sending` is unknown too. So nothing is lost, and no duplicate goes unmarked.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from typing import TypeVar

from bot.channels.base import Channel, Gone, Outcome, Refused, Retry, Sending, Sent, Throttled, Unknown
from bot.metrics import Meter
from bot.pacer import Pacer
from bot.workers import Workers
from handlers import unreachable
from handlers.context import Context, Turn
from handlers.outgoing import Edit, Message, Outgoing, from_json, marked_as_resent
from storage import leases, outbox
from storage.db import Body, Tx, Unavailable
from storage.outbox import Claimed, Priority

log = logging.getLogger(__name__)

T = TypeVar("T")

LEASE = timedelta(seconds=5)
AT_ONCE = 64
LONGEST_BACK_OFF = 60.0
AFTER_UNKNOWN = timedelta(seconds=2)
THROTTLED_CHATS = 3
"""So many chats throttled within a minute, and it is the bot that is too fast, not a chat."""


class Delivery:
    """The way from an outbox row to a phone."""

    def __init__(self, ctx: Context, channels: Mapping[str, Channel], meter: Meter, name: str) -> None:
        self._ctx = ctx
        self._db = ctx.db
        self._channels = channels
        self._meter = meter
        self._owners = (f"{name}/out/{number}" for number in count())
        self._pacers = {
            key: Pacer(channel.capabilities.per_second, channel.capabilities.burst)
            for key, channel in channels.items()
        }
        self._throttled: dict[str, dict[str, float]] = {key: {} for key in channels}
        self._workers = Workers("outbox", ctx.db.wakes.event(outbox.QUEUE), self._claim, AT_ONCE)

    async def start(self) -> None:
        """Begins to send what is there and what comes."""
        await self._workers.start()

    async def stop(self, within: float) -> None:
        """Claims nothing more, lets sends under way end; what is cut off is sent again, marked."""
        await self._workers.stop(within)

    async def _claim(self, most: int) -> list[Awaitable[None]]:
        owner, now = next(self._owners), self._ctx.clock.machine()
        heads = await self._db.write(lambda tx: outbox.claim(tx, owner, self._channels, now, LEASE, most))
        return [self._lane(head, owner) for head in heads]

    async def _lane(self, head: Claimed | None, owner: str) -> None:
        """Sends a lane's rows, one after another, until there is none left or it has to wait."""
        try:
            while head:
                head = await self._one(head, owner)
        except leases.Lost:
            log.info("a lane was taken over by another sender")

    async def _one(self, claimed: Claimed, owner: str) -> Claimed | None:
        content = from_json(claimed.content)
        unsent = await self._why_not(claimed, content)
        if unsent:
            return await self._end(claimed, owner, *unsent)
        channel = self._channels[claimed.channel]
        resend = claimed.perhaps_sent and isinstance(content, Message) and not channel.capabilities.idempotent
        if resend and isinstance(content, Message):
            content = marked_as_resent(content)
        edit_of = await self._edited(content)
        if isinstance(content, Edit) and edit_of is None:
            return await self._end(claimed, owner, "withdrawn", "what it edits was never sent")
        async with self._keeping(claimed, owner):
            await self._pacers[claimed.channel].slot(claimed.priority)
            sending = Sending(claimed.id, claimed.place, content, edit_of, resend)
            outcome = await channel.send(sending)
        self._meter.sent(claimed.channel, type(outcome).__name__.lower())
        return await self._follow(claimed, owner, outcome)

    async def _why_not(self, claimed: Claimed, content: Outgoing) -> tuple[str, str] | None:
        """Why a row is not to be sent any more: (state it ends in, reason)."""
        if claimed.expires_at and claimed.expires_at <= self._ctx.clock.machine():
            return "expired", "it is worth nothing any more"
        if claimed.perhaps_sent and claimed.priority == Priority.BROADCAST:
            return "unknown", "the sender died while sending"
        if claimed.seat_id is not None:
            allowed = await self._db.read(
                lambda tx: unreachable.seat_still_allows(tx, claimed.seat_id or 0, self._ctx.clock.today())
            )
            if not allowed:
                return "withdrawn", "the recipient's seat has ended"
        return None

    async def _edited(self, content: Outgoing) -> str | None:
        if not isinstance(content, Edit):
            return None
        return await self._db.read(lambda tx: outbox.remote_id(tx, content.outbox_id))

    @asynccontextmanager
    async def _keeping(self, claimed: Claimed, owner: str) -> AsyncIterator[None]:
        """Keeps the lane's lease while a send takes its time; whoever lost it must not send."""
        task = asyncio.create_task(self._renew(claimed, owner))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _renew(self, claimed: Claimed, owner: str) -> None:
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            until = self._ctx.clock.machine() + LEASE
            await self._db.write(lambda tx: outbox.still_ours(tx, claimed, owner, until))  # noqa: B023 - awaited here

    # --- what follows from each outcome --------------------------------------------------------------------------

    async def _follow(self, claimed: Claimed, owner: str, outcome: Outcome) -> Claimed | None:
        match outcome:
            case Sent():
                return await self._sent(claimed, owner, outcome)
            case Retry(why, partly):
                wait = min(LONGEST_BACK_OFF, 2.0 ** min(claimed.attempts - 1, 6))
                return await self._again(
                    claimed, owner, why, timedelta(seconds=wait), perhaps=claimed.perhaps_sent or partly
                )
            case Throttled(after, partly):
                self._slow_down(claimed, after)
                wait_for = timedelta(seconds=after)
                return await self._again(
                    claimed, owner, "throttled", wait_for, perhaps=claimed.perhaps_sent or partly
                )
            case Unknown(why) if claimed.priority == Priority.BROADCAST:
                return await self._end(claimed, owner, "unknown", why)
            case Unknown(why):
                return await self._again(claimed, owner, why, AFTER_UNKNOWN, perhaps=True)
            case Refused(reason):
                log.error("a message was refused", extra={"outbox_id": claimed.id, "why": reason})
                return await self._end(claimed, owner, "refused", reason)
            case Gone():
                return await self._gone(claimed, owner, outcome)

    async def _sent(self, claimed: Claimed, owner: str, sent: Sent) -> Claimed | None:
        remote_ids = (sent.remote_id, *sent.more_ids) if sent.remote_id else ()
        now = self._ctx.clock.machine()
        self._meter.replied(claimed.channel, (now - claimed.queued_at).total_seconds())

        async def body(tx: Tx) -> Claimed | None:
            await outbox.sent(tx, claimed, owner, remote_ids, now)
            return await outbox.next_of(tx, claimed, owner, now + LEASE)

        return await self._insist(body)

    async def _end(self, claimed: Claimed, owner: str, state: str, why: str) -> Claimed | None:
        until = self._ctx.clock.machine() + LEASE

        async def body(tx: Tx) -> Claimed | None:
            await outbox.end(tx, claimed, state, why)
            return await outbox.next_of(tx, claimed, owner, until)

        return await self._insist(body)

    async def _again(
        self, claimed: Claimed, owner: str, why: str, after: timedelta, *, perhaps: bool
    ) -> Claimed | None:
        """Leaves the row for another try; its lane waits, so nothing overtakes it."""
        until = self._ctx.clock.machine() + after
        await self._insist(lambda tx: outbox.try_later(tx, claimed, owner, why, until, perhaps_sent=perhaps))
        self._workers.look_again(after)
        return None

    async def _gone(self, claimed: Claimed, owner: str, gone: Gone) -> Claimed | None:
        until = self._ctx.clock.machine() + LEASE

        async def body(tx: Tx) -> Claimed | None:
            turn = Turn(self._ctx, tx, f"gone:{claimed.id}", self._ctx.clock.business())
            if gone.moved_to:
                await unreachable.moved(turn, claimed, gone.moved_to)
                await leases.give_up(tx, outbox.QUEUE, claimed.lane, owner)
                return None
            await outbox.end(tx, claimed, "gone", gone.reason)
            await unreachable.gone(turn, claimed)
            return await outbox.next_of(tx, claimed, owner, until)

        return await self._insist(body)

    def _slow_down(self, claimed: Claimed, after: float) -> None:
        """One chat that is too fast waits alone; many at once mean that the whole bot is."""
        now = asyncio.get_running_loop().time()
        recent = {chat: at for chat, at in self._throttled[claimed.channel].items() if now - at < 60}
        recent[claimed.place.chat] = now
        self._throttled[claimed.channel] = recent
        if len(recent) >= THROTTLED_CHATS:
            self._pacers[claimed.channel].hold(after)
            self._throttled[claimed.channel] = {}

    async def _insist(self, body: Body[T]) -> T:
        """Writes what came of a send, however long the database is away: to forget it would mean a duplicate."""
        while True:
            try:
                return await self._db.write(body)
            except Unavailable:
                if self._workers.stopping:
                    raise
                await asyncio.sleep(1)
