"""What comes before its time: an edit before what it edits, a reply before we know that what it answers was shown.

A platform may deliver them in this order, and what somebody said in the same breath must not be lost or go elsewhere
for it. An edit holds up nothing meanwhile: its inbox row is done, and new again once there is something to edit. A
reply waits, for the send that it answers is under way; a minute at most.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.context import Heard, Later, Turn
from storage import inbox, links, outbox
from storage.db import Tx
from storage.links import Link
from storage.place import Place

WAITS = timedelta(minutes=1)
AGAIN_AFTER = 0.2
"""Seconds."""


async def edit_waits(turn: Turn, heard: Heard) -> None:
    """Notes an edit of something that is in no thread. Most will never be: commands and searches are edited, too."""
    _, _, inbox_id = heard.cause.partition(":")
    if heard.message_id:
        await links.note_early(turn.tx, heard.place, heard.message_id, int(inbox_id))


async def keep(turn: Turn, said: Link) -> None:
    """Links what was said; an edit of it that waits is handled next."""
    if not await links.make(turn.tx, said):
        await take_up_edit(turn, said.place, said.remote_id)
        await links.make(turn.tx, said)


async def take_up_edit(turn: Turn, place: Place, message_id: str) -> None:
    """Has an edit handled again, if one came before this message."""
    edit = await links.forget_early(turn.tx, place, message_id)
    if edit is not None:
        await inbox.again(turn.tx, edit)


async def link(tx: Tx, place: Place, message_id: str, received_at: datetime, now: datetime) -> Link | None:
    """What a message in a place was about, as far as we know by now; None for one that is in no thread.

    Raises Later while a message to the place is under way: what we do not know may be what just arrived there.
    """
    found = await links.find(tx, place, message_id)
    if found:
        return found
    if now - received_at < WAITS and await outbox.being_sent(tx, place):
        raise Later(AGAIN_AFTER)
    # Two looks are two moments: what was under way at the first may be linked by the second, and not sent any more.
    return await links.find(tx, place, message_id)
