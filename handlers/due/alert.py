"""Reminders and alerts: each is addressed to those it concerns, then told to each person in one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers import beginnings
from handlers.cadre import add
from handlers.context import Choice, Turn
from handlers.deadlines import rules_of
from handlers.in_force import Rules
from handlers.officer import card
from handlers.outgoing import Draft, Style
from handlers.rules import quiet
from handlers.rules.ladder import WAITED, Who, spoken_of
from handlers.wording import Words
from storage import alerts, desks, opinions, persons, questions, reach, seats
from storage.alerts import Notice, Raised, Untold
from storage.clocks import Kind
from storage.outbox import Priority
from storage.persons import Person
from storage.questions import Question
from storage.seats import Role, Seat

MOST_IN_DIGEST = 20
MOST_OF_IT = 60
"""Characters by which a question is known in a digest."""
ON_TIME = timedelta(minutes=10)
STUCK = timedelta(minutes=1)
"""After so long a message waits for more than its turn."""

MOVED, ASKER = "moved", "asker"
"""The rung, and the reader, of a deadline that was computed anew."""
_ROLES = {Who.ADMIN: Role.ADMIN, Who.LEADER: Role.LEADER}


async def address(turn: Turn, limit: int) -> int:
    """Notes whom each alert has to be told of those that were raised first; how many alerts there were.

    What has ceased to be true meanwhile concerns nobody.
    """
    found = await alerts.unaddressed(turn.tx, limit)
    if not found:
        return 0
    true = [raised for raised in found if raised.is_true]
    concerned = await _concerned(turn, true)
    rules = {ministry: await rules_of(turn, ministry) for ministry in {raised.ministry or "" for raised in true}}
    to = []
    for raised in true:
        at = _telling(turn, rules[raised.ministry or ""], raised)
        # By the right of the first of his seats, where he has several.
        by_whose = {seat.person_id: seat.id for seat in reversed(concerned[raised.id])}
        to += [Notice(raised.id, person, seat, at) for person, seat in by_whose.items()]
        if ASKER in raised.tell:
            to.append(Notice(raised.id, raised.asker_id, None, at))
    await alerts.address(turn.tx, [raised.id for raised in found], to, turn.now)
    return len(found)


def _telling(turn: Turn, rules: Rules, raised: Raised) -> datetime:
    """When it is told: at once, or, where a ministry wants quiet, in working hours."""
    if not rules.policies.quiet:
        return turn.now
    # What is due when work ends is told then, though it takes a second; what comes late by an outage is not.
    at = raised.due_at if turn.now - raised.due_at < ON_TIME else turn.now
    return max(turn.now, quiet.opens(rules.calendar, raised.province, at))


async def _concerned(turn: Turn, found: Sequence[Raised]) -> dict[int, list[Seat]]:
    """The seats that each alert concerns."""
    today = turn.ctx.clock.today()
    holding = await _holding(turn, found)
    principals = {seat.id for raised in found if Who.DEPUTY in raised.tell for seat in holding[raised.id]}
    deputies = await seats.deputies_of_each(turn.tx, principals, today) if principals else {}
    ministries = {raised.ministry or "" for raised in found}
    wanted = {who for raised in found for who in raised.tell}
    of_ministry = {
        (name, role): await seats.of_ministry(turn.tx, name, role, today)
        for name in ministries for who, role in _ROLES.items() if who in wanted
    }  # fmt: skip
    at_desk = await _desks(turn, found) if Who.DESK in wanted else {}

    def of(raised: Raised, who: str) -> list[Seat]:
        ministry = raised.ministry or ""
        match who:
            case Who.HOLDER:
                return holding[raised.id]
            case Who.DEPUTY:
                return [deputy for seat in holding[raised.id] for deputy in deputies.get(seat.id, [])]
            case Who.DESK:
                return at_desk[raised.id]
            case Who.ADMIN | Who.LEADER:
                return list(of_ministry[ministry, _ROLES[Who(who)]])
        return []  # the asker has no seat by which he hears of it

    return {raised.id: [seat for who in raised.tell for seat in of(raised, who)] for raised in found}


async def _holding(turn: Turn, found: Sequence[Raised]) -> dict[int, list[Seat]]:
    """Who owes what each alert is about: a seat, or everybody at the desk."""
    held = {r.holder_seat_id for r in found if r.holder_seat_id}
    seat_of = {seat.id: seat for seat in await seats.several(turn.tx, held)} if held else {}
    parts = await opinions.desks(turn.tx, {r.part for r in found if r.part})
    desk_of = {
        r.id: parts.get(r.part or 0) or r.desk or r.ministry or "" for r in found if r.part or not r.holder_seat_id
    }
    at_desk = {desk: await card.desk_of(turn, desk) for desk in set(desk_of.values())}
    return {r.id: at_desk[desk_of[r.id]] if r.id in desk_of else [seat_of[r.holder_seat_id or 0]] for r in found}


async def _desks(turn: Turn, found: Sequence[Raised]) -> dict[int, list[Seat]]:
    """Who sits at the desk of each alert's field."""
    today = turn.ctx.clock.today()
    asked = {(raised.ministry or "", raised.field) for raised in found}
    desk_of = {about: await desks.of_field(turn.tx, *about, today) for about in asked}
    at_desk = {desk: await card.desk_of(turn, desk) for desk in set(desk_of.values())}
    return {raised.id: at_desk[desk_of[raised.ministry or "", raised.field]] for raised in found}


