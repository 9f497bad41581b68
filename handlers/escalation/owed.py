"""Opinions that somebody was asked for and has not given: they stand before his queue."""

from __future__ import annotations

from handlers import beginnings
from handlers.context import Choice, Heard, Turn
from handlers.officer import card
from handlers.outgoing import Draft
from storage import clocks, desks, opinions, questions
from storage.clocks import Kind
from storage.opinions import Opinion
from storage.questions import Question

MOST_SHOWN = 8
_START = 80
"""Characters by which a question is known."""


async def waiting(turn: Turn, heard: Heard, most: int = MOST_SHOWN) -> list[tuple[Opinion, Question]]:
    """What he was asked for by the seats that he has today, oldest first."""
    at = await desks.answered_by(turn.tx, heard.seats, turn.ctx.clock.today())
    found = await opinions.waited_for(turn.tx, heard.seats, at, most)
    about = await questions.several(turn.tx, [opinion.question_id for opinion in found])
    return list(zip(found, about, strict=True))


async def tell(turn: Turn, heard: Heard) -> bool:
    """Lists what he was asked for, oldest first; False where it is nothing."""
    found = await waiting(turn, heard)
    if not found:
        return False
    w = turn.words(heard.who)
    draft = Draft().bold(w("owed-title", count=len(found)))
    for number, (opinion, question) in enumerate(found, 1):
        [start] = await beginnings.of(turn, w, [question], _START)
        draft.line().line(f"{number}. {question.code} · {card.whence(turn, question)}").line(start)
        for clock in await clocks.of(turn.tx, question.id):
            if clock.kind is Kind.PART and clock.round == opinion.id:
                draft.line(w("opinion-until", until=w.time(clock.due_at, turn.now)))
    numbers = tuple(Choice(str(n), "show", {"question": q.id}) for n, (_, q) in enumerate(found, 1))
    await turn.say(heard.who, draft, numbers[:4], numbers[4:])
    return True
