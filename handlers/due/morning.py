"""An officer's morning: what is overdue, what is due today, what waits for its asker, what came since yesterday."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from handlers import beginnings
from handlers.clock import VIETNAM
from handlers.context import Choice, Turn
from handlers.in_force import Rules
from handlers.outgoing import Draft, Style
from handlers.rules.calendar import Calendar
from handlers.rules.lifecycle import State
from handlers.wording import Words
from storage import persons, queue, seats
from storage.digests import Owed
from storage.outbox import Priority
from storage.questions import Question
from storage.queue import Holding
from storage.seats import Role, Seat

MOST_LISTED = 20
MOST_READ = 500
MOST_OF_IT = 60
"""Characters by which a question is known."""
LATER = "digest-later"
"""What is not due yet is only counted."""
_BACK = 60
"""Days within which work must have ended once."""


async def tell(turn: Turn, owed: Owed, rules: Rules) -> None:
    """Tells an officer what waits for him and for those for whom he stands in; nothing where nothing does."""
    person = await persons.get(turn.tx, owed.person_id)
    found = await queue.held_by(turn.tx, await _answers_for(turn, owed), limit=MOST_READ)
    if person is None or not found:
        return
    today = turn.ctx.clock.today()
    since = ended_before(rules.calendar, owed.province, today)
    w = turn.words(person)
    draft = Draft().bold(w("digest-morning", day=w.day(today, turn.now), count=len(found)))
    listed = 0
    for key, part in sorted_by_need(found, turn.now, today, since):
        draft.line().line(w(key, count=len(part)))
        shown = part[: MOST_LISTED - listed] if key != LATER else []
        listed += await _listed(turn, w, draft, shown)
        if key != LATER and len(shown) < len(part):
            draft.line(w("alert-digest-more", count=len(part) - len(shown)))
    draft.line().line(w("digest-morning-how"))
    await turn.say(person, draft, (Choice(w("alert-open-queue"), "queue", {}, Style.PRIMARY),), key=turn.cause,
                   priority=Priority.ALERT, seat_id=owed.seat_id)  # fmt: skip


def sorted_by_need(
    found: Sequence[Question], now: datetime, today: date, since: datetime
) -> list[tuple[str, list[Question]]]:
    """Each question once, under the first heading that it falls under; headings without any are left out."""
    midnight = datetime.combine(today + timedelta(days=1), time(), VIETNAM)

    def key(question: Question) -> str:
        due = question.due_at or now
        if due <= now:
            return "digest-overdue"
        if question.state == State.WAITING:
            return "digest-waiting"
        if due < midnight:
            return "digest-today"
        return "digest-new" if question.clock_from >= since else LATER

    parts: dict[str, list[Question]] = {}
    for question in found:
        parts.setdefault(key(question), []).append(question)
    order = ("digest-overdue", "digest-today", "digest-new", "digest-waiting", LATER)
    return [(name, parts[name]) for name in order if name in parts]


def ended_before(calendar: Calendar, province: str | None, day: date) -> datetime:
    """When work last ended before a day."""
    for back in range(1, _BACK):
        worked = [span for span in calendar.layout(day - timedelta(days=back), province) if span.counted]
        if worked:
            return worked[-1].ends
    return datetime.combine(day, time(), VIETNAM)


async def _answers_for(turn: Turn, owed: Owed) -> Holding:
    """His seats in that ministry, and those of whoever is away and has him stand in; none while he is away."""
    today = turn.ctx.clock.today()
    held = [s for s in await seats.of_person(turn.tx, owed.person_id) if _is_his(s, owed, today)]
    present = [seat for seat in held if not await seats.absence(turn.tx, seat.id, today)]
    principals = await seats.stood_in_for(turn.tx, [seat.id for seat in present]) if present else ()
    away = [p.id for p in principals if p.valid_on(today) and await seats.absence(turn.tx, p.id, today)]
    return Holding(tuple(dict.fromkeys([*(seat.id for seat in present), *away])))


def _is_his(seat: Seat, owed: Owed, today: date) -> bool:
    return seat.role is Role.OFFICER and seat.ministry == owed.ministry and seat.valid_on(today)


async def _listed(turn: Turn, w: Words, draft: Draft, part: Sequence[Question]) -> int:
    for question, start in zip(part, await beginnings.of(turn, w, part, MOST_OF_IT), strict=True):
        due = question.due_at or turn.now
        when = w("queue-overdue" if due <= turn.now else "queue-due", due=w.time(due, turn.now))
        draft.line(f"• {question.code} · {start}").line(f"   {when}")
    return len(part)
