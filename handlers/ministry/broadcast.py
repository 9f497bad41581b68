"""Send a broadcast: once confirmed, each recipient gets a row in the outbox, chunk by chunk, resumable anywhere."""

from __future__ import annotations

import logging
from functools import partial

from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.ministry.compose import drawn_on, own_draft, show_preview
from handlers.ministry.letter import audience_of, letter
from handlers.outgoing import to_json
from handlers.wording import DEFAULT, LOCALES, words
from storage import audit, broadcasts, outbox, persons, seats, units
from storage.broadcasts import Broadcast
from storage.db import Tx, Unavailable
from storage.outbox import Post, Priority
from storage.seats import Seat

log = logging.getLogger(__name__)

CHUNK = 200


async def send(ctx: Context, heard: Heard) -> Effect:
    """The last word: from here on it goes out. A second press finds it gone."""

    async def confirm(turn: Turn) -> None:
        await turn.toast(heard)
        w, today = turn.words(heard.who), ctx.clock.today()
        draft = await own_draft(turn, heard)
        if draft is None or draft.state == "cancelled":
            await turn.say(heard.who, w("broadcast-no-draft"))
            return
        by = await seats.get(turn.tx, draft.seat_id)
        if by is None or not by.valid_on(today):
            await broadcasts.move(turn.tx, draft.id, "draft", "cancelled")
            await turn.say(heard.who, w("broadcast-not-allowed"))
            return
        count = await broadcasts.count(turn.tx, audience_of(draft), today)
        if draft.state == "draft" and drawn_on(heard) != today:
            await show_preview(turn, heard, draft, by, count)
            return
        gone = {"sent_at": turn.now, "recipients": count}
        if not await broadcasts.move(turn.tx, draft.id, "draft", "sending", **gone):
            await turn.say(heard.who, w("broadcast-sent-before"), _refresh(w("broadcast-button-refresh")))
            return
        detail = {"audience": dict(draft.audience), "recipients": count}
        await audit.note(turn.tx, turn.now, heard.who.id, "broadcast", f"broadcast:{draft.id}", detail)
        turn.tx.wake("broadcast")  # the clock writes the recipients' rows
        text = w("broadcast-sending", count=count, code=draft.code)
        await turn.say(heard.who, text, _refresh(w("broadcast-button-refresh")))

    return confirm


async def spread(ctx: Context) -> int:
    """Writes the next chunk of each broadcast under way; how many recipients got their row.

    Raises what went wrong with the last of them where none could go on.
    """
    pending = await ctx.db.read(broadcasts.being_sent)
    written, failures = 0, []
    for sending in pending:
        try:
            written += await ctx.db.write_many(partial(_chunk, ctx, sending.id))
        except Unavailable:
            raise
        except Exception as error:  # the others must not wait for it
            log.exception("a broadcast could not go on", extra={"broadcast": sending.id})
            failures.append(error)
    if failures and len(failures) == len(pending):
        raise failures[-1]
    return written


async def _chunk(ctx: Context, broadcast_id: int, tx: Tx) -> int:
    sending = await broadcasts.get(tx, broadcast_id)
    if sending is None or sending.state != "sending":
        return 0
    turn = Turn(ctx, tx, f"broadcast:{sending.id}:{sending.spread_to}", ctx.clock.business())
    today = ctx.clock.today()
    by = await seats.get(tx, sending.seat_id)
    if by is None or not by.valid_on(today):
        await _stop(turn, sending)
        return 0
    to = await broadcasts.recipients(tx, audience_of(sending), today, sending.spread_to, CHUNK)
    # Before the rows: a second worker waits here, then finds the chunk taken.
    if to and not await broadcasts.spread(tx, sending.id, sending.spread_to, to[-1][0]):
        return 0
    await _write_rows(turn, sending, by, dict(to))
    if len(to) < CHUNK:
        await broadcasts.move(tx, sending.id, "sending", "sent")
    return len(to)


async def _write_rows(turn: Turn, sending: Broadcast, by: Seat, to: dict[int, int]) -> None:
    ministry = await units.get(turn.tx, sending.ministry)
    name = ministry.full_name if ministry else sending.ministry
    letters = {
        locale: to_json(letter(words(locale), turn.ctx.places, sending, by, name, turn.now).message())
        for locale in LOCALES
    }
    posts = [
        Post(
            person.place, letters.get(person.locale, letters[DEFAULT]), f"broadcast:{sending.id}:{person.id}",
            Priority.BROADCAST, "broadcast", seat_id=to[person.id], broadcast_id=sending.id,
        )
        for person in await persons.many(turn.tx, list(to))
    ]  # fmt: skip
    # One statement: two hundred would keep the only writer of SQLite, and whoever waits for a reply, half a second.
    await outbox.put_all(turn.tx, posts, turn.ctx.clock.machine())


async def _stop(turn: Turn, sending: Broadcast) -> None:
    """The sender's seat has ended while it went out: nobody further gets it, and he is told."""
    if await broadcasts.move(turn.tx, sending.id, "sending", "cancelled"):
        await audit.note(turn.tx, turn.now, None, "stop", f"broadcast:{sending.id}", {"at": sending.spread_to})
        author = await persons.get(turn.tx, sending.author_id)
        if author:
            await turn.say(author, turn.words(author)("broadcast-stopped", code=sending.code))


def _refresh(label: str) -> tuple[Choice, ...]:
    return (Choice(label, "broadcast_results"),)
