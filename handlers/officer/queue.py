"""`/hangdoi`: the open questions in the order of their deadlines."""

from __future__ import annotations

from handlers import beginnings
from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.ministry.overdue import overdue
from handlers.officer import card
from handlers.outgoing import Draft
from handlers.wording import Words
from storage import desks, questions, seats
from storage.questions import Question
from storage.seats import Role

PAGE = 8


async def queue(ctx: Context, heard: Heard) -> Effect:
    """One page of what the person has to answer, his own and what he stands in for; most urgent first."""
    skip = int(heard.args.get("skip", 0))

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        w = turn.words(heard.who)
        seat = heard.seat(Role.OFFICER, Role.EXPERT, Role.ADMIN)
        leader = heard.seat(Role.LEADER)
        if seat is None and leader:
            await overdue(turn, heard, leader)
            return
        if seat is None:
            await turn.say(heard.who, w("queue-not-yours"))
            return
        seat_ids, desks = await responsible_for(turn, heard)
        count = await questions.count_held(turn.tx, seat_ids, desks)
        if not count:
            await turn.say(heard.who, w("queue-empty"))
            return
        found = await questions.held_by(turn.tx, seat_ids, desks, limit=PAGE, skip=skip)
        draft = Draft().bold(w("queue-title", count=count))
        starts = await beginnings.of(turn, w, found, 80)
        for number, (question, start) in enumerate(zip(found, starts, strict=True), 1):
            draft.line().line(f"{number}. {_line(turn, w, question, start)}")
        draft.line().line(w("queue-how"))
        numbers = [Choice(str(n), "show", {"question": q.id}) for n, q in enumerate(found, 1)]
        rows = [tuple(numbers[i : i + 4]) for i in range(0, len(numbers), 4)]
        if skip + PAGE < count:
            rows.append((Choice(w("queue-more", count=count - skip - PAGE), "queue", {"skip": skip + PAGE}),))
        await turn.say(heard.who, draft, *rows, seat_id=seat.id)

    return effect


async def responsible_for(turn: Turn, heard: Heard) -> tuple[list[int], list[str]]:
    """The seats and desks whose questions a person has to answer."""
    own = [seat.id for seat in heard.seats if seat.role is Role.OFFICER]
    today = turn.ctx.clock.today()
    principals = await seats.stood_in_for(turn.tx, [seat.id for seat in heard.seats])
    own += [principal.id for principal in principals if await seats.absence(turn.tx, principal.id, today)]
    return own, await desks.answered_by(turn.tx, heard.seats, today)


def _line(turn: Turn, w: Words, question: Question, start: str) -> str:
    due = question.due_at or turn.now
    late = due <= turn.now
    when = w("queue-overdue" if late else "queue-due", due=w.time(due, turn.now))
    waiting = f" · {w('state-waiting')}" if question.state == "waiting" else ""
    return f"{question.code} · {card.whence(turn, question)}\n{start}\n{when}{waiting}"