async def tell(turn: Turn, person_id: int) -> None:
    """Tells one person everything he has not been told, in one message; what is no longer true is left out.

    While an earlier telling cannot reach him, the rest gathers: after hours without his platform he hears two
    messages, not one for each alert.
    """
    if await reach.has_waited(turn.tx, person_id, _key(person_id), turn.ctx.clock.machine() - STUCK):
        return
    waiting = await alerts.untold(turn.tx, person_id, turn.ctx.clock.today(), turn.now)
    person = await persons.get(turn.tx, person_id)
    if not waiting or person is None:
        return  # another process is faster
    await alerts.told(turn.tx, [notice.notice_id for notice in waiting], turn.now)
    true = [notice for notice in waiting if notice.is_true]
    found = {notice.question_id: notice for notice in true if notice.rung != MOVED}
    if found:
        await _say(turn, person, sorted(found.values(), key=lambda notice: notice.due_at))
    moved = {notice.question_id: notice for notice in true if notice.rung == MOVED}
    if moved:
        await _say_moved(turn, person, list(moved.values()))


def _key(person_id: int) -> str:
    return f"alert:{person_id}:"


async def _say(turn: Turn, person: Person, notices: Sequence[Untold]) -> None:
    w = turn.words(person)
    key = f"{_key(person.id)}{max(notice.notice_id for notice in notices)}"
    shown = await questions.several(turn.tx, [notice.question_id for notice in notices[:MOST_IN_DIGEST]])
    seat_id = notices[0].seat_id
    if len(notices) == 1:
        owed = await _owed(turn, w, person, notices[0], shown[0])
        [start] = await beginnings.of(turn, w, shown, MOST_OF_IT)
        draft, rows = _single(turn, w, notices[0], shown[0], shown[0].text or start, owed)
        await turn.say(person, draft, *rows, key=key, priority=Priority.ALERT, role=owed.role,
                       question_id=shown[0].id, seat_id=seat_id)  # fmt: skip
        return
    draft = Draft().bold(w("alert-digest", count=len(notices)))
    starts = await beginnings.of(turn, w, shown, MOST_OF_IT)
    for notice, question, start in zip(notices, shown, starts, strict=False):
        draft.line().line(_line(turn, w, notice, question, start))
    if len(notices) > len(shown):
        draft.line().line(w("alert-digest-more", count=len(notices) - len(shown)))
    await turn.say(person, draft, (Choice(w("alert-open-queue"), "queue", {}, Style.PRIMARY),), key=key,
                   priority=Priority.ALERT, seat_id=seat_id)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Owed:
    """Who owes what an alert is about, whether that is its reader, and how he gives it."""

    holder: str
    his: bool
    role: str
    give: Choice


