"""An answer was wrong, or is by now: whoever was given it is told the new one, once."""

from __future__ import annotations

from functools import partial

from faq.entry import Entry, hold_on
from handlers.cadre import offering
from handlers.clock import VIETNAM
from handlers.context import Context, Turn
from handlers.due.climb import AGAIN_AFTER
from handlers.due.each import each
from handlers.outgoing import Draft
from storage import persons, seats
from storage.bank import entries, given, history
from storage.bank.given import Given, Retelling
from storage.db import Tx, Unavailable
from storage.outbox import Priority
from storage.seats import Role

AT_ONCE = 50


async def retell(ctx: Context) -> int:
    """Writes the rows of everybody who has to be told; to how many people. Raises what failed, after the rest."""
    waiting = await ctx.db.read(partial(given.to_retell, now=ctx.clock.business()))
    return await each(waiting, partial(_tell_all, ctx), partial(_put_off, ctx))


async def _put_off(ctx: Context, retelling: Retelling) -> None:
    await ctx.db.write(partial(given.put_off, retelling_id=retelling.id, until=ctx.clock.business() + AGAIN_AFTER))


async def _tell_all(ctx: Context, retelling: Retelling) -> int:
    """Tells all whom a retelling concerns; one at whom it fails keeps nobody else from being told."""
    told, after, failed = 0, 0, list[Exception]()
    while True:
        try:
            to = await ctx.db.write_many(partial(_batch, ctx, retelling, after, AT_ONCE))
            told += len(to)
        except Unavailable:
            raise
        except Exception:
            to, faults = await _one_by_one(ctx, retelling, after)
            told += len(to) - len(faults)
            failed += faults
        if not to:
            break
        after = to[-1]
    if failed:
        raise ExceptionGroup(f"some people cannot be told of {retelling.entry_id}", failed)
    await ctx.db.write(partial(_finish, ctx, retelling))
    return told


async def _one_by_one(ctx: Context, retelling: Retelling, after: int) -> tuple[list[int], list[Exception]]:
    await ctx.db.read(partial(entries.get, entry_id=retelling.entry_id))  # where that fails, everybody's would
    whom = partial(given.untold, entry_id=retelling.entry_id, version=retelling.version, limit=AT_ONCE, after=after)
    people, faults = [one.person_id for one in await ctx.db.read(whom)], list[Exception]()
    for person_id in people:
        try:
            await ctx.db.write(partial(_batch, ctx, retelling, person_id - 1, 1))
        except Unavailable:
            raise
        except Exception as error:
            faults.append(error)
    return people, faults


async def _batch(ctx: Context, retelling: Retelling, after: int, most: int, tx: Tx) -> list[int]:
    """Tells the next people, who come after somebody; whom it told. Nobody while the answer is held back."""
    entry = await entries.get(tx, retelling.entry_id)
    if entry and hold_on(entry, ctx.clock.today()):
        return []
    to = await given.untold(tx, retelling.entry_id, retelling.version, most, after)
    if not to:
        return []
    turn = Turn(ctx, tx, f"retell:{retelling.id}", ctx.clock.business())
    shown = entry or await _last_words(tx, retelling.entry_id)
    for one in to:
        await _tell(turn, retelling, one, shown, gone=entry is None)
    told = [one.person_id for one in to]
    now_is = entry.version if entry else (await history.latest(tx, [retelling.entry_id])).get(retelling.entry_id, 0)
    await given.tell(tx, retelling.entry_id, max(retelling.version, now_is), told)
    return told


async def _finish(ctx: Context, retelling: Retelling, tx: Tx) -> None:
    """All are told. What is held back by the law waits, however that ends: until then nobody is told anything."""
    entry = await entries.get(tx, retelling.entry_id)
    held = entry and hold_on(entry, ctx.clock.today())
    if not held:
        await given.done(tx, retelling, ctx.clock.business())


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
    key = f"retold:{retelling.id}:{one.id}"
    await turn.say(person, draft, key=key, priority=Priority.BROADCAST)
