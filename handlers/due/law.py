"""The day has come on which the law changes: what cites it goes under review.

Where a suspension's last day has passed, what it held is in use again and need not be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from faq.entry import Entry
from handlers.context import Context, Turn
from handlers.due.climb import AGAIN_AFTER
from handlers.due.each import each
from handlers.outgoing import Draft
from handlers.review import elsewhere
from handlers.review.card import told_law
from handlers.review.let_go import everybody_at, let_go, tell
from handlers.review.put import MOST_CARDS, put
from storage.bank import entries, law
from storage.bank.given import RETELL
from storage.bank.law import Change
from storage.bank.reviews import Kind, NewReview
from storage.db import Tx, Unavailable


async def follow(ctx: Context) -> int:
    """Does what is due by now: entries go under review, or need not be reviewed any more; for how many changes."""
    failed, done = list[Exception](), 0
    for do in (put_under_review, let_go_what_is_over):
        try:
            done += await do(ctx)
        except ExceptionGroup as errors:
            failed.append(errors)
    if failed:
        raise ExceptionGroup("the clock failed at some changes of the law", failed)
    return done


async def put_under_review(ctx: Context) -> int:
    """Puts up what is due by now; for how many changes of the law. Raises what failed, after the rest."""
    found = await ctx.db.read(partial(law.due, now=ctx.clock.business()))
    return await each(found, partial(_put_up_all, ctx), partial(_put_off, ctx))


async def let_go_what_is_over(ctx: Context) -> int:
    """Ends what waits for review because of a suspension that is over; how many of them are. Raises what failed."""
    found = await ctx.db.read(partial(law.over, now=ctx.clock.business()))
    return await each(found, partial(_let_go_all, ctx), partial(_stay, ctx))


async def following(ctx: Context) -> datetime | None:
    """When the next change of the law has its day, or the next suspension has had its last (business time)."""
    return await ctx.db.read(law.following)


async def _put_off(ctx: Context, change: Change) -> None:
    await ctx.db.write(partial(law.put_off, change_id=change.id, until=ctx.clock.business() + AGAIN_AFTER))


async def _stay(ctx: Context, change: Change) -> None:
    await ctx.db.write(partial(law.let_go, change_id=change.id, again_at=ctx.clock.business() + AGAIN_AFTER))


async def _let_go_all(ctx: Context, change: Change) -> int:
    await ctx.db.write_many(partial(_let_go, ctx, change))
    return 1


async def _let_go(ctx: Context, change: Change, tx: Tx) -> None:
    if not await law.let_go(tx, change.id):
        return  # another process was faster
    turn = Turn(ctx, tx, f"law-over:{change.id}", ctx.clock.business())
    tx.wake(RETELL)  # what was held back may have to be told
    became = await let_go(turn, change.id, None)
    for ministry in became.ministries:
        for person in await everybody_at(turn, ministry):
            w = turn.words(person)
            told = Draft().line(told_law(w, change.place, change.hold, turn.now))
            tell(w, told.line(w("law-ended")), became, ministry)
            ways = elsewhere.ways(w, became.kept_at(ministry)[:MOST_CARDS])
            await turn.say(person, told, *ways, key=f"{turn.cause}:{person.id}")


async def _put_up_all(ctx: Context, change: Change) -> int:
    try:
        await ctx.db.write_many(partial(_put_up, ctx, change))
    except Unavailable:
        raise
    except Exception:
        await _put_up_sound(ctx, change)
        raise
    return 1


async def _put_up(ctx: Context, change: Change, tx: Tx) -> None:
    over = change.hold.until is not None and change.hold.until < ctx.clock.today()
    if await law.put_under_review(tx, change.id) and not over:  # else another process was faster
        held = await entries.named(tx, await law.held_by(tx, change.id))
        await _review(ctx, change, held.values(), tx)


async def _put_up_sound(ctx: Context, change: Change) -> None:
    """Puts up those of its entries that can be read; the change stays due for the rest."""
    sound: list[Entry] = []
    for entry_id in await ctx.db.read(partial(law.held_by, change_id=change.id)):
        try:
            entry = await ctx.db.read(partial(entries.get, entry_id=entry_id))
        except Unavailable:
            raise
        except Exception:  # noqa: S112 - what is wrong with it is raised already
            continue
        sound += [entry] if entry else []
    await ctx.db.write_many(partial(_review, ctx, change, sound))


async def _review(ctx: Context, change: Change, held: Iterable[Entry], tx: Tx) -> None:
    turn = Turn(ctx, tx, f"law:{change.id}", ctx.clock.business())
    await put(turn, *(
        NewReview(Kind.LAW, entry.ministry, entry.field, entry.id, law_change_id=change.id) for entry in held
    ))  # fmt: skip
