"""The last look at a message before it is sent: whether it is still wanted, and what sending it takes."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

from bot.channels.base import Channel, Purpose, Sending
from bot.unsent import Screened, Unsent
from handlers import screen, unreachable
from handlers.context import Context
from handlers.outgoing import (
    Edit,
    Message,
    Nothing,
    Notice,
    Outgoing,
    Recall,
    Toast,
    Topic,
    from_json,
    marked_as_resent,
)
from storage import links, outbox
from storage.db import Tx
from storage.outbox import Claimed, Priority

log = logging.getLogger(__name__)

T = TypeVar("T")


class Insist(Protocol):
    """Asks the database however long it is away."""

    async def __call__(self, do: Callable[[], Awaitable[T]]) -> T: ...


def purpose_of(claimed: Claimed) -> Purpose:
    """What a row is for. Edits correct what was said about a question, but for a few."""
    if claimed.priority == Priority.BROADCAST:
        return Purpose.BROADCAST
    return Purpose.ANSWER if claimed.question_id or claimed.content["is"] in ("edit", "recall") else Purpose.NOTICE


class Preparing:
    """Makes a `Sending` of a claimed row."""

    def __init__(self, ctx: Context, channels: Mapping[str, Channel], insist: Insist) -> None:
        self._ctx = ctx
        self._channels = channels
        self._insist = insist

    async def sending(self, claimed: Claimed, *, partly: bool) -> Sending | Unsent | Screened:
        """Looks a last time whether it is still wanted, and reads what sending it takes."""
        try:
            content = from_json(claimed.content)
        except (AttributeError, KeyError, TypeError, ValueError):
            log.error("a row that this release cannot read", extra={"outbox_id": claimed.id})
            return Unsent("refused", "a row that this release cannot read")
        if isinstance(content, Nothing):
            return Unsent("withdrawn", unreachable.TAKEN_BACK)
        unsent = await self._why_not(claimed, partly=partly)
        if unsent:
            return unsent
        if isinstance(content, Notice):
            content = await self._insist(partial(screen.said, self._ctx, claimed.place, content))
        elif claimed.channel in self._ctx.policy.notice:
            if isinstance(content, Message):
                return Screened()
            if isinstance(content, Edit):
                return Unsent("withdrawn", screen.NOT_HERE)
            if isinstance(content, Toast):
                content = replace(content, text="")
            if isinstance(content, Topic):
                content = replace(content, name=content.name.partition(" ")[0])  # the code alone
        resend = claimed.perhaps_sent and not self._channels[claimed.channel].capabilities.idempotent
        if resend and isinstance(content, Message):
            content = marked_as_resent(content)
        edit_of, parts = await self._meant(claimed, content)
        if isinstance(content, Edit | Recall) and edit_of is None:
            return Unsent("withdrawn", "what it edits, or takes back, was never sent")
        purpose = purpose_of(claimed)
        return Sending(claimed.id, claimed.place, content, edit_of, parts, resend, claimed.attempts, purpose)

    async def _why_not(self, claimed: Claimed, *, partly: bool) -> Unsent | None:
        if claimed.expires_at and claimed.expires_at <= self._ctx.clock.machine():
            return Unsent("expired", "it is worth nothing any more")
        if claimed.perhaps_sent and claimed.priority == Priority.BROADCAST and not partly:
            return Unsent("unknown", "it may have been sent, and nobody here knows")
        if claimed.seat_id is not None:
            today = self._ctx.clock.today()
            look = partial(self._ctx.db.read, lambda tx: unreachable.may_still_receive(tx, claimed, today))
            if not await self._insist(look):
                return Unsent("withdrawn", "the recipient's seat gives no right to it any more")
        return None

    async def _meant(self, claimed: Claimed, content: Outgoing) -> tuple[str | None, tuple[str, ...]]:
        """The first message of what is edited or taken back, and all of them where they are several."""
        match content:
            case Recall(said=str(said)):
                return said, ()
            case Edit(outbox_id) | Recall(int(outbox_id)):
                row = outbox_id
            case _:
                return None, ()

        async def look(tx: Tx) -> tuple[str | None, tuple[str, ...]]:
            first = await outbox.remote_id(tx, row)
            if isinstance(content, Edit):
                return first, await outbox.text_ids(tx, row)
            return first, tuple(await links.sent_as(tx, claimed.place, row))

        return await self._insist(partial(self._ctx.db.read, look))
