"""An answer was wrong, or is by now: whoever was given it is told the new one, once."""

from __future__ import annotations

from functools import partial

from faq.entry import Entry, hold_on
from handlers.cadre import offering
from handlers.clock import VIETNAM
from handlers.context import Context, Turn
from handlers.outgoing import Draft
from storage import persons, seats
from storage.bank import entries, given, history
from storage.bank.given import Given, Retelling
from storage.db import Tx
from storage.outbox import Priority
from storage.seats import Role

AT_ONCE = 50


async def retell(ctx: Context) -> int:
    """Writes the rows of everybody who has to be told; to how many people."""
    told = 0
    for retelling in await ctx.db.read(given.to_retell):
        while found := await ctx.db.write_many(partial(_batch, ctx, retelling)):
            told += found
    return told


async def _batch(ctx: Context, retelling: Retelling, tx: Tx) -> int:
    entry, now = await entries.get(tx, retelling.entry_id), ctx.clock.business()
    if entry and hold_on(entry, ctx.clock.today()):
        # The law changed again meanwhile: whoever reviews that has them told.
        await given.done(tx, retelling.id, now)
        return 0
    newest = max(retelling.version, entry.version if entry else 0)
    to = await given.untold(tx, retelling.entry_id, newest, AT_ONCE)
    if not to:
        await given.done(tx, retelling.id, now)
        return 0
    turn = Turn(ctx, tx, f"retell:{retelling.id}", now)
    shown = entry or await _last_words(tx, retelling.entry_id)
    for one in to:
        await _tell(turn, retelling, one, shown, gone=entry is None)
    await given.tell(tx, retelling.entry_id, newest, [one.person_id for one in to])
    return len(to)


async def _last_words(tx: Tx, entry_id: str) -> Entry | None:
    said = [version.entry for version in await history.of(tx, entry_id) if version.entry]
    return said[-1] if said else None


async def _tell(turn: Turn, retelling: Retelling, one: Given, entry: Entry | None, *, gone: bool) -> None:
    person = await persons.get(turn.tx, one.person_id)
    if person is None or entry is None:
        return
    w, today = turn.words(person), turn.ctx.clock.today()
    held = [seat for seat in await seats.of_person(turn.tx, person.id) if seat.valid_on(today)]
    province = next((seat.province for seat in held if seat.role is Role.CADRE), None)
    draft = Draft().bold(
        w("retell-gone" if gone else "retell-heading", day=w.day(one.given_at.astimezone(VIETNAM).date(), turn.now))
    )
    draft.line()
    if gone:
        draft.line(entry.question).line().line(w("retell-gone-next"))
    else:
        draft.take(offering.answer(w, entry, today, province, turn.now))
    key = f"retold:{retelling.id}:{person.id}"
    await turn.say(person, draft, key=key, priority=Priority.BROADCAST)
