"""`/quahan`: what a leader, or an admin, sees of what is overdue in his ministry, and with whom. Texts on demand."""

from __future__ import annotations

from handlers.context import Choice, Context, Effect, Heard, Turn
from handlers.officer import card
from handlers.outgoing import Draft
from storage import questions
from storage.questions import Question
from storage.seats import Role, Seat

MOST_SHOWN = 12


async def of_ministry(ctx: Context, heard: Heard) -> Effect:
    """The command, and the button under an evening digest."""

    async def effect(turn: Turn) -> None:
        await turn.toast(heard)
        seat = heard.seat(Role.ADMIN, Role.LEADER)
        if seat:
            await overdue(turn, heard, seat)
        else:
            await turn.say(heard.who, turn.words(heard.who)("overdue-not-yours"))

    return effect


async def overdue(turn: Turn, heard: Heard, seat: Seat) -> None:
    """The overdue questions, oldest deadline first, without their texts; each look at one is audited."""
    w, ministry = turn.words(heard.who), seat.ministry or ""
    count = await questions.count_overdue(turn.tx, ministry, turn.now)
    if not count:
        await turn.say(heard.who, w("overdue-none"), seat_id=seat.id)
        return
    found = await questions.overdue(turn.tx, ministry, turn.now, MOST_SHOWN)
    draft = Draft().bold(w("overdue-title", count=count))
    for number, question in enumerate(found, 1):
        draft.line().line(f"{number}. {question.code} · {card.whence(turn, question)}").line(
            _with(turn, heard, question)
        )
    draft.line().line(w("overdue-how"))
    numbers = [Choice(str(n), "show", {"question": q.id}) for n, q in enumerate(found, 1)]
    rows = [tuple(numbers[i : i + 4]) for i in range(0, len(numbers), 4)]
    await turn.say(heard.who, draft, *rows, seat_id=seat.id)


def _with(turn: Turn, heard: Heard, question: Question) -> str:
    w = turn.words(heard.who)
    holder = card.holder(w, question)
    return w("overdue-line", holder=holder, due=w.time(question.due_at or turn.now, turn.now))