async def _owed(turn: Turn, w: Words, reader: Person, notice: Untold, question: Question) -> _Owed:
    opinion = await opinions.get(turn.tx, notice.part) if notice.part else None
    if opinion and opinion.desk:
        by, holder = await card.desk_of(turn, opinion.desk), card.desk_called(w, opinion.desk, opinion.desk_name)
        give = Choice(w("opinion-give"), "opinion_give", {"opinion": opinion.id}, Style.PRIMARY)
    else:
        by, holder = await add.holders(turn, question), card.holder(w, question)
        give = Choice(w("card-answer"), "answer", {"question": question.id}, Style.PRIMARY)
    his = any(seat.person_id == reader.id for seat in by)
    return _Owed(holder, his, "opinion" if opinion and his else "card", give)


async def _say_moved(turn: Turn, person: Person, notices: Sequence[Untold]) -> None:
    """The deadlines that moved because a ministry changed how they are computed."""
    w = turn.words(person)
    shown = await questions.several(turn.tx, [notice.question_id for notice in notices[:MOST_IN_DIGEST]])
    draft = Draft().bold(w("deadline-moved", count=len(notices)))
    for notice, question, start in zip(notices, shown, await beginnings.of(turn, w, shown, MOST_OF_IT), strict=False):
        draft.line().line(f"{question.code} · {start}")
        draft.line(w("deadline-moved-to", due=w.time(notice.due_at, turn.now)))
    if len(notices) > len(shown):
        draft.line().line(w("alert-digest-more", count=len(notices) - len(shown)))
    draft.line().line(w("deadline-moved-why", code=shown[0].code))
    await turn.say(person, draft, key=f"moved:{person.id}:{max(notice.notice_id for notice in notices)}",
                   role="receipt" if notices[0].seat_id is None else "card", seat_id=notices[0].seat_id,
                   question_id=shown[0].id if len(shown) == 1 else None)  # fmt: skip


def _single(
    turn: Turn, w: Words, notice: Untold, question: Question, text: str, owed: _Owed
) -> tuple[Draft, tuple[tuple[Choice, ...], ...]]:
    due = w.time(notice.due_at, turn.now)
    heading = _heading(w, notice, owed.his, turn.now)
    draft = Draft().bold(w(heading, code=question.code, due=due, count=notice.count, holder=owed.holder))
    draft.line(w("card-asker", name=question.asker_name, unit=question.unit_name or "?"))
    if notice.clock != Kind.ANSWER:
        draft.line(w(f"clock-{notice.clock}"))
    draft.line().said(text, None)
    if notice.rung == WAITED and owed.his:
        draft.line().line(w("alert-do-waited"))
    if not owed.his:
        draft.line().line(w("alert-do-other"))
    args = {"question": question.id}
    about = (Choice(w("queue-show"), "show", args), Choice(w("why-button"), "why", args))
    return draft, ((owed.give, *about),) if owed.his else (about,)


def _heading(w: Words, notice: Untold, holds: bool, now: datetime) -> str:
    """A ministry may name its steps itself: those are past the deadline, or before it."""
    rung = spoken_of(notice.rung, notice.tell)
    name = rung if w.has(f"alert-{rung}") else "due" if notice.due_at <= now else "reminder"
    return f"alert-{name}" if holds else f"alert-{name}-other"


def _line(turn: Turn, w: Words, notice: Untold, question: Question, start: str) -> str:
    due = w.time(notice.due_at, turn.now)
    when = w("queue-overdue" if notice.due_at <= turn.now else "queue-due", due=due)
    return f"{question.code} · {question.unit_name or '?'} · {start}\n{when}"
