"""What the clock does, in four kinds of work that do not wait for each other; bot.jobs says when each is done.

Due times are rows: nothing is scheduled in memory, so nothing is forgotten in a crash, and after an outage one sweep
catches up. Every step is one short transaction that a second sweep, here or elsewhere, finds done.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from faq.match import FieldGuess
from handlers.context import Context, Turn
from handlers.due import alert, handover, menus, orphans, unsaid
from handlers.due.climb import AGAIN_AFTER
from handlers.ministry import broadcast
from handlers.overtaken import Overtaken
from handlers.rules.lifecycle import State
from storage import alerts, broadcasts, due, questions
from storage.db import Body, Tx, Unavailable
from storage.questions import Question

log = logging.getLogger(__name__)

AT_ONCE = 100


async def go_on(ctx: Context) -> int:
    """Goes on with what askers left open; with how many questions."""
    done = 0
    while found := await ctx.db.read(lambda tx: questions.unsaid(tx, ctx.clock.business(), AT_ONCE)):
        for question in found:
            guesses = await _guesses(ctx, question)
            if not await _succeeds(ctx, partial(_go_on, ctx, question.id, guesses), "question", question.id):
                again = ctx.clock.business() + AGAIN_AFTER
                await ctx.db.write(partial(questions.rewind, question=question, wake_at=again))
        done += len(found)
    return done


async def tell(ctx: Context) -> int:
    """Tells everybody what he has not been told of what was raised; how many people."""
    await _address_all(ctx)
    after = told = 0
    now = ctx.clock.business()
    while people := await ctx.db.read(partial(alerts.people_to_tell, now=now, after=after)):
        for person_id in people:
            await _succeeds(ctx, partial(_tell, ctx, person_id), "person", person_id)
        after = people[-1]
        told += len(people)
    return told


async def spread(ctx: Context) -> int:
    """Writes the rows of all recipients of the broadcasts that were confirmed; how many."""
    written = 0
    while recipients := await broadcast.spread(ctx):
        written += recipients
    return written


async def next_due(ctx: Context) -> datetime | None:
    """When the next rung of any ladder is due (business time)."""
    return await ctx.db.read(due.following)


async def next_telling(ctx: Context) -> datetime | None:
    """When somebody next has to be told what was held back for quiet hours (business time)."""
    return await ctx.db.read(partial(alerts.next_telling, now=ctx.clock.business()))


async def next_unsaid(ctx: Context) -> datetime | None:
    """When the next question is due that its asker left open (business time)."""
    return await ctx.db.read(due.following_unsaid)


async def next_broadcast(ctx: Context) -> datetime | None:
    """Now, where a broadcast waits for its recipients' rows."""
    return ctx.clock.business() if await ctx.db.read(broadcasts.being_sent) else None


async def rescue(ctx: Context) -> None:
    """What no time tells: seats that ended or began, absences that are over."""
    # Both look at everything that is open: on SQLite beside the event loop, so that nothing waits for it.
    await handover.follow(ctx)
    for ministry, province in await ctx.db.read_many(questions.desks_with_unheld):
        await _succeeds(ctx, partial(_give, ctx, ministry, province), "province", int(province))
    await menus.follow(ctx)


async def _succeeds(ctx: Context, body: Body[None], what: str, number: int) -> bool:
    """Runs a step; one that fails is told to the log and must not keep the clock from all others."""
    try:
        await ctx.db.write(body)
    except Unavailable:
        raise
    except Overtaken:
        log.info("somebody was faster than the clock", extra={what: number})  # it is found again, as it is by now
    except Exception:
        log.exception("the clock failed at a %s", what, extra={what: number})
        return False
    return True


async def _guesses(ctx: Context, question: Question) -> Sequence[FieldGuess]:
    """Where a question belongs that nobody has sorted; nowhere where that cannot be found out."""
    if question.state != State.UNSORTED:
        return ()
    try:
        return ctx.bank.guess_field(await ctx.matches(question.text))
    except Exception:
        log.exception("the bank failed at a question", extra={"question": question.id})
        return ()


async def _go_on(ctx: Context, question_id: int, guesses: Sequence[FieldGuess], tx: Tx) -> None:
    turn = _turn(ctx, tx, f"due:{question_id}")
    question = await questions.get(tx, question_id)
    if question.wake_at is None or question.wake_at > turn.now:
        return  # another process, or a word of his, was faster
    if question.state in (State.OFFERED, State.UNSORTED):
        await unsaid.go_on(turn, question, guesses)
    else:
        await questions.rewind(tx, question, None)


async def _address_all(ctx: Context) -> None:
    """Finds out who has to be told of what was raised; one alert that fails keeps nobody else from being told."""
    try:
        while await ctx.db.write(partial(_address, ctx, AT_ONCE)) == AT_ONCE:
            pass
    except Unavailable:
        raise
    except Exception:
        log.exception("the clock failed at a batch of alerts; each is done alone")
        while await _address_one(ctx):
            pass


async def _address_one(ctx: Context) -> int:
    first: list[int] = []

    async def body(tx: Tx) -> int:
        first[:] = [raised.id for raised in await alerts.unaddressed(tx, 1)]
        return await _address(ctx, 1, tx)

    try:
        return await ctx.db.write(body)
    except Unavailable:
        raise
    except Exception:
        # That one, by its id: what is the first by now may be another, which has done nothing wrong.
        await ctx.db.write(partial(alerts.address, alert_ids=first, to=(), now=ctx.clock.business()))
        log.exception("the clock cannot say whom an alert concerns", extra={"alert": first})
        return len(first)


async def _address(ctx: Context, most: int, tx: Tx) -> int:
    return await alert.address(_turn(ctx, tx, "address"), most)


async def _tell(ctx: Context, person_id: int, tx: Tx) -> None:
    await alert.tell(_turn(ctx, tx, f"tell:{person_id}"), person_id)


async def _give(ctx: Context, ministry: str, province: str, tx: Tx) -> None:
    await orphans.give_to_who_came(_turn(ctx, tx, f"give:{ministry}:{province}"), ministry, province)


def _turn(ctx: Context, tx: Tx, cause: str) -> Turn:
    # A cause that repeats needs a number that does not: keys of the outbox are unique for ever.
    now = ctx.clock.business()
    return Turn(ctx, tx, f"{cause}:{now.timestamp():.6f}", now)
