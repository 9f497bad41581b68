"""Keeps what was asked: from the first word on it is a question in the database, whatever becomes of it."""

from __future__ import annotations

from datetime import datetime

from handlers import early
from handlers.context import Heard, Turn
from handlers.rules.lifecycle import State
from storage import questions, thread, units
from storage.links import Link
from storage.questions import NewQuestion, Question
from storage.seats import Role

UNSAID = "unsaid"
"""In `bank_said` of a question whose asker has not said yet whether it is a new one or an addition."""


LEAST_WORDS = 3
"""Fewer words than these are no question that stands for itself."""


def stands_for_itself(text: str) -> bool:
    """Whether a text is long enough to be sent to somebody with a deadline before its asker says that he means it."""
    return len(text.split()) >= LEAST_WORDS


async def keep(
    turn: Turn, heard: Heard, state: State, bank_said: str, shown: tuple[str, ...], wake_at: datetime
) -> Question:
    """A new question with its first message; `shown` are the entries that are offered with it."""
    cadre = heard.seat(Role.CADRE)
    new = NewQuestion(
        heard.who.id, heard.place, state, cadre.unit if cadre else None, cadre.province if cadre else None,
        None, None, heard.text, shown, bank_said, heard.at, wake_at,
    )  # fmt: skip
    question_id = await questions.make(turn.tx, new)
    await keep_message(turn, heard, question_id, "asked")
    return await of_today(turn, await questions.get(turn.tx, question_id))


async def of_today(turn: Turn, question: Question) -> Question:
    """Of the unit that there is now: it may have changed since its asker's seats were read, or it closed."""
    unit = question.unit
    if unit is None or (question.heir is None and question.province == (question.lies_in or unit)):
        return question  # the usual case costs nothing
    now_is = await units.get(turn.tx, await units.today(turn.tx, unit))
    if now_is is None or (now_is.code, now_is.province) == (unit, question.province):
        return question
    await questions.rewrite(turn.tx, question.id, unit=now_is.code, province=now_is.province)
    return await questions.get(turn.tx, question.id)


async def keep_message(turn: Turn, heard: Heard, question_id: int, kind: str) -> int:
    """What was said as a message of a question's thread, linked to where it was said; its id."""
    enclosed = [thread.Enclosed(a.kind, a.channel, a.reference, a.name, a.mime, a.size) for a in heard.attachments]
    message_id = await thread.say(turn.tx, question_id, heard.who.id, kind, heard.text, heard.at, enclosed)
    for own in (heard.message_id, *heard.more_ids):
        if own:
            await early.keep(turn, Link(heard.place, own, "said", question_id, message_id))
    return message_id
