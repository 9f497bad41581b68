"""Somebody at the platform's own desk writes to a person by hand: the bank is silent for a while.

What he wrote is shown in the thread of the question that is open, and to whoever holds it; else two people would
answer one question, and neither know of the other. Our own messages come back in the same way, and are known by id.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta

from handlers.cadre import add
from handlers.context import Context, Effect, Later, Turn
from handlers.incoming import Overheard
from handlers.outgoing import EDITED, RESENT, Edit, Message, Notice, Outgoing, from_json
from storage import links, persons, questions, reach, thread
from storage.db import Tx
from storage.questions import OPEN_STATES
from storage.thread import Enclosed, Kind

WAITS = timedelta(minutes=1)
TELLING = 20
"""Letters by which a text can be told from others when it is a part of one."""
AGAIN_AFTER = 0.2
"""Seconds: a message of ours may be told of before we know its id."""


async def overhear(ctx: Context, heard: Overheard, received_at: datetime) -> Effect:
    """Takes note of what a human wrote in our name, and of nothing else."""
    async with ctx.db.reading() as tx:
        ours = await _is_ours(tx, heard, ctx.clock.business() - received_at)
        reader = await persons.of_account(tx, heard.place.channel, heard.place.chat)
    ctx.meter.overheard("ours" if ours else "by hand")
    if ours or reader is None:
        return _nothing
    reader_id = reader.id

    async def effect(turn: Turn) -> None:
        if heard.pause:
            await reach.pause(turn.tx, heard.place, turn.now + heard.pause)
        lately = await questions.of_asker(turn.tx, reader_id, *OPEN_STATES, limit=1)
        if not lately:
            return
        enclosed = [Enclosed(a.kind, a.channel, a.reference, a.name, a.mime, a.size) for a in heard.attachments]
        said = await thread.say(turn.tx, lately[0].id, None, Kind.DESK, heard.text, heard.sent_at, enclosed)
        # So that what he answers to it, by quoting, goes to the question.
        await links.make(turn.tx, links.Link(heard.place, heard.message_id, "receipt", lately[0].id, said))
        await add.show_to_holder(turn, lately[0], said, "relay-desk")

    return effect


async def _is_ours(tx: Tx, heard: Overheard, since: timedelta) -> bool:
    if await links.is_known(tx, heard.place, heard.message_id):
        return True
    if heard.by_hand:
        return False
    if heard.text.startswith((RESENT, EDITED)):
        return True  # nobody types our marks; a copy of a correction is found by nothing else
    sending = await reach.under_way(tx, heard.place)
    if sending is None:
        return True  # one whose answer was lost: this is where it went
    if sending and since < WAITS:
        raise Later(AGAIN_AFTER)
    # Two looks are two moments, as in handlers.early.
    if await links.is_known(tx, heard.place, heard.message_id):
        return True
    # The first copy of what was said again: who was to learn its id died, or heard no answer.
    return any(_is_copy(heard, from_json(row)) for row in await reach.perhaps_twice(tx, heard.place))


def _is_copy(heard: Overheard, said: Outgoing) -> bool:
    """Whether a message in our name says what we said: a part of it perhaps, or all of it with its choices below."""
    if isinstance(said, Notice):
        return True  # it is made as it leaves, with a link that must not go anywhere else
    message = said.message if isinstance(said, Edit) else said
    if not isinstance(message, Message):
        return False
    theirs, ours = _plain(heard.text.removeprefix(RESENT)), _plain(message.text)
    if not theirs:
        return bool(heard.attachments and message.attachments)
    return theirs == ours or (min(len(theirs), len(ours)) >= TELLING and (theirs in ours or ours in theirs))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


async def _nothing(_turn: Turn) -> None: ...
