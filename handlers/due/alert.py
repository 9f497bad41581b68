"""Reminders and alerts: raised once as a record, then told to each person in one message."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.cadre import add
from handlers.context import Choice, Turn
from handlers.outgoing import Draft, Style
from handlers.rules import deadline
from handlers.wording import Words
from storage import alerts, persons, questions, seats
from storage.alerts import Untold
from storage.outbox import Priority
from storage.persons import Person
from storage.questions import OPEN_STATES, Question
from storage.seats import Role

MOST_IN_DIGEST = 20


async def climb(turn: Turn, question: Question) -> None:
    """Raises every rung whose time has come and plans the next. Only the last one is told: the rest is past."""
    if question.due_at is None:
        await questions.rewind(turn.tx, question, None)
        return
    upcoming = deadline.next_rung(question.clock_from, question.due_at, turn.now)
    if not await questions.rewind(turn.tx, question, upcoming.at):
        return  # another sweep, or an answer, was faster
    last = None
    for rung in deadline.rungs_until(question.clock_from, question.due_at, turn.now):
        raised = await alerts.raise_once(
            turn.tx, question.id, question.round, rung.name, rung.count, rung.at, turn.now
        )
        if raised is not None:
            last = (raised, rung.name)
            turn.ctx.meter.alert_raised(rung.name)
    if last:
        await alerts.address(turn.tx, last[0], await _whom(turn, question, last[1]))


async def _whom(turn: Turn, question: Question, rung: str) -> list[tuple[int, int]]:
    """Whom a rung concerns: (person id, seat id). A reminder is the holder's alone."""
    holding = await add.holders(turn, question)
    concerned = list(holding)
    if rung != "reminder":
        today = turn.ctx.clock.today()
        concerned += await seats.deputies_of(turn.tx, [seat.id for seat in holding], today)
        concerned += await seats.of_ministry(turn.tx, question.ministry or "", Role.ADMIN, today)
    return list({seat.person_id: seat.id for seat in reversed(concerned)}.items())


async def tell(turn: Turn, person_id: int) -> None:
    """Tells one person everything he has not been told, in one message; what is no longer true is left out."""
    waiting = await alerts.untold(turn.tx, person_id)
    person = await persons.get(turn.tx, person_id)
    if not waiting or person is None:
        return
    ours = await alerts.told(turn.tx, [n.notice_id for n in waiting], turn.now)
    found: dict[int, tuple[Untold, Question]] = {}
    for notice in waiting:
        if notice.notice_id not in ours or not await seats.valid_seat(
            turn.tx, notice.seat_id, turn.ctx.clock.today()
        ):
            continue  # another sweep was faster, or he has no right to it any more
        question = await questions.get(turn.tx, notice.question_id)
        if question.state in OPEN_STATES and question.round == notice.round:
            found[question.id] = (notice, question)
    if found:
        await _say(turn, person, sorted(found.values(), key=lambda pair: pair[1].due_at or turn.now))


async def _say(turn: Turn, person: Person, pairs: Sequence[tuple[Untold, Question]]) -> None:
    w = turn.words(person)
    last = max(notice.notice_id for notice, _ in pairs)
    key = f"alert:{person.id}:{last}"
    seat_id = pairs[0][0].seat_id
    if len(pairs) == 1:
        notice, question = pairs[0]
        holds = any(seat.person_id == person.id for seat in await add.holders(turn, question))
        draft, rows = _single(turn, w, notice, question, holds)
        await turn.say(person, draft, *rows, key=key, priority=Priority.ALERT, role="card",
                       question_id=question.id, seat_id=seat_id)  # fmt: skip
        return
    draft = Draft().bold(w("alert-digest", count=len(pairs)))
    for _, question in pairs[:MOST_IN_DIGEST]:
        draft.line().line(_line(turn, w, question))
    if len(pairs) > MOST_IN_DIGEST:
        draft.line().line(w("alert-digest-more", count=len(pairs) - MOST_IN_DIGEST))
    await turn.say(person, draft, (Choice(w("alert-open-queue"), "queue", {}, Style.PRIMARY),), key=key,
                   priority=Priority.ALERT, seat_id=seat_id)  # fmt: skip


def _single(
    turn: Turn, w: Words, notice: Untold, question: Question, holds: bool
) -> tuple[Draft, tuple[tuple[Choice, ...], ...]]:
    due = w.time(question.due_at or turn.now, turn.now)
    heading = f"alert-{notice.rung}" if holds else f"alert-{notice.rung}-other"
    holder = question.holder_name or w("card-desk", ministry=w.ministry(question.ministry or ""))
    draft = Draft().bold(w(heading, code=question.code, due=due, count=notice.count, holder=holder))
    draft.line(w("card-asker", name=question.asker_name, unit=question.unit_name or "?"))
    draft.line().line(question.text or w("card-no-text"))
    args = {"question": question.id}
    if not holds:
        return draft, ((Choice(w("queue-show"), "show", args),),)
    answer = Choice(w("card-answer"), "answer", args, Style.PRIMARY)
    return draft, ((answer, Choice(w("queue-show"), "show", args)),)


def _line(turn: Turn, w: Words, question: Question) -> str:
    due = w.time(question.due_at or turn.now, turn.now)
    late = (question.due_at or turn.now) <= turn.now
    start = " ".join(question.text.split())[:60]
    when = w("queue-overdue" if late else "queue-due", due=due)
    return f"{question.code} · {question.unit_name or '?'} · {start}\n{when}"
