"""Officers' terms end: the handover is announced a week before; then all open questions go to others at once.

No open question is ever left with a seat that has ended.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from handlers import beginnings, deadlines
from handlers.clock import VIETNAM
from handlers.context import Choice, Context, Turn
from handlers.due import orphans
from handlers.group import topic
from handlers.officer import card, handed, responsible
from handlers.outgoing import Draft, Style
from handlers.overtaken import Overtaken
from handlers.people.naming import seat_unit
from handlers.rules.routing import Target
from handlers.wording import Words
from storage import audit, handovers, persons, questions, queue, seats, waits
from storage.db import Tx, Unavailable
from storage.outbox import Priority
from storage.persons import Person
from storage.questions import Question
from storage.queue import Holding
from storage.seats import Role, Seat

log = logging.getLogger(__name__)

BEFORE = 7
"""Days before the last one on which a handover is announced."""
MOST_LISTED = 20
MOST_CARDS = 3
"""So few questions come as cards; more come as a list, and the queue has them all."""
_START = 60
"""Characters by which a question is known in a list."""


async def follow(ctx: Context) -> int:
    """Announces what ends soon and hands over what has ended; for how many seats."""
    today, done = ctx.clock.today(), 0
    for seat in await ctx.db.read(partial(handovers.ending, today=today, until=today + timedelta(days=BEFORE))):
        done += await _succeeds(ctx, seat.id, _announce)
    for seat_id in await ctx.db.read_many(partial(handovers.left_behind, day=today)):
        if await _succeeds(ctx, seat_id, _hand_over):
            done += 1
            continue
        # One of them may be what fails: the others are handed over all the same.
        for question in await ctx.db.read(partial(queue.held_by, holding=Holding((seat_id,)), limit=500)):
            await _rescue(ctx, question)
    return done


async def following(ctx: Context) -> datetime | None:
    """When the next term is announced or has ended: a midnight in Viet Nam."""
    day = await ctx.db.read(partial(handovers.next_day, today=ctx.clock.today(), before=BEFORE))
    return datetime.combine(day, time(), VIETNAM) if day else None


async def _succeeds(ctx: Context, seat_id: int, do: Callable[[Context, int, Tx], Coroutine[Any, Any, bool]]) -> bool:
    try:
        return await ctx.db.write_many(partial(do, ctx, seat_id))
    except Unavailable:
        raise
    except Overtaken:
        log.info("somebody was faster than the clock", extra={"seat": seat_id})
    except Exception:
        log.exception("the clock failed at a handover", extra={"seat": seat_id})
    return False


async def _rescue(ctx: Context, question: Question) -> None:
    async def body(tx: Tx) -> None:
        await orphans.rescue(_turn(ctx, tx, f"orphan:{question.id}"), question)

    try:
        await ctx.db.write(body)
    except Unavailable:
        raise
    except Exception:
        log.exception("the clock failed at a question", extra={"question": question.id})


async def _announce(ctx: Context, seat_id: int, tx: Tx) -> bool:
    turn = _turn(ctx, tx, f"handover:{seat_id}")
    seat = await seats.get(tx, seat_id)
    if seat is None or seat.valid_until is None or not seat.valid_on(ctx.clock.today()):
        return False
    if not await handovers.announce(tx, seat_id, seat.valid_until, turn.now):
        return False
    held = await queue.held_by(tx, Holding((seat_id,)), limit=1000)
    successor = await _successor(turn, seat)
    for to, key in await _concerned(turn, seat, successor):
        person = await persons.get(tx, to.person_id)
        if person:
            draft = await _pack(turn, person, seat, held, successor, key)
            await turn.say(person, draft, *_rows(turn.words(person), key), seat_id=to.id, priority=Priority.ALERT,
                           key=f"handover:{seat_id}:{seat.valid_until}:{to.person_id}")  # fmt: skip
    return True


async def _concerned(turn: Turn, seat: Seat, successor: Seat | None) -> list[tuple[Seat, str]]:
    """Who gets the pack: he himself, who comes after him, and the ministry's admins; each once."""
    admins = await seats.of_ministry(turn.tx, seat.ministry or "", Role.ADMIN, turn.ctx.clock.today())
    found = [(seat, "own"), *([(successor, "successor")] if successor else []), *((a, "admin") for a in admins)]
    first: dict[int, tuple[Seat, str]] = {}
    for to, key in found:
        first.setdefault(to.person_id, (to, key))
    return list(first.values())


async def _successor(turn: Turn, seat: Seat) -> Seat | None:
    """Who will be the ministry's officer in that province on the day after."""
    if seat.valid_until is None:
        return None
    after = seat.valid_until + timedelta(days=1)
    there = await seats.officers(turn.tx, seat.ministry or "", seat.province or "", after, present=False)
    return next((each for each in there if each.person_id != seat.person_id), None)


def _rows(w: Words, key: str) -> tuple[tuple[Choice, ...], ...]:
    if key == "admin":
        return ((Choice(w("handover-officers"), "officers", {}, Style.PRIMARY),),)
    return ((Choice(w("alert-open-queue"), "queue", {}, Style.PRIMARY),),) if key == "own" else ()


