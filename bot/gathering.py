"""Albums: what was sent as one is handled as one, though the platform tells of each picture by itself.

The first part waits until nothing more has come for a while; then all that are there become one message, and are done
in one transaction with what it causes. A death before that leaves them all waiting. A part that comes later still is
a reply to the first: it goes where that went.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.channels.base import Channel, Unparseable
from handlers import captions
from handlers.context import Later
from handlers.incoming import Incoming, Said
from storage import inbox
from storage.db import Database
from storage.inbox import Held, Piece

QUIET = timedelta(seconds=1)
"""Since the last part was stored (machine time). A phone sends an album in one call: its parts come at once."""
MOST = 10
"""An album of so many is whole."""


async def gathered(
    db: Database, channel: Channel, held: Held, now: datetime
) -> tuple[Incoming | None, tuple[int, ...]]:
    """What an update says, with the rest of its album; and the inbox ids of that rest.

    Raises Later while more may come, Unparseable as the channel does.
    """
    incoming = channel.parse(held.payload)
    if held.album is None or not isinstance(incoming, Said):
        return incoming, ()
    pieces = await db.read(lambda tx: inbox.album(tx, held))
    if earlier := [piece for piece in pieces if piece.state == "done"]:
        return _late(channel, incoming, earlier[0]), ()
    waiting = [piece for piece in pieces if piece.state == "new"]
    quiet = now - max(piece.stored_at for piece in waiting)
    if len(waiting) < MOST and quiet < QUIET:
        raise Later((QUIET - quiet).total_seconds())
    parts = {held.id: incoming}
    for piece in waiting:
        if piece.id != held.id and (part := _read(channel, piece)):
            parts[piece.id] = part
    return _as_one(list(parts.values())), tuple(each for each in parts if each != held.id)


def _read(channel: Channel, piece: Piece) -> Said | None:
    try:
        part = channel.parse(piece.payload)
    except Unparseable:  # in its own turn it is set aside
        return None
    return part if isinstance(part, Said) else None


def _late(channel: Channel, said: Said, first: Piece) -> Said:
    before = _read(channel, first)
    if said.reply_to or before is None or before.message_id == said.message_id:
        return said
    return replace(said, reply_to=before.message_id)


def _as_one(parts: Sequence[Said]) -> Said:
    """One message, in the order in which it was sent."""
    first, *others = sorted(parts, key=lambda said: (len(said.message_id), said.message_id))
    return replace(
        first,
        text=captions.joined([said.text for said in (first, *others)]),
        attachments=tuple(file for said in (first, *others) for file in said.attachments),
        more_ids=tuple(said.message_id for said in others),
        reply_to=next((said.reply_to for said in (first, *others) if said.reply_to), None),
        reply_button=next((said.reply_button for said in (first, *others) if said.reply_button), None),
    )
