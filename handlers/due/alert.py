"""Reminders and alerts: each is addressed to those it concerns, then told to each person in one message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers import beginnings
from handlers.cadre import add
from handlers.context import Choice, Turn
from handlers.officer import card
from handlers.outgoing import Draft, Style
from handlers.wording import Words
from storage import alerts, outbox, persons, questions, seats
from storage.alerts import Raised, Untold
from storage.outbox import Priority
from storage.persons import Person
from storage.questions import Question
from storage.seats import Role, Seat

MOST_IN_DIGEST = 20
MOST_OF_IT = 60
"""Characters by which a question is known in a digest."""
STUCK = timedelta(minutes=1)
"""After so long a message waits for more than its turn."""


async def address(turn: Turn, limit: int) -> int:
    """Notes whom each alert has to be told of those that were raised first; how many alerts there were.

    What has ceased to be true meanwhile concerns nobody.
    """
    found = await alerts.unaddressed(turn.tx, limit)
    if not found:
        return 0
    true = [raised for raised in found if raised.is_true]
    holding = await _holding(turn, true)
    louder = [raised for raised in true if raised.rung != "reminder"]  # a reminder is the holder's alone
    others = await _others(turn, louder, holding)
    to = []
    for raised in true:
        concerned = holding[raised.id] + others.get(raised.id, [])
        # By the right of the first of his seats, where he has several.
        by_whose = {seat.person_id: seat.id for seat in reversed(concerned)}
        to += [(raised.id, person, seat) for person, seat in by_whose.items()]
    await alerts.address(turn.tx, [raised.id for raised in found], to, turn.now)
    return len(found)


async def _holding(turn: Turn, found: Sequence[Raised]) -> dict[int, list[Seat]]:
    """Who holds the question of each alert: a seat, or everybody at the desk."""
    held = {r.holder_seat_id for r in found if r.holder_seat_id}
    seat_of = {seat.id: seat for seat in await seats.several(turn.tx, held)} if held else {}
    desks = {_desk(r) for r in found if not r.holder_seat_id}
    at_desk = {desk: await card.desk_of(turn, desk) for desk in desks}
    return {r.id: [seat_of[r.holder_seat_id]] if r.holder_seat_id else at_desk[_desk(r)] for r in found}


def _desk(raised: Raised) -> str:
    return raised.desk or raised.ministry or ""


async def _others(turn: Turn, found: Sequence[Raised], holding: dict[int, list[Seat]]) -> dict[int, list[Seat]]:
    """Who else hears of what is due: those who stand in for the holders, and the ministry's admins."""
    if not found:
        return {}
    today = turn.ctx.clock.today()
    principals = {seat.id for raised in found for seat in holding[raised.id]}
    deputies = await seats.deputies_of_each(turn.tx, principals, today)
    ministries = {raised.ministry or "" for raised in found}
    admins = {name: await seats.of_ministry(turn.tx, name, Role.ADMIN, today) for name in ministries}
    return {
        raised.id: [deputy for seat in holding[raised.id] for deputy in deputies.get(seat.id, [])]
        + admins[raised.ministry or ""]
        for raised in found
    }


async def tell(turn: Turn, person_id: int) -> None:
    """Tells one person everything he has not been told, in one message; what is no longer true is left out.

    While an earlier telling cannot reach him, the rest gathers: after hours without his platform he hears two
    messages, not one for each alert.
    """
    if await outbox.has_waited(turn.tx, _key(person_id), turn.ctx.clock.machine() - STUCK):
        return
    waiting = await alerts.untold(turn.tx, person_id, turn.ctx.clock.today())
    person = await persons.get(turn.tx, person_id)
    if not waiting or person is None:
        return  # another process is faster
    await alerts.told(turn.tx, [notice.notice_id for notice in waiting], turn.now)
    found = {notice.question_id: notice for notice in waiting if notice.is_true}
    if found:
        await _say(turn, person, sorted(found.values(), key=lambda notice: notice.due_at or turn.now))


def _key(person_id: int) -> str:
    return f"alert:{person_id}:"


async def _say(turn: Turn, person: Person, notices: Sequence[Untold]) -> None:
    w = turn.words(person)
    key = f"{_key(person.id)}{max(notice.notice_id for notice in notices)}"
    shown = await questions.several(turn.tx, [notice.question_id for notice in notices[:MOST_IN_DIGEST]])
    seat_id = notices[0].seat_id
    if len(notices) == 1:
        holds = any(seat.person_id == person.id for seat in await add.holders(turn, shown[0]))
        [start] = await beginnings.of(turn, w, shown, MOST_OF_IT)
        draft, rows = _single(turn, w, notices[0], shown[0], shown[0].text or start, holds)
        await turn.say(person, draft, *rows, key=key, priority=Priority.ALERT, role="card",
                       question_id=shown[0].id, seat_id=seat_id)  # fmt: skip
        return
    draft = Draft().bold(w("alert-digest", count=len(notices)))
    starts = await beginnings.of(turn, w, shown, MOST_OF_IT)
    for question, start in zip(shown, starts, strict=True):
        draft.line().line(_line(turn, w, question, start))
    if len(notices) > len(shown):
        draft.line().line(w("alert-digest-more", count=len(notices) - len(shown)))
    await turn.say(person, draft, (Choice(w("alert-open-queue"), "queue", {}, Style.PRIMARY),), key=key,
                   priority=Priority.ALERT, seat_id=seat_id)  # fmt: skip


def _single(
    turn: Turn, w: Words, notice: Untold, question: Question, text: str, holds: bool
) -> tuple[Draft, tuple[tuple[Choice, ...], ...]]:
    due = w.time(question.due_at or turn.now, turn.now)
    heading = f"alert-{notice.rung}" if holds else f"alert-{notice.rung}-other"
    holder = question.holder_name or w("card-desk", ministry=w.ministry(question.ministry or ""))
    draft = Draft().bold(w(heading, code=question.code, due=due, count=notice.count, holder=holder))
    draft.line(w("card-asker", name=question.asker_name, unit=question.unit_name or "?"))
    draft.line().said(text, None)
    args = {"question": question.id}
    if not holds:
        return draft, ((Choice(w("queue-show"), "show", args),),)
    answer = Choice(w("card-answer"), "answer", args, Style.PRIMARY)
    return draft, ((answer, Choice(w("queue-show"), "show", args)),)


def _line(turn: Turn, w: Words, question: Question, start: str) -> str:
    due = w.time(question.due_at or turn.now, turn.now)
    late = (question.due_at or turn.now) <= turn.now
    when = w("queue-overdue" if late else "queue-due", due=due)
    return f"{question.code} · {question.unit_name or '?'} · {start}\n{when}"