async def _pack(
    turn: Turn, reader: Person, seat: Seat, held: Sequence[Question], successor: Seat | None, key: str
) -> Draft:
    """What is handed over: open questions with their stage, what is unfinished, and what was done."""
    w = turn.words(reader)
    last = w.day(seat.valid_until, turn.now) if seat.valid_until else ""
    names = {"name": seat.person_name, "unit": seat_unit(turn.ctx.places, seat), "day": last}
    draft = Draft().bold(w(f"handover-heading-{key}", **names))
    if successor:
        draft.line(w("handover-to", name=successor.person_name))
    else:
        draft.line(w(f"handover-to-nobody-{key}"))
    done = await handovers.record(turn.tx, seat)
    draft.line(w("handover-done", answered=done.answered, timely=done.in_time))
    if done.unsent or done.drafts:
        draft.line(w("handover-unfinished", unsent=done.unsent, drafts=done.drafts))
    await _listed(turn, w, draft, held)
    return draft


async def _listed(turn: Turn, w: Words, draft: Draft, held: Sequence[Question]) -> None:
    draft.line().line(w("handover-open", count=len(held)))
    shown = list(held[:MOST_LISTED])
    noted = await waits.of_each(turn.tx, [question.id for question in shown])
    for question, start in zip(shown, await beginnings.of(turn, w, shown, _START), strict=True):
        due = question.due_at or turn.now
        when = w("queue-overdue" if due <= turn.now else "queue-due", due=w.time(due, turn.now))
        draft.line(f"{question.code} · {card.whence(turn, question)}: {start}")
        draft.line(f"{w(f'state-{question.state}')} · {when}")
        if wait := noted.get(question.id):
            draft.line(w("awaiting-noted", text=wait.text))
    if len(held) > len(shown):
        draft.line(w("alert-digest-more", count=len(held) - len(shown)))


async def _hand_over(ctx: Context, seat_id: int, tx: Tx) -> bool:
    """All open questions of a seat that has ended, in one transaction."""
    turn, seat = _turn(ctx, tx, f"handed:{seat_id}"), await seats.get(tx, seat_id)
    if seat is None or seat.valid_on(ctx.clock.today()):
        return False
    to: dict[tuple[int | None, str | None], list[tuple[Target, Question]]] = defaultdict(list)
    while held := await queue.held_by(tx, Holding((seat_id,)), limit=500):
        for question in held:
            target = await responsible.find(tx, responsible.asked_of(question, ctx.clock.today()))
            gone = target.seat is not None and target.seat.id == seat_id
            if gone or not await questions.move(tx, question, question.state, **target.holding):
                raise Overtaken
            await deadlines.handed_on(turn, question)
            detail = {"from": seat_id, "to": target.seat.id if target.seat else None, **target.noted}
            await audit.note(tx, turn.now, None, "handover", question.code, detail)
            now_is = await questions.get(tx, question.id)
            to[now_is.holder_seat_id, now_is.desk].append((target, now_is))
            await _tell_asker(turn, now_is, target)
    moved = sum(map(len, to.values()))
    await handovers.done(tx, seat_id, seat.valid_until or ctx.clock.today(), turn.now, moved)
    for given in to.values():
        await _tell_holder(turn, seat, given)
    await _tell_former(turn, seat, list(to.values()), moved)
    return True


async def _tell_holder(turn: Turn, seat: Seat, given: Sequence[tuple[Target, Question]]) -> None:
    """Who has them now: as cards where they are few, else as a list."""
    target, found = given[0][0], [question for _, question in given]
    if len(found) <= MOST_CARDS:
        for each, question in given:
            await card.to_holder(turn, question, each)
        return
    today = turn.ctx.clock.today()
    admins = await seats.of_ministry(turn.tx, target.ministry, Role.ADMIN, today) if not target.seat else []
    for to in [target.seat] if target.seat else [*await card.desk_of(turn, target.desk or target.ministry), *admins]:
        person = await persons.get(turn.tx, to.person_id)
        if person is None:
            continue
        w = turn.words(person)
        draft = Draft().bold(w("handover-yours" if target.seat else "handover-desks", count=len(found),
                               name=seat.person_name, unit=seat_unit(turn.ctx.places, seat)))  # fmt: skip
        await _listed(turn, w, draft, found)
        await turn.say(person, draft, (Choice(w("alert-open-queue"), "queue", {}, Style.PRIMARY),), seat_id=to.id,
                       priority=Priority.ALERT, key=f"handed:{seat.id}:{turn.cause}:{to.person_id}")  # fmt: skip


async def _tell_former(
    turn: Turn, seat: Seat, given: Sequence[Sequence[tuple[Target, Question]]], moved: int
) -> None:
    person = await persons.get(turn.tx, seat.person_id)
    if person is None:
        return
    w = turn.words(person)
    to = [card.holder(w, question) for (_, question), *_ in given]
    unit = seat_unit(turn.ctx.places, seat)
    text = w("handover-former", unit=unit, count=moved, names=", ".join(dict.fromkeys(to)))
    await turn.say(person, text, key=f"handed:{seat.id}:{turn.cause}:former")


async def _tell_asker(turn: Turn, question: Question, target: Target) -> None:
    if target.seat:
        await topic.handed(turn, question, target.seat.person_name)
    await handed.tell_asker(turn, question, target.seat.person_name if target.seat else None)


def _turn(ctx: Context, tx: Tx, cause: str) -> Turn:
    # A cause that repeats needs a number that does not: keys of the outbox are unique for ever.
    now = ctx.clock.business()
    return Turn(ctx, tx, f"{cause}:{now.timestamp():.6f}", now)
