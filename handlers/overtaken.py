"""Somebody was faster: what was said meanwhile is taken up again, and finds what is true now."""

from __future__ import annotations

from typing import Any

from handlers import deadlines
from handlers.context import Later, Turn
from handlers.escalation import joint
from handlers.rules import lifecycle
from handlers.rules.lifecycle import Verb
from storage import questions
from storage.questions import Question

AGAIN_AFTER = 0.05
"""Seconds. The other transaction is committed by now, or nobody would have been overtaken."""


class Overtaken(Later):
    """A question was changed between being read and being written: nothing of this attempt is kept."""

    def __init__(self) -> None:
        super().__init__(AGAIN_AFTER)


async def advance(turn: Turn, question: Question, verb: Verb, **changes: Any) -> None:
    """Does a verb to a question as it was read; its clocks follow. Raises Overtaken when it stands elsewhere by now.

    The inbox then handles the same words again, and they get the answer that is right by then: they are never lost,
    and nobody is told what did not happen.
    """
    state = lifecycle.after(question.state, verb)
    if not await questions.move(turn.tx, question, state, **changes):
        raise Overtaken
    await deadlines.follow(turn, question, verb, state)
    await joint.follow(turn, question, state)
