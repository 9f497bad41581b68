"""Reminders: each is told once, at its time, to who set it; unless the question is answered or no longer his."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from handlers import access, beginnings
from handlers.context import Choice, Context, Turn
from handlers.due.climb import AGAIN_AFTER
from handlers.due.each import each
from handlers.outgoing import Draft, Style
from handlers.wording import Words
from storage import persons, questions, reminders, seats, waits
from storage.db import Tx
from storage.outbox import Priority
from storage.questions import OPEN_STATES, Question
from storage.reminders import Reminder

AT_ONCE = 100
MOST_OF_IT = 120
"""Characters by which a question is known."""


async def remind(ctx: Context) -> int:
    """Tells what is due; how many reminders are done with."""
    done = 0
    while found := await ctx.db.read(partial(reminders.due, now=ctx.clock.business(), limit=AT_ONCE)):
        done += await each(found, partial(_told, ctx), partial(_put_off, ctx))
        if len(found) < AT_ONCE:
            break
    return done


async def following(ctx: Context) -> datetime | None:
    """When the next reminder is due (business time)."""
    return await ctx.db.read(reminders.following)


async def _told(ctx: Context, reminder: Reminder) -> int:
    return int(await ctx.db.write(partial(_tell, ctx, reminder)))


async def _put_off(ctx: Context, reminder: Reminder) -> None:
    await ctx.db.write(partial(reminders.put_off, reminder=reminder, at=ctx.clock.business() + AGAIN_AFTER))


async def _tell(ctx: Context, reminder: Reminder, tx: Tx) -> bool:
    now = ctx.clock.business()
    turn = Turn(ctx, tx, f"remind:{reminder.id}:{reminder.at.timestamp():.6f}", now)
    if not await reminders.done(tx, reminder, now):
        return False  # another sweep was faster, or he has moved it
    question = await questions.get(tx, reminder.question_id)
    person = await persons.get(tx, reminder.person_id)
    today = ctx.clock.today()
    held = [seat for seat in await seats.of_person(tx, reminder.person_id) if seat.valid_on(today)]
    his = await access.answering(tx, reminder.person_id, held, question, today)
    if person is None or his is None or question.state not in OPEN_STATES:
        return True
    w, args = turn.words(person), {"question": question.id}
    rows = (
        (Choice(w("card-answer"), "answer", args, Style.PRIMARY), Choice(w("queue-show"), "show", args)),
        (Choice(w("remind-again"), "remind", args),),
    )
    await turn.say(person, await _drawn(turn, w, question), *rows, key=turn.cause, priority=Priority.ALERT,
                   role="card", question_id=question.id, seat_id=his.id)  # fmt: skip
    return True


async def _drawn(turn: Turn, w: Words, question: Question) -> Draft:
    [start] = await beginnings.of(turn, w, [question], MOST_OF_IT)
    due = question.due_at or turn.now
    draft = Draft().bold(w("remind-told", code=question.code)).line(start)
    draft.line(w("queue-overdue" if due <= turn.now else "queue-due", due=w.time(due, turn.now)))
    wait = await waits.of(turn.tx, question.id)
    return draft.line(w("awaiting-noted", text=wait.text)) if wait else draft
