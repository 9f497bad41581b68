"""How questions begin, wherever several are listed. One of which no words are left says why."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.context import Turn
from handlers.outgoing import beginning
from handlers.wording import Words
from storage import thread
from storage.questions import Question


async def of(turn: Turn, w: Words, listed: Sequence[Question], most: int) -> list[str]:
    """Their beginnings, in that order, of so many characters at most."""
    taken_back = await thread.taken_back(turn.tx, [question.id for question in listed if not question.text])
    return [
        beginning(question.text, most) or w("card-recalled" if question.id in taken_back else "card-no-text")
        for question in listed
    ]
