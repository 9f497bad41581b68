"""A question has another holder: its asker hears who has it now, and by when he answers."""

from __future__ import annotations

from handlers.context import Turn
from handlers.officer import card
from storage import persons
from storage.questions import Question


async def tell_asker(turn: Turn, question: Question, name: str | None) -> None:
    """Tells the asker the name of whoever holds his question now; None for its ministry's desk."""
    asker = await persons.get(turn.tx, question.asker_id)
    if asker:
        w = turn.words(asker)
        due = w.time(question.due_at or turn.now, turn.now)
        told = w("transfer-told", code=question.code, name=name or card.holder(w, question), due=due)
        await turn.say(asker, told, role="receipt", question_id=question.id)
